"""What became of some of the demo's records after they were published. 演示数据。"""

from contextlib import suppress
from datetime import date, datetime

from chengxin.chain.consequences import operations as measures
from chengxin.chain.consequences import rectifying
from chengxin.chain.consequences.queries import measures_of
from chengxin.chain.objections import deciding
from chengxin.chain.objections import operations as objections
from chengxin.chain.records import exposing
from chengxin.chain.records import operations as records
from chengxin.chain.records.ends import withdraw_record
from chengxin.chain.repairs import effects, revoking
from chengxin.chain.repairs import operations as repairs
from chengxin.foundation.deliveries.operations import dispatch
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.operations import issue, review, review_in_law
from chengxin.foundation.documents.rendering import render_pdf
from chengxin.foundation.documents.rendering.document import OfficialDocument, Paragraph
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.sharing.operations import note_pull, register_consumer
from chengxin.foundation.transparency.queries import log_size
from chengxin.foundation.transparency.sequencer import number_queued_entries
from chengxin.ground import files, home
from chengxin.ground.attachments import Upload
from chengxin.site.demo import steps
from chengxin.site.demo.cast import Cast
from chengxin.site.demo.steps import A_DAY, Office, agree_to_electronic_service, issue_and_serve
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.ends import ObjectionGround
from chengxin_core.vocabulary import Ground

OWNERS = ("interviews", "finance", "awards", "government")


def waiting_for_signature(matter: Matter, office: Office, cast: Cast, now: datetime) -> None:
    """The notice was sent and waits on the liaison's desk to be signed for."""
    at = now - 1 * A_DAY
    document = records.draft_notice(matter=matter, by=office.officer, at=at)
    review(matter=document.matter, by=office.second_officer, at=at)
    review_in_law(matter=document.matter, by=office.lawyer, at=at)
    issue(matter=document.matter, by=office.head, at=at)
    agree_to_electronic_service(office.liaison, at)
    dispatch(matter=document.matter, by=office.officer, at=at)


def in_force(matter: Matter, office: Office, cast: Cast, now: datetime) -> None:
    """Every measure was decided by its owner and carried out."""
    for measure in measures_of(matter, "heard"):
        owner = next((cast[name] for name in OWNERS if cast[name].body_id == measure.matter.organ_id), None)
        if owner is None:
            continue
        at = now - 25 * A_DAY
        approval = "演示数据：批准文件" if measure.needs_approval else ""
        measures.decide(
            matter=measure.matter, by=owner, at=at, decision="演示数据：决定采取", approval=approval
        )
        day = legal_day(at)
        measures.apply(
            matter=measure.matter,
            by=owner,
            at=at,
            served_on=day,
            applied_on=day,
            what="演示数据：已实施",
            attachments=[paper("实施情况回执")],
        )


def rectifying_since(matter: Matter, office: Office, ordered_at: datetime, days: int) -> Matter:
    """The body was ordered to explain and to put things right."""
    ordered = rectifying.order_rectification(
        matter=matter,
        by=office.officer,
        at=ordered_at,
        requirements="演示数据：付清所欠款项并报告。",
        days=days,
    )
    document = Document.objects.get(matter__parent=ordered)
    issue_and_serve(document=document, office=office, at=ordered_at)
    ordered.refresh_from_db()
    return ordered


def rectifying_now(matter: Matter, office: Office, cast: Cast, now: datetime) -> None:
    """Measures are in force; the body has explained and filed its plan."""
    in_force(matter, office, cast, now)
    ordered = rectifying_since(matter, office, now - 20 * A_DAY, days=45)
    _explain_and_plan(ordered, office, now - 15 * A_DAY, milestone=now + 10 * A_DAY)


