"""CSV and its kin, read line by line: one bad row is refused, and the next is read."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice

from chengxin.ground.sheets.columns import LOOK_FOR_HEADER_IN, Titles
from chengxin.ground.sheets.rows import Fault, RawRow
from chengxin.ground.sheets.text import BROKEN, NumberedLine, Text

DELIMITERS = ",\t;|，"
RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
GUARD = "'"
WRITTEN_AS_TEXT = re.compile(r'="([^"]*)"\Z')
"""How many systems keep Excel from reading digits as a number: ="00123"."""

QUOTES_IN_PAIRS = "成对的引号，单元格内的引号写作两个"


class StrayQuote(ValueError):
    """A quoted cell ended, and text went on after it."""

    def __init__(self, position: int) -> None:
        super().__init__(position)
        self.position = position


def split_record(text: str, delimiter: str) -> list[str] | None:
    """Return the cells of one record, or None where a quote is still open at its end.

    >>> split_record('a,"b,""c"" d",', ",")
    ['a', 'b,"c" d', '']
    >>> split_record('a,"b', ",") is None
    True
    """
    cells: list[str] = []
    start = 0
    while True:
        if text.startswith('"', start):
            end = _closing_quote(text, start + 1)
            if end < 0:
                return None
            cells.append(text[start + 1 : end].replace('""', '"'))
            end += 1
            if end < len(text) and text[end] != delimiter:
                raise StrayQuote(len(cells) - 1)
        else:
            end = text.find(delimiter, start)
            end = len(text) if end < 0 else end
            cells.append(text[start:end])
        if end >= len(text):
            return cells
        start = end + 1


def _closing_quote(text: str, start: int) -> int:
    while (end := text.find('"', start)) >= 0 and text.startswith('""', end):
        start = end + 2
    return end


class DelimitedReader:
    """The records of a delimited text.

    A quote that nobody closed must not swallow the rows below it. So a record of several lines counts
    only if its quotes are clean, it is not too long and it has as many cells as the header; otherwise
    its first line is refused and reading goes on with the second.
    """

    def __init__(self, text: Text, titles: Titles) -> None:
        self.text = text
        self.delimiter = sniff_delimiter(text, titles)
        self.header_width: int | None = None
        self._ahead: deque[NumberedLine] = deque()

    def __iter__(self) -> Iterator[RawRow]:
        self._lines = self.text.lines()
        self._ahead.clear()
        while (numbered := self._next()) is not None:
            number, line = numbered
            if line is None:
                yield RawRow(number, {}, [self._too_long()])
                continue
            text, is_broken = self.text.decode(line)
            if '"' not in text:
                yield self._row(number, text.rstrip("\r\n").split(self.delimiter), is_broken)
            else:
                yield self._quoted(number, line)

    def _quoted(self, number: int, line: bytes) -> RawRow:
        taken: list[NumberedLine] = []
        record = line
        while True:
            text, is_broken = self.text.decode(record)
            try:
                cells = split_record(text.rstrip("\r\n"), self.delimiter)
            except StrayQuote as stray:
                if not taken:
                    return self._torn(number, text, Fault(stray.position, text, QUOTES_IN_PAIRS))
                break
            if cells is not None:
                if taken and self.header_width not in (None, len(cells)):
                    break
                return self._row(number, cells, is_broken)
            more = self._until_next_quote(taken, len(record))
            if more is None:
                break
            record += more
        self._ahead.extendleft(reversed(taken))
        first, _ = self.text.decode(line)
        return self._torn(number, first, Fault(None, first, QUOTES_IN_PAIRS))

    def _torn(self, number: int, text: str, fault: Fault) -> RawRow:
        """Return what can be shown of a record whose quotes are wrong: cut at every delimiter."""
        text = BROKEN.sub("\ufffd", text.rstrip("\r\n"))
        return RawRow(number, dict(enumerate(text.split(self.delimiter))), [fault])

    def _until_next_quote(self, taken: list[NumberedLine], size: int) -> bytes | None:
        """Take lines up to one that has a quote. None: the file or our patience is at its end."""
        more = b""
        while (
            len(taken) < self.text.limits.lines_in_a_cell and size + len(more) <= self.text.limits.line_bytes
        ):
            if (numbered := self._next()) is None:
                return None
            taken.append(numbered)
            if numbered[1] is None:
                return None
            more += numbered[1]
            if b'"' in numbered[1]:
                return more
        return None

    def _next(self) -> NumberedLine | None:
        return self._ahead.popleft() if self._ahead else next(self._lines, None)

    def _row(self, number: int, cells: list[str], is_broken: bool) -> RawRow:
        row = RawRow(number, {at: unguarded(cell) for at, cell in enumerate(cells)}, width=len(cells))
        if is_broken:
            row.faults = [
                Fault(at, BROKEN.sub("\ufffd", cell), "能按文件编码读出的文字（此处有损坏的字节）")
                for at, cell in enumerate(cells)
                if BROKEN.search(cell)
            ]
            row.cells = {at: BROKEN.sub("\ufffd", cell) for at, cell in row.cells.items()}
        return row

    def _too_long(self) -> Fault:
        return Fault(None, "", f"不超过 {self.text.limits.line_bytes >> 20} MB 的一行")


def sniff_delimiter(text: Text, titles: Titles) -> str:
    """Choose the delimiter under which most columns are known, then the one that cuts the first line most."""
    sample = [
        text.decode(line)[0].rstrip("\r\n")
        for _, line in islice(text.lines(), LOOK_FOR_HEADER_IN)
        if line and not line.isspace()
    ]

    def fit(delimiter: str) -> tuple[int, int]:
        table = list(split(delimiter)) or [[]]
        return max(len(titles.known_among(cells)) for cells in table), len(table[0])

    def split(delimiter: str) -> Iterator[list[str]]:
        for line in sample:
            try:
                yield split_record(line, delimiter) or []
            except StrayQuote:
                yield []

    return max(DELIMITERS, key=fit)  # of equals the first, which is the comma


def guarded(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula when it opens the CSV.

    >>> guarded("=1+1"), guarded("甲"), unguarded(guarded("'=1"))
    ("'=1+1", '甲', "'=1")
    """
    return GUARD + text if text.startswith((*RUNS_AS_FORMULA, GUARD)) else text


def unguarded(text: str) -> str:
    """Take off what `guarded`, or another system, put on to make a text of it.

    >>> unguarded('="00123"')
    '00123'
    """
    if text.startswith('="') and (written := WRITTEN_AS_TEXT.match(text)):
        return written[1]
    return text[1:] if text.startswith(GUARD) and text[1:].startswith((*RUNS_AS_FORMULA, GUARD)) else text


def csv_line(cells: Iterable[str]) -> str:
    """Return one line of CSV, every cell guarded, quoted where it must be."""
    return ",".join(_quoted_if_needed(guarded(cell)) for cell in cells) + "\r\n"


def _quoted_if_needed(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in '",\r\n') else cell
