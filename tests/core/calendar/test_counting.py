from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.law import the_calendar

from chengxin_core.calendar import (
    NEVER,
    Counted,
    OutsideTheCalendar,
    Suspension,
    Unit,
    due,
    due_on,
    nominal_end,
    working_days_between,
)

ONE_DAY = timedelta(days=1)
ANNOUNCED = st.dates(date(2015, 1, 1), date(2026, 6, 30))
EVER = st.dates(date(1990, 1, 1), date(2060, 1, 1))
BUDGETS = st.integers(0, 90)
UNITS = st.sampled_from(Unit)


@st.composite
def suspensions(draw: st.DrawFn, start: date) -> Suspension:
    from_on = start + draw(st.integers(-5, 60)) * ONE_DAY
    return Suspension(from_on, from_on + draw(st.integers(0, 40)) * ONE_DAY, "听证")


@given(ANNOUNCED, st.integers(1, 90))
def test_working_days_agree_with_counting_day_by_day(start: date, budget: int) -> None:
    day, left = start, budget
    while left:
        day += ONE_DAY
        left -= chinese_calendar.is_workday(day)

    assert due_on(start, budget, Unit.WORKING_DAYS, the_calendar()) == day


@given(EVER, BUDGETS, UNITS, st.booleans())
def test_the_fast_way_and_the_told_way_agree(start: date, budget: int, unit: Unit, roll: bool) -> None:
    told = due(start, budget, unit, the_calendar(), roll=roll)

    assert told.due_on == due_on(start, budget, unit, the_calendar(), roll=roll)


@given(st.data(), EVER, BUDGETS, st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS]))
def test_the_steps_count_exactly_the_budget(
    data: st.DataObject, start: date, budget: int, unit: Unit
) -> None:
    excluded = data.draw(st.lists(suspensions(start), max_size=3))

    told = due(start, budget, unit, the_calendar(), roll=False, excluded=excluded)

    counted = [step for step in told.steps if step.verdict is Counted.COUNTED]
    assert len(counted) == budget
    assert [step.day for step in told.steps] == [start + n * ONE_DAY for n in range(len(told.steps))]
    assert told.steps[-1].day == told.due_on


@given(st.data(), EVER, BUDGETS, UNITS)
def test_a_suspension_never_shortens_a_period(
    data: st.DataObject, start: date, budget: int, unit: Unit
) -> None:
    excluded = data.draw(st.lists(suspensions(start), max_size=3))

    free = due(start, budget, unit, the_calendar())
    held = due(start, budget, unit, the_calendar(), excluded=excluded)

    assert held.due_on >= free.due_on
    assert not any(
        held.due_on in interval for interval in excluded if interval.until_on and interval.until_on > start
    )


@given(EVER, BUDGETS, UNITS)
def test_a_period_that_rolls_ends_on_a_working_day_and_warns_one_before(
    start: date, budget: int, unit: Unit
) -> None:
    told = due(start, budget, unit, the_calendar())

    assert the_calendar().is_working_day(told.due_on)
    assert working_days_between(told.amber_on, told.due_on, the_calendar()) == 1


@given(EVER, EVER)
def test_working_days_between_is_antisymmetric(start: date, end: date) -> None:
    assert working_days_between(start, end, the_calendar()) == -working_days_between(
        end, start, the_calendar()
    )


class TestMonths:
    @pytest.mark.parametrize(
        ("start", "budget", "unit", "end"),
        [
            (date(2023, 1, 31), 1, Unit.MONTHS, date(2023, 2, 28)),
            (date(2024, 1, 31), 1, Unit.MONTHS, date(2024, 2, 29)),
            (date(2024, 2, 29), 5, Unit.YEARS, date(2029, 2, 28)),
            (date(2025, 12, 15), 12, Unit.MONTHS, date(2026, 12, 15)),
            (date(2025, 10, 31), 4, Unit.MONTHS, date(2026, 2, 28)),
        ],
    )
    def test_end_on_the_corresponding_day_or_the_last_of_the_month(
        self, start: date, budget: int, unit: Unit, end: date
    ) -> None:
        assert nominal_end(start, budget, unit) == end

    @given(EVER, st.integers(0, 20))
    def test_twelve_months_are_a_year(self, start: date, years: int) -> None:
        assert nominal_end(start, 12 * years, Unit.MONTHS) == nominal_end(start, years, Unit.YEARS)

    def test_suspended_days_are_added(self) -> None:
        held = Suspension(date(2026, 3, 10), date(2026, 3, 15), "鉴定")

        told = due(date(2026, 3, 2), 1, Unit.MONTHS, the_calendar(), excluded=[held])

        assert told.due_on == date(2026, 4, 7)
        assert "G-10" in told.rule_ids


