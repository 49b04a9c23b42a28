"""What the documents of this room say: built anew from the matter and its rulebook each time they are shown."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from chengxin.chain.consequences.models import Measure
from chengxin.chain.consequences.queries import PROGRESS, measures_of
from chengxin.chain.records.queries import instruments_of, record_of
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.papers import issue_of, remedies_for, right_to_be_heard
from chengxin.foundation.documents.rendering.document import OfficialDocument, Paragraph, Table
from chengxin.foundation.documents.rendering.kinds.issue import Measure as Row
from chengxin.foundation.documents.rendering.kinds.issue import notifying_letter, section, table_of_measures
from chengxin.foundation.documents.rendering.kinds.rectification import (
    Lifting,
    Referral,
    notice_of_lifting,
    referral_letter,
)
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.rules.queries import rulebook_of
from chengxin_core.calendar import legal_day
from chengxin_core.rulebook.entries import Clock


def measure_notice(document: Document) -> OfficialDocument:
    """Build 拟采取措施告知书: measures proposed after the record's own notice."""
    record = _record_matter(document)
    body, day = record.body.name, _day(document)
    measures = _named(document)
    clock = _clock(record, "measure.defence", day)
    reasons = tuple(dict.fromkeys(measure.reason for measure in measures if measure.reason))
    return notifying_letter(
        issue_of(document),
        title=f"关于拟对{body}采取失信惩戒措施的告知书",
        addressee=body,
        body=(
            Paragraph(
                "根据你单位政务失信记录，拟由有权单位依法采取失信惩戒措施。现将事实、依据、拟采取的措施和你单位的权利告知如下。"
            ),
            *section("事实", record_of(record).facts),
            *section("依据", *_basis(record)),
            *section("拟采取的措施", table_of_measures(_rows(measures)), *reasons),
            *section("陈述、申辩的权利", right_to_be_heard(clock)),
        ),
        remedies=remedies_for("measure_proposed", record.rulebook, day),
    )


def order_notice(document: Document) -> OfficialDocument:
    """Build 拟责令整改告知书: what is intended beyond the record's own notice, before it is ordered."""
    matter, record, day = _parent(document), _record_matter(document), _day(document)
    days, clock = matter.rectification.days, _clock(matter, "measure.defence", day)
    what = "限期整改" if days is not None else "书面说明原因"
    period = f"整改期限为自责令整改通知书送达之日起{days}日。" if days is not None else ""
    return notifying_letter(
        issue_of(document),
        title=f"关于拟责令{matter.body.name}{what}的告知书",
        addressee=matter.body.name,
        body=(
            Paragraph(
                f"此前向你单位送达的告知书没有告知{what}。现就拟责令{what}，将事实、依据、内容和你单位的权利告知如下。"
            ),
            *section("事实", record_of(record).facts),
            *section("依据", *_basis(record), _source(record, "A-17", day)),
            *section("拟责令的内容", f"拟责令你单位{what}。{period}", matter.rectification.requirements),
            *section("陈述、申辩的权利", right_to_be_heard(clock)),
        ),
        remedies=remedies_for("measure_proposed", matter.rulebook, day),
    )


def rectification_order(document: Document) -> OfficialDocument:
    """Build 责令整改通知书: both periods run from its service, so it states periods and no days."""
    matter, record = _parent(document), _record_matter(document)
    rectification, day = matter.rectification, _day(document)
    explanation = _clock(matter, "written_explanation", day)
    periods = [("书面说明原因", f"送达之日起{_period(explanation)}内", explanation.shown)]
    if rectification.days is not None:
        mending = _clock(matter, "rectification", day)
        periods.append(("完成整改并报送整改报告", f"送达之日起{rectification.days}日内", mending.shown))
    if rectification.is_tracked:
        progress = _clock(matter, PROGRESS, day)
        periods.append(("报告整改进展", f"送达之日起每{_period(progress)}一次，至整改完成", progress.shown))
    what = "限期整改" if rectification.days is not None else "书面说明原因"
    return notifying_letter(
        issue_of(document),
        title=f"关于责令{matter.body.name}{what}的通知书",
        addressee=matter.body.name,
        body=(
            Paragraph(f"你单位存在下列政务失信问题，现责令{what}。"),
            *section("存在的问题", record_of(record).facts),
            *section("依据", *_basis(record), _source(record, "A-17", day)),
            *section("要求", rectification.requirements),
            *section(
                "时限", Table(("事项", "期限", "期限的依据"), tuple(periods)), _plan(rectification.days)
            ),
            *section(
                "逾期的后果",
                "逾期不说明、不整改的，我单位将依次建议取消荣誉评选资格、公开通报批评，并移送有权机关追究责任。",
            ),
        ),
        remedies=remedies_for("rectification", matter.rulebook, day),
    )


