"""The rows of one sheet, streamed: values as people see them, never the formulas behind them."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from chengxin.ground.sheets.package import CHUNK, SAVE_AGAIN, XmlHandler, damage_refused
from chengxin.ground.sheets.problems import FileRefused
from chengxin.ground.sheets.rows import Fault, RawRow
from chengxin.ground.sheets.workbook import Sheet, TooLong, Workbook, unescaped

LAST_COLUMN, LAST_ROW = 16_384, 1_048_576  # of any sheet
MERGED = re.compile(
    rb"""<(?:\w+:)?mergeCell\s[^>]{0,200}?ref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']"""
)
REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})\Z")
LAST_DAY = 2_958_465  # 9999-12-31
EXACT_INTEGERS = 10**15
"""Excel keeps fifteen digits; a longer number has lost its end before it was saved."""


def read_sheet(workbook: Workbook, sheet: Sheet, progress: Callable[[float], None]) -> Iterator[RawRow]:
    """Yield the rows that are written in a sheet, in one pass, holding one row and the shared texts.

    Rows of a merged region say so.
    """
    merged = merged_rows(workbook, sheet)
    for row in plain_rows(workbook, sheet, progress):
        row.notes.extend(merged.get(row.number, ()))
        yield row


def plain_rows(
    workbook: Workbook, sheet: Sheet, progress: Callable[[float], None] = lambda _: None
) -> Iterator[RawRow]:
    """Yield the rows without regard to merged regions. Declared dimensions are not believed."""
    handler = _SheetHandler(workbook)
    size = workbook.package.size(sheet.path) or 1
    for read in workbook.package.parse(sheet.path, handler):
        progress(read / size)
        yield from handler.take()


def merged_rows(workbook: Workbook, sheet: Sheet) -> dict[int, list[str]]:
    """Return what to tell each row that lies in a merged region: they are listed after the cells."""
    notes: dict[int, list[str]] = defaultdict(list)
    told = 0
    rest = b""
    with damage_refused(), workbook.package.open(sheet.path) as part:
        while chunk := part.read(CHUNK):
            chunk = rest + chunk
            end = 0
            for match in MERGED.finditer(chunk):
                end = match.end()
                left, top, right, bottom = (group.decode() for group in match.groups())
                told += int(bottom) - int(top) + 1
                if told > LAST_ROW:
                    raise FileRefused("合并的单元格太多", "请取消合并，每行各填各的")
                note = f"{left}{top}:{right}{bottom} 是合并单元格，内容只算在第 {int(top)} 行 {left} 列"
                for row in range(int(top), int(bottom) + 1):
                    notes[row].append(note)
            rest = chunk[max(end, len(chunk) - 400) :]
    return notes


