"""会签和协办: units asked for their word, each by a day of its own.

A consultation is a matter of the unit that is asked: it stands on that unit's list, its clock is a deadline like any
other. It carries the text as it was when asked, since a draft of another organ is out of the unit's sight.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline, start_set_deadline
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.operations import preview
from chengxin.foundation.documents.showing import spelt
from chengxin.foundation.matters.handling import handles
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import (
    NewMatter,
    NotCompetent,
    UnableToMove,
    move,
    open_matter,
)
from chengxin.foundation.matters.unbiased import require_unbiased
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.worklists.models import Consultation
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.consultations import CONSULTATION, ConsultationKind, ConsultationState

CLOCKS = {ConsultationKind.COUNTERSIGN: "office.countersign", ConsultationKind.ASSIST: "office.assist"}


class CannotBeAsked(UnableToMove):
    """The unit cannot be asked about this matter."""


@transaction.atomic
def consult(
    *,
    matter: Matter,
    units: Sequence[PublicBody],
    purpose: ConsultationKind,
    question: str,
    days: int | None = None,
    days_of: Mapping[str, int] | None = None,
    by: Mandate,
    at: datetime,
) -> list[Consultation]:
    """Ask each of these units for its word on a matter; each gets a clock of its own, started today.

    The limit is the rulebook's, in its unit, or `days` calendar days; `days_of` gives a unit, by its id, days of its
    own. A unit that owes its word still is not asked again.
    Raises `NotCompetent`, `CannotBeAsked`, `Recused`.
    """
    if not handles(by, matter):
        raise NotCompetent(f"该事项由{matter.organ.name}办理，不由{by.body.name}送会签或者请求协办")
    if matter.official_id is not None:
        raise CannotBeAsked("涉及公务员个人的事项不送其他单位会签或者协办")
    if matter.kind == CONSULTATION.kind:
        raise CannotBeAsked("会签件本身不再送会签")
    require_unbiased(by, matter, on=legal_day(at))
    owing = set(
        matter.children.filter(kind=CONSULTATION.kind, state=ConsultationState.ASKED).values_list(
            "organ_id", flat=True
        )
    )
    said = _text_of(matter)
    own = days_of or {}
    return [
        _ask(matter, unit, purpose, question, own.get(unit.pk, days), said, by, at)
        for unit in units
        if unit.pk not in owing
    ]


def _ask(
    matter: Matter,
    unit: PublicBody,
    purpose: ConsultationKind,
    question: str,
    days: int | None,
    said: list[dict[str, object]],
    by: Mandate,
    at: datetime,
) -> Consultation:
    if unit.pk in {matter.body_id, by.body_id}:
        raise CannotBeAsked(f"{unit.name}是当事单位或者本单位，不能会签或者协办")
    new = NewMatter(CONSULTATION, f"{purpose.zh}：{matter.title}", matter.body, unit, None, matter)
    asked = open_matter(new=new, by=by, at=at)
    made = Consultation.objects.create(
        matter=asked, purpose=purpose, asked_by=by, question=question, said=said
    )
    title, started = (
        f"{purpose.zh}答复期限",
        f"{by.body.name}{'送会签' if purpose == 'countersign' else '请求协办'}",
    )
    start = legal_day(at)
    if days is None:
        start_deadline(
            matter=asked,
            clock=CLOCKS[purpose],
            title=title,
            owes=Owes.ORGAN,
            start=start,
            started_by=started,
        )
    else:
        start_set_deadline(
            matter=asked,
            clock=CLOCKS[purpose],
            title=title,
            owes=Owes.ORGAN,
            start=start,
            days=days,
            started_by=started,
        )
    return made


def agree(*, matter: Matter, by: Mandate, at: datetime, opinion: str = "") -> None:
    """Agree, as the unit asked."""
    _answer(matter, "agree", by, at, opinion)


def differ(*, matter: Matter, by: Mandate, at: datetime, opinion: str) -> None:
    """Say what the unit holds against it."""
    _answer(matter, "differ", by, at, opinion)


def reply(*, matter: Matter, by: Mandate, at: datetime, opinion: str) -> None:
    """Answer what was asked for."""
    _answer(matter, "reply", by, at, opinion)


@transaction.atomic
def withdraw(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Ask no more, as whoever asked or a colleague of the same body."""
    if by.body_id != matter.consultation.asked_by.body_id or by.body_id == matter.organ_id:
        raise NotCompetent("会签和协办由送出的单位撤回")
    move(matter=matter, code="withdraw", by=None, at=at, note=f"{by.post}撤回：{reason}")
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="已撤回")


@transaction.atomic
def follow_cancelled(*, matter: Matter, at: datetime) -> None:
    """Ask no more about a document that was cancelled."""
    owing = matter.children.filter(kind=CONSULTATION.kind, state=ConsultationState.ASKED)
    for each in owing:
        move(matter=each, code="withdraw", by=None, at=at, note="文书已作废")
        end_deadlines(matter=each, clocks=None, on=legal_day(at), ended_by="已撤回")


def why_not_issued(document: Document) -> str:
    """Say why a document waits: a unit owes its countersign, or its last word was against it."""
    asked = Consultation.objects.filter(
        matter__parent=document.pk, purpose=ConsultationKind.COUNTERSIGN
    ).exclude(matter__state=ConsultationState.WITHDRAWN)
    last = {
        each.matter.organ_id: each.matter for each in asked.select_related("matter__organ").order_by("pk")
    }
    for matter in last.values():
        if matter.state == ConsultationState.ASKED:
            return f"{matter.organ.name}尚未会签，不能签发；可以催办，或者撤回会签"
        if matter.state == ConsultationState.OBJECTED:
            return f"{matter.organ.name}会签提出不同意见，应当退回修改或者协商一致，重新会签"
    return ""


@transaction.atomic
def _answer(matter: Matter, code: str, by: Mandate, at: datetime, opinion: str) -> None:
    move(matter=matter, code=code, by=by, at=at, note=opinion)
    Consultation.objects.filter(pk=matter.pk).update(answer=opinion)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="已答复")


def _text_of(matter: Matter) -> list[dict[str, object]]:
    """Return what a draft says now; nothing where the matter is no document."""
    document = getattr(matter, "document", None)
    if document is None:
        return []
    return document.said or spelt(preview(document))
