"""答复: an officer proposes outcome and answer, a head decides; what says nothing goes out after a second look only.

Outcome and answer are one act: nobody is told nothing, and nothing is decided that nobody was told.
"""

from datetime import date, datetime

from django.db import transaction

from chengxin.chain.records.competence import another_organ
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline
from chengxin.foundation.documents.operations import cancel_unsent, draft_document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove, mark_changed, move
from chengxin.foundation.matters.second_looks import require_reason, why_not_decided_by
from chengxin.foundation.matters.two_persons import require_another_person
from chengxin.foundation.reception.models import Voice
from chengxin.foundation.reception.operations import write_as_platform, write_as_sender
from chengxin.foundation.rules.queries import calendar, rulebook_of
from chengxin.ground.ciphers import seal
from chengxin.mechanisms.ratings.operations import give
from chengxin.mechanisms.supervision.competent import require_competent
from chengxin.mechanisms.supervision.models import Complaint, Reply
from chengxin.mechanisms.supervision.operations import close, pass_case, verify_clock
from chengxin.mechanisms.supervision.queries import (
    REPLY,
    answer_in,
    case_of,
    complaint_of,
    members_of,
    sent_replies,
    text_in,
    voices_in,
    waiting_reply,
)
from chengxin.mechanisms.supervision.telling import refuse_telling
from chengxin_core.calendar import due, legal_day
from chengxin_core.lifecycle.complaints import BAD_RATINGS, ComplaintState, Satisfaction
from chengxin_core.voices.replies import second_look

ORDER = "complaint_order"
OUTCOMES: dict[str, tuple[str, ...]] = {
    ComplaintState.VERIFYING: ("find_unfounded", "find_true"),
    ComplaintState.SUBSTANTIATED: ("confirm",),
    ComplaintState.NOTICED: ("confirm",),
    ComplaintState.HEARD: ("confirm",),
    ComplaintState.REVIEWING: ("uphold", "reopen"),
    ComplaintState.RECHECKING: ("uphold_finding", "quash_finding"),
}
RATED = (
    ComplaintState.UNFOUNDED,
    ComplaintState.RECTIFIED,
    ComplaintState.DETERMINED,
    ComplaintState.QUASHED,
    ComplaintState.CLOSED,
)
REVIEWED = (ComplaintState.UNFOUNDED, ComplaintState.RECTIFIED)
ASK_REVIEW, REVIEW = "complaint.review_request", "complaint.review_decide"


class NoReplyWaiting(UnableToMove):
    """Nothing was proposed to be decided."""


class NoReview(UnableToMove):
    """The result cannot be reviewed: too late, once already, or no organ above is known."""


@transaction.atomic
def propose_reply(
    *,
    matter: Matter,
    by: Mandate,
    at: datetime,
    outcome: str,
    finding: str,
    answer: str,
    days: int | None,
) -> str:
    """Propose an outcome with its answer; return in words whether the answer is held back, and why.

    One that waits is replaced. Raises `UnableToMove` where the outcome does not follow from here, and
    `TellsTheSender` where the finding, which the body is served, tells who complained.
    """
    if outcome not in OUTCOMES.get(ComplaintState(matter.state), ()):
        raise UnableToMove("这个结果与事项现在的状态不符")
    if outcome == "find_true" and days is None:
        raise UnableToMove("核实属实的，应当写明整改期限（天）")
    refuse_telling(matter, finding)
    mark_changed(matter)
    complaint = complaint_of(matter)
    waiting = waiting_reply(complaint)
    if waiting is not None:
        Reply.objects.filter(pk=waiting.pk).update(dropped_because="经办人改写")
    look = second_look(answer, text_in(matter))
    Reply.objects.create(
        complaint=complaint,
        outcome=outcome,
        finding=finding,
        sealed=seal(answer, purpose=REPLY),
        days=days if outcome == "find_true" else None,
        held=look.kind if look else "",
        held_because=look.kind.zh if look else "",
        drafted_by=by,
        drafted_at=at,
    )
    return f"答复提请复核：{look.explain()}" if look else "答复言之有物，待负责人决定"


@transaction.atomic
def find_unfounded(*, matter: Matter, by: Mandate, at: datetime, second_reason: str = "") -> None:
    """Decide that a complaint is not founded, and explain it to the sender (policy N-24)."""
    decide(matter, "find_unfounded", by, at, second_reason)
    _end_verifying(matter, at)


@transaction.atomic
def find_true(*, matter: Matter, by: Mandate, at: datetime, second_reason: str = "") -> None:
    """Decide that a complaint is founded; the order to put it right is drafted at once (policy N-25).

    Raises `TellsTheSender` where the finding tells who complained.
    """
    reply = decide(matter, "find_true", by, at, second_reason)
    refuse_telling(matter, reply.finding)  # another complaint may have been merged since it was proposed
    Complaint.objects.filter(pk=matter.pk).update(finding=reply.finding, days=reply.days)
    _end_verifying(matter, at)
    draft_document(kind=ORDER, parent=matter, addressee=matter.body, value={}, by=reply.drafted_by, at=at)


@transaction.atomic
def confirm(*, matter: Matter, by: Mandate, at: datetime, second_reason: str = "") -> None:
    """Confirm that the body put right what it owed: nothing is determined any more (policy N-32)."""
    decide(matter, "confirm", by, at, second_reason)
    cancel_unsent(parent=matter, why="已整改到位", at=at)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="整改到位")