def reported(matter: Matter, office: Office, cast: Cast, now: datetime) -> None:
    """The body has reported that all is put right; an officer who did not order it has yet to see for himself."""
    in_force(matter, office, cast, now)
    ordered = rectifying_since(matter, office, now - 40 * A_DAY, days=45)
    _explain_and_plan(ordered, office, now - 36 * A_DAY, milestone=now - 10 * A_DAY)
    _report(ordered, office, now - 2 * A_DAY)


def put_right(matter: Matter, office: Office, cast: Cast, now: datetime) -> None:
    """What the body reported was verified; the record stays until its lawful end, or its repair."""
    in_force(matter, office, cast, now)
    ordered = rectifying_since(matter, office, now - 60 * A_DAY, days=45)
    _explain_and_plan(ordered, office, now - 56 * A_DAY, milestone=now - 30 * A_DAY)
    _report(ordered, office, now - 28 * A_DAY)
    rectifying.verify(
        matter=ordered,
        by=office.second_officer,
        at=now - 24 * A_DAY,
        opinion="演示数据：现场核验，款项已付清。",
    )


def _explain_and_plan(ordered: Matter, office: Office, at: datetime, *, milestone: datetime) -> None:
    rectifying.explain(
        matter=ordered,
        by=office.liaison,
        at=at,
        text="演示数据：财政困难，已列入计划。",
        attachments=[],
    )
    rectifying.plan(
        matter=ordered,
        by=office.liaison,
        at=at + 3 * A_DAY,
        text="演示数据：分两期付清。",
        milestones=[(legal_day(milestone), "演示数据：付清第一期")],
        attachments=[],
    )


def _report(ordered: Matter, office: Office, at: datetime) -> None:
    for milestone in ordered.rectification.milestones.all():
        rectifying.reach_milestone(
            matter=ordered, by=office.liaison, at=at, milestone=milestone.pk, done_on=milestone.due_on
        )
    rectifying.report(
        matter=ordered,
        by=office.liaison,
        at=at,
        text="演示数据：已全部付清。",
        attachments=[paper("付款凭证")],
    )


def late(matter: Matter, office: Office, cast: Cast, now: datetime) -> None:
    """The body was ordered to explain and has kept silent."""
    rectifying_since(matter, office, now - 60 * A_DAY, days=30)


def reversed_by_court(matter: Matter, office: Office, cast: Cast, now: datetime) -> None:
    """The judgment was reversed on retrial: the record is withdrawn, its body's name is to be restored, and a consumer
    that had taken the record has yet to answer that it shares it no more.
    """
    _taken_by_a_consumer(now - 3 * A_DAY)
    withdraw_record(
        matter=matter,
        by=office.head,
        at=now - 2 * A_DAY,
        ground=Ground.REVERSED,
        reason="演示数据：再审改判，认定依据已被撤销",
    )


def _taken_by_a_consumer(at: datetime) -> None:
    """Register a consumer that has followed the log up to now."""
    consumer, _ = register_consumer(
        code="demo-portal",
        name="演示数据开放平台（演示数据）",
        post="数据共享岗",
        since=legal_day(at),
        by=None,
    )
    number_queued_entries()
    note_pull(consumer=consumer, end=log_size(), at=at)


def objecting(matter: Matter, office: Office, cast: Cast, now: datetime) -> None:
    """The body says that the facts are wrong; its objection was accepted, and the public page bears the marker."""
    in_force(matter, office, cast, now)
    objection = _object(matter, office, now - 2 * A_DAY)
    objections.accept(matter=objection, by=office.officer, at=now - 1 * A_DAY)


def maintained(matter: Matter, office: Office, cast: Cast, now: datetime) -> None:
    """The objection was found to rest on nothing: the record stands, the marker is gone, the body was told why."""
    in_force(matter, office, cast, now)
    objection = _object(matter, office, now - 12 * A_DAY)
    objections.accept(matter=objection, by=office.officer, at=now - 11 * A_DAY)
    at = now - 10 * A_DAY
    deciding.maintain(
        matter=objection, by=office.head, at=at, reason="演示数据：拨付凭证所载的是另一份合同的款项。"
    )
    document = Document.objects.get(matter__parent=objection, kind=deciding.DECISION)
    issue_and_serve(document=document, office=office, at=at)


