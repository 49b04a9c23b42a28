"""The shipped law, read once: the rulebook with its demonstration lists, without them, and the calendar."""

from functools import cache

from chengxin_core.calendar import Calendar
from chengxin_core.rulebook import Rulebook
from chengxin_reference.calendar import shipped_notices
from chengxin_rulebooks import rulebook_sources


@cache
def the_rulebook() -> Rulebook:
    """Return the shipped rulebook with the demonstration lists."""
    return Rulebook.load(rulebook_sources(), demo=True)


@cache
def the_real_rulebook() -> Rulebook:
    """Return the shipped rulebook as an office gets it: no demonstration lists."""
    return Rulebook.load(rulebook_sources())


@cache
def the_calendar() -> Calendar:
    """Return the calendar of all shipped notices."""
    return Calendar.of(shipped_notices())
