"""核实认定: what the body is asked, the order to put right, notice, hearing, finding; each by a served document.

A finding that was served is an effective instrument, and from there it goes the way of every instrument: a proposal,
the list gate, notice, hearing and determination of a record (policy N-26, N-28, R-10, Q-22). What it states is carried
over into that proposal; a person of the organ that keeps records confirms it.
"""

from datetime import date, datetime

from django.db import transaction

from chengxin.chain.evidence.operations import OwnInstrument, register_own_instrument
from chengxin.chain.evidence.queries import Stated
from chengxin.chain.records.queries import may_be_heard
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline, start_set_deadline
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.operations import draft_document
from chengxin.foundation.documents.queries import has_document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove, add_note, attach, move, show_to_subject
from chengxin.foundation.matters.parts import Part
from chengxin.ground.attachments import Upload
from chengxin.mechanisms.supervision.answering import ORDER
from chengxin.mechanisms.supervision.models import Complaint
from chengxin.mechanisms.supervision.queries import FINDING as FINDING
from chengxin.mechanisms.supervision.queries import complaint_of
from chengxin.mechanisms.supervision.telling import refuse_telling
from chengxin.mechanisms.supervision.urging import MENDING_CLOCK, REPLY_CLOCK
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.complaints import ComplaintState
from chengxin_core.vocabulary import Area, InstrumentKind

INQUIRY, NOTICE = "complaint_inquiry", "complaint_notice"
DEFENCE, TO_DETERMINE = "defence", "complaint.determine"
_UNSENT = ("drafted", "reviewed", "legal_reviewed", "issued", "dispatched")


class NotDueYet(UnableToMove):
    """The body neither refused nor let its days run out."""


class NotHeardYet(UnableToMove):
    """The body's days to answer still run, and it said nothing."""


@transaction.atomic
def draft_inquiry(*, matter: Matter, by: Mandate, at: datetime, question: str) -> Document:
    """Draft what the body is asked (协查通知书); nothing in it may tell who complained. Raises `TellsTheSender`."""
    refuse_telling(matter, question)
    _refuse_second(matter, INQUIRY)
    Complaint.objects.filter(pk=matter.pk).update(question=question)
    return draft_document(
        kind=INQUIRY, parent=matter, addressee=matter.body, value={"question": question}, by=by, at=at
    )


@transaction.atomic
def inquiry_served(*, document: Document, at: datetime) -> None:
    """The body was asked: its days to explain run, and from now on it sees the matter, never what was sent."""
    matter, served_on = _served(document)
    move(matter=matter, code="ask", by=None, at=at, note=f"{document.number} 于 {served_on} 送达")
    show_to_subject(matter=matter, at=at)
    end_deadlines(
        matter=matter, clocks=("hotline.return", "petition.objection"), on=served_on, ended_by="开始核实"
    )
    start_deadline(
        matter=matter,
        clock=REPLY_CLOCK,
        title="书面说明情况",
        owes=Owes.BODY,
        start=served_on,
        started_by=f"{document.number} 送达",
    )


@transaction.atomic
def explain(*, matter: Matter, by: Mandate, at: datetime, text: str, attachments: list[Upload]) -> None:
    """Keep what the body explains."""
    add_note(matter=matter, part=Part.EXPLANATION, text=text, by=by, at=at)
    attach(matter=matter, part=Part.EXPLANATION, uploads=attachments, by=by, at=at)
    end_deadlines(matter=matter, clocks=(REPLY_CLOCK,), on=legal_day(at), ended_by="单位书面说明")


@transaction.atomic
def order_served(*, document: Document, at: datetime) -> None:
    """The order to put right reached the body: its days run from then."""
    matter, served_on = _served(document)
    complaint = complaint_of(matter)
    if matter.state != ComplaintState.SUBSTANTIATED or complaint.days is None:
        return
    start_set_deadline(
        matter=matter,
        clock=MENDING_CLOCK,
        title="整改到位并报告",
        owes=Owes.BODY,
        start=served_on,
        days=complaint.days,
        started_by=f"{document.number} 送达",
    )


@transaction.atomic
def report(*, matter: Matter, by: Mandate, at: datetime, text: str, attachments: list[Upload]) -> None:
    """Keep what the body reports of putting right."""
    add_note(matter=matter, part=Part.REPORT, text=text, by=by, at=at)
    attach(matter=matter, part=Part.REPORT, uploads=attachments, by=by, at=at)
    end_deadlines(matter=matter, clocks=(MENDING_CLOCK,), on=legal_day(at), ended_by="单位报告整改")


