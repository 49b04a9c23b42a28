"""一行旧记录: from a row of the template to a record of long ago, or everything that is wrong with it."""

import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from chengxin.chain.evidence.operations import OwnInstrument
from chengxin.chain.records.historic import OldRecord
from chengxin.chain.records.queries import record_types
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.subjects.queries import body_on
from chengxin.ground.sheets import Column, Problem
from chengxin_core.determination.case_numbers import (
    NumberUnreadable,
    normal_case_number,
    normal_document_number,
)
from chengxin_core.determination.written_dates import DateUnreadable, read_date
from chengxin_core.names import Ambiguous, Resolved
from chengxin_core.vocabulary import Area, InstrumentKind, Severity

TITLE = "历史失信记录补录"
NOTES = (
    "每行一条旧记录，日期一律填原来的日期。补录不计期限、不催办，不会自动公示。",
    "失信事实只写机关单位，不写任何个人和企业的名称、电话、证件号码。",
    "扫描件与表格一起上传，在“附件”栏写文件名；一条有几个的用分号隔开。",
    "同样的文件再次上传、同一文书再次补录，都不会改变任何内容。",
)
_COURT = frozenset({InstrumentKind.JUDGMENT, InstrumentKind.JUDGMENT_DEBTOR})
_LONGEST_FACTS = 2000
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Said:
    """What a row says: the record, and the names of its scans."""

    old: OldRecord
    scans: tuple[str, ...]


def columns() -> tuple[Column, ...]:
    """Return the columns of the template."""
    kinds, severities = tuple(each.zh for each in InstrumentKind), tuple(each.zh for each in Severity)
    return (
        Column(
            "body", "单位", required=True, explanation="登记册中的规范名称", example="演示县住房和城乡建设局"
        ),
        Column(
            "kind", "认定文书种类", required=True, choices=kinds, example=InstrumentKind.BREACH_FINDING.zh
        ),
        Column("issuer", "作出机关", required=True, example="演示市发展和改革委员会"),
        Column(
            "number", "文号", required=True, explanation="案号或者发文字号", example="演发改认〔2024〕3号"
        ),
        Column("decided_on", "文书日期", required=True, example="2024-05-06"),
        Column("effective_on", "生效日期", explanation="不填即为文书日期", example="2024-05-20"),
        Column("facts", "失信事实", required=True, example="演示数据：未按合同约定支付工程款。"),
        Column("area", "领域", choices=tuple(each.zh for each in Area), example=Area.GENERAL.zh),
        Column("record_type", "清单条目", explanation="与认定文书种类只对应一个条目的可以不填"),
        Column("conduct_ended_on", "失信行为终止日期", explanation="尚不清楚的不填", example="2024-03-01"),
        Column("severity", "失信程度", choices=severities, explanation="原文书写明的才填"),
        Column("scans", "附件", explanation="一起上传的扫描件的文件名，用分号隔开", example="认定书.pdf"),
    )


@dataclass(slots=True)
class _Row:
    """One row while it is read: what it says, and what was found to be wrong."""

    number: int
    said: Mapping[str, str]
    titles: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, name: str, expected: str) -> None:
        """Note that a cell is not what it should be."""
        self.problems.append(Problem(self.number, self.titles[name], self.said.get(name, ""), expected))

    def take(self, name: str, expected: str, read: Callable[[str], _T | None]) -> _T | None:
        """Read a cell that is filled in; what cannot be read is a problem."""
        text = self.said.get(name, "")
        if not text:
            return None
        found = read(text)
        if found is None:
            self.wrong(name, expected)
        return found

    def day(self, name: str, today: date) -> date | None:
        """Read a day that has come."""
        text = self.said.get(name, "")
        if not text:
            return None
        try:
            return read_date(text, not_after=today)
        except DateUnreadable as refusal:
            self.wrong(name, refusal.expected)
            return None


