"""投诉人: what the holder of a receipt code is shown and may do; nothing here asks who that is."""

from datetime import datetime

from chengxin.foundation.reception.models import Voice
from chengxin.foundation.reception.plugs import SenderAct, Standing
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.ground import clock
from chengxin.mechanisms.ratings.queries import grade_of
from chengxin.mechanisms.ratings.raters import GRADES, acts_of_raters
from chengxin.mechanisms.supervision.answering import RATED, REVIEWED, rate, review_until, seek_review
from chengxin.mechanisms.supervision.models import Complaint
from chengxin.mechanisms.supervision.queries import case_of, complaint_of
from chengxin.mechanisms.supervision.receiving import may_tell_retaliation, receive_retaliation
from chengxin.mechanisms.supervision.routing import seems_discipline
from chengxin_core.lifecycle.complaints import (
    BAD_RATINGS,
    COMPLAINT,
    ComplaintState,
    ComplaintSubject,
)

RATE = SenderAct(
    "rate",
    "评价办理情况",
    "一事一评。评价不满意的，由办理机关的上级机关核实，属实的按期整改并回访；也可以申请上级机关复查。",
    rate,
    GRADES,
    needs_text=False,
)
REVIEW = SenderAct(
    "review",
    "申请复查",
    "由作出结果的机关的上级机关复查一次，请写明不同意的地方和理由。",
    seek_review,
)
_SHOWN_STEPS = ("open", "accept", "decline", "pass_on", "merge", "assign", "ask", "find_unfounded", "find_true",
                "confirm", "notice", "determine", "seek_review", "uphold", "reopen",
                "seek_recheck", "uphold_finding", "quash_finding", "close")  # fmt: skip


def _retaliation(*, voice: Voice, text: str, choice: str, at: datetime) -> str:
    return receive_retaliation(voice=voice, text=text, at=at)


RETALIATION = SenderAct(
    "retaliation",
    "反映打击报复",
    "因为投诉受到刁难或者报复的，由另一机关办理，不经过现在的办理机关，会给您一个新的查询码。",
    _retaliation,
)


def standing(voice: Voice) -> Standing:
    """Return what the sender is shown: the state of the case, who handles it, its steps without any inner word."""
    assert voice.matter is not None
    own = complaint_of(voice.matter)
    case = case_of(own).matter
    steps = [
        (made.at, COMPLAINT.move(made.code).zh if made.code != "open" else "已收到")
        for made in case.moves.order_by("at", "pk")
        if made.code in _SHOWN_STEPS
    ]
    remark = "已与反映同一事项的其他投诉合并办理" if own.merged_into_id is not None else ""
    return Standing(ComplaintState(case.state).zh, case.organ.name, tuple(steps), remark)


def acts(voice: Voice) -> tuple[SenderAct, ...]:
    """Return what the sender may do now."""
    if voice.matter is None or voice.emptied_at is not None:
        return ()
    own = complaint_of(voice.matter)
    case = case_of(own)
    offered = []
    grade = grade_of(own.matter)
    if case.matter.state in RATED and not grade:
        offered.append(RATE)
    offered.extend(acts_of_raters(voice))
    if _may_seek_review(case, grade):
        offered.append(REVIEW)
    if own.subject == ComplaintSubject.BREACH and may_tell_retaliation(own):
        offered.append(RETALIATION)
    return tuple(offered)


def advice(text: str) -> str:
    """Return where a text belongs that seems to be about a person's breach of discipline; '' for every other."""
    if not seems_discipline(text):
        return ""
    hotline = current_rulebook().parameter("discipline.hotline").on(clock.today()).value
    return (
        f"您写的内容可能涉及个人违纪违法。这类举报请直接向纪检监察机关反映：电话 {hotline}。"
        "这里只受理单位不履行约定和承诺的投诉；仍在这里提交的，只会转送一次，不在这里办理，也不留副本。"
    )


def _may_seek_review(case: Complaint, grade: str) -> bool:
    is_content = bool(grade) and grade not in BAD_RATINGS
    is_open = case.matter.state in REVIEWED and case.reviewed_from_id is None
    return is_open and not is_content and clock.today() <= review_until(case)
