"""A record with what follows from it, taken as far as a test needs by the real operations. 演示数据。"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from tests.make import Office, issue_and_serve, make_record

from chengxin.chain.consequences import operations, rectifying
from chengxin.chain.consequences.models import Measure
from chengxin.chain.consequences.queries import measures_of
from chengxin.chain.records import operations as records
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.documents.models import Document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground.attachments import Upload
from chengxin_core.calendar import legal_day

PROOF = Upload("送达回证.pdf", "0" * 64, 1, "application/pdf")
SERIOUS = 10_000_000_00  # fen: with the impact below, a serious case
GENERAL = 5_000_00
DAY = timedelta(days=1)


def make_graded(
    *,
    body: PublicBody,
    office: Office,
    at: datetime,
    loss: int = SERIOUS,
    impact: str = "notable",
    relief: Sequence[str] = (),
) -> Matter:
    """An accepted record that was graded."""
    matter = make_record(body=body, office=office, at=at, state="accepted")
    records.grade(
        matter=matter, by=office.officer, at=at, loss=loss, impact=impact, relief=relief, aggravation=[]
    )
    return fresh(matter)


def propose(matter: Matter, office: Office, owner: PublicBody, at: datetime, *codes: str) -> list[Measure]:
    """Propose measures to one owner, with a reason at hand."""
    chosen = [(code, owner.pk) for code in codes]
    opened = operations.propose(
        matter=matter, by=office.officer, at=at, chosen=chosen, reason="演示数据：理由"
    )
    return [each.measure for each in opened]


def take_to(state: str, matter: Matter, office: Office, at: datetime) -> Matter:
    """Take a graded record on: noticed, heard, active."""
    if matter.state == "accepted":
        notice = records.draft_notice(matter=matter, by=office.officer, at=at)
        issue_and_serve(document=notice, office=office, at=at)
        matter = fresh(matter)
    if matter.state == "noticed" and state != "noticed":
        records.defend(matter=matter, by=office.liaison, at=at, text="演示数据：说明", attachments=[])
        records.hear(matter=matter, by=office.officer, at=at, opinion="演示数据：不影响认定")
    if matter.state == "heard" and state == "active":
        decision = records.draft_decision(matter=matter, by=office.officer, at=at)
        issue_and_serve(document=decision, office=office, at=at)
    return fresh(matter)


def make_measure(
    *,
    body: PublicBody,
    office: Office,
    owner: Mandate,
    at: datetime,
    state: str = "heard",
    code: str = "funds_limit",
) -> Measure:
    """A measure proposed with its record, noticed and heard with it; then decided and applied by its owner."""
    record = make_graded(body=body, office=office, at=at)
    (measure,) = propose(record, office, owner.body, at, code)
    take_to("active", record, office, at)
    if state in {"decided", "in_force"}:
        operations.decide(
            matter=fresh(measure.matter),
            by=owner,
            at=at,
            decision="演示数据：演财〔2026〕1号",
            approval="演示批复",
        )
    if state == "in_force":
        apply(measure, owner, at)
    return refreshed(measure)


def apply(measure: Measure, owner: Mandate, at: datetime) -> None:
    """Say that a decided measure was served and carried out today."""
    today = legal_day(at)
    operations.apply(
        matter=fresh(measure.matter),
        by=owner,
        at=at,
        served_on=today,
        applied_on=today,
        what="演示数据：已暂停拨付",
        attachments=[PROOF],
    )


def make_rectification(
    *,
    body: PublicBody,
    office: Office,
    at: datetime,
    state: str = "ordered",
    loss: int = SERIOUS,
    impact: str = "notable",
    is_tracked: bool = False,
) -> Matter:
    """An order to explain and to mend, taken as far as `state`."""
    record = take_to(
        "active", make_graded(body=body, office=office, at=at, loss=loss, impact=impact), office, at
    )
    matter = rectifying.order_rectification(
        matter=record,
        by=office.officer,
        at=at,
        requirements="演示数据：支付工程款",
        days=30,
        is_tracked=is_tracked,
    )
    if state == "proposed":
        return matter
    issue_and_serve(document=Document.objects.get(matter__parent=matter), office=office, at=at)
    matter = fresh(matter)
    for reached, step in _STEPS:
        if matter.state == state:
            break
        step(matter, office, at)
        matter = fresh(matter)
        assert matter.state == reached
    return matter


def only_measure(record: Matter, code: str) -> Measure:
    """The one measure with that code."""
    (found,) = [each for each in measures_of(record) if each.code == code]
    return found


def fresh(matter: Matter) -> Matter:
    """The matter as it stands now."""
    return Matter.objects.select_related("body__region", "organ__region", "parent").get(pk=matter.pk)


def refreshed(measure: Measure) -> Measure:
    """The measure as it stands now."""
    return Measure.objects.select_related("matter__parent", "matter__organ", "notice").get(pk=measure.pk)


def _explain(matter: Matter, office: Office, at: datetime) -> None:
    rectifying.explain(matter=matter, by=office.liaison, at=at, text="演示数据：原因", attachments=[])


def _plan(matter: Matter, office: Office, at: datetime) -> None:
    goals = [(legal_day(at) + 10 * DAY, "演示数据：支付首期款项")]
    rectifying.plan(
        matter=matter, by=office.liaison, at=at, text="演示数据：方案", milestones=goals, attachments=[]
    )


def _report(matter: Matter, office: Office, at: datetime) -> None:
    rectifying.report(matter=matter, by=office.liaison, at=at, text="演示数据：已支付", attachments=[])


_STEPS = (("explained", _explain), ("rectifying", _plan), ("reported", _report))
