"""Every write of a complaint but its findings: taken in or not, passed on, merged, assigned, answered, reviewed."""

from datetime import datetime

from django.db import transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline
from chengxin.foundation.documents.operations import cancel_unsent
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove, move, pass_to_organ
from chengxin.foundation.reception.operations import empty, write_as_platform
from chengxin.foundation.rules.queries import rulebook_of
from chengxin.foundation.subjects.models import PublicBody
from chengxin.mechanisms.supervision.competent import require_competent
from chengxin.mechanisms.supervision.models import Complaint
from chengxin.mechanisms.supervision.queries import MERGEABLE, complaint_of, recheck_until, text_in, voices_in
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.complaints import ComplaintChannel, ComplaintState
from chengxin_core.rulebook.entries import Item
from chengxin_core.voices.replies import second_look

_FORWARD = {ComplaintChannel.SME_ARREARS: "sme.forward"}
_VERIFY = {ComplaintChannel.SME_ARREARS: "sme.decide"}
_RETURN = {ComplaintChannel.HOTLINE_12345: "hotline.return"}
_OBJECTION = "petition.objection"


class SaysNothing(UnableToMove):
    """An explanation that would tell the sender nothing."""


class MayStillAsk(UnableToMove):
    """The body's days to ask for a review of the finding still run."""


class NotTheSameMatter(UnableToMove):
    """The other complaint is about another body, another organ's, over, or this one itself."""


@transaction.atomic
def accept(*, matter: Matter, by: Mandate, at: datetime) -> None:
    """Take a complaint in; its sender is told at once."""
    move(matter=matter, code="accept", by=by, at=at)
    _end(matter, ("complaint.accept", "petition.notice"), at, "受理")
    _start(matter, forward_clock(matter), "转上级或者主管部门核实认定", at, "受理投诉")
    _tell(matter, "您的投诉已受理，将转被投诉单位的上级或者主管部门核实，不由被投诉单位自己认定。", at)


@transaction.atomic
def decline(*, matter: Matter, by: Mandate, at: datetime, ground: str, explanation: str) -> None:
    """Do not take a complaint in, on a listed ground, with an explanation. Raises `SaysNothing`."""
    empty_answer = second_look(explanation, text_in(matter))
    if empty_answer is not None:
        raise SaysNothing(f"这样的说明没有告诉投诉人原因：{empty_answer.explain()}")
    listed = {each.code: each.zh for each in grounds_to_decline(matter, at)}
    if ground not in listed:
        raise UnableToMove("请从清单中选择不予受理的情形")
    move(matter=matter, code="decline", by=by, at=at, note=listed[ground])
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="不予受理")
    _tell(matter, f"您的投诉不予受理：{listed[ground]}。{explanation}", at)


@transaction.atomic
def pass_on(*, matter: Matter, by: Mandate, at: datetime, recipient: str) -> None:
    """Say that what is told of a person's breach of discipline was passed on once, and keep no copy of it (Q-33).

    The officer has handed it over by then: what stood here is destroyed in this act and cannot be handed over again,
    the letters of every complaint that was merged into this one too, and each sender is told.
    """
    case = complaint_of(matter)
    if case.replies.exclude(sent_at=None).exists():
        raise UnableToMove("已经核实并答复过的投诉，不能再转送销毁")
    hotline = rulebook_of(matter.rulebook).parameter("discipline.hotline").on(legal_day(at)).value
    move(matter=matter, code="pass_on", by=by, at=at, note=f"已一次转送{recipient}，不留副本")
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="一次转送")
    told = (
        f"您反映的内容涉及个人违纪，不在这里办理，已于{legal_day(at)}一次转送{recipient}，这里不留副本。"
        f"可以直接向纪检监察机关反映，电话 {hotline}。"
    )
    for voice in voices_in(case):
        empty(voice=voice, told=told, at=at)


