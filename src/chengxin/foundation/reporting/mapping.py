"""字段对照: which member of a published content goes into which field of the platform's table, as data (TOML).

A row is checked field by field before it leaves; what is wrong names field, found and expected.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from chengxin.ground.home import Home

SHIPPED = Path(__file__).with_name("mapping.toml")
DATE = "date"
_MEMBERS = {"name", "zh", "from", "value", "codes", "required", "longest", "pattern", "form"}
_FORMATS = ("json", "csv")


class MappingRefused(ValueError):
    """A table of fields that cannot be worked with; the text says where and why."""


@dataclass(frozen=True, slots=True)
class Fault:
    """校验不通过: a field of a row, what was found and what was expected."""

    field: str
    zh: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.zh}（{self.field}）：填的是“{self.found}”，应当是{self.expected}"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the platform's table: where its value comes from and what it must be."""

    name: str
    zh: str
    path: tuple[str, ...]
    value: str | None
    codes: Mapping[str, str] | None
    is_required: bool
    longest: int | None
    pattern: re.Pattern[str] | None
    is_date: bool

    def of(self, content: Mapping[str, Any]) -> str | Fault:
        """Return the value of the field for a content, or what is wrong with it."""
        found = self.value if self.value is not None else _at(content, self.path)
        text = _written(found)
        if not text:
            return Fault(self.name, self.zh, "空", "必填项") if self.is_required else ""
        if self.codes is not None:
            known = "、".join(self.codes)
            return self.codes[text] if text in self.codes else self._fault(text, f"代码表中的一项：{known}")
        return self._checked(text)

    def _checked(self, text: str) -> str | Fault:
        if self.longest is not None and len(text) > self.longest:
            return self._fault(f"{text[:20]}…（{len(text)} 字）", f"不超过 {self.longest} 字")
        if self.pattern is not None and not self.pattern.fullmatch(text):
            return self._fault(text, f"符合格式 {self.pattern.pattern}")
        if self.is_date and not _is_date(text):
            return self._fault(text, "日期，例如 2026-11-23")
        return text

    def _fault(self, found: str, expected: str) -> Fault:
        return Fault(self.name, self.zh, found[:60], expected)


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of publication is reported."""

    zh: str
    catalogue: str  # its code at the platform
    fields: tuple[Field, ...]

    def row(self, content: Mapping[str, Any]) -> tuple[dict[str, str], list[Fault]]:
        """Return the fields of a row, and everything that is wrong with it."""
        values = {each.name: each.of(content) for each in self.fields}
        faults = [value for value in values.values() if isinstance(value, Fault)]
        return {name: value for name, value in values.items() if isinstance(value, str)}, faults


@dataclass(frozen=True, slots=True)
class FieldMap:
    """字段对照表: all of it, as one file says it."""

    rows_in_a_batch: int
    in_transit_hours: int
    file_format: str
    kinds: Mapping[str, Kind] = field(default_factory=dict)

    def kind_of(self, catalogue: str) -> str:
        """Return our code of a kind, by the platform's; its own where the map does not know it."""
        return next((code for code, kind in self.kinds.items() if kind.catalogue == catalogue), catalogue)


def field_map(home: Home) -> FieldMap:
    """Return the map in force: the office's own, else the one that is shipped. Raises `MappingRefused`."""
    own = home.root / "platform" / "mapping.toml"
    place = own if own.exists() else SHIPPED
    return _read(place, place.stat().st_mtime_ns)


@cache
def _read(place: Path, _changed: int) -> FieldMap:
    try:
        return read_map(tomllib.loads(place.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise MappingRefused(f"字段对照表 {place.name} 不是有效的 TOML 文件：{fault}") from None


def read_map(data: Mapping[str, Any]) -> FieldMap:
    """Read a map; raise `MappingRefused` with the place that is wrong."""
    codes = _table(data, "codes")
    file_format = data.get("file_format", "json")
    if file_format not in _FORMATS:
        raise MappingRefused(f"字段对照表 file_format 是“{file_format}”，应当是 json 或者 csv")
    kinds = {code: _kind(code, kind, codes) for code, kind in _table(data, "kind").items()}
    return FieldMap(
        _whole(data, "rows_in_a_batch", 200), _whole(data, "in_transit_hours", 24), file_format, kinds
    )


def _kind(code: str, data: Any, codes: Mapping[str, Any]) -> Kind:
    if not isinstance(data, dict) or not isinstance(data.get("catalogue"), str):
        raise MappingRefused(f"字段对照表 kind.{code} 没有写平台目录代码 catalogue")
    listed = data.get("field")
    if not isinstance(listed, list) or not listed:
        raise MappingRefused(f"字段对照表 kind.{code} 没有列出任何字段 [[kind.{code}.field]]")
    fields = tuple(
        _field(f"kind.{code} 第 {number} 个字段", each, codes) for number, each in enumerate(listed, 1)
    )
    twice = {each.name for each in fields if [other.name for other in fields].count(each.name) > 1}
    if twice:
        raise MappingRefused(f"字段对照表 kind.{code} 的字段 {'、'.join(sorted(twice))} 写了两次")
    return Kind(str(data.get("zh", code)), data["catalogue"], fields)


def _field(place: str, data: Any, codes: Mapping[str, Any]) -> Field:
    if not isinstance(data, dict) or not isinstance(data.get("name"), str):
        raise MappingRefused(f"字段对照表{place}没有写字段名 name")
    unknown = set(data) - _MEMBERS
    if unknown:
        raise MappingRefused(
            f"字段对照表{place}写了“{'、'.join(sorted(unknown))}”，可以写的只有 {'、'.join(sorted(_MEMBERS))}"
        )
    if ("from" in data) == ("value" in data):
        raise MappingRefused(f"字段对照表{place}应当写 from 或者 value 中的一项")
    listed = data.get("codes")
    if listed is not None and not isinstance(codes.get(listed), dict):
        raise MappingRefused(f"字段对照表{place}用了代码表“{listed}”，文末没有 [codes.{listed}]")
    try:
        pattern = re.compile(data["pattern"]) if "pattern" in data else None
    except re.error as fault:
        raise MappingRefused(f"字段对照表{place}的 pattern 不是有效的正则表达式：{fault}") from None
    return Field(
        name=data["name"],
        zh=str(data.get("zh", data["name"])),
        path=tuple(str(data.get("from", "")).split(".")),
        value=str(data["value"]) if "value" in data else None,
        codes={str(ours): str(theirs) for ours, theirs in codes[listed].items()} if listed else None,
        is_required=bool(data.get("required", False)),
        longest=_whole(data, "longest", None) if "longest" in data else None,
        pattern=pattern,
        is_date=data.get("form") == DATE,
    )


def _table(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = data.get(name, {})
    if not isinstance(table, dict):
        raise MappingRefused(f"字段对照表 {name} 应当是一张表")
    return table


def _whole(data: Mapping[str, Any], name: str, default: int | None) -> int:
    value = data.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise MappingRefused(f"字段对照表 {name} 是“{value}”，应当是正整数")
    return value


def _at(content: Any, path: Sequence[str]) -> Any:
    """Return the member at the end of a path, None where there is none."""
    for step in path:
        if isinstance(content, Mapping):
            content = content.get(step)
        elif isinstance(content, list) and re.fullmatch(r"-?\d+", step):
            number = int(step)
            content = content[number] if -len(content) <= number < len(content) else None
        else:
            return None
    return content


def _written(value: Any) -> str:
    if value is None or isinstance(value, Mapping | list):
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value).strip()


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
