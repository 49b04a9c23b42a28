"""收到投诉: how a complaint begins: at the public door, as a work order of a channel, or as told of retaliation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from chengxin.chain.records.competence import another_organ
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import start_deadline
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NewMatter, open_matter
from chengxin.foundation.reception.models import Voice
from chengxin.foundation.reception.operations import NotReceivable, begin
from chengxin.foundation.reception.plugs import Said
from chengxin.foundation.subjects.models import PublicBody
from chengxin.mechanisms.supervision.models import Complaint
from chengxin.mechanisms.supervision.queries import ENDS
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.complaints import COMPLAINT, ComplaintChannel, ComplaintSubject
from chengxin_core.vocabulary import Area

VOICE = "complaint"
# What a channel's own rules set beside, or instead of, the general clocks: (clock, title, started by).
ACCEPT = ("complaint.accept", "决定是否受理")
_ON_RECEIPT: dict[ComplaintChannel, tuple[tuple[str, str], ...]] = {
    ComplaintChannel.HOTLINE_12345: (("hotline.handle", "办理热线工单并回复"),),
    ComplaintChannel.PETITIONS: (
        ("petition.route", "登记并转送信访事项"),
        ("petition.notice", "书面告知是否受理信访事项"),
        ("petition.decide", "作出信访处理意见"),
    ),
}


@dataclass(frozen=True, slots=True)
class WorkOrder:
    """A work order of another channel, as its row says it."""

    channel: ComplaintChannel
    number: str
    body: PublicBody
    area: Area
    text: str
    contact: str
    received_on: date


@transaction.atomic
def receive(*, voice: Voice, said: Said, at: datetime) -> Matter:
    """Register what came through the public door with the organ nearest above that leads credit work."""
    complaint = _open(
        body=said.body,
        but=set(),
        channel=ComplaintChannel.CREDIT_SITE,
        subject=ComplaintSubject.BREACH,
        area=said.area,
        on=legal_day(at),
        at=at,
    )
    return complaint.matter


@transaction.atomic
def take_work_order(*, order: WorkOrder, at: datetime) -> Complaint | None:
    """Register a work order of another channel, or return None where that channel's number was registered before.

    Its days run from the day on which the channel's platform passed it on.
    """
    if Complaint.objects.filter(channel=order.channel, number=order.number).exists():
        return None
    complaint = _open(
        body=order.body,
        but=set(),
        channel=order.channel,
        subject=ComplaintSubject.BREACH,
        area=order.area,
        on=order.received_on,
        at=at,
        number=order.number,
    )
    voice, _ = begin(kind=VOICE, text=order.text, contact=order.contact, uploads=(), at=at, has_code=False)
    Voice.objects.filter(pk=voice.pk).update(matter=complaint.matter)
    return complaint


@transaction.atomic
def receive_retaliation(*, voice: Voice, text: str, at: datetime) -> str:
    """Register with another organ what the sender tells of retaliation; return the receipt code of the new talk (S-43).

    The organ that handles the complaint, the one that took it in and the body complained of are none of its handlers.
    Raises `NotReceivable` where the register knows no further organ above, or where another organ handles what was
    told of retaliation before.
    """
    assert voice.matter is not None  # it was received
    earlier = Complaint.objects.select_for_update().get(pk=voice.matter.pk)  # pressed twice, it opens one
    open_ones = earlier.followed_by.filter(subject=ComplaintSubject.RETALIATION).exclude(
        matter__state__in=ENDS
    )
    if open_ones.exists():
        raise NotReceivable(
            "您反映的打击报复另一机关正在办理，没有重复登记。请凭当时给您的新查询码查看和补充"
        )
    complaint = _open(
        body=voice.matter.body,
        but=_touched(earlier),
        channel=ComplaintChannel.CREDIT_SITE,
        subject=ComplaintSubject.RETALIATION,
        area=earlier.area,
        on=legal_day(at),
        at=at,
        follows=earlier,
    )
    another, code = begin(kind=VOICE, text=text, contact="", uploads=(), at=at)
    Voice.objects.filter(pk=another.pk).update(matter=complaint.matter)
    return code


def may_tell_retaliation(complaint: Complaint) -> bool:
    """Say whether the register knows an organ above that could take what is told of retaliation."""
    return another_organ(complaint.matter.body, but=_touched(complaint)) is not None


def _touched(complaint: Complaint) -> set[str]:
    """Return the organs that had the complaint in hands."""
    return {complaint.matter.organ_id, complaint.lead_id}


def _open(
    *,
    body: PublicBody,
    but: set[str],
    channel: ComplaintChannel,
    subject: ComplaintSubject,
    area: str,
    on: date,
    at: datetime,
    number: str | None = None,
    follows: Complaint | None = None,
) -> Complaint:
    organ = another_organ(body, but=but)
    if organ is None:
        raise NotReceivable(
            f"登记册中没有{body.name}上级的受理机关，这里不能受理。可以向“互联网+督查”平台、12345 热线或者信访部门反映"
        )
    new = NewMatter(COMPLAINT, f"对{body.name}的{subject.zh}投诉", body, organ)
    matter = open_matter(new=new, by=None, at=at, note=channel.zh)
    complaint = Complaint.objects.create(
        matter=matter,
        channel=channel,
        subject=subject,
        area=area,
        number=number,
        lead=organ,
        follows=follows,
    )
    _start(matter, [ACCEPT, *_ON_RECEIPT.get(channel, ())], on)
    return complaint


def _start(matter: Matter, clocks: Iterable[tuple[str, str]], on: date) -> None:
    for clock, title in clocks:
        start_deadline(
            matter=matter, clock=clock, title=title, owes=Owes.ORGAN, start=on, started_by="收到投诉"
        )
