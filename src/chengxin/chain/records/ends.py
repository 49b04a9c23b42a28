"""How a record ends: withdrawn, repaired, expired; what is public of it ends in the same transaction."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from chengxin.chain.evidence.models import Instrument
from chengxin.chain.evidence.operations import mark_revoked
from chengxin.chain.records.models import Record
from chengxin.chain.records.operations import dismiss_without_basis, set_window
from chengxin.chain.records.showing import withdraw_what_is_public
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline
from chengxin.foundation.documents.operations import cancel_unsent
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import add_note, archive_tree, attach, move
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.reporting.queries import is_withdrawal_unanswered
from chengxin.foundation.transparency.queries import everywhere, publications_of
from chengxin.ground.attachments import Upload
from chengxin.ground.each import each
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.records import RECORD
from chengxin_core.lifecycle.table import Actor
from chengxin_core.vocabulary import Ground

_CLAUSES: dict[Ground, tuple[str, ...]] = {
    Ground.EXPIRED: ("C-16", "C-37"),
    Ground.REPAIRED: ("C-31", "N-32"),
    Ground.REVERSED: ("C-18",),
    Ground.OBJECTION_UPHELD: ("C-17", "C-18"),
    Ground.ERROR: ("C-55",),
}
_REPORT = "record.correct_report"
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


@transaction.atomic
def revoke_basis(*, issuer: str, number: str, reason: str, at: datetime) -> int:
    """Note that an instrument of our own was revoked: the gate of a record counts it no more (C-18).

    A record that rests on nothing else is closed before its determination; one in force is its organ's to withdraw,
    within `record.correct_report`. Return how many records rested on it.
    """
    (instrument,) = Instrument.objects.filter(issuer=issuer, number=number)
    mark_revoked(instrument=instrument)
    resting = list(Record.objects.filter(instruments__instrument=instrument).select_related("matter__body"))
    for record in resting:
        _lose_basis(record, reason, at)
    return len(resting)


def _lose_basis(record: Record, reason: str, at: datetime) -> None:
    matter = record.matter
    add_note(matter=matter, part=Part.REVERSAL, text=reason, by=None, at=at)
    if record.instruments.filter(instrument__is_final=True).exists():
        return
    if matter.state in RECORD.move("dismiss").sources:
        dismiss_without_basis(matter=matter, reason=reason, at=at)
    elif matter.state == "active":
        start_deadline(
            matter=matter,
            clock=_REPORT,
            title="撤销失去依据的记录",
            owes=Owes.ORGAN,
            start=legal_day(at),
            started_by="认定依据被撤销",
        )


def expire_due(*, at: datetime) -> int:
    """End every record whose last lawful day has passed, each in a transaction of its own; return how many."""
    due = Record.objects.filter(ended_on=None, ends_on__lt=legal_day(at), matter__state="active")
    return each(due.select_related("matter"), lambda record: _expire(record.matter, record.window, at))


def recount_windows(*, at: datetime) -> int:
    """Count the window of every active record again by today's law; an earlier end takes the place of a later one.

    A text that came into force since may shorten what may be shown, never lengthen it (policy Q-02).
    """
    active = Record.objects.filter(ended_on=None, matter__state="active").select_related("matter")
    return each(active.iterator(chunk_size=500), lambda record: _recount(record, legal_day(at)))


def archive_ended(*, at: datetime) -> int:
    """Send the case files of ended records to the archive zone once they are gone everywhere (policy Q-28).

    A case file in which a document still waits to be served, whichever matter of it drafted it, stays open.
    """
    ended = Matter.objects.filter(kind="record", state__in=(*ENDED, "dismissed", "merged", "retracted"))
    return each(ended, lambda matter: _archive(matter, at))


def _recount(record: Record, day: date) -> bool:
    stood_until = record.ends_on
    set_window(record, day)
    if record.ends_on is None or stood_until is None or record.ends_on >= stood_until:
        return False
    record.save(update_fields=["ends_on", "window"])
    return True


@transaction.atomic
def _expire(matter: Matter, arithmetic: Sequence[str], at: datetime) -> bool:
    _note_end(matter, Ground.EXPIRED, at)
    move(matter=matter, code="expire", by=None, at=at, note="；".join(arithmetic))
    _end(matter, Ground.EXPIRED, Actor.SYSTEM, at)
    return True


@transaction.atomic
def _archive(matter: Matter, at: datetime) -> bool:
    still_public = not all(everywhere(publication) for publication in publications_of(matter))
    still_public = still_public or is_withdrawal_unanswered(matter)
    still_running = matter.children.exclude(kind="document").exclude(state__in=_CLOSED_CHILDREN).exists()
    documents = Matter.objects.filter(Q(parent=matter) | Q(parent__parent=matter), kind="document")
    still_unserved = documents.exclude(state__in=("served", "cancelled")).exists()
    if still_public or still_running or still_unserved:
        return False
    move(matter=matter, code="archive", by=None, at=at)
    archive_tree(matter=matter, at=at)
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
    "revoked",
    "lapsed",
    "done",
    "stopped",
    "concluded",
    "followed",
    "declined",
)


def _note_end(matter: Matter, ground: Ground, at: datetime) -> None:
    """Keep ground and day before the move is made, and stop what is on its way: what follows asks why it ended."""
    cancel_unsent(parent=matter, why=ground.zh, at=at)
    Record.objects.filter(pk=matter.pk).update(ended_ground=ground, ended_on=legal_day(at))


def _end(matter: Matter, ground: Ground, role: Actor, at: datetime) -> None:
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by=ground.zh)
    withdraw_what_is_public(matter=matter, ground=ground, clauses=_CLAUSES[ground], role=role, at=at)
