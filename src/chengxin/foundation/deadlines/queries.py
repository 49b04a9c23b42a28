"""Reads of deadlines that other rooms may make."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from chengxin.foundation.accounts.models import User
from chengxin.foundation.deadlines.models import (
    Deadline,
    DeadlineExtension,
    DeadlineSuspension,
    Digest,
)
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.rules.queries import calendar, rulebook_of
from chengxin_core.calendar import Calendar, Due, Suspension, Unit, due
from chengxin_core.rulebook import Clock, NothingInForce, Rulebook, UnknownRule


@dataclass(frozen=True, slots=True)
class Why:
    """为什么是这一天: a deadline, the rule behind it, what was done to it, and the count of its days."""

    deadline: Deadline
    counted: Due
    gist: str
    source: str  # a citation, or 系统默认，可调整
    suspensions: list[DeadlineSuspension]
    extensions: list[DeadlineExtension]


def deadlines_of(matter: Matter) -> list[Deadline]:
    """Return every deadline of the matter, running ones first, the nearest first."""
    return sorted(matter.deadlines.all(), key=lambda each: (each.ended_on is not None, each.due_on, each.pk))


def rule_of(deadline: Deadline) -> Clock:
    """Return the clock of the rulebook that the matter began under, as it stood when the deadline started."""
    return rulebook_of(deadline.matter.rulebook).clock(deadline.clock).on(deadline.started_on)


def project(deadline: Deadline) -> Due:
    """Count the deadline again from what started it: the one function behind every due day.

    What has ended is counted as it was known when it ended.
    """
    return due(
        deadline.started_on,
        deadline.budget,
        Unit(deadline.unit),
        _known_to(deadline),
        excluded=excluded_from(deadline),
        extended=deadline.extended,
    )


def excluded_from(deadline: Deadline) -> tuple[Suspension, ...]:
    """Return the time that the deadline does not count, as the core takes it."""
    return tuple(Suspension(each.from_on, each.until_on, each.ground) for each in deadline.suspensions.all())


def under(deadline: Deadline, book: Rulebook, *, began_under: str) -> Due | None:
    """Count the deadline as `book` has its clock; None where that has none.

    Where its length is not what the version that it began under says, an organ set it: then no version changes it.
    """
    began, other = _period(rulebook_of(began_under), deadline), _period(book, deadline)
    if began != (deadline.budget, deadline.unit):
        return project(deadline)
    if other is None:
        return None
    return due(
        deadline.started_on,
        *other,
        calendar(),
        excluded=excluded_from(deadline),
        extended=deadline.extended,
    )


def _period(book: Rulebook, deadline: Deadline) -> tuple[int, Unit] | None:
    try:
        return book.clock(deadline.clock).on(deadline.started_on).period
    except (UnknownRule, NothingInForce):
        return None


def why(deadline: Deadline) -> Why:
    """Return how the due day came about."""
    rule = rule_of(deadline)
    suspensions = list(deadline.suspensions.select_related("by", "resumed_by"))
    extensions = list(deadline.extensions.select_related("approved_by"))
    return Why(deadline, project(deadline), rule.gist, rule.shown, suspensions, extensions)


def suspendable(matter: Matter) -> list[tuple[Deadline, str]]:
    """Return each running deadline that is not suspended, with each ground on which it may be."""
    return [
        (each, ground)
        for each, rule in _running(matter)
        for ground in rule.suspended_by
        if not each.is_suspended
    ]


def resumable(matter: Matter) -> list[Deadline]:
    """Return the deadlines that are suspended and not resumed."""
    return list(matter.deadlines.running().filter(suspensions__until_on=None, suspensions__isnull=False))


def extendable(matter: Matter) -> list[tuple[Deadline, int, str]]:
    """Return each running deadline that may be extended, by how many units still, and whose approval it needs."""
    return [
        (each, rule.extension - each.extended, rule.extension_approver)
        for each, rule in _running(matter)
        if each.unit == rule.counted_in and rule.extension > each.extended
    ]


def digest_of(user: User, *, on: date) -> Digest | None:
    """Return what the night of that day summed up for a person, if there was anything."""
    return Digest.objects.filter(user=user, day=on).first()


def _known_to(deadline: Deadline) -> Calendar:
    return calendar() if deadline.ended_on is None else calendar().known_on(deadline.ended_on)


def _running(matter: Matter) -> Iterator[tuple[Deadline, Clock]]:
    """Yield the running deadlines with their clocks; one whose clock is not in the rulebook allows nothing."""
    for deadline in matter.deadlines.running().select_related("matter"):
        with suppress(LookupError):
            yield deadline, rule_of(deadline)
