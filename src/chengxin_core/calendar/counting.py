"""Counting a period: which day is the last one, and how every day on the way was counted or skipped.

The rules are cited by their ids: G-01 the start day is not counted, G-02 months and years end on the
corresponding day, G-03 a last day that is a holiday moves on, G-09 working days follow the notices, G-10
excluded time suspends, G-11 an extension adds to the period. Which unit a period has (G-04 to G-08), the statute
decides; it comes from the rulebook.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chengxin_core.calendar.days import FIRST, LAST, Calendar, OutsideTheCalendar
from chengxin_core.vocabulary import Term

ONE_DAY = timedelta(days=1)
_MOST_DAYS = LAST.toordinal() - FIRST.toordinal()
NEVER = date.max  # the due day of a period that is suspended and not yet resumed


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
    """中止: time that does not count, from `from_on` (in) to `until_on` (out; None: not resumed yet), on a ground."""

    from_on: date
    until_on: date | None
    ground: str
    rule_id: str = "G-10"

    def __contains__(self, day: date) -> bool:
        """Say whether `day` is excluded."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


@dataclass(frozen=True, slots=True)
class DayStep:
    """One day of the count: counted as the n-th or skipped, why, and under which rule."""

    day: date
    verdict: Counted
    reason: str
    rule_id: str


@dataclass(frozen=True, slots=True)
class Projection:
    """推算: the last day of a period without the way to it, and one working day before (`amber_on`).

    Both are `NEVER` while the period is suspended. `provisional` says that a notice still to come may move the day.
    """

    due_on: date
    amber_on: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class Due:
    """到期日: the last day of a period, with the way to it; `due_on`, `amber_on`, `provisional` as in `Projection`.

    `budget` is the period without its extension, `extended` the extension, both in `unit`.
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
    extended: int = 0

    def explain(self) -> list[str]:
        """Return the way to the day in Chinese, a line a step."""
        longer = f", 延长 {self.extended} {self.unit.zh}" if self.extended else ""
        end = "中止, 尚未恢复计算" if self.due_on == NEVER else f"至 {self.due_on} 届满"
        head = f"{self.start} 为起算之日, 期限 {self.budget} {self.unit.zh}{longer}, {end}"
        lines = [f"{step.day} {step.verdict.zh}: {step.reason} ({step.rule_id})" for step in self.steps]
        return [head + (" (暂定: 节假日安排尚未公布)" if self.provisional else ""), *lines]


def due(
    start: date,
    budget: int,
    unit: Unit,
    calendar: Calendar,
    *,
    roll: bool = True,
    excluded: Sequence[Suspension] = (),
    extended: int = 0,
) -> Due:
    """Return the last day of `budget` units after `start`, with every step.

    `roll` moves a last day that is not worked to the next working day (G-03). Time in `excluded` is not
    counted (G-10). `extended` units are added to the budget (G-11).
    Raises `ValueError` for a negative budget, `OutsideTheCalendar` for days beyond the calendar.
    """
    found = projected(start, budget + extended, unit, calendar, roll=roll, excluded=excluded)
    period = _Period(start, budget, extended, unit, excluded)
    steps = tuple(_steps(period, calendar, found.due_on))
    return Due(
        start=start,
        budget=budget,
        unit=unit,
        due_on=found.due_on,
        amber_on=found.amber_on,
        provisional=found.provisional,
        steps=steps,
        rule_ids=tuple(
            sorted({"G-01"} | {step.rule_id for step in steps} | ({"G-11"} if extended else set()))
        ),
        calendar_version=calendar.version,
        extended=extended,
    )


def projected(
    start: date,
    budget: int,
    unit: Unit,
    calendar: Calendar,
    *,
    roll: bool = True,
    excluded: Sequence[Suspension] = (),
) -> Projection:
    """Return the same days as `due` without its steps."""
    _refuse_negative(budget)
    counted_on = _last_counted(start, budget, unit, calendar, excluded)
    last = _rolled(counted_on, calendar, excluded) if roll and counted_on is not None else counted_on
    if counted_on is None or last is None:
        return Projection(NEVER, NEVER, provisional=False)
    looked_from = start + ONE_DAY if unit is Unit.WORKING_DAYS else counted_on
    rests_on_notices = roll or unit is Unit.WORKING_DAYS
    provisional = rests_on_notices and calendar.has_provisional(min(looked_from, last), last)
    return Projection(last, calendar.working_day_before(last), provisional)


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

    Raises `OutsideTheCalendar` for a day beyond it.
    """
    if budget > _MOST_DAYS:
        raise OutsideTheCalendar(f"期限超出日历范围 ({FIRST} 至 {LAST})")
    if unit is Unit.DAYS or not budget:
        return _inside(start.toordinal() + budget)
    if unit is Unit.WORKING_DAYS:
        raise ValueError("工作日须按日历计算")
    months = start.year * 12 + start.month - 1 + budget * (12 if unit is Unit.YEARS else 1)
    year, month = divmod(months, 12)
    if year > LAST.year:
        raise OutsideTheCalendar(f"期限超出日历范围 ({FIRST} 至 {LAST})")
    return date(year, month + 1, min(start.day, _days_of(year, month + 1)))


def working_days_between(start: date, end: date, calendar: Calendar) -> int:
    """Return the working days after `start` up to and including `end`; negative where `end` comes first."""
    return calendar.working_days_until(end) - calendar.working_days_until(start)


