"""What the documents of a record say: built anew from the record and its rulebook each time they are shown."""

from datetime import date

from chengxin.chain.records.models import Record
from chengxin.chain.records.notifying import refuse_harsher_than_told
from chengxin.chain.records.operations import PastItsLawfulEnd, is_past_its_window
from chengxin.chain.records.queries import instruments_of, record_of, window_of
from chengxin.chain.records.showing import intended_measures, refuse_in_doubt, type_zh
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.papers import issue_of, remedies_for
from chengxin.foundation.documents.rendering.document import OfficialDocument, Paragraph
from chengxin.foundation.documents.rendering.kinds.issue import Measure, letter, section
from chengxin.foundation.documents.rendering.kinds.records import (
    Finding,
    IntendedRecord,
    decision_of_finding,
    notice_of_intended_record,
)
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.queries import notes_of
from chengxin.foundation.rules.queries import rulebook_of
from chengxin_core.calendar import legal_day
from chengxin_core.vocabulary import DisclosureMode, Severity


def notice(document: Document) -> OfficialDocument:
    """Build 拟列入告知书."""
    record = _record(document)
    matter = record.matter
    refuse_in_doubt(matter)
    clock = rulebook_of(matter.rulebook).clock("record.defence").on(_day(document))
    return notice_of_intended_record(
        IntendedRecord(
            issue=issue_of(document),
            body=matter.body.name,
            account=record.facts,
            basis=_basis(record),
            list_item=_list_item(record),
            severity=Severity(record.severity).zh,
            publicity=_publicity(record, _day(document)),
            measures=_measures(record),
            defence_working_days=clock.budget,
            defence_clause=clock.shown,
            remedies=remedies_for("record_proposed", matter.rulebook, _day(document)),
        )
    )


def decision(document: Document) -> OfficialDocument:
    """Build 认定书."""
    record = _record(document)
    matter = record.matter
    window = window_of(record, on=_day(document))
    refuse_in_doubt(matter)
    refuse_harsher_than_told(record, on=_day(document))
    if is_past_its_window(record, _day(document)):
        raise PastItsLawfulEnd("公示期限已经届满，不得认定")
    heard = matter.moves.filter(code="hear").order_by("-at").first()
    opens = f"自{window.repairable_from}起" if window.repairable_from else "具备条件后"
    return decision_of_finding(
        Finding(
            issue=issue_of(document),
            body=matter.body.name,
            account=record.facts,
            defence=_answer(matter) + (heard.note if heard else ""),
            reasons=(*_basis(record), *record.proportionality["grading"]),
            list_item=_list_item(record),
            severity=Severity(record.severity).zh,
            publicity=_publicity(record, _day(document)),
            repair=f"纠正失信行为、履行完毕相关义务后，{opens}可以向我单位申请信用修复，提交履行完毕的证明和信用承诺书。",
            remedies=remedies_for("record", matter.rulebook, _day(document)),
        )
    )


def dismissal(document: Document) -> OfficialDocument:
    """Build 不予认定通知书: nothing was determined, and nothing is kept against the body."""
    matter = _record(document).matter
    return letter(
        issue_of(document),
        title=f"关于对{matter.body.name}不予认定政务失信行为的通知书",
        addressee=matter.body.name,
        body=(
            Paragraph(
                "我单位此前就拟列入政务失信记录事项向你单位作出告知。经核查并听取陈述申辩，决定不予认定。"
            ),
            *section("理由", document.text("reason")),
            Paragraph("该事项不形成失信记录，不公示，不作为采取任何措施的依据。"),
        ),
    )


def _answer(matter: Matter) -> str:
    """Say whether the body answered, and whether in time."""
    answers = notes_of(matter, "defence")
    clock = matter.deadlines.filter(clock="record.defence").first()
    if not answers:
        return "你单位在期限内未提出陈述申辩意见。"
    late = clock is not None and legal_day(answers[0].at) > clock.due_on
    return "你单位逾期提交了陈述申辩意见，我单位一并听取。" if late else "你单位在期限内提交了陈述申辩意见。"


def _record(document: Document) -> Record:
    assert document.matter.parent is not None
    return record_of(document.matter.parent)


def _day(document: Document) -> date:
    return document.issued_on or legal_day(document.matter.moved_at)


def _basis(record: Record) -> tuple[str, ...]:
    return tuple(f"{each.issuer}{each.number}（{each.decided_on}）。" for each in instruments_of(record))


def _list_item(record: Record) -> str:
    return f"《{record.list_version or '公共信用信息清单'}》“{type_zh(record)}”"


def _publicity(record: Record, day: date) -> str:
    window = window_of(record, on=day)
    shown = record.disclosure_mode == DisclosureMode.PUBLIC and window.published_in_principle
    return f"列入后依法公示，最迟至{window.last_day}止。" if shown else "依法不公开公示。"


def _measures(record: Record) -> tuple[Measure, ...]:
    return tuple(
        Measure(name=each["name"], basis=each.get("basis", ""), owner=each["organ"])
        for each in intended_measures(record.matter)
    )
