"""What the documents of this room say: 修复决定书, 不予受理通知书, 恢复名誉告知书, 撤销公示决定书."""

from dataclasses import replace

from chengxin.chain.repairs import operations
from chengxin.chain.repairs.models import Redress, Repair
from chengxin.chain.repairs.queries import redress_of, repair_of
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.papers import issue_of, remedies_for
from chengxin.foundation.documents.remedies import Term, terms_against
from chengxin.foundation.documents.rendering.document import OfficialDocument
from chengxin.foundation.documents.rendering.kinds.ends import (
    NotAccepted,
    Rehabilitation,
    RepairAnswer,
    Withdrawal,
    decision_of_withdrawal,
    notice_of_not_accepting,
    notice_of_rehabilitation,
    repair_decision,
)
from chengxin.foundation.matters.models import Matter
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.ends import RepairState
from chengxin_core.vocabulary import Ground

_REMEDY = {
    RepairState.NOT_ACCEPTED: "repair_not_accepted",
    RepairState.REFUSED: "repair_refused",
    RepairState.GRANTED: "record_ended",
    RepairState.COMPLETED: "record_ended",
    RepairState.REVOKED: "record_ended",
}
_MANNER = (
    "公示网站公布撤销的日期和事由，不载明单位名称，原公示内容已经删除。\n"
    "本告知书抄送原知悉该失信信息的单位，请其停止使用并消除影响。\n"
    "你单位要求公开说明的，可以向我单位提出，我单位在原公示网站予以说明。"
)


def decision(document: Document) -> OfficialDocument:
    """Build 修复决定书."""
    repair = _repair(document)
    granted = repair.matter.moves.filter(code="grant").exists()
    decided = repair.matter.moves.filter(code__in=("grant", "refuse")).first()
    return repair_decision(
        RepairAnswer(
            issue=issue_of(document),
            body=repair.matter.body.name,
            applied_on=repair.applied_on,
            granted=granted,
            reasons=(*repair.eligibility, repair.reason),
            effective_on=legal_day(decided.at) if decided else None,
            remedies=remedies_against(repair.matter),
        )
    )


def not_accepted(document: Document) -> OfficialDocument:
    """Build 不予受理通知书."""
    repair = _repair(document)
    return notice_of_not_accepting(
        NotAccepted(
            issue=issue_of(document),
            body=repair.matter.body.name,
            what="信用修复申请",
            filed_on=repair.applied_on,
            reasons=(repair.reason,),
            remedies=remedies_against(repair.matter),
        )
    )


def redress(document: Document) -> OfficialDocument:
    """Build 恢复名誉告知书."""
    owed = _redress(document)
    return notice_of_rehabilitation(
        Rehabilitation(
            issue=replace(issue_of(document), copies=tuple(owed.copies)),
            body=owed.matter.body.name,
            ground=f"因{Ground(owed.ground).zh}，你单位的政务失信记录已于{legal_day(owed.matter.opened_at)}撤销",
            original_scope="\n".join(owed.scope),
            manner=_MANNER,
            remedies=_of_ended_record(owed.matter),
        )
    )


def withdrawal(document: Document) -> OfficialDocument:
    """Build 撤销公示决定书."""
    owed = _redress(document)
    return decision_of_withdrawal(
        Withdrawal(
            issue=replace(issue_of(document), copies=tuple(owed.copies)),
            body=owed.matter.body.name,
            ground=(f"{Ground(owed.ground).zh}。", owed.reason),
            withdrawn_on=legal_day(owed.matter.opened_at),
            redress="我单位在原公开范围内为你单位恢复名誉，另行告知。",
            remedies=_of_ended_record(owed.matter),
        )
    )


def remedies_against(matter: Matter) -> tuple[str, ...]:
    """Return what the body can still do about what became of its application; nothing while it is open."""
    act = _REMEDY.get(RepairState(matter.state))
    return remedies_for(act, matter.rulebook, legal_day(matter.moved_at)) if act else ()


def terms_of(matter: Matter) -> tuple[Term, ...]:
    """Return until when the body may seek each remedy, counted from the service of the answer to its application."""
    act = _REMEDY.get(RepairState(matter.state))
    return terms_against(act, matter, operations.DECISION, operations.NOT_ACCEPTED)


def _of_ended_record(matter: Matter) -> tuple[str, ...]:
    return remedies_for("record_ended", matter.rulebook, legal_day(matter.moved_at))


def _repair(document: Document) -> Repair:
    assert document.matter.parent is not None  # drafted in the matter of the repair
    return repair_of(document.matter.parent)


def _redress(document: Document) -> Redress:
    assert document.matter.parent is not None  # drafted in the matter of the redress
    return redress_of(document.matter.parent)
