"""Reads of deadlines that other rooms may make."""

from dataclasses import dataclass

from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.rules.queries import calendar, rulebook_of
from chengxin_core.calendar import Due, Unit, due


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


def why(deadline: Deadline) -> Why:
    """Return how the due day came about."""
    rule = rulebook_of(deadline.matter.rulebook).clock(deadline.clock).on(deadline.started_on)
    return Why(deadline, project(deadline), rule.gist, rule.shown)
