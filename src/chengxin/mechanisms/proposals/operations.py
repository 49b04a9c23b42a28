"""Every write from the register to the handling body: register, assign, take, return, co-handle, and what is a lead."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from django.db import IntegrityError, transaction

from chengxin.chain.leads.operations import Heard, register_lead
from chengxin.chain.records.competence import NoCompetentOrgan, competent_organ
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import (
    NewMatter,
    NotCompetent,
    UnableToMove,
    add_note,
    move,
    open_matter,
    pass_to_successor,
    show_to_subject,
)
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.personal import refuse_personal_information
from chengxin.ground.ciphers import seal
from chengxin.mechanisms.proposals.models import Proposal, Source
from chengxin.mechanisms.proposals.queries import (
    MISCONDUCT,
    SEAL,
    clock_of,
    listed,
    names_in,
    proposal_of,
    proposer_of,
    word_of,
)
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.proposals import CO_HANDLING, PROPOSAL
from chengxin_core.lifecycle.table import Actor
from chengxin_core.vocabulary import Area

TITLE = "{source}{number}号：{title}"


class NotRegistered(UnableToMove):
    """A suggestion that cannot stand in the register as it was given; the text says what is wrong."""


@dataclass(frozen=True, slots=True)
class Received:
    """A suggestion or proposal as it was received: `proposer` names persons and is sealed, the text names nobody."""

    source: Source
    session: str
    number: str
    title: str
    text: str
    proposer: str
    received_on: date
    body: PublicBody  # that is to answer it
    is_confidential: bool = False

    def digest(self, organ: PublicBody) -> str:
        """The same number of the same session is the same suggestion, however it comes in."""
        same = [self.source.value, organ.pk, self.session, self.number]
        return hashlib.sha256(msgspec.json.encode(same)).hexdigest()


@transaction.atomic
def register(*, received: Received, by: Mandate, at: datetime) -> tuple[Proposal, bool]:
    """Register a suggestion or proposal with the organ of `by`, which assigns it; return it, and whether it is new.

    The body that is to answer sees it once it is assigned. Raises `NotCompetent`, `NotRegistered`, `NamesAPerson`.
    """
    _require_in_charge_of(received.body, by)
    _require_whole(received, legal_day(at))
    digest = received.digest(by.body)
    known = Proposal.objects.filter(digest=digest).select_related("matter").first()
    if known is not None:
        return known, False
    title = TITLE.format(source=received.source.zh, number=received.number, title=received.title[:120])
    matter = open_matter(new=NewMatter(PROPOSAL, title, received.body, by.body), by=by, at=at)
    try:
        with transaction.atomic():
            proposal = Proposal.objects.create(
                matter=matter,
                source=received.source,
                session=received.session,
                number=received.number,
                text=received.text,
                proposer=seal(received.proposer, purpose=SEAL),
                received_on=received.received_on,
                is_confidential=received.is_confidential,
                digest=digest,
            )
    except IntegrityError:
        raise NotRegistered("同一件建议提案刚刚已由他人登记，请刷新页面后查看") from None
    _start(proposal, "assign", "交办", Owes.ORGAN, received.received_on)
    return proposal, True


@transaction.atomic
def assign(*, matter: Matter, by: Mandate, at: datetime, co_handlers: Sequence[PublicBody] = ()) -> None:
    """Assign a matter to the body that leads, and ask each of `co_handlers` for its opinion."""
    proposal = proposal_of(matter)
    for each in co_handlers:
        _require_in_charge_of(each, by)
        if each.pk == matter.body_id:
            raise UnableToMove(f"{each.name}是主办单位，不能同时协办")
    move(matter=matter, code="assign", by=by, at=at, note=f"主办：{matter.body.name}")
    _hand_to_body(proposal, at)
    for each in {body.pk: body for body in co_handlers}.values():
        _ask_co_handler(proposal, each, by, at)


@transaction.atomic
def take(*, matter: Matter, by: Mandate, at: datetime) -> None:
    """Take a matter up as the body that it was assigned to: from now on it cannot be returned."""
    move(matter=matter, code="take", by=by, at=at)
    _end(matter, "return", at, "已承办")


@transaction.atomic
def ask_return(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Ask the organ to take a matter back, with the reason; until it agrees the matter stays where it is (S-04)."""
    proposal = proposal_of(matter)
    move(matter=matter, code="ask_return", by=by, at=at, note=reason)
    _end(matter, "return", at, "已申请退回")
    _start(proposal, "assign", "答复退回申请", Owes.ORGAN, legal_day(at))


