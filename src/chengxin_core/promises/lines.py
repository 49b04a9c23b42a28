"""逐行的 JSON: targets and findings as JSON lines, and targets read back."""

import json
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from chengxin_core.promises.statement import Basis, Bound, Kind, Resolve, Statement
from chengxin_core.promises.verdicts import Finding

_NEEDED = ("metric", "kind", "value", "unit", "target_year", "sentence")


class LineRefused(ValueError):
    """A line that is no target; the message names the line, what was found and what was expected."""


def target_line(target: Statement) -> str:
    """Return a target as one line of JSON."""
    return _line(_target(target))


def verdict_line(finding: Finding) -> str:
    """Return a target with `actual`, `verdict`, `evidence` (sentences of the next report, a line each) and `why`."""
    return _line(
        {
            **_target(finding.target),
            "actual": None if finding.actual is None else _number(finding.actual),
            "verdict": finding.verdict,
            "evidence": "\n".join(finding.evidence),
            "why": finding.why,
        }
    )


def targets_of(text: str) -> Iterator[Statement]:
    """Yield the targets that JSON lines hold; raise `LineRefused` at the first line that holds none."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield _read(line, number)


def _read(line: str, number: int) -> Statement:
    try:
        row: Any = json.loads(line, parse_float=Decimal, parse_int=Decimal)
    except (ValueError, InvalidOperation, RecursionError):
        raise LineRefused(f"第 {number} 行不是 JSON：{line[:40]}") from None
    if not isinstance(row, dict):
        raise LineRefused(f"第 {number} 行应当是一个 JSON 对象，实际是：{line[:40]}")
    missing = [name for name in _NEEDED if name not in row]
    if missing:
        raise LineRefused(f"第 {number} 行缺少 {'、'.join(missing)}；每行应当有 {'、'.join(_NEEDED)}。")
    return Statement(
        metric=_text(row, "metric", number),
        kind=Kind(_choice(row, "kind", Kind, number)),
        value=_decimal(row, "value", number),
        unit=_text(row, "unit", number),
        year=_year(row, number),
        sentence=_text(row, "sentence", number),
        high=None if row.get("value_to") is None else _decimal(row, "value_to", number),
        bound=None if row.get("bound") is None else Bound(_choice(row, "bound", Bound, number)),
        basis=Basis(_choice({"basis": Basis.YEAR} | row, "basis", Basis, number)),
        resolve=Resolve(_choice({"resolve": Resolve.FIRM} | row, "resolve", Resolve, number)),
    )


def _text(row: dict[str, Any], name: str, number: int) -> str:
    value = row[name]
    if not isinstance(value, str):
        raise LineRefused(f"第 {number} 行的 {name} 应当是文字，实际是：{value}")
    return value


def _decimal(row: dict[str, Any], name: str, number: int) -> Decimal:
    value = row[name]
    if not isinstance(value, Decimal):
        raise LineRefused(f"第 {number} 行的 {name} 应当是数，实际是：{value}")
    return value


def _year(row: dict[str, Any], number: int) -> int:
    year = _decimal(row, "target_year", number)
    if year != year.to_integral_value():
        raise LineRefused(f"第 {number} 行的 target_year 应当是年份，实际是：{year}")
    return int(year)


def _choice(
    row: dict[str, Any], name: str, choices: type[Kind | Bound | Basis | Resolve], number: int
) -> str:
    if row[name] not in list(choices):
        raise LineRefused(f"第 {number} 行的 {name} 应当是 {'、'.join(choices)} 之一，实际是：{row[name]}")
    return str(row[name])


def _target(target: Statement) -> dict[str, Any]:
    return {
        "metric": target.metric,
        "kind": target.kind,
        "value": _number(target.value),
        "unit": target.unit,
        "target_year": target.year,
        "sentence": target.sentence,
        "value_to": None if target.high is None else _number(target.high),
        "bound": target.bound,
        "basis": target.basis,
        "resolve": target.resolve,
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False)
