"""退回的行: refused rows as a workbook to mend and send again."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import msgspec
import xlsxwriter

from chengxin.ground.sheets.columns import Column
from chengxin.ground.sheets.marks import REMAINDER, WHY_REFUSED
from chengxin.ground.sheets.rows import RefusedRow
from chengxin.ground.sheets.template import (
    OPTIONS,
    Looks,
    add_choices,
    fitting,
    sheet_name,
    write_header,
    write_texts,
)

ROWS_OF_A_SHEET = 1_048_576


class RefusedWriter:
    """Writes rows as they come, in constant memory; the file is complete when it is closed.

    Left stand the number of the row, the columns, what was found and what is expected; then the cells as they
    came. Cells without a column of their own stand together in the last one, as JSON.
    """

    def __init__(
        self,
        target: BinaryIO | Path,
        columns: Sequence[Column],
        *,
        unknown: Sequence[str] = (),
        title: str = "退回的行",
    ) -> None:
        self.count = 0
        self._columns = tuple(columns)
        self._keys = [*(column.name for column in columns), *unknown]
        self._titles = [*WHY_REFUSED, *(column.title_zh for column in columns), *unknown, REMAINDER]
        self._title_of = {column.name: column.title_zh for column in columns}
        place = str(target) if isinstance(target, Path) else target
        self._workbook = xlsxwriter.Workbook(place, {"constant_memory": True, **OPTIONS})
        self._looks = Looks(self._workbook)
        self._title = title
        self._start_sheet()

    def _start_sheet(self) -> None:
        name = sheet_name(self._title)
        self._sheet = self._workbook.add_worksheet(name if not self.count else f"{name[:24]} {self.count}")
        self._next = 1
        write_header(self._sheet, self._titles, self._columns, self._looks)
        if not self.count:
            add_choices(self._workbook, self._sheet, self._columns, first_column=len(WHY_REFUSED))

    def write(self, row: RefusedRow) -> None:
        """Add one row."""
        if self._next == ROWS_OF_A_SHEET:
            self._start_sheet()
        rest = {key: value for key, value in row.cells.items() if key not in self._keys}
        cells = [
            str(row.number),
            "\n".join(problem.column or "整行" for problem in row.problems),
            "\n".join(problem.found for problem in row.problems),
            "\n".join(problem.expected for problem in row.problems),
            *(as_text(row.cells.get(key)) for key in self._keys),
            as_text(rest) if rest else "",
        ]
        write_texts(self._sheet, self._next, [fitting(cell) for cell in cells], self._looks.text)
        self._next += 1
        self.count += 1

    def close(self) -> None:
        """Complete the file."""
        self._workbook.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def as_text(value: object) -> str:
    """Return a cell as text: text as it is, nothing as empty, all else as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    try:
        return msgspec.json.encode(value).decode()
    except (ValueError, RecursionError):  # half characters, or a depth that no cell needs
        return "（无法写出的内容）"
