"""逾期升级: what lateness in putting right brings about, one rung at a time (policy 13.3, A-17, N-26).

The platform proposes and drafts; owners decide, and the head issues.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chengxin.chain.consequences.models import RungClimbed
from chengxin.chain.consequences.operations import propose_for_lateness
from chengxin.chain.consequences.owners import likeliest_owner
from chengxin.chain.consequences.queries import PROGRESS
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline
from chengxin.foundation.documents.operations import draft_document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import move
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.consequences import RectificationState

ESCALATION = "rectification.escalation"
REFERRAL = "accountability_referral"
RESPONSIBLE_POST = "主要负责人"  # a post, never a person
_OWED = (
    RectificationState.ORDERED,
    RectificationState.EXPLAINED,
    RectificationState.RECTIFYING,
    RectificationState.ESCALATED,
)


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung: `bring_about(rectification's matter, why, at)` answers in words what came of it."""

    code: str
    zh: str
    bring_about: Callable[[Matter, str, datetime], str]


def _proposes(code: str) -> Callable[[Matter, str, datetime], str]:
    def propose(matter: Matter, why: str, at: datetime) -> str:
        assert matter.parent is not None  # a rectification is always opened under a record
        return propose_for_lateness(matter=matter.parent, code=code, at=at, reason=f"{why}（A-17、N-26）")

    return propose


def _refers(matter: Matter, why: str, at: datetime) -> str:
    receiver = likeliest_owner("discipline", organ=matter.organ, body=matter.body)
    if receiver is None or receiver.pk == matter.organ_id:
        return "登记册中没有任免机关或者纪检监察机关，请人工移送"
    value = {"post": RESPONSIBLE_POST, "why": why}
    draft_document(kind=REFERRAL, parent=matter, addressee=receiver, value=value, by=None, at=at)
    return f"已拟写致{receiver.name}的移送函，待审核签发"


LADDER = (
    Rung("honours_bar", "取消荣誉评选资格", _proposes("honours_bar")),
    Rung("public_criticism", "公开通报批评", _proposes("public_criticism")),
    Rung("principal_referral", "主要负责人责任追究移送", _refers),
)


def escalate(*, matter: Matter, at: datetime) -> None:
    """A day of the body's has passed unused: the matter is escalated and climbs to the next rung."""
    if matter.state not in _OWED:
        return
    overdue = matter.deadlines.overdue_on(legal_day(at)).filter(owes=Owes.BODY).exclude(clock=PROGRESS)
    late = "、".join(each.title for each in overdue)
    why = f"逾期未办理：{late}" if late else "升级后仍未补正"
    if matter.state != RectificationState.ESCALATED:
        move(matter=matter, code="escalate", by=None, at=at, note=why)
    climb(matter, why=why, at=at)


def climb(matter: Matter, *, why: str, at: datetime) -> None:
    """Climb to the next rung, if there is one, and let the days to the one after it run."""
    rungs = RungClimbed.objects.filter(rectification_id=matter.pk)
    if any(legal_day(rung.at) == legal_day(at) for rung in rungs):
        return  # two days that passed unused on one day are one lateness
    climbed = {rung.code for rung in rungs}
    left = [rung for rung in LADDER if rung.code not in climbed]
    end_deadlines(matter=matter, clocks=(ESCALATION,), on=legal_day(at), ended_by="升级")
    if not left:
        return
    what = f"{left[0].zh}：{left[0].bring_about(matter, why, at)}"
    RungClimbed.objects.create(rectification_id=matter.pk, code=left[0].code, what=what[:300], at=at)
    if len(left) > 1:
        start_deadline(
            matter=matter,
            clock=ESCALATION,
            title="升级后补正",
            owes=Owes.BODY,
            start=legal_day(at),
            started_by=left[0].zh,
        )
