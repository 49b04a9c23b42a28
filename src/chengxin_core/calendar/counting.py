"""Counting a period: which day is the last one, and how every day on the way was counted or skipped.

The rules are cited by their ids: G-01 the start day is not counted, G-02 months and years end on the
corresponding day, G-03 a last day that is a holiday moves on, G-09 working days follow the notices, G-10
excluded time suspends. Which unit a period has, the statute decides; it comes from the rulebook.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chengxin_core.calendar.days import Calendar
from chengxin_core.vocabulary import Term

ONE_DAY = timedelta(days=1)


class Unit(Term):
    """期限单位: in what a period is counted."""

    WORKING_DAYS = "wd", "个工作日"
    DAYS = "d", "日"
    MONTHS = "m", "个月"
    YEARS = "y", "年"


class Counted(Term):
    """计与不计: what became of a day in the count."""

    COUNTED = "counted", "计入"
    SKIPPED = "skipped", "不计"


@dataclass(frozen=True, slots=True)
class Suspension:
    """中止: time that does not count, from `from_on` (in) to `until_on` (out), on a ground."""

    from_on: date
    until_on: date
    ground: str
    rule_id: str = "G-10"

    def __contains__(self, day: date) -> bool:
        """Say whether `day` is excluded."""
        return self.from_on <= day < self.until_on


@dataclass(frozen=True, slots=True)
class DayStep:
    """One day of the count: counted as the n-th or skipped, why, and under which rule."""

    day: date
    verdict: Counted
    reason: str
    rule_id: str


@dataclass(frozen=True, slots=True)
class Due:
    """到期日: the last day of a period, with the way to it.

    `amber_on` is one working day before. `provisional` says that a notice still to come may move the day.
    """

    start: date
    budget: int
    unit: Unit
    due_on: date
    amber_on: date
    provisional: bool
    steps: tuple[DayStep, ...]
    rule_ids: tuple[str, ...]
    calendar_version: str

    def explain(self) -> list[str]:
        """Return the way to the day in Chinese, a line a step."""
        head = f"{self.start} 为起算之日, 期限 {self.budget} {self.unit.zh}, 至 {self.due_on} 届满"
        lines = [f"{step.day} {step.verdict.zh}: {step.reason} ({step.rule_id})" for step in self.steps]
        return [head + (" (暂定: 当年节假日安排尚未公布)" if self.provisional else ""), *lines]


def due(
    start: date,
    budget: int,
    unit: Unit,
    calendar: Calendar,
    *,
    roll: bool = True,
    excluded: Sequence[Suspension] = (),
) -> Due:
    """Return the last day of `budget` units after `start`, with every step.

    `roll` moves a last day that is not worked to the next working day (G-03). Time in `excluded` is not
    counted.
    Raises `ValueError` for a negative budget, `OutsideTheCalendar` for days beyond the calendar.
    """
    _refuse_negative(budget)
    counted_on = _last_counted(start, budget, unit, calendar, excluded)
    last = _rolled(counted_on, calendar, excluded) if roll else counted_on
    steps = tuple(_steps(start, budget, unit, calendar, excluded, counted_on, last))
    return Due(
        start=start,
        budget=budget,
        unit=unit,
        due_on=last,
        amber_on=calendar.working_day_before(last),
        provisional=_provisional(start, last, unit, calendar, roll),
        steps=steps,
        rule_ids=tuple(sorted({"G-01"} | {step.rule_id for step in steps})),
        calendar_version=calendar.version,
    )


def due_on(start: date, budget: int, unit: Unit, calendar: Calendar, *, roll: bool = True) -> date:
    """Return the same day as `due` without suspensions and without its steps: for many deadlines at once."""
    _refuse_negative(budget)
    if unit is Unit.WORKING_DAYS and budget:
        return calendar.working_day(calendar.working_days_until(start) + budget)
    last = nominal_end(start, budget, unit)
    return calendar.next_working_day(last) if roll else last


def nominal_end(start: date, budget: int, unit: Unit) -> date:
    """Return the last day by days, months or years alone: no holiday, no suspension (G-01, G-02).

    >>> nominal_end(date(2023, 1, 31), 1, Unit.MONTHS)
    datetime.date(2023, 2, 28)
    """
    if unit is Unit.DAYS or not budget:
        return start + budget * ONE_DAY
    if unit is Unit.WORKING_DAYS:
        raise ValueError("工作日须按日历计算")
    months = start.year * 12 + start.month - 1 + budget * (12 if unit is Unit.YEARS else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(start.day, _days_of(year, month + 1)))


def working_days_between(start: date, end: date, calendar: Calendar) -> int:
    """Return the working days after `start` up to and including `end`; negative where `end` comes first."""
    return calendar.working_days_until(end) - calendar.working_days_until(start)


def _last_counted(
    start: date, budget: int, unit: Unit, calendar: Calendar, excluded: Sequence[Suspension]
) -> date:
    if not excluded:
        return due_on(start, budget, unit, calendar, roll=False)
    if unit is Unit.WORKING_DAYS:
        left, day = budget, start
        while left:
            day += ONE_DAY
            left -= calendar.is_working_day(day) and _suspension(day, excluded) is None
        return day
    left, day = (nominal_end(start, budget, unit) - start).days, start
    while left:
        day += ONE_DAY
        left -= _suspension(day, excluded) is None
    return day


def _rolled(day: date, calendar: Calendar, excluded: Sequence[Suspension]) -> date:
    while not calendar.is_working_day(day) or _suspension(day, excluded):
        day += ONE_DAY
    return day


def _steps(
    start: date,
    budget: int,
    unit: Unit,
    calendar: Calendar,
    excluded: Sequence[Suspension],
    counted_on: date,
    last: date,
) -> Iterator[DayStep]:
    yield DayStep(start, Counted.SKIPPED, "起算之日不计", "G-01")
    if unit in (Unit.WORKING_DAYS, Unit.DAYS):
        yield from _days_counted(start, unit, calendar, excluded, counted_on)
    else:
        yield from _months_counted(start, budget, unit, excluded, counted_on)
    day = counted_on
    while day < last:
        held = _suspension(day, excluded)
        reason = f"中止: {held.ground}" if held else calendar.day(day).reason
        yield DayStep(day, Counted.SKIPPED, f"期限最后一日为{reason}, 顺延", held.rule_id if held else "G-03")
        day += ONE_DAY
    if last > counted_on:
        yield DayStep(last, Counted.COUNTED, f"顺延至{calendar.day(last).reason}, 期限届满", "G-03")


def _days_counted(
    start: date, unit: Unit, calendar: Calendar, excluded: Sequence[Suspension], counted_on: date
) -> Iterator[DayStep]:
    number = 0
    for offset in range(1, (counted_on - start).days + 1):
        day = start + offset * ONE_DAY
        if held := _suspension(day, excluded):
            yield DayStep(day, Counted.SKIPPED, f"中止: {held.ground}", held.rule_id)
        elif unit is Unit.WORKING_DAYS and not calendar.is_working_day(day):
            yield DayStep(day, Counted.SKIPPED, calendar.day(day).reason, "G-09")
        else:
            number += 1
            why = f"{calendar.day(day).reason}, " if unit is Unit.WORKING_DAYS else ""
            yield DayStep(
                day, Counted.COUNTED, f"{why}第 {number} 日", "G-09" if unit is Unit.WORKING_DAYS else "G-01"
            )


def _months_counted(
    start: date, budget: int, unit: Unit, excluded: Sequence[Suspension], counted_on: date
) -> Iterator[DayStep]:
    end = nominal_end(start, budget, unit)
    for held in sorted(excluded, key=lambda held: held.from_on):
        first, stop = max(held.from_on, start + ONE_DAY), min(held.until_on, counted_on + ONE_DAY)
        if first < stop:
            days = (stop - first).days
            yield DayStep(first, Counted.SKIPPED, f"自该日起中止 {days} 日: {held.ground}", held.rule_id)
    why = "对应日" if end.day == start.day else "该月无对应日, 以月末日为准"
    moved = f", 加中止 {(counted_on - end).days} 日" if counted_on > end else ""
    yield DayStep(counted_on, Counted.COUNTED, f"{budget} {unit.zh}后的{why}{moved}", "G-02")


def _provisional(start: date, last: date, unit: Unit, calendar: Calendar, roll: bool) -> bool:
    """Say whether a day that the answer looked at lies in a year without a notice."""
    if unit is Unit.WORKING_DAYS:
        return any(
            calendar.is_provisional(date(year, 1, 1)) for year in range((start + ONE_DAY).year, last.year + 1)
        )
    return roll and calendar.is_provisional(last)


def _suspension(day: date, excluded: Sequence[Suspension]) -> Suspension | None:
    return next((held for held in excluded if day in held), None)


def _refuse_negative(budget: int) -> None:
    if budget < 0:
        raise ValueError(f"期限不能为负: {budget}")


def _days_of(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - ONE_DAY).day
