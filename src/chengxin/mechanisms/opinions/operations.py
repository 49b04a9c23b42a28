"""Every write of received opinions: register, answer, send back, conclude, what was promised, the lead that one may be.

What the press publishes and what is asked of a body on the air is registered as the papers of organs are.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from chengxin.chain.leads.operations import Heard, register_lead
from chengxin.chain.records.competence import NoCompetentOrgan, competent_organ
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_set_deadline
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
from chengxin.foundation.matters.second_looks import require_reason, why_not_decided_by
from chengxin.foundation.matters.two_persons import require_another_person
from chengxin.foundation.rules.queries import calendar, current_rulebook
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.personal import refuse_personal_information
from chengxin.ground.attachments import Upload
from chengxin.mechanisms.commitments.models import Beneficiary, Commitment
from chengxin.mechanisms.commitments.operations import Promise, propose
from chengxin.mechanisms.opinions.models import PromiseMade, ReceivedOpinion
from chengxin.mechanisms.opinions.queries import (
    CLOCK,
    MEDIA_CLOCK,
    is_of_the_media,
    opinion_of,
    source_zh,
    sources_on,
)
from chengxin_core.calendar import due, legal_day
from chengxin_core.lifecycle.opinions import RECEIVED_OPINION, ReceivedOpinionState
from chengxin_core.lifecycle.table import Actor
from chengxin_core.vocabulary import Area
from chengxin_core.voices.replies import second_look

SAID_IN_PUBLIC = "said_in_public"  # of the list `commitment_kinds`


class NotRegistered(UnableToMove):
    """An opinion that cannot be registered as it was given; the text says what is wrong."""


@dataclass(frozen=True, slots=True)
class Given:
    """An opinion as its paper or its medium has it; `answer_by` is the day that it sets.

    The press sets none: the rulebook's days run from its publication then. `place` is where that can be found.
    """

    body: PublicBody
    source: str  # of the list `received_opinions`
    issuer: str
    number: str
    title: str
    text: str
    received_on: date
    answer_by: date | None
    place: str = ""


@transaction.atomic
def register(*, given: Given, by: Mandate, at: datetime) -> tuple[ReceivedOpinion, bool]:
    """Register an opinion with the organ of `by` and tell the body at once; return it, and whether it is new.

    The same number of the same issuer is the same opinion. Raises `NotCompetent`, `NotRegistered`, `NamesAPerson`.
    """
    _require_in_charge_of(given.body, by)
    given = _with_its_day(given, by, legal_day(at))
    _require_whole(given, by, legal_day(at))
    assert given.answer_by is not None  # it was counted, or refused
    known = ReceivedOpinion.objects.filter(issuer=given.issuer, number=given.number).first()
    if known is not None:
        if known.matter.organ_id != by.body_id:
            raise NotRegistered("该文号已由其他机关登记")
        return known, False
    matter = open_matter(new=NewMatter(RECEIVED_OPINION, given.title, given.body, by.body), by=by, at=at)
    try:
        with transaction.atomic():
            opinion = ReceivedOpinion.objects.create(
                matter=matter,
                source=given.source,
                issuer=given.issuer,
                number=given.number,
                text=given.text,
                received_on=given.received_on,
                answer_by=given.answer_by,
                place=given.place,
            )
    except IntegrityError:
        raise NotRegistered("同一文号刚刚已由他人登记，请刷新页面后查看") from None
    show_to_subject(matter=matter, at=at)
    _owe_an_answer(opinion)
    return opinion, True


@transaction.atomic
def answer(*, matter: Matter, by: Mandate, at: datetime, text: str, attachments: list[Upload]) -> str:
    """Answer as the body what it did about an opinion, with the paper of its answer.

    One that says nothing is held for a second look, and the body's days run on. Returns in words whether it is.
    """
    opinion = opinion_of(matter)
    if not attachments:
        raise UnableToMove("答复须附书面答复")
    refuse_personal_information({"答复": text}, names=[])
    look = second_look(text, f"{matter.title}。{opinion.text}")
    note = look.explain() if look else ""
    move(matter=matter, code="hold" if look else "answer", by=by, at=at, note=note)
    ReceivedOpinion.objects.filter(pk=opinion.pk).update(answer=text)
    attach(matter=matter, part=Part.ANSWER, uploads=attachments, by=by, at=at)
    if look:
        return f"答复提请复核：{note}"
    end_deadlines(matter=matter, clocks=(CLOCK,), on=legal_day(at), ended_by="单位已答复")
    return ""


def why_not_let_pass_by(matter: Matter, by: Mandate) -> str:
    """Return why `by` may not say that the answer that is held will do; '' where it may."""
    held = matter.moves.filter(code="hold").select_related("by").last()
    return why_not_decided_by(by, drafted_by=held.by if held else None)


@transaction.atomic
def let_pass(*, matter: Matter, by: Mandate, at: datetime, second_reason: str) -> None:
    """Say, as the organ that keeps track, why an answer that was held will do: it counts from the day it came.

    Raises `SamePerson`, or `HeldBack` without a reason.
    """
    held = matter.moves.filter(code="hold").select_related("by").last()
    if held is None or held.by is None:
        raise UnableToMove("没有提请复核的答复")
    require_another_person(why_not_let_pass_by(matter, by))
    reason = require_reason(held.note, second_reason)
    move(matter=matter, code="let_pass", by=by, at=at, note=reason)
    end_deadlines(matter=matter, clocks=(CLOCK,), on=legal_day(held.at), ended_by="单位已答复")


@transaction.atomic
def send_back(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Find that an answer is none: the body owes one by the day that was set, which may be past."""
    is_owed_still = matter.state == ReceivedOpinionState.HELD
    move(matter=matter, code="send_back", by=by, at=at, note=reason)
    if not is_owed_still:
        _owe_an_answer(opinion_of(matter))


