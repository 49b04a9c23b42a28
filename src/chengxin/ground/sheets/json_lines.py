"""JSON Lines: one object a line, read one line at a time."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from chengxin.ground.sheets.columns import Titles
from chengxin.ground.sheets.problems import FileRefused, Problem, shown
from chengxin.ground.sheets.rows import Limits, RefusedRow, Row, SourceRow
from chengxin.ground.sheets.text import BROKEN, Text

ONE_OBJECT = "一个完整的 JSON 对象，独占一行"
UNSAFE_ESCAPE = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
LOOKS_LIKE_AN_ANSWER = {"code", "error", "errors", "errmsg", "msg", "message", "status", "success"}
MANY_TITLES = 500
DEEPEST = 50
AS_WRITTEN = "原文"
"""The key under which a line that could not be read goes back."""


def brief(item: object) -> str:
    """Return text as it is, and of anything else its kind: its digits and names need no repeating."""
    return item if isinstance(item, str) else f"（{type(item).__name__}）"


def why_unfit(item: object, longest: int, depth: int = 0) -> str | None:
    """Say what is expected of a value that no database could keep, however deep it lies."""
    if depth > DEEPEST:
        return f"嵌套不超过 {DEEPEST} 层"
    if isinstance(item, dict):
        parts: Iterable[object] = (*item, *item.values())
    elif isinstance(item, list):
        parts = item
    else:
        parts = ()
    for part in parts:
        if found := why_unfit(part, longest, depth + 1):
            return found
    if not isinstance(item, str):
        return None
    if len(item) > longest:
        return f"不超过 {longest} 个字"
    if "\x00" in item:
        return "不含空字符（NUL）的文字"
    return None if item.isascii() or not re.search(r"[\ud800-\udfff]", item) else "完整的文字，没有半个字符"


class JsonLines:
    """The rows of a JSON Lines file."""

    def __init__(self, text: Text, titles: Titles) -> None:
        self.text = text
        self.limits: Limits = text.limits
        self.titles = titles
        self.keys: dict[str, str] = {}
        self.unknown: list[str] = []

    def check_first_object(self) -> None:
        """Refuse what is JSON but no JSON Lines, and an object of which nothing is known."""
        for _, line in self.text.lines():
            if line is None or not line.strip():
                continue
            first = self._decoded(line)
            if not isinstance(first, dict):
                stripped = line.strip()
                if stripped == b"{" or (first is None and stripped.endswith((b"{", b"[", b","))):
                    raise FileRefused("内容是一个分行书写的 JSON", "请改为 JSON Lines：每个对象独占一行")
                return
            if self.titles.columns and not self.titles.known_among(first):
                raise self._nothing_known(first)
            return

    def _nothing_known(self, first: dict[str, Any]) -> FileRefused:
        keys = "、".join(shown(key) for key in list(first)[:12])
        if LOOKS_LIKE_AN_ANSWER & {key.casefold() for key in first}:
            return FileRefused(
                f"内容像是接口返回的一条消息（{keys}），不是数据", "导出可能没有成功，请重新导出"
            )
        wanted = "、".join(f"“{column.name}”" for column in self.titles.columns if column.required)
        return FileRefused(f"没有认得的项，现有：{keys}", f"每个对象应当有{wanted}" if wanted else "")

    def __iter__(self) -> Iterator[Row]:
        for number, line in self.text.lines():
            if line is None:
                yield self._refused(number, {}, "", "", f"不超过 {self.limits.line_bytes >> 20} MB 的一行")
            elif not line.isspace():
                yield self._row(number, line)

    def _row(self, number: int, line: bytes) -> Row:
        value = self._decoded(line)
        if not isinstance(value, dict):
            text, is_broken = self.text.decode(line)
            text = BROKEN.sub("\ufffd", text)
            expected = ONE_OBJECT + ("（此处有损坏的字节）" if is_broken else "")
            return self._refused(number, {AS_WRITTEN: text.strip()}, "", text, expected)
        cells: dict[str, object] = {}
        for key, item in value.items():
            name = self.keys.get(key) or self._learn(key)
            if name in cells:
                return self._refused(number, value, key, brief(item), "只写一次的一项")
            cells[name] = item
        longest = self.limits.cell_characters
        if self._is_worth_a_closer_look(line):
            for key, item in cells.items():
                if unfit := why_unfit(key, longest) or why_unfit(item, longest):
                    return self._refused(number, cells, key, brief(item), unfit)
        if missing := self.titles.missing_from(cells):
            problems = [Problem(number, title, "", "必填的内容") for title in missing]
            return RefusedRow(number, cells, tuple(problems))
        return SourceRow(number, cells)

    def _decoded(self, line: bytes) -> object:
        """Return the value of a line, or None where it is no JSON."""
        try:
            return msgspec.json.decode(
                line if self.text.encoding == "utf-8" else line.decode(self.text.encoding)
            )
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return None

    def _learn(self, key: str) -> str:
        column = self.titles.find(key)
        if column is None and len(self.unknown) < MANY_TITLES:
            self.unknown.append(key)
        name = column.name if column else key
        if len(self.keys) < MANY_TITLES * 2:
            self.keys[key] = name
        return name

    def _is_worth_a_closer_look(self, line: bytes) -> bool:
        is_deep = line.count(b"[") + line.count(b"{") > DEEPEST
        return is_deep or len(line) > self.limits.cell_characters or bool(UNSAFE_ESCAPE.search(line))

    def _refused(self, number: int, cells: dict[str, Any], key: str, found: str, expected: str) -> RefusedRow:
        column = self.titles.find(key) if key else None
        title = column.title_zh if column else key
        return RefusedRow(number, cells, (Problem(number, title, found, expected),))
