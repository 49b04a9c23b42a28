"""每夜检查: what has become due, what has passed its day, whose body was merged; each day that passes is a lead (N-26).

Every run looks at all that is due by now, so one run after days of standstill makes up for them, and a second changes
nothing.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from chengxin.chain.leads.operations import Heard, register_lead
from chengxin.chain.records.competence import competent_organ
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import start_deadline
from chengxin.foundation.matters.operations import add_note, move, pass_to_successor
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.subjects.queries import successor_of
from chengxin.ground.each import each
from chengxin.mechanisms.commitments.models import Commitment, Vacancy
from chengxin.mechanisms.commitments.owners import open_taking
from chengxin.mechanisms.commitments.queries import book_of, running, standing_version
from chengxin_core.calendar import legal_day
from chengxin_core.vocabulary import Area

_DONE = frozenset({"reported", "disputed"})  # the body has said that it is done; a verdict is due
LONGEST_LEAD = timedelta(days=370)  # no reminder of a rulebook comes earlier than that


def watch(*, at: datetime) -> int:
    """Remind of what is due soon, and make a lead of each promise whose day has passed; return how many moved."""
    today = legal_day(at)
    near = running().filter(due_on__lte=today + LONGEST_LEAD)
    waiting = near.filter(
        Q(matter__state="performing") | Q(due_on__lt=today, overdue_since=None) | Q(matter__state="due_soon")
    )
    return each(waiting, lambda commitment: watch_one(commitment, at=at))


@transaction.atomic
def watch_one(commitment: Commitment, *, at: datetime) -> bool:
    """Bring one promise to where its day has it; return whether anything was done."""
    today, matter = legal_day(at), commitment.matter
    held = Commitment.objects.select_for_update().filter(pk=commitment.pk)  # two at once open one lead
    commitment.overdue_since = held.values_list("overdue_since", flat=True).get()
    if matter.state in _DONE:
        return False
    if today > commitment.due_on:
        return _lapse(commitment, at)
    lead_days = book_of(matter).parameter("commitment.due_soon").on(today).number
    if matter.state == "performing" and today >= commitment.due_on - timedelta(days=lead_days):
        move(matter=matter, code="remind", by=None, at=at, note=f"{commitment.due_on} 到期")
        return True
    return False


def follow_bodies(*, at: datetime) -> int:
    """Let each running promise of a body that was merged be borne by its successor (N-27); return how many."""
    ended = running().filter(matter__body__ended_on__lte=legal_day(at), matter__body__successor__isnull=False)
    return each(
        ended.select_related("matter__body__successor", "matter__organ"), lambda one: _succeed(one, at)
    )


@transaction.atomic
def _succeed(commitment: Commitment, at: datetime) -> bool:
    matter, today = commitment.matter, legal_day(at)
    before, heir = matter.body, successor_of(matter.body, on=today)
    if heir.pk == before.pk:
        return False
    organ = competent_organ(heir)
    note = f"{before.name}已于 {before.ended_on} 撤并，由{heir.name}继续履行（N-27）"
    pass_to_successor(matter=matter, body=heir, organ=organ, at=at, note=note)
    Commitment.objects.filter(pk=commitment.pk, is_secret=False).update(is_behind=True)
    open_taking(commitment=commitment, why=Vacancy.MERGED, at=at)
    return True


def _lapse(commitment: Commitment, at: datetime) -> bool:
    """Move an overdue promise where it may be moved, and open its lead, whatever else is being asked of it."""
    matter, moved = commitment.matter, False
    if matter.state in {"performing", "due_soon"}:
        move(matter=matter, code="lapse", by=None, at=at, note=f"{commitment.due_on} 到期，没有报告完成")
        moved = True
    if commitment.overdue_since is not None:
        return moved
    _open_lead(commitment, commitment.due_on + timedelta(days=1), at)
    start_deadline(
        matter=matter,
        clock="commitment.explain",
        title="说明逾期的理由",
        owes=Owes.BODY,
        start=legal_day(at),
        started_by="承诺逾期",
    )
    return True


def _open_lead(commitment: Commitment, since: date, at: datetime) -> None:
    matter, version = commitment.matter, standing_version(commitment)
    lead = register_lead(
        body=matter.body,
        organ=matter.organ,
        heard=Heard(
            title=f"{matter.body.name}：承诺逾期 {matter.number}",
            area=Area(commitment.area),
            facts=f"承诺“{version.text}”，目标“{version.target}”，期限 {commitment.due_on}，到期没有报告完成。",
            source=f"承诺台账 {matter.number}（{commitment.document_title}）",
            happened_on=since,
        ),
        by=None,
        at=at,
    )
    Commitment.objects.filter(pk=commitment.pk).update(overdue_since=since, lead=lead)
    commitment.overdue_since, commitment.lead = since, lead
    told = f"已形成问题线索 {lead.matter.number}，由{matter.organ.name}移送有权机关核实"
    add_note(matter=matter, part=Part.OPINION, text=told, by=None, at=at)
