"""Reads of deadlines that other rooms may make."""

from dataclasses import dataclass

from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.rules.queries import calendar, rulebook_of
from chengxin_core.calendar import Due, Unit, due
from chengxin_core.rulebook import NothingInForce, Rulebook, UnknownRule


@dataclass(frozen=True, slots=True)
class Why:
    """为什么是这一天: a deadline, the rule behind it and the count of its days."""

    deadline: Deadline
    counted: Due
    gist: str
    source: str  # a citation, or 系统默认，可调整


def deadlines_of(matter: Matter) -> list[Deadline]:
    """Return every deadline of the matter, running ones first, the nearest first."""
    return sorted(matter.deadlines.all(), key=lambda each: (each.ended_on is not None, each.due_on, each.pk))


def project(deadline: Deadline) -> Due:
    """Count the deadline again from what started it: the one function behind every due day."""
    return due(deadline.started_on, deadline.budget, Unit(deadline.unit), calendar())


def under(deadline: Deadline, book: Rulebook, *, began_under: str) -> Due | None:
    """Count the deadline as `book` has its clock; None where that has none.

    Where its length is not what the version that it began under says, an organ set it: then no version changes it.
    """
    began, other = _period(rulebook_of(began_under), deadline), _period(book, deadline)
    if began != (deadline.budget, deadline.unit):
        return project(deadline)
    return due(deadline.started_on, *other, calendar()) if other else None


def _period(book: Rulebook, deadline: Deadline) -> tuple[int, Unit] | None:
    try:
        return book.clock(deadline.clock).on(deadline.started_on).period
    except (UnknownRule, NothingInForce):
        return None


def why(deadline: Deadline) -> Why:
    """Return how the due day came about."""
    rule = rulebook_of(deadline.matter.rulebook).clock(deadline.clock).on(deadline.started_on)
    return Why(deadline, project(deadline), rule.gist, rule.shown)