class _SheetHandler(XmlHandler):
    """A worksheet part: sheetData / row / c / (f, v, is)."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.at_most = workbook.limits.cell_characters
        self._done: list[RawRow] = []
        self._row: RawRow | None = None
        self._number = 0
        self._column = -1
        self._in_cell = False
        self._kind = "n"
        self._style = ""
        self._formula = False
        self._has_value = False
        self._takes = False
        self._phonetic = False
        self._pieces: list[str] = []
        self._length = 0

    def take(self) -> list[RawRow]:
        """Hand over the rows that are complete."""
        done, self._done = self._done, []
        return done

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c" and self._row is not None:
            self._in_cell = True
            self._column = self._column_of(attributes.get("r"))
            self._kind = attributes.get("t", "n")
            self._style = attributes.get("s", "0")
            self._formula = self._has_value = self._takes = self._phonetic = False
            self._pieces, self._length = [], 0
        elif self._in_cell:
            if tag == "v":
                self._takes = self._has_value = True
            elif tag == "t":
                self._takes = self._has_value = not self._phonetic
            elif tag == "f":
                self._formula = True
            elif tag == "rPh":
                self._phonetic = True
        elif tag == "row":
            self._number = self._number_of(attributes.get("r"))
            self._row, self._column = RawRow(self._number, {}), -1
            if attributes.get("hidden") in ("1", "true"):
                self._row.notes.append("这一行在表中是隐藏的")

    def end(self, tag: str) -> None:
        self._takes = False
        if tag == "c" and self._in_cell:
            self._in_cell = False
            self._finish_cell()
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "row" and self._row is not None:
            self._done.append(self._row)
            self._row = None

    def text(self, piece: str) -> None:
        if self._takes:
            self._length += len(piece)
            if self._length <= self.at_most or not self._pieces:
                self._pieces.append(piece)

    def _finish_cell(self) -> None:
        assert self._row is not None
        row, at, text = self._row, self._column, "".join(self._pieces)
        if self._formula:
            if not self._has_value:
                row.faults.append(
                    Fault(at, "没有计算结果的公式", "文字或数值：请在 Excel 中打开并保存，或粘贴为数值")
                )
                return
            row.notes.append(f"第 {at + 1} 列是公式，取其已算出的值")
        if not self._has_value:
            return
        try:
            value = self._value(text)
        except ValueError as unfit:
            row.cells[at] = text[:200]
            row.faults.append(Fault(at, text, str(unfit)))
            return
        row.cells[at] = value
        if self._length > self.at_most or isinstance(value, TooLong):
            row.faults.append(Fault(at, value, f"不超过 {self.at_most} 个字"))

    def _value(self, text: str) -> str:
        """Return a value as people read it, or raise ValueError with what was expected instead."""
        match self._kind:
            case "s":
                return self._shared(text)
            case "inlineStr" | "str":
                return unescaped(text)
            case "b":
                return "TRUE" if text.strip() == "1" else "FALSE"
            case "e":
                raise ValueError("文字或数值，不是公式的出错提示")
            case "d":
                return text.strip().removesuffix("T00:00:00").replace("T", " ")
            case _ if not text.strip():
                return ""
            case _:
                return self._number_or_day(text)

    def _shared(self, text: str) -> str:
        with damage_refused():
            at = int(text)
            if at < 0:
                raise IndexError(at)
            return self.workbook.shared[at]

    def _number_or_day(self, text: str) -> str:
        try:
            number = float(text)
        except ValueError:
            raise ValueError("数值") from None
        if self._style in self.workbook.date_styles:
            return day_of_serial(number, starts_in_1904=self.workbook.starts_in_1904)
        return plain_number(number)

    def _column_of(self, reference: str | None) -> int:
        if reference is None:
            column = self._column + 1
        elif match := REFERENCE.match(reference):
            column = column_number(match[1])
        else:
            column = LAST_COLUMN
        if column >= LAST_COLUMN:
            raise FileRefused("工作表已损坏，单元格的位置读不出", SAVE_AGAIN)
        return column

    def _number_of(self, written: str | None) -> int:
        number = self._number + 1 if written is None else int(written) if written.isdecimal() else 0
        if not self._number < number <= LAST_ROW:
            raise FileRefused("工作表已损坏，行号读不出或次序颠倒", SAVE_AGAIN)
        return number


def column_number(letters: str) -> int:
    """Return the position of a column from 0.

    >>> column_number("A"), column_number("AA")
    (0, 26)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def plain_number(number: float) -> str:
    """Return a number without the decimals that only the format of storage added.

    >>> plain_number(1.0), plain_number(0.1), plain_number(2018.5)
    ('1', '0.1', '2018.5')
    """
    if not -EXACT_INTEGERS < number < EXACT_INTEGERS:
        raise ValueError("文本：Excel 只保留 15 位数字，后面的已经丢失，请先把这一列设为文本再填")
    if number == int(number):
        return str(int(number))
    return f"{number:.15g}" if abs(number) >= 1e-4 else f"{number:.20f}".rstrip("0")


def day_of_serial(serial: float, *, starts_in_1904: bool) -> str:
    """Return the day, the moment or the time of day that a serial number shows, as ISO 8601.

    >>> day_of_serial(43133, starts_in_1904=False), day_of_serial(1, starts_in_1904=False)
    ('2018-02-02', '1900-01-01')
    >>> day_of_serial(43133.5, starts_in_1904=False), day_of_serial(0.25, starts_in_1904=False)
    ('2018-02-02 12:00:00', '06:00:00')
    """
    if not 0 <= serial < LAST_DAY + 1 or (not starts_in_1904 and 60 <= serial < 61):
        raise ValueError("2018-02-02 这样的日期")  # serial 60 is the 29 February that 1900 did not have
    first = date(1904, 1, 1) if starts_in_1904 else date(1899, 12, 30 if serial > 60 else 31)
    try:
        moment = datetime.combine(first, time.min) + timedelta(seconds=round(serial * 86_400))
    except OverflowError:
        raise ValueError("2018-02-02 这样的日期") from None
    if serial < 1 and not starts_in_1904:
        return f"{moment:%H:%M:%S}"
    return f"{moment:%Y-%m-%d}" if moment.time() == time.min else f"{moment:%Y-%m-%d %H:%M:%S}"