def rectification_return(document: Document) -> OfficialDocument:
    """Build 退回整改通知书: one more round, its days from the service of this notice."""
    matter = _parent(document)
    return notifying_letter(
        issue_of(document),
        title=f"关于退回{matter.body.name}整改报告的通知书",
        addressee=matter.body.name,
        body=(
            Paragraph("你单位报送的整改报告收悉。经核验，整改尚未到位，现退回继续整改。"),
            *section("尚未到位的事项", document.text("reason")),
            *section(
                "时限", f"请自本通知书送达之日起{document.text('days')}日内完成整改并再次报送整改报告。"
            ),
        ),
        remedies=remedies_for("rectification", matter.rulebook, _day(document)),
    )


def referral(document: Document) -> OfficialDocument:
    """Build 移送函: the matter of a post, handed to the organ that may hold it to account."""
    matter, record = _parent(document), _record_matter(document)
    day = _day(document)
    return referral_letter(
        Referral(
            issue=issue_of(document),
            receiver=document.matter.body.name,
            body=matter.body.name,
            post=f"{matter.body.name}{document.text('post')}",
            account=record_of(record).facts,
            facts=(("整改情况", document.text("why")),),
            basis=(*_basis(record), _source(record, "A-17", day)),
            attachments=("政务失信认定书", "责令整改通知书及送达回证"),
        )
    )


def lifting(document: Document) -> OfficialDocument:
    """Build 解除通知书: to the body; each owner gets its copy."""
    record = _record_matter(document)
    measures = _named(document)
    lifted_on = max((each.called_off_on for each in measures if each.called_off_on), default=_day(document))
    due = [each.due_on for measure in measures for each in measure.matter.deadlines.filter(clock="lift_ack")]
    return notice_of_lifting(
        Lifting(
            issue=replace(issue_of(document), copies=_owners(measures)),
            body=record.body.name,
            ground=f"因你单位{document.text('ground')}",
            lifted_on=lifted_on,
            measures=_rows(measures),
            acknowledge_by=max(due, default=lifted_on),
            remedies=remedies_for("measure", record.rulebook, _day(document)),
        )
    )


def _parent(document: Document) -> Matter:
    assert document.matter.parent is not None  # a document is always drafted in a matter
    return document.matter.parent


def _record_matter(document: Document) -> Matter:
    parent = _parent(document)
    record = parent if parent.kind == "record" else parent.parent
    assert record is not None
    return record


def _day(document: Document) -> date:
    return document.issued_on or legal_day(document.matter.moved_at)


def _named(document: Document) -> list[Measure]:
    return [each for each in measures_of(_record_matter(document)) if each.pk in document.value["measures"]]


def _rows(measures: Iterable[Measure]) -> tuple[Row, ...]:
    return tuple(Row(name=m.zh, basis=m.source, owner=m.matter.organ.name) for m in measures)


def _owners(measures: Iterable[Measure]) -> tuple[str, ...]:
    return tuple(sorted({measure.matter.organ.name for measure in measures}))


def _basis(record: Matter) -> tuple[str, ...]:
    return tuple(
        f"{each.issuer}{each.number}（{each.decided_on}）。" for each in instruments_of(record_of(record))
    )


def _source(matter: Matter, rule_id: str, day: date) -> str:
    return f"{rulebook_of(matter.rulebook).authority_of(rule_id, on=day)}。"


def _clock(matter: Matter, key: str, day: date) -> Clock:
    return rulebook_of(matter.rulebook).clock(key).on(day)


def _period(clock: Clock) -> str:
    budget, unit = clock.period
    return f"{budget}{unit.zh}"


def _plan(days: int | None) -> str:
    return "书面说明之后，应当随即报送整改方案，列明各阶段目标和完成日期。" if days is not None else ""
