"""市级规则: what a city may set over its province's rules, and the refusal of all else (policy Q-22).

A city may promise to keep its own organs' limits in fewer units of the same kind. It may not lengthen anything,
shorten another side's time, or add record types, measures, inputs, severities or gates: its files can hold
documents and clocks, and a clock of a city can say a number and nothing else.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from chengxin_core.calendar import Unit
from chengxin_core.rulebook.entries import Clock, Item, Timeline
from chengxin_core.rulebook.layers import Layer, Override
from chengxin_core.rulebook.reading import (
    Reading,
    Table,
    authority_of,
    cited_document,
    each_table,
    first_day,
    read_document,
    term_of,
)

PROMISABLE = "city_promises"  # the list of the clocks that a city may shorten
_MAY_SET = ("document", "clock")
_REFUSED = "市级规则只能缩短期限，不得增加记录类型、措施、指标、失信程度，也不得放宽关口 (Q-22)"


@dataclass(frozen=True, slots=True)
class City:
    """市级规则: the six-digit code of a city, its files as read, and the promises that they make."""

    code: str
    tables: Mapping[str, dict[str, Any]]
    promises: tuple[Override, ...] = ()


@dataclass(slots=True)
class _Reader:
    """What a city's clock is read against: the province's clocks, and which of them may be shortened."""

    clocks: Mapping[str, Timeline[Clock]]
    promisable: frozenset[str]
    reading: Reading
    promises: list[Override] = field(default_factory=list)


def read_city(
    code: str, tables: Mapping[str, dict[str, Any]], texts: Mapping[str, str], below: Reading
) -> tuple[City, Reading]:
    """Read a city's files over the rules `below`; the reading holds its documents and every fault found."""
    reading = Reading(documents=dict(below.documents))
    clocks: dict[str, list[Clock]] = defaultdict(list)
    for entry in below.entries:
        if isinstance(entry, Clock):
            clocks[entry.key].append(entry)
    timelines = {key: Timeline(key, tuple(versions)) for key, versions in clocks.items()}
    promisable = (each.code for each in below.entries if isinstance(each, Item) and each.key == PROMISABLE)
    reader = _Reader(timelines, frozenset(promisable), reading)
    found = [
        each for file in sorted(tables) for each in each_table(file, tables[file], texts, reading.problems)
    ]
    for kind, table in found:
        if kind == "document":
            read_document(table, reading)
    for kind, table in found:
        _read(kind, table, reader)
    _blame_overlaps(reader)
    return City(code, tables, tuple(reader.promises)), reading


def _read(kind: str, table: Table, reader: _Reader) -> None:
    if kind not in _MAY_SET:
        table.blame(f"{_REFUSED}: 应为 {'、'.join(_MAY_SET)}, 实为 {kind}")
        return
    if kind == "clock":
        _read_promise(table, reader)
    table.fields.pop("replaced_by", None)
    table.finish()


def _read_promise(table: Table, reader: _Reader) -> None:
    key, budget = table.take("key", str), table.take("budget", int)
    unit, organ = term_of(table, "unit", Unit, Unit.DAYS), table.take("promised_by", str)
    document = cited_document(table, reader.reading)
    if document is None:
        table.blame("承诺时限须引用作出承诺的文件 (cites)")
    first, last = first_day(table, document), table.day("in_force_until")
    last = last or (document.in_force_until if document else None)
    below = _below(key, first, last, reader, table)
    promise = Override(
        layer=Layer.CITY,
        key=key,
        value=budget,
        unit=unit,
        authority=authority_of(below[0].rule_id if below else "", document, table),
        in_force_from=first,
        in_force_until=last,
        file=table.file,
        line=table.line,
        source=organ,
    )
    _blame_longer(promise, below, table)
    reader.promises.append(promise)


def _below(key: str, first: date, last: date | None, reader: _Reader, table: Table) -> list[Clock]:
    """Return the province's versions of the clock that hold while the promise would."""
    if key not in reader.clocks:
        table.blame(f"key 应为上级规则库已有的期限, 实为“{key}”: {_REFUSED}")
        return []
    if key not in reader.promisable:
        table.blame(f"key 应为本机关办理的期限 (清单 {PROMISABLE}), 实为“{key}”: 不得缩短他人的期限 (Q-22)")
    below = [
        clock
        for clock in reader.clocks[key].entries
        if (last is None or clock.in_force_from < last)
        and (clock.in_force_until is None or first < clock.in_force_until)
    ]
    if not below:
        table.blame(f"{key} 在 {first} 至 {last or '今后'} 之间没有上级规定")
    return below


def _blame_longer(promise: Override, below: Sequence[Clock], table: Table) -> None:
    if promise.value < 1:
        table.blame(f"budget 应为至少 1, 实为 {promise.value}")
    for clock in below:
        where = f"上级规定为 {clock.budget} {clock.counted_in} ({clock.file}:{clock.line})"
        if clock.counted_in is not promise.unit:
            table.blame(f"unit 应为 {clock.counted_in}, 实为 {promise.unit}: {where}")
        elif promise.value >= clock.budget:
            table.blame(f"budget 应短于 {clock.budget}, 实为 {promise.value}: {where}")


def _blame_overlaps(reader: _Reader) -> None:
    by_key: dict[str, list[Override]] = defaultdict(list)
    for promise in reader.promises:
        by_key[promise.key].append(promise)
    for key, promises in by_key.items():
        for earlier, later in pairwise(sorted(promises, key=lambda each: each.in_force_from)):
            if earlier.in_force_until is None or earlier.in_force_until > later.in_force_from:
                where = f"{earlier.file}:{earlier.line}"
                Table({}, {}, later.file, later.line, reader.reading.problems).blame(
                    f"{key} 与 {where} 在时间上重叠 (自 {later.in_force_from})"
                )