@transaction.atomic
def merge(*, matter: Matter, by: Mandate, at: datetime, into: Complaint) -> None:
    """Handle a complaint under another one that tells of the same; its sender is answered with it (Q-25).

    Raises `NotTheSameMatter`.
    """
    case = into.merged_into or into
    complaint = complaint_of(matter)
    same = case.matter.body_id == matter.body_id and case.matter.organ_id == matter.organ_id
    if not same or case.pk == matter.pk or case.matter.state not in MERGEABLE:
        raise NotTheSameMatter("只能并入同一机关正在受理的、关于同一单位的另一件投诉")
    move(matter=matter, code="merge", by=by, at=at, note=f"并入 {case.matter.number}")
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="并入同一事项")
    Complaint.objects.filter(merged_into=complaint).update(merged_into=case)
    Complaint.objects.filter(pk=complaint.pk).update(merged_into=case)
    _tell(matter, "另有人反映同一事项，已经合并办理；结果会同样告诉您。", at)


@transaction.atomic
def assign(*, matter: Matter, by: Mandate, at: datetime, organ: PublicBody, law: str) -> None:
    """Let an organ verify that is superior to the body, or competent by a named law; from now on it handles the matter.

    Raises `NotCompetentToVerify`, or `Recused` for the body itself.
    """
    why = require_competent(organ, matter.body, law=law)
    move(matter=matter, code="assign", by=by, at=at, note=f"转{organ.name}核实认定")
    pass_case(matter=matter, organ=organ)
    Complaint.objects.filter(pk=matter.pk).update(competent_by=why[:300])
    _end(matter, ("complaint.forward", "sme.forward", "petition.route"), at, "转核实认定部门")
    _start(matter, verify_clock(matter), "核实认定", at, "收到转办")
    _start(matter, return_clock(matter), "不属于本机关职责的，退回转办", at, "收到转办")


@transaction.atomic
def hand_back(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Give a complaint back to the organ that took it in, as not one's own, with the reason."""
    complaint = complaint_of(matter)
    move(matter=matter, code="hand_back", by=by, at=at, note=reason)
    cancel_unsent(parent=matter, why="退回转办", at=at)
    pass_case(matter=matter, organ=complaint.lead)
    _end(matter, ("complaint.verify", "sme.decide", "hotline.return", _OBJECTION), at, "退回转办")
    _start(matter, forward_clock(matter), "转上级或者主管部门核实认定", at, "退回转办")


@transaction.atomic
def close(*, matter: Matter, by: Mandate | None, at: datetime) -> None:
    """Note that nothing is left to do. Raises `MayStillAsk` while the body may have a finding reviewed."""
    last = recheck_until(matter)
    if matter.state == ComplaintState.DETERMINED and last is not None and legal_day(at) <= last:
        raise MayStillAsk(f"被投诉单位可以在 {last} 以前申请复核，期满后办结")
    move(matter=matter, code="close", by=by, at=at)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="办结")


def pass_case(*, matter: Matter, organ: PublicBody) -> None:
    """Let another organ handle a case from now on, with every complaint that was merged into it."""
    merged = Matter.objects.filter(complaint__merged_into=matter.pk).select_related("body", "organ")
    for each in (matter, *merged):
        if each.organ_id != organ.pk:
            pass_to_organ(matter=each, organ=organ)


def grounds_to_decline(matter: Matter, at: datetime) -> list[Item]:
    """Return the grounds on which a complaint may not be taken in, as the rulebook lists them."""
    return list(rulebook_of(matter.rulebook).items("hotline_not_accepted", on=legal_day(at)))


def forward_clock(matter: Matter) -> str:
    """Return the clock of forwarding, by the channel."""
    return _FORWARD.get(_channel(matter), "complaint.forward")


def verify_clock(matter: Matter) -> str:
    """Return the clock of verifying, by the channel."""
    return _VERIFY.get(_channel(matter), "complaint.verify")


def return_clock(matter: Matter) -> str:
    """Return the clock of handing back, by the channel."""
    return _RETURN.get(_channel(matter), _OBJECTION)


def _channel(matter: Matter) -> ComplaintChannel:
    return ComplaintChannel(complaint_of(matter).channel)


def _tell(matter: Matter, text: str, at: datetime) -> None:
    complaint = complaint_of(matter)
    write_as_platform(voices=voices_in(complaint), text=text, at=at)


def _start(matter: Matter, clock: str, title: str, at: datetime, started_by: str) -> None:
    start_deadline(
        matter=matter, clock=clock, title=title, owes=Owes.ORGAN, start=legal_day(at), started_by=started_by
    )


def _end(matter: Matter, clocks: tuple[str, ...], at: datetime, ended_by: str) -> None:
    end_deadlines(matter=matter, clocks=clocks, on=legal_day(at), ended_by=ended_by)
