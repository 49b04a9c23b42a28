"""What the documents of a record say: built anew from the record and its rulebook each time they are shown."""

from datetime import date

from chengxin.chain.records.models import Record
from chengxin.chain.records.queries import instruments_of, record_of, window_of
from chengxin.chain.records.showing import intended_measures, type_zh
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.papers import issue_of, remedies_for
from chengxin.foundation.documents.rendering.document import OfficialDocument
from chengxin.foundation.documents.rendering.kinds.issue import Measure
from chengxin.foundation.documents.rendering.kinds.records import (
    Finding,
    IntendedRecord,
    decision_of_finding,
    notice_of_intended_record,
)
from chengxin.foundation.matters.queries import notes_of
from chengxin.foundation.rules.queries import rulebook_of
from chengxin_core.calendar import legal_day
from chengxin_core.vocabulary import Severity


def notice(document: Document) -> OfficialDocument:
    """Build 拟列入告知书."""
    record = _record(document)
    matter = record.matter
    clock = rulebook_of(matter.rulebook).clock("record.defence").on(record.instrument_on)
    return notice_of_intended_record(
        IntendedRecord(
            issue=issue_of(document),
            body=matter.body.name,
            account=record.facts,
            basis=_basis(record),
            list_item=_list_item(record),
            severity=Severity(record.severity).zh,
            publicity=_publicity(record),
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
    heard = matter.moves.filter(code="hear").order_by("-at").first()
    answered = notes_of(matter, "defence")
    defence = "你单位在期限内提交了陈述申辩意见。" if answered else "你单位在期限内未提出陈述申辩意见。"
    opens = f"自{window.repairable_from}起" if window.repairable_from else "具备条件后"
    return decision_of_finding(
        Finding(
            issue=issue_of(document),
            body=matter.body.name,
            account=record.facts,
            defence=defence + (heard.note if heard else ""),
            reasons=(*_basis(record), *record.proportionality.get("steps", [])),
            list_item=_list_item(record),
            severity=Severity(record.severity).zh,
            publicity=_publicity(record),
            repair=f"纠正失信行为、履行完毕相关义务后，{opens}可以向我单位申请信用修复，提交履行完毕的证明和信用承诺书。",
            remedies=remedies_for("record", matter.rulebook, _day(document)),
        )
    )


def _record(document: Document) -> Record:
    assert document.matter.parent is not None
    return record_of(document.matter.parent)


def _day(document: Document) -> date:
    return document.issued_on or legal_day(document.matter.moved_at)


def _basis(record: Record) -> tuple[str, ...]:
    return tuple(f"{each.issuer}{each.number}（{each.decided_on}）。" for each in instruments_of(record))


def _list_item(record: Record) -> str:
    return f"《{record.list_version or '公共信用信息清单'}》“{type_zh(record)}”"


def _publicity(record: Record) -> str:
    return f"列入后依法公示，最迟至{record.ends_on}止。" if record.ends_on else "依法不公开公示。"


def _measures(record: Record) -> tuple[Measure, ...]:
    return tuple(
        Measure(name=each["name"], basis=each.get("basis", ""), owner=each["organ"])
        for each in intended_measures(record.matter)
    )