def _object(matter: Matter, office: Office, at: datetime) -> Matter:
    return objections.file_objection(
        matter=matter,
        by=office.liaison,
        at=at,
        ground=ObjectionGround.ERROR,
        claim="演示数据：部分资金已经拨付，记录的金额有误。",
        attachments=[paper("拨付凭证")],
    )


def applied(matter: Matter, office: Office, cast: Cast, now: datetime) -> None:
    """The minimum term has passed; the body has just applied for repair, and nobody has looked at it yet."""
    in_force(matter, office, cast, now)
    _apply(matter, office, now - 1 * A_DAY)


def applying(matter: Matter, office: Office, cast: Cast, now: datetime) -> None:
    """The application for repair was accepted and waits for the decision."""
    in_force(matter, office, cast, now)
    application = _apply(matter, office, now - 3 * A_DAY)
    repairs.accept(matter=application, by=office.officer, at=now - 2 * A_DAY)


def _apply(matter: Matter, office: Office, at: datetime) -> Matter:
    return repairs.apply_for_repair(
        matter=matter,
        by=office.liaison,
        at=at,
        statement="演示数据：已全部纠正并履行完毕。",
        proof=[paper("履行完毕证明")],
        commitment=[paper("信用承诺书")],
    )


def repaired(matter: Matter, office: Office, cast: Cast, now: datetime) -> None:
    """The repair was granted: the page is gone, and everybody has answered."""
    application = _apply(matter, office, now - 20 * A_DAY)
    repairs.accept(matter=application, by=office.officer, at=now - 18 * A_DAY)
    repairs.grant(
        matter=application,
        by=office.head,
        at=now - 15 * A_DAY,
        reason="演示数据：已纠正并履行完毕",
        is_corrected=True,
        is_performed=True,
        nothing_forbids=True,
    )
    with suppress(effects.AlreadyAnswered):  # a connected platform that never had it answers for itself
        effects.acknowledge_sharing(
            matter=application,
            by=office.officer,
            at=now - 14 * A_DAY,
            receipt="演示数据：平台回执",
            attachments=[],
        )


def doubted(matter: Matter, office: Office, cast: Cast, now: datetime) -> None:
    """The repair was granted on a forged proof; its body was told that it is to be revoked, and may answer."""
    repaired(matter, office, cast, now)
    revoked = revoking.doubt_repair(
        matter=Matter.objects.get(kind="repair", parent=matter),
        by=office.officer,
        at=now - 4 * A_DAY,
        finding="演示数据：向开户银行核实，付款凭证系伪造。",
        found_on=legal_day(now - 5 * A_DAY),
        evidence=[paper("银行复函")],
    )
    notice = revoking.draft_notice(matter=revoked, by=office.officer, at=now - 4 * A_DAY)
    issue_and_serve(document=notice, office=office, at=now - 3 * A_DAY)


def paper(title: str) -> Upload:
    """Return a small real PDF, as somebody would upload it."""
    said = OfficialDocument(
        organ="演示单位",
        number="",
        title=title,
        body=(Paragraph("演示数据：本页用于演示，没有法律效力。"),),
        issued_on=date(2026, 11, 23),
        is_form=True,
    )
    digest, size = files.keep(home.current(), [render_pdf(said)])
    return Upload(f"{title}.pdf", digest, size, "application/pdf")


def exposed(matter: Matter, office: Office, cast: Cast, now: datetime) -> None:
    """Shown as a typical case, on the day after it was published."""
    at = now - 18.5 * A_DAY
    matter.refresh_from_db()
    exposing.expose(
        matter=matter, by=office.head, at=at, ground="strongly_reported", reason="演示数据：群众反映强烈。"
    )
    steps.release(matter, office, at)
