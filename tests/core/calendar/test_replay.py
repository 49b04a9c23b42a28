"""All notices 2015–2026 in the order of their issue: after each, every due day equals a recount by the slow way."""

import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.core.calendar.brute_force import SlowCalendar
from tests.law import the_calendar

from chengxin_core.calendar import Suspension, Unit, due, projected
from chengxin_reference.calendar import shipped_notices

ONE_DAY = timedelta(days=1)
DEADLINES = [
    (date(2014, 12, 20) + n * ONE_DAY, budget, unit)
    for n in range(0, 12 * 366, 11)
    for budget, unit in ((5, Unit.WORKING_DAYS), (30, Unit.DAYS), (2, Unit.MONTHS))
]
DAYS_OF_ISSUE = sorted({notice.issued_on for notice in shipped_notices().notices})
slow_calendars = {day: SlowCalendar(shipped_notices(), day) for day in DAYS_OF_ISSUE}


def test_after_each_notice_every_moved_deadline_equals_a_recount() -> None:
    before: dict[tuple[date, int, Unit], date] = {}
    moved = 0
    for day in DAYS_OF_ISSUE:
        calendar, slow = the_calendar().known_on(day), slow_calendars[day]
        for deadline in DEADLINES:
            due_on = projected(*deadline, calendar).due_on
            if deadline in before and before[deadline] != due_on:
                moved += 1
                assert due_on == slow.due_on(*deadline), deadline
            before[deadline] = due_on

    assert moved > 100


def test_a_due_day_that_a_later_notice_moved_had_been_called_provisional_unless_the_year_was_changed() -> (
    None
):
    for earlier, later in itertools.pairwise(DAYS_OF_ISSUE):
        known, known_later = the_calendar().known_on(earlier), the_calendar().known_on(later)
        if any(n.year in known.announced_years for n in known_later.notices if n.issued_on == later):
            continue  # a change within the year: no one could have known
        for deadline in DEADLINES:
            first, second = projected(*deadline, known), projected(*deadline, known_later)

            assert first.due_on == second.due_on or first.provisional, (deadline, earlier)


@given(
    st.data(),
    st.dates(date(2015, 1, 1), date(2026, 12, 31)),
    st.integers(0, 60),
    st.sampled_from(Unit),
    st.sampled_from(DAYS_OF_ISSUE),
    st.booleans(),
)
def test_counting_agrees_with_the_fingers_whatever_was_known_and_suspended(
    data: st.DataObject, start: date, budget: int, unit: Unit, known_on: date, roll: bool
) -> None:
    months = budget if unit in (Unit.WORKING_DAYS, Unit.DAYS) else budget % 14
    offsets = data.draw(st.lists(st.tuples(st.integers(-5, 60), st.integers(1, 30)), max_size=3))
    intervals = [(start + a * ONE_DAY, start + (a + n) * ONE_DAY) for a, n in offsets]
    excluded = [Suspension(first, stop, "听证") for first, stop in intervals]

    told = due(start, months, unit, the_calendar().known_on(known_on), roll=roll, excluded=excluded)

    assert told.due_on == slow_calendars[known_on].due_on(start, months, unit, intervals, roll)
