"""拟责令整改的告知和听取: an order that goes beyond the record's notice is told of and heard on first (Q-19, R-33)."""

from datetime import datetime

from django.db import transaction

from chengxin.chain.consequences.models import Rectification
from chengxin.chain.records.operations import NotHeard
from chengxin.chain.records.queries import may_be_heard
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.operations import draft_document
from chengxin.foundation.documents.queries import has_document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove, add_note, attach, move
from chengxin.foundation.matters.parts import Part
from chengxin.ground.attachments import Upload
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.consequences import RectificationState

NOTICE_OF_ORDER = "rectification_notice"
DEFENCE = "measure.defence"


class GraverThanTold(UnableToMove):
    """What is ordered after the hearing would be graver than what was told before it (policy R-33)."""


@transaction.atomic
def draft_order_notice(*, matter: Matter, by: Mandate, at: datetime) -> Document:
    """Draft the notice of an intended order (拟责令整改告知书)."""
    if has_document(matter, NOTICE_OF_ORDER):
        raise UnableToMove("拟责令整改告知书已经拟写，请在文书中继续办理")
    return draft_document(kind=NOTICE_OF_ORDER, parent=matter, addressee=matter.body, value={}, by=by, at=at)


@transaction.atomic
def order_notice_served(*, document: Document, at: datetime) -> None:
    """The notice of an intended order reached the body: its days to answer run from that day."""
    matter, served_on = document.matter.parent, document.served_on
    assert matter is not None  # drafted in the matter of the order
    assert served_on is not None  # called on service only
    move(matter=matter, code="notice", by=None, at=at, note=f"{document.number} 于 {served_on} 送达")
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
    """Keep what the body answers to the notice of an intended order; it never makes the outcome harsher."""
    if matter.state != RectificationState.NOTICED:
        raise UnableToMove("没有等待陈述申辩的责令整改")
    add_note(matter=matter, part=Part.DEFENCE, text=text, by=by, at=at)
    attach(matter=matter, part=Part.DEFENCE, uploads=attachments, by=by, at=at)
    end_deadlines(matter=matter, clocks=(DEFENCE,), on=legal_day(at), ended_by="单位提交陈述申辩")


@transaction.atomic
def hear(*, matter: Matter, by: Mandate, at: datetime, opinion: str, days: int | None) -> None:
    """Note what the organ thinks of the answer, or that the time for it ran out, and what is left of the order.

    It may only become lighter: more days, or none (an explanation only). Raises `NotHeard` or `GraverThanTold`.
    """
    if not may_be_heard(matter, DEFENCE, on=legal_day(at)):
        raise NotHeard("陈述申辩期限尚未届满，单位也没有提交意见，不能进入下一步")
    told = matter.rectification.days
    if days is not None and (told is None or days < told):
        raise GraverThanTold("听取陈述申辩以后，整改期限只能延长或者改为只须书面说明，不得加重（R-33）")
    move(matter=matter, code="hear", by=by, at=at, note=opinion)
    is_tracked = matter.rectification.is_tracked and days is not None
    Rectification.objects.filter(pk=matter.pk).update(days=days, is_tracked=is_tracked)
    end_deadlines(matter=matter, clocks=(DEFENCE,), on=legal_day(at), ended_by="听取陈述申辩")
