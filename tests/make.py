"""One valid thing at a time, made by the real operations. 演示数据。"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import msgspec

from chengxin.chain.evidence.models import Instrument, InstrumentBody, Naming
from chengxin.chain.evidence.queries import SEAL
from chengxin.chain.records import operations as records
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deliveries.operations import dispatch, sign_for
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.operations import issue, review, review_in_law
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground.ciphers import seal
from chengxin_core.calendar import legal_day
from chengxin_core.determination.judgments import Proposal
from chengxin_core.vocabulary import Area, InstrumentKind

_serial = count(1)
A_DAY = timedelta(days=1)
FACTS = "演示数据：未按照生效行政协议的约定支付工程款，经人民法院判决限期履行。"
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


def make_instrument(*, body: PublicBody, decided_on: date, at: datetime, **changes: Any) -> InstrumentBody:
    """An effective judgment that went against `body`, as an import would leave it."""
    number = f"（{decided_on.year}）演01行终{next(_serial)}号"
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
            "digest": f"{next(_serial):064d}",
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


def make_draft(*, body: PublicBody, at: datetime, decided_on: date | None = None) -> Matter:
    """A record as it is proposed."""
    day = decided_on or legal_day(at) - 30 * A_DAY
    mention = make_instrument(body=body, decided_on=day, at=at)
    assert records.propose_records(mentions=[mention], at=at) == 1
    return Matter.objects.get(record__instruments__instrument=mention.instrument)


def issue_and_serve(*, document: Document, office: Office, at: datetime) -> None:
    """Take a draft through review, review in law, issue, dispatch and signature, by different people."""
    matter = document.matter
    review(matter=matter, by=office.second_officer, at=at)
    review_in_law(matter=matter, by=office.lawyer, at=at)
    issue(matter=matter, by=office.head, at=at)
    dispatch(matter=matter, by=office.officer, at=at)
    sign_for(matter=matter, by=office.liaison, at=at)


def make_record(
    *, body: PublicBody, office: Office, at: datetime, state: str = "active", loss: int = 5_000_000_00
) -> Matter:
    """A record taken as far as `state`: draft, submitted, accepted, noticed, heard or active."""
    matter = make_draft(body=body, at=at)
    for reached, step in _STEPS:
        if matter.state == state:
            break
        step(matter, office, at, loss)
        matter.refresh_from_db()
        assert matter.state == reached, matter.state
    return matter


def _submit(matter: Matter, office: Office, at: datetime, loss: int) -> None:
    records.submit(
        matter=matter,
        by=office.officer,
        at=at,
        record_type="judgment_adverse",
        area=Area.INVESTMENT,
        facts=FACTS,
        conduct_ended_on=None,
    )


def _accept(matter: Matter, office: Office, at: datetime, loss: int) -> None:
    records.accept(matter=matter, by=office.officer, at=at)


def _notice(matter: Matter, office: Office, at: datetime, loss: int) -> None:
    grading = {"impact": "notable", "relief": [], "aggravation": []}
    records.grade(matter=matter, by=office.officer, at=at, loss=loss, **grading)  # type: ignore[arg-type]
    document = records.draft_notice(matter=matter, by=office.officer, at=at)
    issue_and_serve(document=document, office=office, at=at)


def _hear(matter: Matter, office: Office, at: datetime, loss: int) -> None:
    records.defend(matter=matter, by=office.liaison, at=at, text="演示数据：正在筹措资金。", attachments=[])
    records.hear(matter=matter, by=office.officer, at=at, opinion="演示数据：不影响认定。")


def _activate(matter: Matter, office: Office, at: datetime, loss: int) -> None:
    document = records.draft_decision(matter=matter, by=office.officer, at=at)
    issue_and_serve(document=document, office=office, at=at)


_STEPS = (
    ("submitted", _submit),
    ("accepted", _accept),
    ("noticed", _notice),
    ("heard", _hear),
    ("active", _activate),
)
