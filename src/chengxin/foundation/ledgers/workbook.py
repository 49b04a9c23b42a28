"""工作簿: a ledger as XLSX, row by row in constant memory: title, filters, who drew it; set up for its paper."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
from django.utils.timezone import localtime
from django.utils.translation import gettext
from xlsxwriter.format import Format as Look
from xlsxwriter.worksheet import Worksheet

from chengxin.foundation.ledgers.plugs import Cell, Column, Form, Listing
from chengxin.ground.sheets.template import OPTIONS, fitting, sheet_name

PAPERS = {"A4": 9, "A3": 8}  # by their numbers in a workbook
AT_ONCE = 500  # rows fetched together
ROWS_OF_A_SHEET = 1_048_576
LONGEST_IN_A_HEAD = 200
_FORMS = {
    Form.NUMBER: "#,##0",
    Form.YUAN: "#,##0.00",
    Form.DAY: "yyyy-mm-dd",
    Form.MOMENT: "yyyy-mm-dd hh:mm",
}


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a ledger: its title, the filters in words, which body and who drew it, on which day."""

    title: str
    filters: Sequence[tuple[str, str]]
    body: str
    drawn_by: str
    on: date

    def lines(self) -> list[str]:
        """Return the two lines under the title."""
        said = "；".join(f"{name}：{value}" for name, value in self.filters if value) or gettext("全部")
        return [
            gettext("筛选条件：%(filters)s") % {"filters": said},
            gettext("制表单位：%(body)s　制表人：%(who)s　制表日期：%(day)s")
            % {"body": self.body, "who": self.drawn_by, "day": f"{self.on:%Y-%m-%d}"},
        ]


def write_ledger(
    target: BinaryIO | Path,
    *,
    head: Head,
    columns: Sequence[Column],
    listing: Listing,
    most: int,
    paper: str = "A4",
    told: Callable[[int, int], None] = lambda done, whole: None,
) -> int:
    """Write the ledger and return how many rows it has; `told(done, whole)` hears how far it is."""
    place = str(target) if isinstance(target, Path) else target
    with xlsxwriter.Workbook(place, {"constant_memory": True, **OPTIONS}) as book:
        book.set_properties(
            {"title": fitting(head.title), "created": datetime.combine(head.on, datetime.min.time())}
        )
        sheet = _Sheets(book, head, columns, paper)
        for done, whole, rows in in_batches(listing, most):
            for row in rows:
                sheet.write(row)
            told(done, whole)
        sheet.end()
    return sheet.count


def in_batches(listing: Listing, most: int) -> Iterator[tuple[int, int, Iterable[Sequence[Cell]]]]:
    """Yield the rows some at a time, each with how many keys were read and how many there are.

    The keys are read once, so that the order is that of one moment; the rows as they stand when their turn comes.
    """
    keys = listing.keys(most)
    for begin in range(0, len(keys), AT_ONCE):
        batch = keys[begin : begin + AT_ONCE]
        yield begin + len(batch), len(keys), listing.rows(batch)


class _Sheets:
    """The sheets of one book; a new one begins where the last is full."""

    def __init__(self, book: Any, head: Head, columns: Sequence[Column], paper: str) -> None:
        self.count = 0
        self._book, self._head, self._columns, self._paper = book, head, columns, paper
        self._title = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
        self._said = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        self._heading = book.add_format(
            {
                "bold": True,
                "border": 1,
                "text_wrap": True,
                "align": "center",
                "valign": "vcenter",
                "bg_color": "#E7EDF5",
            }
        )
        self._looks = [self._look(column) for column in columns]
        self._plain = self._look(Column(""))
        self._widths = [len(str(column.title)) * 2 + 2 for column in columns]
        self._start()

    def _look(self, column: Column) -> Look:
        form = {"border": 1, "valign": "top", "text_wrap": column.form is Form.TEXT}
        made: Look = self._book.add_format(form | {"num_format": _FORMS.get(column.form, "@")})
        return made

    def _start(self) -> None:
        number = len(self._book.worksheets())
        name = sheet_name(self._head.title)
        self._sheet: Worksheet = self._book.add_worksheet(f"{name[:26]} {number + 1}" if number else name)
        self._set_up()
        last = max(len(self._columns) - 1, 1)
        self._next = 0
        for text, look, height in self._above():
            self._sheet.set_row(self._next, height)
            self._sheet.merge_range(self._next, 0, self._next, last, "", look)
            self._sheet.write_string(self._next, 0, fitting(text), look)
            self._next += 1
        for at, column in enumerate(self._columns):
            self._sheet.write_string(self._next, at, fitting(str(column.title)), self._heading)
        self._next += 1

    def _above(self) -> Iterator[tuple[str, Look, int]]:
        yield self._head.title, self._title, 30
        for line in self._head.lines():
            yield line, self._said, 18 * (1 + len(line) // LONGEST_IN_A_HEAD)

    def _set_up(self) -> None:
        sheet, top = self._sheet, 1 + len(self._head.lines())
        for at, column in enumerate(self._columns):
            sheet.set_column(at, at, max(column.width, self._widths[at]))
        sheet.set_paper(PAPERS[self._paper])
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.repeat_rows(top)
        sheet.freeze_panes(top + 1, 0)
        sheet.set_footer(f"&C{gettext('第 &P 页，共 &N 页')}")

    def write(self, row: Sequence[Cell]) -> None:
        """Add one row."""
        if self._next == ROWS_OF_A_SHEET - 1:
            self._start()
        for at, cell in enumerate(row):
            self._write(at, cell)
        self._next += 1
        self.count += 1

    def _write(self, at: int, cell: Cell) -> None:
        """Write one cell as what it is: what is text is text, whatever it begins with."""
        look = self._looks[at]
        match cell:
            case None | "":
                self._sheet.write_blank(self._next, at, None, look)
            case datetime():
                self._sheet.write_datetime(self._next, at, localtime(cell).replace(tzinfo=None), look)
            case date():
                self._sheet.write_datetime(self._next, at, datetime.combine(cell, datetime.min.time()), look)
            case int():
                is_fen = self._columns[at].form is Form.YUAN
                self._sheet.write_number(self._next, at, cell / 100 if is_fen else cell, look)
            case _:
                is_text = self._columns[at].form is Form.TEXT
                self._sheet.write_string(self._next, at, fitting(cell), look if is_text else self._plain)

    def end(self) -> None:
        """Say under the last row how many there are."""
        self._sheet.write_string(
            self._next, 0, gettext("共 %(count)s 行") % {"count": self.count}, self._said
        )