@transaction.atomic
def conclude(*, matter: Matter, by: Mandate, at: datetime, result: str) -> None:
    """Write down, as the organ that keeps track, what came of an opinion."""
    refuse_personal_information({"结果": result}, names=[])
    move(matter=matter, code="conclude", by=by, at=at)
    ReceivedOpinion.objects.filter(pk=matter.pk).update(result=result)


@transaction.atomic
def enter_promise(
    *, matter: Matter, by: Mandate, at: datetime, text: str, target: str, due_on: date
) -> Commitment:
    """Propose for the ledger what the body promised before everybody, with its source; the same words once.

    The body itself does so, or the organ that keeps track of the opinion. It is reviewed as every promise is.
    Raises `NotEntered`, or `NamesAPerson`.
    """
    opinion = opinion_of(matter)
    promise = Promise(
        body=matter.body,
        kind=SAID_IN_PUBLIC,
        text=text,
        target=target,
        due_on=due_on,
        beneficiary_kind=Beneficiary.PUBLIC,
        document_title=f"{opinion.issuer}：{matter.title}"[:200],
        document_number=opinion.number,
        made_on=opinion.received_on,
    )
    commitment, _ = propose(promise=promise, by=by, at=at)
    PromiseMade.objects.get_or_create(commitment=commitment, defaults={"opinion": opinion})
    return commitment


def tell_promise(*, matter: Matter, by: Mandate, at: datetime, **said: Any) -> str:
    """Enter a promise; return what came of it, for whoever pressed the button."""
    return f"已登记承诺 {enter_promise(matter=matter, by=by, at=at, **said).matter.number}，待前置审查"


@transaction.atomic
def open_lead(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> str:
    """Open the one lead of an opinion at the organ competent for its body, which verifies it (N-23, Q-39)."""
    opinion = opinion_of(matter)
    if opinion.lead is not None:
        raise UnableToMove(f"已形成问题线索 {opinion.lead.matter.number}")
    if by.role != Actor.INTAKE_OFFICER or by.body_id != matter.organ_id:
        raise NotCompetent(f"由{matter.organ.name}受理人员办理")
    try:
        organ = competent_organ(matter.body)
    except NoCompetentOrgan as refusal:
        raise UnableToMove(str(refusal)) from None
    refuse_personal_information({"情况": reason}, names=[])
    word = source_zh(matter, opinion.source)
    lead = register_lead(
        body=matter.body,
        organ=organ,
        heard=Heard(
            title=f"{matter.body.name}：{word} {matter.number}",
            area=Area.GENERAL,
            facts=reason,
            source=f"{word}，{opinion.issuer} {opinion.number}",
            happened_on=opinion.received_on,
        ),
        by=None,
        at=at,
    )
    ReceivedOpinion.objects.filter(pk=matter.pk).update(lead=lead)
    return f"已形成问题线索 {lead.matter.number}，由{organ.name}核实"


def _require_in_charge_of(body: PublicBody, by: Mandate) -> None:
    if by.role != Actor.INTAKE_OFFICER:
        raise NotCompetent("监督意见由受理人员登记")
    if not body.path.startswith(by.body.region.path) or body.pk == by.body_id:
        raise NotCompetent(f"{by.body.name}不能登记{body.name}收到的监督意见")
    if body.is_fictional != by.body.is_fictional:
        raise NotCompetent("演示单位和真实单位的事项不能混在一起")


def _with_its_day(given: Given, by: Mandate, on: date) -> Given:
    """Return an opinion with the day by which it is to be answered, counted where the press set none."""
    book = current_rulebook(by.body.path)
    if given.answer_by is not None:
        return given
    if not is_of_the_media(given.source, book, on=on):
        raise NotRegistered("请填写文书写明的答复期限")
    rule = book.clock(MEDIA_CLOCK).on(on)
    return replace(given, answer_by=due(given.received_on, *rule.period, calendar()).due_on)


def _require_whole(given: Given, by: Mandate, on: date) -> None:
    if given.received_on > on:
        raise NotRegistered(f"收到日期 {given.received_on} 晚于今天")
    if given.answer_by is None or given.answer_by <= given.received_on:
        raise NotRegistered(f"答复期限 {given.answer_by} 应当晚于收到日期 {given.received_on}")
    if given.body.ended_on:
        raise NotRegistered(f"{given.body.name}已于 {given.body.ended_on} 撤销，请登记在承继单位名下")
    if given.source not in {item.code for item in sources_on(by.body.path, on=on)}:
        raise NotRegistered(f"没有“{given.source}”这种监督意见")
    refuse_personal_information({"标题": given.title, "内容": given.text}, names=[])


def _owe_an_answer(opinion: ReceivedOpinion) -> None:
    start_set_deadline(
        matter=opinion.matter,
        clock=CLOCK,
        title="答复监督意见",
        owes=Owes.BODY,
        start=opinion.received_on,
        days=(opinion.answer_by - opinion.received_on).days,
        started_by="收到监督意见",
    )
