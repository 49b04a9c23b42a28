"""What the documents of an objection say: 异议处理决定书, 不予受理通知书, 更正通知书."""

from datetime import date

from chengxin.chain.objections.deciding import DECISION
from chengxin.chain.objections.models import Objection
from chengxin.chain.objections.operations import NOT_ACCEPTED
from chengxin.chain.objections.queries import objection_of
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.papers import issue_of, remedies_for
from chengxin.foundation.documents.remedies import Term, terms_against
from chengxin.foundation.documents.rendering.document import OfficialDocument
from chengxin.foundation.documents.rendering.kinds.ends import (
    Correction,
    NotAccepted,
    ObjectionAnswer,
    ObjectionOutcome,
    notice_of_correction,
    notice_of_not_accepting,
    objection_decision,
)
from chengxin.foundation.matters.models import Matter
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.ends import OBJECTION, ObjectionGround, ObjectionState

_REMEDY = {
    ObjectionState.NOT_ACCEPTED: "objection_not_accepted",
    ObjectionState.MAINTAINED: "objection_maintained",
    ObjectionState.CORRECTED: "record",
    ObjectionState.REMOVED: "record_ended",
}


def decision(document: Document) -> OfficialDocument:
    """Build 异议处理决定书."""
    objection = _objection(document)
    return objection_decision(
        ObjectionAnswer(
            issue=issue_of(document),
            body=objection.matter.body.name,
            filed_on=objection.filed_on,
            objection=f"{ObjectionGround(objection.ground).zh}。{objection.claim}",
            verified=_verified(objection),
            outcome=outcome_of(objection),
            remedies=remedies_against(objection.matter),
        )
    )


def not_accepted(document: Document) -> OfficialDocument:
    """Build 不予受理通知书."""
    objection = _objection(document)
    return notice_of_not_accepting(
        NotAccepted(
            issue=issue_of(document),
            body=objection.matter.body.name,
            what="异议申请",
            filed_on=objection.filed_on,
            reasons=(objection.reason,),
            remedies=remedies_against(objection.matter),
        )
    )


def correction(document: Document) -> OfficialDocument:
    """Build 更正通知书, of an objection that was upheld or of a correction that nobody had to ask for."""
    matter = document.matter.parent
    assert matter is not None  # drafted in an objection, or in a record
    asked = matter.kind == OBJECTION.kind
    return notice_of_correction(
        Correction(
            issue=issue_of(document),
            body=matter.body.name,
            ground="经核查，你单位提出的异议成立" if asked else "经复查，原记录的部分内容应当更正",
            changes=tuple((item, was, now) for item, was, now in document.value["changes"]),
            corrected_on=date.fromisoformat(document.text("corrected_on")),
            remedies=remedies_for("record", matter.rulebook, legal_day(matter.moved_at)),
        )
    )


def outcome_of(objection: Objection) -> ObjectionOutcome:
    """Return what the objection led to; what was left out is supplemented, what was wrong corrected."""
    if objection.matter.state == ObjectionState.REMOVED:
        return ObjectionOutcome.REMOVED
    if objection.matter.state == ObjectionState.MAINTAINED:
        return ObjectionOutcome.MAINTAINED
    omitted = objection.ground == ObjectionGround.OMISSION
    return ObjectionOutcome.SUPPLEMENTED if omitted else ObjectionOutcome.CORRECTED


def remedies_against(matter: Matter) -> tuple[str, ...]:
    """Return what the body can still do about how its objection ended; nothing while it is open."""
    act = _REMEDY.get(ObjectionState(matter.state))
    return remedies_for(act, matter.rulebook, legal_day(matter.moved_at)) if act else ()


def terms_of(matter: Matter) -> tuple[Term, ...]:
    """Return until when the body may seek each remedy, counted from the service of the answer to its objection."""
    return terms_against(_REMEDY.get(ObjectionState(matter.state)), matter, DECISION, NOT_ACCEPTED)


def _verified(objection: Objection) -> tuple[str, ...]:
    asked = (f"经请{objection.supplier}协助核查。{objection.answer}",) if objection.supplier else ()
    return (*asked, objection.reason)


def _objection(document: Document) -> Objection:
    assert document.matter.parent is not None  # drafted in the matter of the objection
    return objection_of(document.matter.parent)