@transaction.atomic
def uphold(*, matter: Matter, by: Mandate, at: datetime, second_reason: str = "") -> None:
    """Leave the result as it is, after the superior organ reviewed it; the sender is told why."""
    decide(matter, "uphold", by, at, second_reason)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="复查维持")


@transaction.atomic
def reopen(*, matter: Matter, by: Mandate, at: datetime, second_reason: str = "") -> None:
    """Set the result aside: the superior organ that reviewed it verifies anew itself."""
    decide(matter, "reopen", by, at, second_reason)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="复查撤销")
    why = require_competent(matter.organ, matter.body, law="复查机关")
    Complaint.objects.filter(pk=matter.pk).update(competent_by=why[:300], question="", finding="", days=None)
    _start(matter, verify_clock(matter), "重新核实认定", at, "复查撤销原结果")


@transaction.atomic
def drop_reply(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Send a proposed answer back to its drafter with the reason."""
    reply = waiting_reply(complaint_of(matter))
    if reply is None:
        raise NoReplyWaiting("没有待决定的答复")
    Reply.objects.filter(pk=reply.pk).update(dropped_because=reason[:400], decided_by=by)


@transaction.atomic
def rate(*, voice: Voice, choice: str, text: str, at: datetime) -> str:
    """Keep what the sender says of the handling, once; who is content closes the matter, a bad rating is verified.

    Raises `AlreadyRated`.
    """
    assert voice.matter is not None
    complaint = complaint_of(voice.matter)
    case = case_of(complaint).matter
    if case.state not in RATED:
        raise UnableToMove("现在不能评价：尚未办出结果")
    grade = Satisfaction(choice)
    give(rated=complaint.matter, body=case.organ, grade=grade, words=text, at=at)
    if text:
        write_as_sender(voice=voice, text=f"评价：{grade.zh}。{text}", uploads=(), once="", at=at)
    if grade not in BAD_RATINGS and case.pk == complaint.pk and case.state in REVIEWED:
        close(matter=case, by=None, at=at)
    return ""


@transaction.atomic
def seek_review(*, voice: Voice, choice: str, text: str, at: datetime) -> str:
    """Let the organ above the deciding one review the result, once, on the sender's reasons. Raises `NoReview`."""
    assert voice.matter is not None
    case = case_of(complaint_of(voice.matter))
    matter = case.matter
    if matter.state not in REVIEWED or case.reviewed_from_id is not None:
        raise NoReview("这一结果不能再申请复查")
    if legal_day(at) > review_until(case):
        raise NoReview(f"申请复查的期限已于 {review_until(case)} 届满")
    organ = another_organ(matter.body, but={matter.organ_id}, above=matter.organ)
    if organ is None:
        raise NoReview(f"登记册中没有{matter.organ.name}的上级机关，可以向 12345 热线或者信访部门反映")
    write_as_sender(voice=voice, text=f"申请复查：{text}", uploads=(), once="", at=at)
    move(matter=matter, code="seek_review", by=None, at=at, note=f"由{organ.name}复查")
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="申请复查")
    Complaint.objects.filter(pk=case.pk).update(reviewed_from=matter.organ)
    pass_case(matter=matter, organ=organ)
    _start(matter, REVIEW, "作出复查决定", at, "收到复查申请")
    return ""


def review_until(case: Complaint) -> date:
    """Return the last day on which the sender may ask for a review: counted from the day of the answer."""
    told = sent_replies(case)
    start = legal_day(told[0].sent_at) if told and told[0].sent_at else legal_day(case.matter.moved_at)
    rule = rulebook_of(case.matter.rulebook).clock(ASK_REVIEW).on(start)
    return due(start, *rule.period, calendar()).due_on


def decide(matter: Matter, outcome: str, by: Mandate, at: datetime, second_reason: str) -> Reply:
    """Move the matter and send the answer that was proposed with this outcome, to every sender of the case.

    Raises `NoReplyWaiting`, `SamePerson` or `HeldBack`.
    """
    complaint = complaint_of(matter)
    reply = waiting_reply(complaint)
    if reply is None or reply.outcome != outcome:
        raise NoReplyWaiting("请先由经办人拟写这一结果的答复")
    require_another_person(why_not_decided_by(by, drafted_by=reply.drafted_by))
    looked_because = require_reason(reply.held_because, second_reason)
    move(matter=matter, code=outcome, by=by, at=at)
    Reply.objects.filter(pk=reply.pk).update(decided_by=by, sent_at=at, looked_because=looked_because)
    write_as_platform(voices=voices_in(complaint), text=answer_in(reply), at=at)
    for each in Matter.objects.filter(members_of(complaint)).exclude(complaint__number=None):
        _start(each, "complaint.report", "向来源渠道反馈结果", at, "核实认定完成")
    return reply


def _end_verifying(matter: Matter, at: datetime) -> None:
    clocks = (
        "complaint.verify",
        "sme.decide",
        "hotline.handle",
        "petition.decide",
        "complaint.respondent_reply",
    )
    end_deadlines(matter=matter, clocks=clocks, on=legal_day(at), ended_by="核实完成")


def _start(matter: Matter, clock: str, title: str, at: datetime, started_by: str) -> None:
    start_deadline(
        matter=matter, clock=clock, title=title, owes=Owes.ORGAN, start=legal_day(at), started_by=started_by
    )
