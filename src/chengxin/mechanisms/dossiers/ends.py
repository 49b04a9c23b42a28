"""终止: an effect ends on its day, by leniency, or because an entry was wrong; each end reaches who had looked."""

from datetime import datetime, timedelta

from django.db import transaction

from chengxin.foundation.matters.operations import move
from chengxin.foundation.rules.queries import rulebook_of
from chengxin.ground.each import each
from chengxin.mechanisms.dossiers.models import (
    Entry,
    Look,
    NoticeKind,
    Opinion,
    OpinionUse,
    Restoration,
)
from chengxin.mechanisms.dossiers.queries import effect_ends_on
from chengxin.mechanisms.dossiers.telling import tell
from chengxin_core.calendar import legal_day
from chengxin_core.determination.dossiers import last_day, period_of
from chengxin_core.lifecycle.personnel import OpinionState


def lapse_due(*, at: datetime) -> int:
    """End every effect whose last day has passed, entries and opinions; return how many (policy R-30).

    A sanction in whose period another one was decided lapses with that one, for it was not without a new violation.
    """
    today = legal_day(at)
    due = Entry.objects.filter(until__lt=today, lapsed_on=None, lifted_on=None, removed_on=None)
    entries = each(due.select_related("official").order_by("until"), lambda entry: _lapse(entry, at))
    over = Opinion.objects.filter(until__lt=today, ended_on=None, matter__state=OpinionState.SERVED)
    return entries + each(
        over.select_related("official", "matter"), lambda opinion: _end_opinion(opinion, at)
    )


@transaction.atomic
def _lapse(entry: Entry, at: datetime) -> int:
    last = effect_ends_on(entry)
    if last >= legal_day(at):
        return 0
    done = Entry.objects.filter(pk=entry.pk, lapsed_on=None).update(lapsed_on=last + timedelta(days=1))
    if done:
        tell(official=entry.official, kind=NoticeKind.LAPSED, at=at, entry=entry)
        _restore(entry=entry, opinion=None, kind=NoticeKind.LAPSED, at=at)
    return done


@transaction.atomic
def _end_opinion(opinion: Opinion, at: datetime) -> int:
    assert opinion.until is not None  # filtered by it
    after = opinion.until + timedelta(days=1)
    done = Opinion.objects.filter(pk=opinion.pk, ended_on=None).update(ended_on=after)
    if done:
        tell(official=opinion.official, kind=NoticeKind.OPINION_ENDED, at=at, opinion=opinion)
        _restore(entry=None, opinion=opinion, kind=NoticeKind.OPINION_ENDED, at=at)
    return done


@transaction.atomic
def lift(*, entry: Entry, at: datetime) -> None:
    """End a sanction's effect by leniency, on this day."""
    if Entry.objects.filter(pk=entry.pk, lifted_on=None).update(lifted_on=legal_day(at)):
        tell(official=entry.official, kind=NoticeKind.LIFTED, at=at, entry=entry)
        _restore(entry=entry, opinion=None, kind=NoticeKind.LIFTED, at=at)
        withdraw_opinions_resting_on(entry=entry, at=at)


@transaction.atomic
def change_sanction(*, entry: Entry, sanction: str, at: datetime) -> None:
    """Put a lighter sanction in the place of one; its period runs from the day of the first decision."""
    months = period_of(sanction, rulebook_of(entry.rulebook), on=entry.decided_on)
    until = last_day(entry.decided_on, months) if months else None
    Entry.objects.filter(pk=entry.pk).update(item=sanction, months=months, until=until)
    tell(official=entry.official, kind=NoticeKind.CHANGED, at=at, entry=entry)
    _restore(entry=entry, opinion=None, kind=NoticeKind.CHANGED, at=at)
    withdraw_opinions_resting_on(entry=entry, at=at)


@transaction.atomic
def remove(*, entry: Entry, at: datetime) -> None:
    """Take an entry out that was wrong or whose decision was revoked; what rested on it goes too."""
    if Entry.objects.filter(pk=entry.pk, removed_on=None).update(removed_on=legal_day(at)):
        tell(official=entry.official, kind=NoticeKind.REMOVED, at=at, entry=entry)
        _restore(entry=entry, opinion=None, kind=NoticeKind.REMOVED, at=at)
        withdraw_opinions_resting_on(entry=entry, at=at)


@transaction.atomic
def withdraw_opinion(*, opinion: Opinion, at: datetime, note: str) -> None:
    """Withdraw an opinion, tell the person, and restore within the original scope."""
    move(matter=opinion.matter, code="withdraw", by=None, at=at, note=note)
    opinion.ended_on = legal_day(at)
    opinion.save(update_fields=["ended_on"])
    tell(official=opinion.official, kind=NoticeKind.OPINION_WITHDRAWN, at=at, opinion=opinion)
    _restore(entry=None, opinion=opinion, kind=NoticeKind.OPINION_WITHDRAWN, at=at)


def withdraw_opinions_resting_on(*, entry: Entry, at: datetime) -> None:
    """Withdraw the opinions in force that say less than clear, for what they rest on has changed; a new one is due."""
    resting = Opinion.objects.filter(
        official=entry.official_id,
        ended_on=None,
        matter__state__in=(OpinionState.DECIDED, OpinionState.SERVED),
        matter__decided_at__gte=entry.entered_at,
    ).exclude(code="none")
    for opinion in resting.select_related("matter", "official"):
        withdraw_opinion(opinion=opinion, at=at, note="意见所依据的信息已经变更，请重新作出")


def _restore(*, entry: Entry | None, opinion: Opinion | None, kind: NoticeKind, at: datetime) -> None:
    """Tell each organ that had looked or used, since it stood there: that is the original scope, and nobody else."""
    if entry is not None:
        official, since = entry.official, entry.entered_at
    else:
        assert opinion is not None
        official, since = opinion.official, opinion.matter.opened_at
    looked = Look.objects.filter(official=official, at__gte=since).values_list("body_id", flat=True)
    used = OpinionUse.objects.filter(opinion__official=official, at__gte=since)
    bodies = {*looked, *used.values_list("by__body_id", flat=True)}
    Restoration.objects.bulk_create(
        Restoration(official=official, entry=entry, opinion=opinion, kind=kind, body_id=body, at=at)
        for body in sorted(bodies)
    )
