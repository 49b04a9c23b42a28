"""A public record with a measure in force, and an application to repair it, taken as far as needed. 演示数据。"""

from datetime import date, datetime

from tests.make import Office, issue_and_serve
from tests.rooms.consequences.cases import make_measure
from tests.rooms.objections.cases import fresh, release

from chengxin.chain.consequences.models import Measure
from chengxin.chain.records.models import Record
from chengxin.chain.repairs import operations, revoking
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground.attachments import Upload
from chengxin_core.calendar import legal_day

PROOF = Upload("付款凭证.pdf", "1" * 64, 1, "application/pdf")
COMMITMENT = Upload("信用承诺书.pdf", "2" * 64, 1, "application/pdf")


def make_burdened_record(
    *, body: PublicBody, office: Office, owner: Mandate, at: datetime
) -> tuple[Matter, Measure]:
    """A public record and its measure in force, whose minimum term has run out."""
    measure = make_measure(body=body, office=office, owner=owner, at=at, state="in_force")
    record = measure.matter.parent
    assert record is not None
    let_minimum_term_pass(record)
    release(record, office, at)
    return fresh(record), measure


def let_minimum_term_pass(record: Matter) -> None:
    """Make it a general case of four months ago: three are the least."""
    Record.objects.filter(pk=record.pk).update(severity="general", instrument_on=date(2026, 7, 20))


def apply_for(record: Matter, office: Office, at: datetime, state: str = "applied") -> Matter:
    """An application: applied, supplement, supplemented, accepted or granted."""
    repair = operations.apply_for_repair(
        matter=record,
        by=office.liaison,
        at=at,
        statement="演示数据：已经全部支付",
        proof=[PROOF],
        commitment=[COMMITMENT],
    )
    if state in {"supplement", "supplemented"}:
        operations.ask_for_more(matter=repair, by=office.officer, at=at, wanted="演示数据：请补回单")
    if state == "supplemented":
        operations.supplement(
            matter=repair, by=office.liaison, at=at, statement="演示", proof=[PROOF], commitment=[]
        )
    if state in {"accepted", "granted"}:
        operations.accept(matter=repair, by=office.officer, at=at)
    if state == "granted":
        grant(repair, office, at)
    return fresh(repair)


def doubt(repair: Matter, office: Office, at: datetime, state: str = "proposed") -> Matter:
    """The revoking of a repair: proposed, noticed, heard or revoked."""
    matter = revoking.doubt_repair(
        matter=fresh(repair),
        by=office.officer,
        at=at,
        finding="演示数据：付款凭证系伪造",
        found_on=legal_day(at),
        evidence=[PROOF],
    )
    if state != "proposed":
        notice = revoking.draft_notice(matter=matter, by=office.officer, at=at)
        issue_and_serve(document=notice, office=office, at=at)
        matter = fresh(matter)
    if state in {"heard", "revoked"}:
        revoking.defend(matter=matter, by=office.liaison, at=at, text="演示数据：说明", attachments=[])
        revoking.hear(matter=matter, by=office.officer, at=at, opinion="演示数据：不予采纳")
    if state == "revoked":
        decision = revoking.draft_decision(matter=matter, by=office.officer, at=at)
        issue_and_serve(document=decision, office=office, at=at)
    return fresh(matter)


def grant(repair: Matter, office: Office, at: datetime) -> None:
    """Grant it with every condition verified."""
    operations.grant(
        matter=fresh(repair),
        by=office.head,
        at=at,
        reason="演示数据：经核查已全部履行",
        is_corrected=True,
        is_performed=True,
        nothing_forbids=True,
    )
