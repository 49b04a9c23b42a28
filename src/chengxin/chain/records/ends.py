"""How a record ends: withdrawn, repaired, expired; what is public of it ends in the same transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from chengxin.chain.records.models import Record
from chengxin.chain.records.showing import withdraw_what_is_public
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.operations import end_deadlines
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import attach, move
from chengxin.foundation.transparency.queries import everywhere, publications_of
from chengxin.ground.attachments import Upload
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.table import Actor
from chengxin_core.vocabulary import Ground

_CLAUSES: dict[Ground, tuple[str, ...]] = {
    Ground.EXPIRED: ("C-16", "C-37"),
    Ground.REPAIRED: ("C-31", "N-32"),
    Ground.REVERSED: ("C-18",),
    Ground.OBJECTION_UPHELD: ("C-17", "C-18"),
    Ground.ERROR: ("C-55",),
}
ENDED = ("withdrawn", "repaired", "expired")


@transaction.atomic
def withdraw_record(*, matter: Matter, by: Mandate, at: datetime, ground: Ground, reason: str) -> None:
    """Withdraw a record because its instrument was reversed, an objection was upheld, or it was wrong."""
    _note_end(matter, ground, at)
    move(matter=matter, code="withdraw", by=by, at=at, note=reason)
    _end(matter, ground, Actor(by.role), at)


@transaction.atomic
def reverse(*, matter: Matter, by: Mandate, at: datetime, reason: str, attachments: list[Upload]) -> None:
    """Withdraw a record whose instrument was revoked or changed; the reversing instrument is attached (C-18)."""
    attach(matter=matter, part="reversal", uploads=attachments, by=by, at=at)
    withdraw_record(matter=matter, by=by, at=at, ground=Ground.REVERSED, reason=reason)


@transaction.atomic
def repair_record(*, matter: Matter, decided_by: Mandate, at: datetime, note: str) -> None:
    """End a record because its body put it right and the determining organ confirmed it."""
    _note_end(matter, Ground.REPAIRED, at)
    move(matter=matter, code="repair", by=None, at=at, note=note, decided_by=decided_by)
    Record.objects.filter(pk=matter.pk).update(fulfilment_confirmed_on=legal_day(at))
    _end(matter, Ground.REPAIRED, Actor(decided_by.role), at)


def expire_due(*, at: datetime) -> int:
    """End every record whose last lawful day has passed, each in a transaction of its own; return how many."""
    due = Record.objects.filter(ended_on=None, ends_on__lt=legal_day(at), matter__state="active")
    return sum(_expire(record.matter, record.window, at) for record in due.select_related("matter"))


def archive_ended(*, at: datetime) -> int:
    """Send the case files of ended records to the archive zone once they are gone everywhere (policy Q-28)."""
    ended = Matter.objects.filter(kind="record", state__in=(*ENDED, "dismissed", "merged"))
    return sum(_archive(matter, at) for matter in ended)


@transaction.atomic
def _expire(matter: Matter, arithmetic: Sequence[str], at: datetime) -> bool:
    _note_end(matter, Ground.EXPIRED, at)
    move(matter=matter, code="expire", by=None, at=at, note="；".join(arithmetic))
    _end(matter, Ground.EXPIRED, Actor.SYSTEM, at)
    return True


@transaction.atomic
def _archive(matter: Matter, at: datetime) -> bool:
    still_public = not all(everywhere(publication) for publication in publications_of(matter))
    still_running = matter.children.exclude(kind="document").exclude(state__in=_CLOSED_CHILDREN).exists()
    if still_public or still_running:
        return False
    move(matter=matter, code="archive", by=None, at=at)
    return True


# The states in which a matter opened under a record needs nothing more.
_CLOSED_CHILDREN = (
    "ended",
    "exempted",
    "lifted",
    "refused",
    "dropped",
    "not_accepted",
    "corrected",
    "removed",
    "maintained",
    "completed",
    "lapsed",
    "done",
)


def _note_end(matter: Matter, ground: Ground, at: datetime) -> None:
    """Keep ground and day before the move is made: what follows from it may ask why the record ended."""
    Record.objects.filter(pk=matter.pk).update(ended_ground=ground, ended_on=legal_day(at))


def _end(matter: Matter, ground: Ground, role: Actor, at: datetime) -> None:
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by=ground.zh)
    withdraw_what_is_public(matter=matter, ground=ground, clauses=_CLAUSES[ground], role=role, at=at)
