"""From TOML to entries: every table is checked by itself, and every fault is told with its file and line."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, TypeVar

from chengxin_core.calendar import Unit
from chengxin_core.rulebook.authority import Authority, Confidence, Document, Law, SystemDefault
from chengxin_core.rulebook.entries import (
    Attribute,
    Clock,
    ClosedList,
    Entry,
    Gate,
    Item,
    Parameter,
    Provision,
    Quantity,
    Silence,
    Value,
)
from chengxin_core.vocabulary import Term

_T = TypeVar("_T")
_TermT = TypeVar("_TermT", bound=Term)
_HEADER = re.compile(r"^\s*\[\[\s*([a-z]+)\s*\]\]", re.MULTILINE)
_RULE_ID = re.compile(r"[A-Z]\d?-\d{2}")
_KINDS = ("document", "provision", "gate", "parameter", "clock", "list", "item")
_HEAD: Mapping[str, type] = {
    "title": str,
    "demo": bool,
    "in_force_from": object,
    "confidence": str,
    "cites": str,
    "source": str,
}


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A fault of a rulebook: where it is, and what it is, in Chinese."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        """Return the fault as one line."""
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(slots=True)
class Table:
    """One TOML table while it is read: takes fields by type and collects what is wrong with them."""

    fields: dict[str, Any]
    head: dict[str, Any]
    file: str
    line: int
    problems: list[Problem]

    def blame(self, message: str) -> None:
        """Note a fault at this table."""
        self.problems.append(Problem(self.file, self.line, message))

    def take(self, name: str, kind: type[_T], default: _T | None = None) -> _T:
        """Return and strike out a field; a missing or wrong one is a fault and reads as the empty value."""
        if name not in self.fields:
            if default is None:
                self.blame(f"缺少 {name}")
            return kind() if default is None else default
        value = self.fields.pop(name)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.blame(f"{name} 应为{_WORDS[kind]}, 实为“{value}”")
            return kind()
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Return and strike out a list of texts; a missing one is empty."""
        value = self.fields.pop(name, [])
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            self.blame(f"{name} 应为文字的列表, 实为“{value}”")
            return ()
        return tuple(value)

    def day(self, name: str) -> date | None:
        """Return and strike out a day, from this table or the head of its file."""
        value = self.fields.pop(name, self.head.get(name))
        if isinstance(value, str):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        elif value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self.blame(f"{name} 应为日期 (如 2026-04-01), 实为“{value}”")
        return None

    def finish(self) -> None:
        """Blame every field that no one took."""
        for name in sorted(self.fields):
            self.blame(f"不认识的字段 {name}")


_WORDS: Mapping[type, str] = {str: "文字", int: "整数", bool: "true 或 false", list: "列表"}


@dataclass(slots=True)
class Reading:
    """What was read of some files: documents by code, entries in their order, and the faults found."""

    documents: dict[str, Document] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def perhaps(word: str, known: Iterable[str]) -> str:
    """Return a question about the known word that `word` may be a slip of; empty where none is near.

    >>> perhaps("order-63", ["order-36", "circular-49"])
    '，是不是 order-36？'
    """
    near = get_close_matches(word, known, n=1, cutoff=0.75)
    return f"，是不是 {near[0]}？" if near else ""


def read(tables: Mapping[str, dict[str, Any]], texts: Mapping[str, str]) -> Reading:
    """Read parsed files, documents first, since entries cite documents of other files.

    `texts` gives the lines for messages; a file that is not in it (a snapshot) has line 0 everywhere.
    """
    reading = Reading()
    queue = [
        found for file in sorted(tables) for found in each_table(file, tables[file], texts, reading.problems)
    ]
    for kind, table in queue:
        if kind == "document":
            read_document(table, reading)
    for kind, table in queue:
        if kind == "document":
            _check_successor(table, reading)
        else:
            _read_entry(kind, table, reading)
        table.finish()
    return reading