@dataclass(frozen=True, slots=True)
class _Period:
    """What is counted, together."""

    start: date
    budget: int
    extended: int
    unit: Unit
    excluded: Sequence[Suspension]

    @property
    def whole(self) -> int:
        return self.budget + self.extended


def _last_counted(
    start: date, budget: int, unit: Unit, calendar: Calendar, excluded: Sequence[Suspension]
) -> date | None:
    """Return the day on which the last unit is counted; None where an open suspension comes first."""
    if not excluded:
        return due_on(start, budget, unit, calendar, roll=False)
    working = unit is Unit.WORKING_DAYS
    left = budget if working else (nominal_end(start, budget, unit) - start).days
    day = start
    while left:
        day += ONE_DAY
        held = _suspension(day, excluded)
        if held is not None and held.until_on is None:
            return None
        left -= held is None and (not working or calendar.is_working_day(day))
    return day


def _rolled(day: date, calendar: Calendar, excluded: Sequence[Suspension]) -> date | None:
    while (held := _suspension(day, excluded)) or not calendar.is_working_day(day):
        if held is not None and held.until_on is None:
            return None
        day += ONE_DAY
    return day


def _steps(period: _Period, calendar: Calendar, last: date) -> Iterator[DayStep]:
    yield DayStep(period.start, Counted.SKIPPED, "起算之日不计", "G-01")
    counted_on = _last_counted(period.start, period.whole, period.unit, calendar, period.excluded)
    opened = next((held for held in period.excluded if held.until_on is None), None)
    if counted_on is None and opened is not None:
        until = max(opened.from_on - ONE_DAY, period.start)
        if period.unit in (Unit.WORKING_DAYS, Unit.DAYS):
            yield from _days_counted(period, calendar, until)
        yield DayStep(
            until + ONE_DAY, Counted.SKIPPED, f"自该日起中止, 尚未恢复: {opened.ground}", opened.rule_id
        )
        return
    assert counted_on is not None  # only an open suspension leaves it unknown
    if period.unit in (Unit.WORKING_DAYS, Unit.DAYS):
        yield from _days_counted(period, calendar, counted_on)
    else:
        yield from _months_counted(period, counted_on)
    yield from _days_rolled(period, calendar, counted_on, last)


def _days_rolled(period: _Period, calendar: Calendar, counted_on: date, last: date) -> Iterator[DayStep]:
    day = counted_on
    while day < last:
        held = _suspension(day, period.excluded)
        if held is not None and held.until_on is None:
            yield DayStep(day, Counted.SKIPPED, f"自该日起中止, 尚未恢复: {held.ground}", held.rule_id)
            return
        reason = f"中止: {held.ground}" if held else calendar.day(day).reason
        yield DayStep(day, Counted.SKIPPED, f"期限最后一日为{reason}, 顺延", held.rule_id if held else "G-03")
        day += ONE_DAY
    if last > counted_on:
        yield DayStep(last, Counted.COUNTED, f"顺延至{calendar.day(last).reason}, 期限届满", "G-03")


def _days_counted(period: _Period, calendar: Calendar, until: date) -> Iterator[DayStep]:
    number, working = 0, period.unit is Unit.WORKING_DAYS
    for offset in range(1, (until - period.start).days + 1):
        day = period.start + offset * ONE_DAY
        if held := _suspension(day, period.excluded):
            yield DayStep(day, Counted.SKIPPED, f"中止: {held.ground}", held.rule_id)
        elif working and not calendar.is_working_day(day):
            yield DayStep(day, Counted.SKIPPED, calendar.day(day).reason, "G-09")
        else:
            number += 1
            longer = number > period.budget
            why = (f"{calendar.day(day).reason}, " if working else "") + f"第 {number} 日"
            rule = "G-11" if longer else "G-09" if working else "G-01"
            yield DayStep(day, Counted.COUNTED, why + (" (延长期内)" if longer else ""), rule)


def _months_counted(period: _Period, counted_on: date) -> Iterator[DayStep]:
    end = nominal_end(period.start, period.whole, period.unit)
    for held in sorted(period.excluded, key=lambda held: held.from_on):
        first = max(held.from_on, period.start + ONE_DAY)
        stop = min(held.until_on or NEVER, counted_on + ONE_DAY)
        if first < stop:
            days = (stop - first).days
            yield DayStep(first, Counted.SKIPPED, f"自该日起中止 {days} 日: {held.ground}", held.rule_id)
    why = "对应日" if end.day == period.start.day else "该月无对应日, 以月末日为准"
    longer = f" (含延长 {period.extended} {period.unit.zh})" if period.extended else ""
    moved = f", 加中止 {(counted_on - end).days} 日" if counted_on > end else ""
    yield DayStep(
        counted_on, Counted.COUNTED, f"{period.whole} {period.unit.zh}{longer}后的{why}{moved}", "G-02"
    )


def _suspension(day: date, excluded: Sequence[Suspension]) -> Suspension | None:
    return next((held for held in excluded if day in held), None)


def _refuse_negative(budget: int) -> None:
    if budget < 0:
        raise ValueError(f"期限不能为负: {budget}")


def _inside(ordinal: int) -> date:
    if ordinal > LAST.toordinal():
        raise OutsideTheCalendar(f"期限超出日历范围 ({FIRST} 至 {LAST})")
    return date.fromordinal(ordinal)


def _days_of(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - ONE_DAY).day
