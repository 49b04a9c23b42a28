"""Every write of deadlines."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from django.db import transaction

from chengxin.foundation.deadlines.changing import close_suspension
from chengxin.foundation.deadlines.firing import fire_rungs
from chengxin.foundation.deadlines.models import Deadline, Owes
from chengxin.foundation.deadlines.queries import under
from chengxin.foundation.deadlines.reprojecting import reproject_all
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.rules.queries import calendar, rulebook_of
from chengxin_core.calendar import NEVER, Due, Unit, due

__all__ = [
    "end_deadlines",
    "fire_rungs",
    "reproject_all",
    "start_deadline",
    "start_deadlines",
    "start_set_deadline",
    "start_set_deadlines",
]


@transaction.atomic
def start_deadline(
    *, matter: Matter, clock: str, title: str, owes: Owes, start: date, started_by: str
) -> Deadline | None:
    """Start the clock `clock` of the matter's rulebook from the day `start`, which is not counted.

    A clock already running in the matter goes on unchanged; what `is_untimed` starts none, and answers None.
    Raises `UnknownRule` or `NothingInForce`.
    """
    if is_untimed(matter, owes):
        return None
    running = Deadline.objects.running().filter(matter=matter, clock=clock).first()
    if running is not None:
        return running
    rule = rulebook_of(matter.rulebook).clock(clock).on(start)
    started = due(start, *rule.period, calendar())
    return _stored(_deadline(matter, clock, rule.rule_id, started, title, owes, started_by))


@transaction.atomic
def start_deadlines(
    *, matters: Sequence[Matter], clock: str, title: str, owes: Owes, start: date, started_by: str
) -> int:
    """Start one clock in many matters at once, as `start_deadline` does in one; return in how many it started."""
    running = Deadline.objects.running().filter(clock=clock, matter__in=[matter.pk for matter in matters])
    has_it = set(running.values_list("matter_id", flat=True))

    @cache
    def rule_of(rulebook: str) -> tuple[str, Due]:
        rule = rulebook_of(rulebook).clock(clock).on(start)
        return rule.rule_id, due(start, *rule.period, calendar())

    started = [
        _deadline(matter, clock, *rule_of(matter.rulebook), title, owes, started_by)
        for matter in matters
        if matter.pk not in has_it and not is_untimed(matter, owes)
    ]
    return len(Deadline.objects.bulk_create(started))


@transaction.atomic
def start_set_deadline(
    *, matter: Matter, clock: str, title: str, owes: Owes, start: date, days: int, started_by: str
) -> Deadline | None:
    """Start a deadline whose length an organ set in a document, in calendar days; none where it `is_untimed`."""
    if is_untimed(matter, owes):
        return None
    rule = rulebook_of(matter.rulebook).clock(clock).on(start)
    projected = due(start, days, Unit.DAYS, calendar())
    return _stored(_deadline(matter, clock, rule.rule_id, projected, title, owes, started_by))


def is_untimed(matter: Matter, owes: Owes) -> bool:
    """Say whether nobody is timed here: on the way of a historic matter to its decision no organ is (policy Q-31).

    What a body is given to answer in is its right, and runs there as anywhere; so does what an organ owes once the
    matter harms its body today.
    """
    return matter.is_historic and owes == Owes.ORGAN and not matter.harms


@transaction.atomic
def start_set_deadlines(
    *,
    matters: Sequence[Matter],
    clock: str,
    title: str,
    owes: Owes,
    start: date,
    days: int,
    started_by: str,
) -> None:
    """Start a deadline of one set length in many new matters at once, as `start_set_deadline` does in one."""
    projected = due(start, days, Unit.DAYS, calendar())

    @cache
    def rule_id(rulebook: str) -> str:
        return rulebook_of(rulebook).clock(clock).on(start).rule_id

    Deadline.objects.bulk_create(
        _deadline(matter, clock, rule_id(matter.rulebook), projected, title, owes, started_by)
        for matter in matters
    )


@transaction.atomic
def end_deadlines(*, matter: Matter, clocks: tuple[str, ...] | None, on: date, ended_by: str) -> int:
    """End the named clocks of a matter (all of them for None) with that day; return how many ran."""
    running = Deadline.objects.running().filter(matter=matter)
    if clocks is not None:
        running = running.filter(clock__in=clocks)
    for suspended in running.filter(due_on=NEVER):
        close_suspension(suspended, on)
    return running.update(ended_on=on, ended_by=ended_by[:120])


def count_under_its_version(*, matter: Matter, began_under: str) -> int:
    """Count the running deadlines of a matter by the version that it asks now; return how many days moved.

    `began_under` is the version that it asked before: what an organ set in a document stays as it was set.
    """
    book, moved = rulebook_of(matter.rulebook), 0
    for deadline in Deadline.objects.running().filter(matter=matter):
        counted = under(deadline, book, began_under=began_under)
        if counted is not None:
            moved += counted.due_on != deadline.due_on
            deadline.budget, deadline.unit = counted.budget, counted.unit
            _keep_days(deadline, counted)
    return moved


def _keep_days(deadline: Deadline, counted: Due) -> None:
    deadline.due_on, deadline.amber_on = counted.due_on, counted.amber_on
    deadline.provisional, deadline.calendar_version = counted.provisional, counted.calendar_version
    columns = ["budget", "unit", "due_on", "amber_on", "provisional", "calendar_version"]
    deadline.save(update_fields=columns)


def _stored(deadline: Deadline) -> Deadline:
    deadline.save(force_insert=True)
    return deadline


def _deadline(
    matter: Matter, clock: str, rule_id: str, projected: Due, title: str, owes: Owes, started_by: str
) -> Deadline:
    return Deadline(
        matter=matter,
        clock=clock,
        rule_id=rule_id,
        title=title,
        owes=owes,
        started_on=projected.start,
        started_by=started_by[:120],
        budget=projected.budget,
        unit=projected.unit,
        due_on=projected.due_on,
        amber_on=projected.amber_on,
        provisional=projected.provisional,
        calendar_version=projected.calendar_version,
    )
