"""From raw rows to rows with titles: finds the header, then judges each row below it."""

from collections.abc import Iterator

import msgspec

from chengxin.ground.sheets.columns import (
    LOOK_FOR_HEADER_IN,
    Header,
    NoHeader,
    Titles,
    read_header,
)
from chengxin.ground.sheets.marks import CUT_MARK, EXAMPLE_MARK, REMAINDER, is_untouched_example
from chengxin.ground.sheets.problems import FileRefused, Problem
from chengxin.ground.sheets.rows import Fault, Limits, RawRow, RefusedRow, Row, SkippedRow, SourceRow


def find_header(rows: Iterator[RawRow], titles: Titles, limits: Limits) -> Header:
    """Return the first row that has all required columns, or refuse the file by the row that came nearest."""
    best: Header | None = None
    looked = 0
    for row in rows:
        if looked == LOOK_FOR_HEADER_IN:
            break
        if not row.faults and not any(map(str.strip, row.cells.values())):
            continue
        looked += 1
        if len(row.cells) > limits.columns:
            raise FileRefused(f"第 {row.number} 行有 {len(row.cells)} 列", f"最多 {limits.columns} 列")
        header = read_header(row.number, row.cells, titles)
        if titles.are_enough(header.keys.values()):
            if header.doubled:
                raise FileRefused(header.doubled, "请只留一列")
            if row.faults:
                raise FileRefused(f"第 {row.number} 行的表头有损坏", "请重新导出，或者下载模板填写")
            return header
        if best is None or len(header.columns) > len(best.columns):
            best = header
    raise NoHeader(titles, best)


class TitledRows:
    """The rows below a header, each kept, refused or left out."""

    def __init__(self, header: Header, limits: Limits) -> None:
        self.header = header
        self.limits = limits
        self.mark = next((at for at, title in header.ours.items() if title == EXAMPLE_MARK), None)
        self.remainder = next((at for at, title in header.ours.items() if title == REMAINDER), None)
        self.example = {at: column.example for at, column in header.columns.items() if column.example}
        self.nested = [at for at, column in header.columns.items() if column.nested]

    def read(self, rows: Iterator[RawRow]) -> Iterator[Row]:
        """Yield what becomes of each row that is not blank."""
        for row in rows:
            if row.number <= self.header.number:
                continue
            if row.faults or any(map(str.strip, row.cells.values())):
                yield self._judge(row)

    def _judge(self, row: RawRow) -> Row:
        if self.header.is_repeated_by(row.cells):
            return SkippedRow(row.number, "表头重复")
        cells: dict[str, object] = {
            key: text for at, key in self.header.keys.items() if (text := row.cells.get(at)) is not None
        }
        if self.mark is not None and (mark := row.cells.get(self.mark, "").strip()):
            if is_untouched_example(mark, [row.cells.get(at, "") for at in sorted(self.header.columns)]):
                return SkippedRow(row.number, "示例行")
            row.faults.append(Fault(self.mark, mark, "空白：示例已经改过，若是真实数据请清空这一格"))
        if self._is_the_example(row):
            return SkippedRow(row.number, "示例行")
        row.faults.extend(self._faults(row))
        if row.faults:
            cells |= {
                f"第 {at + 1} 列": text for at, text in row.cells.items() if at >= self.header.width and text
            }
        self._unpack(row, cells)
        if row.faults:
            return RefusedRow(row.number, cells, tuple(self._problem(row, fault) for fault in row.faults))
        return SourceRow(row.number, cells, tuple(row.notes))

    def _is_the_example(self, row: RawRow) -> bool:
        """Say whether a row is the template's own example, word for word, without its mark."""
        return len(self.example) > 1 and all(row.cells.get(at) == text for at, text in self.example.items())

    def _faults(self, row: RawRow) -> Iterator[Fault]:
        width = self.header.width
        if row.width is not None and row.width < width:
            yield Fault(None, f"只有 {row.width} 格", f"与表头一样的 {width} 格")
        for at, text in row.cells.items():
            if at >= width and text.strip():
                yield Fault(None, text, f"与表头一样的 {width} 格，多出的内容在第 {at + 1} 格")
                break
            if len(text) > self.limits.cell_characters:
                yield Fault(at, text, f"不超过 {self.limits.cell_characters} 个字")
            if "\x00" in text:
                yield Fault(at, text, "不含空字符（NUL）的文字")
            if text.endswith(CUT_MARK):
                yield Fault(at, text[-200:], "完整的原文：此格在写出时放不下而被截断，请改正原来的文件")

    def _unpack(self, row: RawRow, cells: dict[str, object]) -> None:
        """Read lists and objects back from the cells into which they were written as JSON."""
        for at in self.nested:
            text = row.cells.get(at, "").strip()
            if text[:1] in ("[", "{"):
                cells[self.header.keys[at]] = self._json(row, at, text)
        if self.remainder is not None and (text := row.cells.get(self.remainder, "").strip()):
            rest = self._json(row, self.remainder, text)
            if isinstance(rest, dict):
                cells.update({key: value for key, value in rest.items() if key not in cells})

    def _json(self, row: RawRow, at: int, text: str) -> object:
        try:
            return msgspec.json.decode(text)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            row.faults.append(Fault(at, text, "完整的 JSON"))
            return text

    def _problem(self, row: RawRow, fault: Fault) -> Problem:
        return Problem(row.number, self.header.title(fault.position), fault.found, fault.expected)