@transaction.atomic
def keep(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Refuse to take a matter back: the body handles it, and its period runs on as it ran."""
    move(matter=matter, code="keep", by=by, at=at, note=reason)
    _end(matter, "assign", at, "不同意退回")


@transaction.atomic
def reassign(*, matter: Matter, by: Mandate, at: datetime, body: PublicBody, reason: str) -> None:
    """Agree to a return and assign the matter to another body, whose period begins anew."""
    _require_in_charge_of(body, by)
    if body.pk == matter.body_id:
        raise UnableToMove(f"{body.name}正是申请退回的单位")
    told = f"{matter.body.name}退回，改由{body.name}主办。{reason}"
    move(matter=matter, code="reassign", by=by, at=at, note=told)
    pass_to_successor(matter=matter, body=body, organ=matter.organ, at=at, note=told)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="改交其他单位")
    _hand_to_body(proposal_of(matter), at)


@transaction.atomic
def declare_hard(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> str:
    """Find, as the organ that assigned, that a suggestion is wide and difficult: the longer period counts (S-01)."""
    proposal = proposal_of(matter)
    if proposal.source != Source.DEPUTY:
        raise UnableToMove("较长的答复期限是代表法为代表建议规定的，政协提案不适用")
    if proposal.is_hard or proposal.assigned_on is None:
        raise UnableToMove("已经按较长期限办理" if proposal.is_hard else "尚未交办")
    Proposal.objects.filter(pk=matter.pk).update(is_hard=True)
    _end(matter, "handle", at, "涉及面广、处理难度大")
    _start(proposal, "hard", "答复", Owes.BODY, proposal.assigned_on)
    add_note(matter=matter, part=Part.DEADLINE, text=reason, by=by, at=at)
    return "已按涉及面广、处理难度大的期限计算"


@transaction.atomic
def give_opinion(*, matter: Matter, by: Mandate, at: datetime, text: str) -> None:
    """Tell the body that leads what a co-handling body thinks (S-09); `matter` is the co-handling."""
    move(matter=matter, code="give", by=by, at=at)
    add_note(matter=matter, part=Part.OPINION, text=text, by=by, at=at)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="已提出协办意见")


@transaction.atomic
def open_lead(*, matter: Matter, by: Mandate, at: datetime, misconduct: str, reason: str) -> str:
    """Open a lead at the organ competent for the body: handling was careless, or what S-15 names; never a record."""
    today = legal_day(at)
    if misconduct not in {item.code for item in listed(matter, MISCONDUCT, on=today)}:
        raise UnableToMove(f"没有“{misconduct}”这种失职情形")
    try:
        organ = competent_organ(matter.body)
    except NoCompetentOrgan as refusal:
        raise UnableToMove(str(refusal)) from None
    refuse_personal_information({"情况": reason}, names=_names(proposal_of(matter)))
    word = word_of(matter, MISCONDUCT, misconduct)
    lead = register_lead(
        body=matter.body,
        organ=organ,
        heard=Heard(
            title=f"{matter.body.name}：办理建议提案 {matter.number}",
            area=Area.GENERAL,
            facts=f"{word}。{reason}",
            source=f"{matter.organ.name}，建议提案 {matter.number}",
            happened_on=today,
        ),
        by=None,
        at=at,
    )
    told = f"{word}：已形成问题线索 {lead.matter.number}，由{organ.name}核实"
    add_note(matter=matter, part=Part.OPINION, text=told, by=by, at=at)
    return told


def _require_in_charge_of(body: PublicBody, by: Mandate) -> None:
    if by.role != Actor.INTAKE_OFFICER:
        raise NotCompetent("建议提案由交办机关的受理人员登记和交办")
    if not body.path.startswith(by.body.region.path) or body.pk == by.body_id:
        raise NotCompetent(f"{by.body.name}不能把建议提案交给{body.name}办理")
    if body.is_fictional != by.body.is_fictional:
        raise NotCompetent("演示单位和真实单位的事项不能混在一起")


def _require_whole(received: Received, on: date) -> None:
    if received.received_on > on:
        raise NotRegistered(f"收到日期 {received.received_on} 晚于今天")
    if received.body.ended_on:
        raise NotRegistered(f"{received.body.name}已于 {received.body.ended_on} 撤销，请交给承继单位")
    names = names_in(received.proposer)
    if not names:
        raise NotRegistered("请填写提出者")
    refuse_personal_information({"标题": received.title, "内容": received.text}, names=names)


def _names(proposal: Proposal) -> list[str]:
    return names_in(proposer_of(proposal))


def _hand_to_body(proposal: Proposal, at: datetime) -> None:
    matter, today = proposal.matter, legal_day(at)
    show_to_subject(matter=matter, at=at)
    Proposal.objects.filter(pk=matter.pk).update(assigned_on=today)
    proposal.assigned_on = today
    _end(matter, "assign", at, "已交办")
    _start(proposal, "return", "承办或者申请退回", Owes.BODY, today)
    _start(proposal, "hard" if proposal.is_hard else "handle", "答复", Owes.BODY, today)


def _ask_co_handler(proposal: Proposal, body: PublicBody, by: Mandate, at: datetime) -> None:
    parent = proposal.matter
    new = NewMatter(CO_HANDLING, f"协办 {parent.title}", body, parent.organ, parent.rulebook, parent)
    child = open_matter(new=new, by=by, at=at)
    show_to_subject(matter=child, at=at)
    start_deadline(
        matter=child,
        clock=clock_of(proposal, "co_handler"),
        title="提出协办意见",
        owes=Owes.BODY,
        start=legal_day(at),
        started_by="交办",
    )


def _start(proposal: Proposal, step: str, title: str, owes: Owes, start: date) -> None:
    start_deadline(
        matter=proposal.matter,
        clock=clock_of(proposal, step),
        title=title,
        owes=owes,
        start=start,
        started_by=PROPOSAL.states(proposal.matter.state).zh,
    )


def _end(matter: Matter, step: str, at: datetime, ended_by: str) -> None:
    clocks = (clock_of(proposal_of(matter), step),)
    end_deadlines(matter=matter, clocks=clocks, on=legal_day(at), ended_by=ended_by)