def parse(sources: Mapping[str, bytes]) -> tuple[dict[str, dict[str, Any]], dict[str, str], list[Problem]]:
    """Parse files of TOML: the tables and texts of those that can be read, and the faults of the others."""
    tables: dict[str, dict[str, Any]] = {}
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for file in sorted(sources):
        try:
            texts[file] = sources[file].decode("utf-8")
            tables[file] = tomllib.loads(texts[file])
        except UnicodeDecodeError as fault:
            problems.append(Problem(file, 0, f"不是 UTF-8 文字 (第 {fault.start} 字节)"))
        except tomllib.TOMLDecodeError as fault:
            line = re.search(r"line (\d+)", str(fault))
            problems.append(Problem(file, int(line[1]) if line else 0, f"不是正确的 TOML: {fault}"))
    return tables, texts, problems


def each_table(
    file: str, tables: dict[str, Any], texts: Mapping[str, str], problems: list[Problem]
) -> Iterator[tuple[str, Table]]:
    """Yield each table of a file with its kind and line; parts that no rulebook has are faults."""
    head = {name: value for name, value in tables.items() if isinstance(value, _HEAD.get(name, ()))}
    problems.extend(
        Problem(file, 0, f"文件开头的 {name} 应为{_WORDS[_HEAD[name]]}, 实为“{tables[name]}”")
        for name in sorted(_HEAD.keys() & tables.keys() - head.keys())
    )
    lines: dict[str, list[int]] = {kind: [] for kind in _KINDS}
    text = texts.get(file, "")
    for header in _HEADER.finditer(text):
        lines.setdefault(header[1], []).append(text.count("\n", 0, header.start(1)) + 1)
    for kind, rows in tables.items():
        if kind in _HEAD:
            continue
        if kind not in _KINDS or not _are_tables(rows):
            problems.append(
                Problem(file, (lines.get(kind) or [0])[0], f"不认识的部分 {kind} (应为 {'、'.join(_KINDS)})")
            )
            continue
        for number, row in enumerate(rows):
            line = lines[kind][number] if number < len(lines[kind]) else 0
            yield kind, Table(dict(row), head, file, line, problems)


def _are_tables(rows: object) -> bool:
    return isinstance(rows, list) and all(isinstance(row, dict) for row in rows)


def read_document(table: Table, reading: Reading) -> None:
    """Keep a document of a file in `reading`; its successor is checked once all were read."""
    code = table.take("code", str)
    if code in reading.documents:
        table.blame(f"文件代号 {code} 重复")
    reading.documents[code] = Document(
        code=code,
        title=table.take("title", str),
        number=table.take("number", str, ""),
        issuer=table.take("issuer", str, ""),
        in_force_from=table.day("in_force_from") or date.min,
        in_force_until=table.day("in_force_until"),
        issued_on=table.day("issued_on"),
        replaced_by=table.fields.get("replaced_by", ""),
    )


def _check_successor(table: Table, reading: Reading) -> None:
    successor = table.take("replaced_by", str, "")
    if successor and successor not in reading.documents:
        table.blame(f"replaced_by 所指的文件 {successor} 不存在{perhaps(successor, reading.documents)}")


def _read_entry(kind: str, table: Table, reading: Reading) -> None:
    document = cited_document(table, reading)
    rule_id = table.take("id", str)
    if not _RULE_ID.fullmatch(rule_id):
        table.blame(f"id 应为规则编号 (如 C-17), 实为“{rule_id}”")
    authority = authority_of(rule_id, document, table)
    of_the_file = "" if authority.confidence is Confidence.LAW else table.head.get("source", "")
    common: dict[str, Any] = {
        "rule_id": rule_id,
        "authority": authority,
        "gist": table.take("gist", str, ""),
        "in_force_from": first_day(table, document),
        "in_force_until": table.day("in_force_until") or (document.in_force_until if document else None),
        "file": table.file,
        "line": table.line,
        "source": table.take("source", str, of_the_file),
    }
    reading.entries.append(_READERS[kind](table, common))


def cited_document(table: Table, reading: Reading) -> Document | None:
    """Return and strike out the document that a table or the head of its file cites."""
    code = table.take("cites", str, table.head.get("cites", ""))
    if code and code not in reading.documents:
        table.blame(f"引用的文件 {code} 不存在{perhaps(code, reading.documents)}")
    return reading.documents.get(code)