@transaction.atomic
def draft_notice(*, matter: Matter, by: Mandate, at: datetime, refusal: str) -> Document:
    """Draft the notice that a breach is to be determined, after the body refused or let the term pass (policy N-26).

    Raises `NotDueYet` while the term runs, `TellsTheSender` where the words tell who complained.
    """
    refuse_telling(matter, refusal)
    _refuse_second(matter, NOTICE)
    running = matter.deadlines.running().filter(clock=MENDING_CLOCK)
    if running.filter(due_on__gte=legal_day(at)).exists() or not has_document(matter, ORDER, "served"):
        raise NotDueYet("责令整改的期限尚未届满，单位也没有报告，不能提出认定")
    Complaint.objects.filter(pk=matter.pk).update(refusal=refusal)
    start_deadline(
        matter=matter,
        clock=TO_DETERMINE,
        title="确认违约失信",
        owes=Owes.ORGAN,
        start=legal_day(at),
        started_by="整改期限届满",
    )
    return draft_document(kind=NOTICE, parent=matter, addressee=matter.body, value={}, by=by, at=at)


@transaction.atomic
def notice_served(*, document: Document, at: datetime) -> None:
    """The notice reached the body: its days to answer run."""
    matter, served_on = _served(document)
    move(matter=matter, code="notice", by=None, at=at, note=f"{document.number} 于 {served_on} 送达")
    end_deadlines(matter=matter, clocks=(MENDING_CLOCK,), on=served_on, ended_by="已告知拟认定")
    start_deadline(
        matter=matter,
        clock=DEFENCE,
        title="陈述申辩",
        owes=Owes.BODY,
        start=served_on,
        started_by=f"{document.number} 送达",
    )


@transaction.atomic
def defend(*, matter: Matter, by: Mandate, at: datetime, text: str, attachments: list[Upload]) -> None:
    """Keep what the body answers to the notice."""
    add_note(matter=matter, part=Part.DEFENCE, text=text, by=by, at=at)
    attach(matter=matter, part=Part.DEFENCE, uploads=attachments, by=by, at=at)
    end_deadlines(matter=matter, clocks=(DEFENCE,), on=legal_day(at), ended_by="单位提交陈述申辩")


@transaction.atomic
def hear(*, matter: Matter, by: Mandate, at: datetime, opinion: str) -> None:
    """Note what the organ thinks of the answer, or that its time ran out. Raises `NotHeardYet`."""
    if not may_be_heard(matter, DEFENCE, on=legal_day(at)):
        raise NotHeardYet("陈述申辩期限尚未届满，单位也没有提交意见")
    refuse_telling(matter, opinion)
    move(matter=matter, code="hear", by=by, at=at, note=opinion)
    end_deadlines(matter=matter, clocks=(DEFENCE,), on=legal_day(at), ended_by="听取陈述申辩")


@transaction.atomic
def draft_finding(*, matter: Matter, by: Mandate, at: datetime) -> Document:
    """Draft the finding (违约失信认定书)."""
    _refuse_second(matter, FINDING)
    return draft_document(kind=FINDING, parent=matter, addressee=matter.body, value={}, by=by, at=at)


@transaction.atomic
def finding_served(*, document: Document, at: datetime) -> None:
    """The finding reached the body: who issued it determined it; a record with all that it states is proposed on it."""
    matter, served_on = _served(document)
    note = f"{document.number} 于 {served_on} 送达"
    move(matter=matter, code="determine", by=None, at=at, note=note, decided_by=document.issued_by)
    end_deadlines(matter=matter, clocks=None, on=served_on, ended_by="违约失信认定书送达")
    complaint = complaint_of(matter)
    assert document.issued_on is not None  # it was served
    made = OwnInstrument(
        kind=InstrumentKind.BREACH_FINDING,
        issuer=matter.organ.name,
        number=document.number,
        form="违约失信认定书",
        decided_on=document.issued_on,
        effective_on=served_on,
        ruling=complaint.finding,
        stated=Stated(f"{complaint.finding}\n{complaint.refusal}".strip(), Area(complaint.area)),
    )
    register_own_instrument(made=made, against=matter.body, at=at)
    Complaint.objects.filter(pk=matter.pk).update(instrument=document.number)


def _refuse_second(matter: Matter, kind: str) -> None:
    if has_document(matter, kind, *_UNSENT):
        raise UnableToMove("该文书已经拟写，请在文书中继续办理")


def _served(document: Document) -> tuple[Matter, date]:
    assert document.matter.parent is not None  # drafted in the complaint
    assert document.served_on is not None  # called on service only
    return document.matter.parent, document.served_on
