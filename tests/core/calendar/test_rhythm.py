"""Periods that follow each other keep their rhythm, whenever they are answered."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.law import the_calendar

from chengxin_core.calendar import Unit, due_on, next_turn

MONDAY = date(2026, 11, 23)
days = st.integers(0, 120).map(lambda days: MONDAY + timedelta(days))


@pytest.mark.parametrize(
    ("answered", "begins"),
    [(1, 7), (7, 7), (9, 7), (13, 7), (14, 14), (16, 14), (30, 28)],
)
def test_a_week_answered_early_or_late_is_followed_by_the_next_that_began(answered: int, begins: int) -> None:
    next_start = next_turn(MONDAY, 7, Unit.DAYS, the_calendar(), answered_on=MONDAY + timedelta(answered))

    assert next_start == MONDAY + timedelta(begins)


@given(budget=st.integers(1, 30), answered_on=days)
def test_every_start_lies_a_whole_number_of_periods_after_the_first(budget: int, answered_on: date) -> None:
    begins = next_turn(MONDAY, budget, Unit.DAYS, the_calendar(), answered_on=answered_on)

    assert (begins - MONDAY).days % budget == 0
    assert begins > MONDAY


@given(budget=st.integers(1, 30), unit=st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS]), answered_on=days)
def test_the_next_period_ends_after_the_answer_and_no_earlier_one_does(
    budget: int, unit: Unit, answered_on: date
) -> None:
    begins = next_turn(MONDAY, budget, unit, the_calendar(), answered_on=answered_on)

    first = due_on(MONDAY, budget, unit, the_calendar(), roll=False)
    assert due_on(begins, budget, unit, the_calendar(), roll=False) > answered_on
    assert begins == first or begins <= answered_on


def test_refuses_a_period_of_no_length() -> None:
    with pytest.raises(ValueError, match="至少为 1"):
        next_turn(MONDAY, 0, Unit.DAYS, the_calendar(), answered_on=MONDAY)
