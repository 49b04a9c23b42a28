"""The steps of a record as people take them: each person their own, each document issued and served. 演示数据。"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

import msgspec

from chengxin.chain.consequences import operations as measures
from chengxin.chain.consequences.owners import likeliest_owner
from chengxin.chain.consequences.queries import offers_for
from chengxin.chain.evidence.models import Instrument, InstrumentBody, Naming
from chengxin.chain.evidence.queries import SEAL
from chengxin.chain.records import operations as records
from chengxin.chain.records.showing import review_and_publish
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deliveries.consents import give_consent, own
from chengxin.foundation.deliveries.operations import dispatch, sign_for
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.operations import issue, review, review_in_law
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground.ciphers import seal
from chengxin_core.calendar import legal_day
from chengxin_core.determination.judgments import Proposal
from chengxin_core.vocabulary import Area, InstrumentKind

A_DAY = timedelta(days=1)
PLAINTIFF = "演示企业甲有限公司"


@dataclass(frozen=True, slots=True)
class Office:
    """The people of one credit office, and the liaison of the body that a record is about."""

    officer: Mandate
    second_officer: Mandate
    lawyer: Mandate
    head: Mandate
    release_reviewer: Mandate
    liaison: Mandate


@dataclass(frozen=True, slots=True)
class Story:
    """What a record is about: its words, its weight, and which grounds of relief were shown."""

    facts: str
    area: Area = Area.GENERAL
    loss: int = 5_000_000_00  # fen
    impact: str = "notable"
    relief: tuple[str, ...] = ()
    court: str = "演示市中级人民法院"


def make_instrument(
    *, body: PublicBody, number: str, decided_on: date, at: datetime, **changes: Any
) -> InstrumentBody:
    """An effective judgment that went against `body`, as an import would leave it."""
    said = {
        "parties": [
            {"role": "上诉人（原审被告）", "name": body.name, "is_public_body": True},
            {"role": "被上诉人（原审原告）", "name": PLAINTIFF, "is_public_body": False},
        ],
        "title": "",
        "reasoning": "本院认为，演示数据。",
        "ruling": "驳回上诉，维持原判。",
        "steps": [],
    }
    instrument = Instrument.objects.create(
        **{
            "kind": InstrumentKind.JUDGMENT,
            "digest": sha256(number.encode()).hexdigest(),
            "issuer": "演示市中级人民法院",
            "number": number,
            "form": "判决书",
            "procedure": "二审",
            "decided_on": decided_on,
            "sealed": seal(msgspec.json.encode(said).decode(), purpose=SEAL),
            "proposal": Proposal.ADVERSE,
            "is_final": True,
            "registered_at": at,
            **changes,
        }
    )
    return InstrumentBody.objects.create(
        instrument=instrument, name=body.name, is_adverse=True, naming=Naming.RESOLVED, body=body
    )


def draft(*, body: PublicBody, number: str, decided_on: date, at: datetime) -> Matter:
    """Open a record as an import proposes it."""
    mention = make_instrument(body=body, number=number, decided_on=decided_on, at=at)
    if records.propose_records(mentions=[mention], at=at) != 1:
        raise LookupError(f"{body.name}没有上级信用主管部门，不能提出记录")
    return Matter.objects.select_related("body", "organ").get(
        record__instruments__instrument=mention.instrument
    )


def agree_to_electronic_service(by: Mandate, at: datetime) -> None:
    """Let somebody agree to be served on the platform, who did not yet."""
    if not own(by).filter(revoked_at=None).exists():
        give_consent(by=by, address="演示数据", at=at)


def issue_and_serve(*, document: Document, office: Office, at: datetime) -> None:
    """Take a draft through review, review in law, issue, dispatch and signature, by different people."""
    matter = document.matter
    review(matter=matter, by=office.second_officer, at=at)
    review_in_law(matter=matter, by=office.lawyer, at=at)
    issue(matter=matter, by=office.head, at=at)
    agree_to_electronic_service(office.liaison, at)
    dispatch(matter=matter, by=office.officer, at=at)
    sign_for(matter=matter, by=office.liaison, at=at)


def submit(matter: Matter, office: Office, story: Story, at: datetime) -> None:
    """Submit a record under the item for lost cases."""
    records.submit(
        matter=matter,
        by=office.officer,
        at=at,
        record_type="judgment_adverse",
        area=story.area,
        facts=story.facts,
        conduct_ended_on=None,
    )


def accept(matter: Matter, office: Office, at: datetime) -> None:
    """Accept what was submitted."""
    records.accept(matter=matter, by=office.second_officer, at=at)


def grade(matter: Matter, office: Office, story: Story, at: datetime) -> None:
    """Grade a record by loss, impact and relief."""
    records.grade(
        matter=matter,
        by=office.officer,
        at=at,
        loss=story.loss,
        impact=story.impact,
        relief=story.relief,
        aggravation=(),
    )


def propose_measures(matter: Matter, office: Office, at: datetime) -> list[Matter]:
    """Propose the recommended measures, each to its likeliest owner."""
    chosen = []
    for offer in offers_for(matter, on=legal_day(at)):
        owner = likeliest_owner(offer.measure.owner, organ=matter.organ, body=matter.body)
        if offer.is_recommended and owner is not None:
            chosen.append((offer.measure.code, owner.pk))
    return measures.propose(matter=matter, by=office.officer, at=at, chosen=chosen, reason="演示数据")


def notice(matter: Matter, office: Office, at: datetime) -> None:
    """Draft the notice, issue it and have it signed for."""
    document = records.draft_notice(matter=matter, by=office.officer, at=at)
    issue_and_serve(document=document, office=office, at=at)
    matter.refresh_from_db()


def hear(matter: Matter, office: Office, at: datetime) -> None:
    """Let the body answer and note that it was heard."""
    records.defend(matter=matter, by=office.liaison, at=at, text="演示数据：正在筹措资金。", attachments=[])
    records.hear(matter=matter, by=office.officer, at=at, opinion="演示数据：不影响认定。")


def decide(matter: Matter, office: Office, at: datetime) -> None:
    """Draft the determination, issue it and have it signed for."""
    document = records.draft_decision(matter=matter, by=office.officer, at=at)
    issue_and_serve(document=document, office=office, at=at)
    matter.refresh_from_db()


def release(matter: Matter, office: Office, at: datetime) -> None:
    """Review for release and publish."""
    review_and_publish(
        matter=matter,
        by=office.release_reviewer,
        at=at,
        disclosure_passed=True,
        secrecy_passed=True,
        personal_passed=True,
        ground="演示数据：同意公开",
    )
