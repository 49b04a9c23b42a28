"""按期重复: periods that follow each other from one day on, such as weekly reports."""

from datetime import date

from chengxin_core.calendar.counting import Unit, due_on
from chengxin_core.calendar.days import Calendar


def next_turn(start: date, budget: int, unit: Unit, calendar: Calendar, *, answered_on: date) -> date:
    """Return the day from which the next period runs, once the one that runs from `start` was answered.

    Whoever answers early or late stays in the rhythm: periods of `budget` units follow each other from `start`; those
    that ended by `answered_on` are answered with it. No last day is moved over a holiday here. Raises `ValueError`
    for a period of no length.
    """
    if budget < 1:
        raise ValueError(f"周期应当至少为 1{unit.zh}, 实为 {budget}")
    begins = due_on(start, budget, unit, calendar, roll=False)
    while (following := due_on(begins, budget, unit, calendar, roll=False)) <= answered_on:
        begins = following
    return begins