def authority_of(rule_id: str, document: Document | None, table: Table) -> Authority:
    """Return and strike out who says so: a law only where its text was read and is cited."""
    mark = table.take("confidence", str, table.head.get("confidence"))
    article = table.take("article", str, "")
    try:
        confidence = Confidence(mark)
    except ValueError:
        table.blame(f"confidence 应为 {'、'.join(Confidence)} 之一, 实为“{mark}”")
        confidence = Confidence.DESIGN
    if not confidence.is_verified:
        return SystemDefault(rule_id, confidence)
    if document is None:
        table.blame(f"可信程度为 {mark} 的条目须引用文件 (cites)")
        return SystemDefault(rule_id, confidence)
    return Law(rule_id, document, article, confidence)


def first_day(table: Table, document: Document | None) -> date:
    """Return and strike out the first day in force: the table's own, its document's or its file's."""
    own = "in_force_from" in table.fields or document is None
    day = table.day("in_force_from") if own else None
    if own and day is None:
        table.blame("缺少 in_force_from (条目、文件或其引用的文件须有其一)")
        return date.min
    return day or (document.in_force_from if document else date.min)


def _provision(table: Table, common: dict[str, Any]) -> Entry:
    return Provision(key=common["rule_id"], **common)


def _gate(table: Table, common: dict[str, Any]) -> Entry:
    return Gate(key=table.take("key", str), refuses=table.take("refuses", str), **common)


def _parameter(table: Table, common: dict[str, Any]) -> Entry:
    value: Value = table.fields.pop("value", 0)
    if not isinstance(value, int | str):
        table.blame(f"value 应为整数、文字、true 或 false, 实为“{value}”")
    unit = term_of(table, "unit", Unit, Unit.DAYS) if "unit" in table.fields else None
    quantity = term_of(table, "quantity", Quantity, Quantity.COUNT) if "quantity" in table.fields else None
    if unit and quantity:
        table.blame("unit (时间) 与 quantity (数量) 只能写一个")
    return Parameter(key=table.take("key", str), value=value, unit=unit, quantity=quantity, **common)


def _clock(table: Table, common: dict[str, Any]) -> Entry:
    return Clock(
        key=table.take("key", str),
        value=table.take("budget", int),
        unit=term_of(table, "unit", Unit, Unit.DAYS),
        starts_on=table.take("starts_on", str),
        suspended_by=table.texts("suspended_by"),
        silence=table.take("silence", str, ""),
        on_silence=term_of(table, "on_silence", Silence, Silence.NONE, Silence.NONE),
        extension=table.take("extension", int, 0),
        extension_approver=table.take("extension_approver", str, ""),
        **common,
    )


def _closed_list(table: Table, common: dict[str, Any]) -> Entry:
    return ClosedList(key=table.take("key", str), zh=table.take("zh", str), **common)


def _item(table: Table, common: dict[str, Any]) -> Entry:
    key, code, zh = (table.take(name, str) for name in ("list", "code", "zh"))
    attributes: dict[str, Attribute] = {}
    for name, value in table.fields.items():
        if isinstance(value, list) and all(isinstance(text, str) for text in value):
            attributes[name] = tuple(value)
        elif isinstance(value, int | str):
            attributes[name] = value
        else:
            table.blame(f"{name} 应为文字、整数、true、false 或文字的列表, 实为“{value}”")
    table.fields.clear()
    demo = table.head.get("demo") is True
    return Item(key=key, code=code, zh=zh, attributes=MappingProxyType(attributes), is_demo=demo, **common)


_READERS = {
    "provision": _provision,
    "gate": _gate,
    "parameter": _parameter,
    "clock": _clock,
    "list": _closed_list,
    "item": _item,
}


def term_of(
    table: Table, name: str, kind: type[_TermT], wrong: _TermT, default: _TermT | None = None
) -> _TermT:
    """Return and strike out a coded field; a code that is none of `kind` is a fault and reads as `wrong`."""
    code = table.take(name, str, None if default is None else default.value)
    try:
        return kind(code)
    except ValueError:
        table.blame(f"{name} 应为 {'、'.join(kind)} 之一, 实为“{code}”")
        return wrong