def read(
    number: int, cells: Mapping[str, object], *, sent: Collection[str], today: date
) -> Said | tuple[Problem, ...]:
    """Return what a row says, or everything that is wrong with it; `sent` are the names of the scans that came."""
    known = columns()
    said = {name: str(value).strip() for name, value in cells.items() if value is not None}
    row = _Row(number, said, {column.name: column.title_zh for column in known})
    row.problems += [
        Problem(number, column.title_zh, "", column.explanation or "不空的内容")
        for column in known
        if column.required and not said.get(column.name)
    ]
    kinds = {each.zh: each for each in InstrumentKind}
    areas = {each.zh: each for each in Area}
    severities = {each.zh: each for each in Severity}
    kind = row.take("kind", "、".join(kinds), kinds.get)
    area = row.take("area", "、".join(areas), areas.get)
    severity = row.take("severity", "、".join(severities), severities.get)
    decided_on = row.day("decided_on", today)
    effective_on = row.day("effective_on", today) or decided_on
    ended_on = row.day("conduct_ended_on", today)
    if decided_on and effective_on and effective_on < decided_on:
        row.wrong("effective_on", f"{decided_on} 或者以后的日期")
    if len(said.get("facts", "")) > _LONGEST_FACTS:
        row.wrong("facts", f"不超过{_LONGEST_FACTS}字")
    instrument_number = _number(row, kind)
    record_type = _record_type(row, kind, today)
    body = _body(row, decided_on or today)
    scans = _scans(row, sent)
    if row.problems:
        return tuple(row.problems)
    assert body is not None  # required, and read without a problem, as are the others below
    assert kind is not None
    assert decided_on is not None
    assert effective_on is not None
    made = OwnInstrument(
        kind=kind,
        issuer=said["issuer"][:120],
        number=instrument_number,
        form=kind.zh,
        decided_on=decided_on,
        effective_on=effective_on,
        ruling="",
    )
    old = OldRecord(body, made, record_type, area or Area.GENERAL, said["facts"], ended_on, severity or "")
    return Said(old, scans)


def plain_name(name: str) -> str:
    """Return the name of a file as rows and uploads are compared by it.

    >>> plain_name(" 认定书（１）.PDF ")
    '认定书(1).pdf'
    """
    return unicodedata.normalize("NFKC", name).strip().casefold()


def scans_named(cells: Mapping[str, object]) -> tuple[str, ...]:
    """Return the names of the scans that a row names, each once."""
    text = str(cells.get("scans") or "").replace("；", ";")
    return tuple(dict.fromkeys(plain_name(each) for each in text.split(";") if each.strip()))


def _number(row: _Row, kind: InstrumentKind | None) -> str:
    text = row.said.get("number", "")
    if not text or kind is None:
        return text
    try:
        return normal_case_number(text) if kind in _COURT else normal_document_number(text)
    except NumberUnreadable as refusal:
        row.wrong("number", refusal.expected)
        return text


def _record_type(row: _Row, kind: InstrumentKind | None, today: date) -> str:
    if kind is None:
        return ""
    items = record_types(on=today, instrument_kind=kind)
    if not items:
        row.wrong("kind", "已加载的公共信用信息清单中有对应条目的文书种类（C-02、Q-22）")
        return ""
    text = row.said.get("record_type", "")
    fitting = [item for item in items if (item.zh == text if text else item.code == kind)]
    if not fitting and not text:
        fitting = list(items)
    if len(fitting) != 1:
        row.wrong("record_type", "、".join(item.zh for item in items) + "中的一个")
        return ""
    return fitting[0].code


def _body(row: _Row, on: date) -> PublicBody | None:
    name = row.said.get("body", "")
    if not name:
        return None
    body = PublicBody.objects.filter(name=name, ended_on=None).select_related("region").first()
    if body is not None:
        return body
    found = body_on(name, on=on)
    if isinstance(found, Resolved):
        body = PublicBody.objects.select_related("region").get(pk=found.body_id)
        while body is not None and body.ended_on is not None:
            body = body.successor
        if body is not None:
            return body
    meant = [each.name for each in found.candidates[:3]] if isinstance(found, Ambiguous) else []
    row.wrong("body", "、".join(meant) + " 中的一个，写全名" if meant else "登记册中的规范名称")
    return None


def _scans(row: _Row, sent: Collection[str]) -> tuple[str, ...]:
    names = scans_named(row.said)
    if not set(names) <= set(sent):
        row.wrong("scans", "与表格一起上传的扫描件的文件名")
    return names
