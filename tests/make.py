"""One valid thing at a time, made by the same steps as the demo's. 演示数据。"""

from datetime import date, datetime
from itertools import count
from typing import Any

from chengxin.chain.evidence.models import InstrumentBody
from chengxin.chain.records import operations as records
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin.site.demo import steps
from chengxin.site.demo.steps import A_DAY, PLAINTIFF, Office, Story, issue_and_serve
from chengxin_core.calendar import legal_day
from chengxin_core.vocabulary import Area

__all__ = [
    "A_DAY",
    "FACTS",
    "PLAINTIFF",
    "Office",
    "issue_and_serve",
    "make_draft",
    "make_instrument",
    "make_record",
]

_serial = count(1)
FACTS = "演示数据：未按照生效行政协议的约定支付工程款，经人民法院判决限期履行。"


def make_instrument(*, body: PublicBody, decided_on: date, at: datetime, **changes: Any) -> InstrumentBody:
    """An effective judgment that went against `body`, as an import would leave it."""
    number = f"（{decided_on.year}）演01行终{next(_serial)}号"
    return steps.make_instrument(body=body, number=number, decided_on=decided_on, at=at, **changes)


def make_draft(*, body: PublicBody, at: datetime, decided_on: date | None = None) -> Matter:
    """A record as it is proposed."""
    day = decided_on or legal_day(at) - 30 * A_DAY
    mention = make_instrument(body=body, decided_on=day, at=at)
    assert records.propose_records(mentions=[mention], at=at) == 1
    return Matter.objects.get(record__instruments__instrument=mention.instrument)


def make_record(
    *, body: PublicBody, office: Office, at: datetime, state: str = "active", loss: int = 5_000_000_00
) -> Matter:
    """A record taken as far as `state`: draft, submitted, accepted, noticed, heard or active."""
    matter, story = make_draft(body=body, at=at), Story(FACTS, Area.INVESTMENT, loss)
    if state != "draft":
        steps.submit(matter, office, story, at)
    if state not in {"draft", "submitted"}:
        steps.accept(matter, office, at)
    if state in {"noticed", "heard", "active"}:
        steps.grade(matter, office, story, at)
        steps.notice(matter, office, at)
    if state in {"heard", "active"}:
        steps.hear(matter, office, at)
    if state == "active":
        steps.decide(matter, office, at)
    matter.refresh_from_db()
    assert matter.state == state, matter.state
    return matter
