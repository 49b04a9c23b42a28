"""Every write of an objection until its decision, which is in deciding.py; the marker follows from its state."""

from datetime import date, datetime

from django.db import transaction

from chengxin.chain.objections.models import Objection
from chengxin.chain.objections.queries import (
    grounds_against,
    is_contested,
    objection_of,
    open_objections,
    record_behind,
)
from chengxin.chain.records.queries import standing_record
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline
from chengxin.foundation.documents.operations import draft_document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import (
    NewMatter,
    NotCompetent,
    UnableToMove,
    attach,
    move,
    open_matter,
    show_to_subject,
)
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.matters.plugs import is_for
from chengxin.foundation.transparency.operations import mark, unmark
from chengxin.foundation.transparency.queries import publication_in_force
from chengxin.ground.attachments import Upload
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.ends import OBJECTION, ObjectionGround
from chengxin_core.lifecycle.records import RecordState
from chengxin_core.lifecycle.table import Actor

NOT_ACCEPTED = "objection_not_accepted"
CONTESTABLE = (RecordState.NOTICED, RecordState.HEARD, RecordState.ACTIVE)


class NothingToContest(UnableToMove):
    """The record is in no state, or the ground is none, on which an objection can rest."""


class AlreadyContested(UnableToMove):
    """An objection against this record is still being handled."""


class NotAsked(UnableToMove):
    """No supplier was asked."""


@transaction.atomic
def file_objection(
    *, matter: Matter, by: Mandate, at: datetime, ground: str, claim: str, attachments: list[Upload]
) -> Matter:
    """Object to a record as its body; the organ's days run from now. One objection at a time.

    Raises `NotCompetent`, `NothingToContest` or `AlreadyContested`.
    """
    record = standing_record(matter)
    if by.role != Actor.LIAISON or not is_for(by, record):
        raise NotCompetent("异议由当事单位的联络员提出")
    if record.kind != "record" or record.state not in CONTESTABLE:
        raise NothingToContest("该记录尚未告知或者已经终止，没有可以提出异议的信息")
    if ground not in grounds_against(record):
        raise NothingToContest("认定以前，事实和依据请在陈述申辩中提出；异议仅限于主体错误")
    if open_objections(record):
        raise AlreadyContested("对该记录的异议正在办理，请在该异议中补充")
    new = NewMatter(
        OBJECTION, f"对{record.title}的异议", record.body, record.organ, record.rulebook, parent=record
    )
    objection = open_matter(new=new, by=by, at=at, note=ObjectionGround(ground).zh)
    Objection.objects.create(matter=objection, ground=ground, claim=claim, filed_on=legal_day(at))
    show_to_subject(matter=objection, at=at)
    attach(matter=objection, part=Part.PROOF, uploads=attachments, by=by, at=at)
    _start(objection, "objection.accept", "形式审查，受理或者不予受理", legal_day(at), "收到异议申请")
    _start(objection, "objection.own", "作出异议处理决定", legal_day(at), "收到异议申请")
    return objection


@transaction.atomic
def add_proof(*, matter: Matter, by: Mandate, at: datetime, attachments: list[Upload]) -> None:
    """Let the body add to its proof while the objection is being handled."""
    attach(matter=matter, part=Part.PROOF, uploads=attachments, by=by, at=at)


@transaction.atomic
def accept(*, matter: Matter, by: Mandate, at: datetime) -> None:
    """Accept an objection: from this moment the public record says that it is contested."""
    standing_record(record_behind(matter))
    move(matter=matter, code="accept", by=by, at=at)
    end_deadlines(matter=matter, clocks=("objection.accept",), on=legal_day(at), ended_by="受理")


@transaction.atomic
def decline(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Refuse to take up an objection, with the reason; the body is told in a document that is served."""
    Objection.objects.filter(pk=matter.pk).update(reason=reason)
    move(matter=matter, code="decline", by=by, at=at, note=reason)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="不予受理")
    draft_document(kind=NOT_ACCEPTED, parent=matter, addressee=matter.body, value={}, by=by, at=at)


@transaction.atomic
def ask_supplier(*, matter: Matter, by: Mandate, at: datetime, supplier: str, question: str) -> None:
    """Ask the unit that supplied the information: seven working days in all, counted from the filing as before."""
    objection = objection_of(matter)
    move(matter=matter, code="ask_supplier", by=by, at=at, note=f"请{supplier}协助核查：{question}")
    Objection.objects.filter(pk=matter.pk).update(supplier=supplier)
    end_deadlines(matter=matter, clocks=("objection.own",), on=legal_day(at), ended_by="转提供单位协查")
    _start(matter, "objection.joint", "作出异议处理决定（需协查）", objection.filed_on, "收到异议申请")
    _start(matter, "objection.supplier_answer", f"{supplier}答复"[:80], legal_day(at), "转提供单位协查")


@transaction.atomic
def record_answer(
    *, matter: Matter, by: Mandate, at: datetime, answer: str, answered_on: date, attachments: list[Upload]
) -> None:
    """Enter what the supplier answered, and when."""
    if not objection_of(matter).supplier:
        raise NotAsked("尚未转提供单位协查")
    if answered_on > legal_day(at):
        raise UnableToMove(f"答复日期 {answered_on} 晚于今天，应当是已经发生的日期")
    Objection.objects.filter(pk=matter.pk).update(answer=answer, answered_on=answered_on)
    attach(matter=matter, part=Part.EVIDENCE, uploads=attachments, by=by, at=at)
    end_deadlines(
        matter=matter, clocks=("objection.supplier_answer",), on=answered_on, ended_by="提供单位答复"
    )


def follow_objection(*, matter: Matter, at: datetime) -> None:
    """Whatever state an objection enters, the public record bears the marker exactly while one is being handled."""
    record = record_behind(matter)
    shown = publication_in_force(record, record.kind)
    if shown is not None:
        (mark if is_contested(record) else unmark)(publication=shown, at=at)


def follow_end_of_record(*, matter: Matter, at: datetime) -> None:
    """The record ended, or was never determined: what is still contested of it has no object any more."""
    for objection in open_objections(matter):
        move(matter=objection, code="lapse", by=None, at=at, note="异议所针对的记录已经终止")
        end_deadlines(matter=objection, clocks=None, on=legal_day(at), ended_by="记录已终止")


def _start(matter: Matter, clock: str, title: str, start: date, started_by: str) -> None:
    start_deadline(
        matter=matter, clock=clock, title=title, owes=Owes.ORGAN, start=start, started_by=started_by
    )
