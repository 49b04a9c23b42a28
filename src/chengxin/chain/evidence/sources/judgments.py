"""裁判文书: a row of a court's file becomes a judgment, or is refused with row, column, found and expected."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

import msgspec

from chengxin.ground.sheets import Column, Problem, RefusedRow, SourceRow
from chengxin_core.determination.case_numbers import CaseNumberUnreadable, normal_case_number
from chengxin_core.determination.judgments import JudgmentText, Party
from chengxin_core.determination.written_dates import DateUnreadable, read_date

CODE = "judgments"
TITLE = "行政裁判文书"

COLUMNS = (
    Column(
        "court",
        "法院",
        ("审理法院", "法院名称"),
        required=True,
        explanation="作出裁判的法院全称",
        example="演示市中级人民法院",
    ),
    Column(
        "caseNo",
        "案号",
        ("案件编号",),
        required=True,
        explanation="裁判文书的案号",
        example="（2026）鲁00行终1号",
    ),
    Column(
        "instrumentType",
        "文书类型",
        ("文书种类",),
        explanation="判决书或者裁定书",
        example="判决书",
        choices=("判决书", "裁定书", "调解书", "决定书"),
    ),
    Column(
        "procedure",
        "审理程序",
        ("程序",),
        explanation="一审、二审、再审等，不填则从案号判断",
        example="二审",
        choices=("一审", "二审", "再审", "再审审查与审判监督", "非诉执行审查", "国家赔偿", "其他"),
    ),
    Column("reason", "案由", (), explanation="可以不填", example="行政协议"),
    Column(
        "date",
        "裁判日期",
        ("判决日期", "日期"),
        required=True,
        explanation="2018-02-02 这样的日期",
        example="2026-03-02",
    ),
    Column(
        "parties",
        "当事人",
        ("诉讼参与人",),
        required=True,
        nested=True,
        explanation="每个当事人写“诉讼地位：名称”，用分号隔开",
        example="上诉人（原审被告）：演示市住房和城乡建设局；被上诉人（原审原告）：〔企业〕",
    ),
    Column(
        "docName",
        "文书名称",
        ("标题",),
        explanation="可以不填",
        example="演示市住房和城乡建设局与〔企业〕行政协议二审判决书",
    ),
    Column(
        "本院认为",
        "本院认为",
        ("裁判理由", "reasoning"),
        explanation="裁判理由部分的全文",
        example="本院认为，……",
    ),
    Column(
        "裁判结果",
        "裁判结果",
        ("主文", "判决结果", "ruling"),
        required=True,
        explanation="主文全文",
        example="驳回上诉，维持原判。",
    ),
    Column("id", "编号", ("来源编号",), explanation="来源系统中的编号，可以不填", example="2026-0001"),
)

_LONGEST = {"court": 120, "caseNo": 200, "instrumentType": 20, "procedure": 40, "docName": 2000, "id": 80}
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")
_PARTY = re.compile(r"\s*(?P<role>[^:：]{1,60})[:：](?P<name>.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class JudgmentRow:
    """A judgment as its source gave it, and the hash of what it says."""

    number: int
    source_id: str
    text: JudgmentText
    digest: str
    notes: tuple[str, ...] = ()
    """What was noticed about the row though nothing is wrong with it."""


def judgment_of(row: SourceRow, *, on: date) -> JudgmentRow | RefusedRow:
    """Read one row; `on` is today: a judgment of tomorrow is refused."""
    reader = _Reader(row.cells, row.number)
    court = reader.text("court")
    case_no = reader.case_number()
    decided_on = reader.day("date", not_after=on)
    parties = reader.parties()
    ruling = reader.text("裁判结果", may_be_empty=True)
    reasoning = reader.text("本院认为", may_be_empty=True)
    if not ruling and not reasoning:
        reader.wrong("裁判结果", "", "主文全文")
    source_id, title = reader.text("id", may_be_empty=True), reader.text("docName", may_be_empty=True)
    form, procedure = (reader.text(name, may_be_empty=True) for name in ("instrumentType", "procedure"))
    if reader.problems:
        return row.refused(*reader.problems)
    text = JudgmentText(
        court=court,
        case_no=case_no,
        procedure=procedure,
        instrument_kind=form,
        decided_on=decided_on,
        parties=parties,
        reasoning=reasoning,
        ruling=ruling,
        title=title,
    )
    return JudgmentRow(row.number, source_id, text, _digest(text), row.notes)


class _Reader:
    """Takes the cells of one row out by name, collecting what is wrong."""

    def __init__(self, cells: Mapping[str, object], number: int) -> None:
        self.cells, self.number = cells, number
        self.problems: list[Problem] = []

    def wrong(self, name: str, found: str, expected: str) -> None:
        self.problems.append(Problem(self.number, _TITLES[name], found, expected))

    def text(self, name: str, *, may_be_empty: bool = False) -> str:
        value = self.cells.get(name)
        found = "" if value is None else value if isinstance(value, str) else _as_text(value)
        found = _UNPRINTABLE.sub(
            "", unicodedata.normalize("NFKC", found) if name == "court" else found
        ).strip()
        if not found and not may_be_empty:
            self.wrong(name, "", _EXPECTED[name])
        longest = _LONGEST.get(name)
        if longest and len(found) > longest:
            self.wrong(name, found, f"不超过 {longest} 字")
        return found

    def case_number(self) -> str:
        written = self.text("caseNo")
        if not written:
            return ""
        try:
            return normal_case_number(written)
        except CaseNumberUnreadable as refusal:
            self.wrong("caseNo", refusal.found, refusal.expected)
            return ""

    def day(self, name: str, *, not_after: date) -> date | None:
        written = self.text(name)
        if not written:
            return None
        try:
            return read_date(written, not_after=not_after)
        except DateUnreadable as refusal:
            self.wrong(name, refusal.found, refusal.expected)
            return None

    def parties(self) -> tuple[Party, ...]:
        value = self.cells.get("parties")
        if isinstance(value, str):
            return self._written_parties(value)
        if not isinstance(value, list) or not value:
            self.wrong("parties", _as_text(value) if value else "", _EXPECTED["parties"])
            return ()
        return tuple(self._listed_party(each) for each in value)

    def _listed_party(self, each: object) -> Party:
        if (
            not isinstance(each, dict)
            or not isinstance(each.get("name"), str)
            or not isinstance(each.get("role"), str)
        ):
            self.wrong("parties", _as_text(each), "每个当事人有 role 和 name")
            return Party("", "")
        flag = each.get("is_public_body")
        return Party(each["role"][:60], each["name"][:120], flag if isinstance(flag, bool) else None)

    def _written_parties(self, written: str) -> tuple[Party, ...]:
        parties = []
        for part in re.split(r"[;；\n]", written):
            if not part.strip():
                continue
            found = _PARTY.fullmatch(part)
            if found is None:
                self.wrong("parties", part, "“诉讼地位：名称”，当事人之间用分号隔开")
                continue
            parties.append(Party(found["role"].strip(), found["name"].strip()[:120]))
        if not parties and not self.problems:
            self.wrong("parties", "", _EXPECTED["parties"])
        return tuple(parties)


_TITLES = {column.name: column.title_zh for column in COLUMNS}
_EXPECTED = {column.name: column.explanation for column in COLUMNS}


def _as_text(value: Any) -> str:
    return msgspec.json.encode(value).decode()[:200]


def _digest(text: JudgmentText) -> str:
    """Hash what a judgment says: blanks and widths apart, the same words are the same judgment."""
    said = [
        text.court,
        text.case_no,
        text.instrument_kind,
        text.decided_on.isoformat() if text.decided_on else "",
        *(f"{party.role}={party.name}" for party in text.parties),
        text.title,
        text.reasoning,
        text.ruling,
    ]
    return sha256(
        "\x1f".join("".join(each.split()) for each in said).encode("utf-8", "surrogatepass")
    ).hexdigest()