class TestTheWayToTheDay:
    def test_says_why_each_day_was_counted_or_skipped(self) -> None:
        told = due(date(2024, 2, 8), 7, Unit.WORKING_DAYS, the_calendar())

        assert told.due_on == date(2024, 2, 23)
        assert "2024-02-10 不计: 春节放假 (G-09)" in told.explain()
        assert "2024-02-18 计入: 春节调休上班, 第 2 日 (G-09)" in told.explain()

    def test_says_that_a_last_day_off_moves_on(self) -> None:
        told = due(date(2026, 9, 1), 30, Unit.DAYS, the_calendar())

        assert told.due_on == date(2026, 10, 8)
        assert told.rule_ids == ("G-01", "G-03")

    def test_an_announced_year_is_not_provisional(self) -> None:
        assert not due(date(2026, 11, 23), 7, Unit.WORKING_DAYS, the_calendar()).provisional

    def test_a_year_not_announced_is(self) -> None:
        told = due(date(2026, 12, 28), 5, Unit.WORKING_DAYS, the_calendar())

        assert told.provisional
        assert "暂定" in told.explain()[0]

    def test_a_day_that_does_not_roll_is_certain(self) -> None:
        assert not due(date(2026, 12, 28), 1, Unit.YEARS, the_calendar(), roll=False).provisional

    def test_says_which_calendar_was_used(self) -> None:
        assert due(date(2026, 1, 1), 1, Unit.DAYS, the_calendar()).calendar_version == the_calendar().version

    def test_refuses_a_negative_budget(self) -> None:
        with pytest.raises(ValueError, match="不能为负"):
            due(date(2026, 1, 1), -1, Unit.DAYS, the_calendar())

    @pytest.mark.parametrize(
        ("budget", "unit"),
        [(10**12, Unit.DAYS), (9000, Unit.YEARS), (10**6, Unit.WORKING_DAYS), (500, Unit.YEARS)],
    )
    def test_refuses_a_period_beyond_the_calendar(self, budget: int, unit: Unit) -> None:
        with pytest.raises(OutsideTheCalendar, match="超出日历范围"):
            due(date(2026, 1, 1), budget, unit, the_calendar())


class TestProvisional:
    """A day is provisional while the notice that may arrange it is still to come."""

    @pytest.mark.parametrize(
        ("start", "due_day", "provisional"),
        [
            (date(2026, 12, 17), date(2026, 12, 24), False),
            (date(2026, 12, 18), date(2026, 12, 25), True),
            (date(2026, 12, 24), date(2026, 12, 31), True),
        ],
    )
    def test_late_december_waits_for_the_next_years_notice(
        self, start: date, due_day: date, provisional: bool
    ) -> None:
        told = due(start, 5, Unit.WORKING_DAYS, the_calendar())

        assert (told.due_on, told.provisional) == (due_day, provisional)

    def test_late_december_of_an_announced_year_and_the_next_is_certain(self) -> None:
        assert not due(date(2025, 12, 24), 5, Unit.WORKING_DAYS, the_calendar()).provisional

    def test_a_last_day_that_rolls_through_late_december_is_provisional(self) -> None:
        told = due(date(2026, 11, 26), 1, Unit.MONTHS, the_calendar())

        assert (told.due_on, told.provisional) == (date(2026, 12, 28), True)


class TestExtensions:
    """G-11."""

    @given(EVER, BUDGETS, st.integers(0, 30), UNITS)
    def test_an_extended_period_is_as_long_as_one_of_the_whole_length(
        self, start: date, budget: int, extended: int, unit: Unit
    ) -> None:
        told = due(start, budget, unit, the_calendar(), extended=extended)

        assert told.due_on == due_on(start, budget + extended, unit, the_calendar())
        assert told.budget == budget

    def test_the_days_of_an_extension_say_so(self) -> None:
        told = due(date(2026, 3, 2), 2, Unit.WORKING_DAYS, the_calendar(), extended=1)

        assert [step.rule_id for step in told.steps] == ["G-01", "G-09", "G-09", "G-11"]
        assert "延长 1 个工作日" in told.explain()[0]


class TestSuspendedAndNotResumed:
    """G-10, open-ended."""

    @pytest.mark.parametrize("unit", Unit)
    def test_a_period_that_is_not_resumed_never_ends(self, unit: Unit) -> None:
        held = Suspension(date(2026, 3, 5), None, "听证")

        told = due(date(2026, 3, 2), 10, unit, the_calendar(), excluded=[held])

        assert (told.due_on, told.amber_on, told.provisional) == (NEVER, NEVER, False)
        assert told.steps[-1].day == date(2026, 3, 5)
        assert "尚未恢复: 听证" in told.explain()[-1]

    def test_one_that_begins_after_the_last_day_changes_nothing(self) -> None:
        held = Suspension(date(2026, 4, 5), None, "听证")

        told = due(date(2026, 3, 2), 3, Unit.WORKING_DAYS, the_calendar(), excluded=[held])

        assert told.due_on == date(2026, 3, 5)
