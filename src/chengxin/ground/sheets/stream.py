"""The door to all formats: a file in, rows out, one after the other."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from chengxin.ground.sheets.columns import Column, Header, NoHeader, Titles
from chengxin.ground.sheets.delimited import DelimitedReader
from chengxin.ground.sheets.formats import Format, mismatch, recognise
from chengxin.ground.sheets.json_lines import JsonLines
from chengxin.ground.sheets.marks import CHOICES_SHEET, GUIDE_SHEET
from chengxin.ground.sheets.problems import FileRefused, shown
from chengxin.ground.sheets.rows import Limits, Row
from chengxin.ground.sheets.table import TitledRows, find_header
from chengxin.ground.sheets.text import Text
from chengxin.ground.sheets.workbook import Sheet, Workbook
from chengxin.ground.sheets.worksheet import plain_rows, read_sheet


class RowStream:
    """The rows of one file. Iterate once; the file is closed with it if it was opened here."""

    def __init__(
        self, source: BinaryIO, titles: Titles, *, filename: str, limits: Limits, owns: bool
    ) -> None:
        self.filename = filename
        self.notices: list[str] = []
        """What the sender should know about the file as a whole. Complete once the rows are read."""
        self.unknown_columns: list[str] = []
        """The sender's own columns; for JSON Lines complete once the rows are read."""
        self.progress = 0.0
        """The share of the file that was read, from 0 to 1."""
        self._source = source
        self._titles = titles
        self._limits = limits
        self._owns = owns
        self._size = source.seek(0, 2) or 1
        self.format = recognise(source)
        if notice := mismatch(self.format, filename):
            self.notices.append(notice)
        self._rows = self._open()

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows. Raises FileRefused where the file turns out to be damaged midway."""
        try:
            for count, row in enumerate(self._rows, start=1):
                if self._limits.rows is not None and count > self._limits.rows:
                    raise FileRefused(f"超过 {self._limits.rows} 行", "请分成几个文件")
                yield row
        except FileRefused as refusal:
            refusal.filename = self.filename
            raise
        self.progress = 1.0

    def close(self) -> None:
        """Close the file if it was opened here."""
        if self._owns:
            self._source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _open(self) -> Iterator[Row]:
        match self.format:
            case Format.XLSX:
                return self._workbook_rows()
            case Format.JSON_LINES:
                return self._json_rows()
            case Format.CSV:
                return self._delimited_rows()

    def _json_rows(self) -> Iterator[Row]:
        reader = JsonLines(Text(self._source, self._limits), self._titles)
        reader.check_first_object()
        self.unknown_columns = reader.unknown
        return self._counted(iter(reader))

    def _delimited_rows(self) -> Iterator[Row]:
        reader = DelimitedReader(Text(self._source, self._limits), self._titles)
        header = find_header(iter(reader), self._titles, self._limits)
        reader.header_width = header.written_width
        self._tell_unknown(header)
        return self._counted(TitledRows(header, self._limits).read(iter(reader)))

    def _workbook_rows(self) -> Iterator[Row]:
        workbook = Workbook(self._source, self._limits)
        sheet, header = self._choose_sheet(workbook)
        self._tell_unknown(header)
        return TitledRows(header, self._limits).read(read_sheet(workbook, sheet, self._set_progress))

    def _choose_sheet(self, workbook: Workbook) -> tuple[Sheet, Header]:
        """Take the first sheet in sight whose header fits, and tell which others were not read."""
        fitting: list[tuple[Sheet, Header]] = []
        unfit: list[NoHeader] = []
        for sheet in workbook.sheets:
            if sheet.is_hidden or sheet.name in (GUIDE_SHEET, CHOICES_SHEET):
                continue
            try:
                header = find_header(plain_rows(workbook, sheet), self._titles, self._limits)
                fitting.append((sheet, header))
            except NoHeader as refusal:
                unfit.append(refusal)
        hidden = "、".join(f"“{shown(sheet.name)}”" for sheet in workbook.sheets[:50] if sheet.is_hidden)
        if hidden:
            self.notices.append(f"隐藏的工作表{hidden}没有读")
        if not fitting:
            nothing = FileRefused("没有可读的工作表" + (f"，{hidden}是隐藏的" if hidden else ""))
            raise max(unfit, key=lambda refusal: refusal.known, default=nothing)
        if others := "、".join(f"“{shown(sheet.name)}”" for sheet, _ in fitting[1:50]):
            self.notices.append(
                f"只读了工作表“{shown(fitting[0][0].name)}”；{others}的表头也相符，没有读，请另存后分别上传"
            )
        return fitting[0]

    def _tell_unknown(self, header: Header) -> None:
        self.unknown_columns = list(header.unknown)
        if header.unknown and self._titles.columns:
            names = "、".join(f"“{shown(title)}”" for title in header.unknown[:20])
            self.notices.append(f"不认得的列原样保留，不作处理：{names}")

    def _counted(self, rows: Iterator[Row]) -> Iterator[Row]:
        for row in rows:
            self.progress = min(self._source.tell() / self._size, 1.0)
            yield row

    def _set_progress(self, share: float) -> None:
        self.progress = min(share, 1.0)


def open_rows(
    source: BinaryIO | Path,
    *,
    filename: str = "",
    columns: Sequence[Column] = (),
    limits: Limits | None = None,
) -> RowStream:
    """Open a table of whatever format, judged by its content, and return its rows.

    `source` must be seekable. `filename` is what the sender calls it, and is only compared. Raises
    FileRefused, here or while the rows are read, when the file as a whole cannot be taken; nothing else
    is raised for what a file holds.
    """
    name = filename or (source.name if isinstance(source, Path) else "")
    opened = source.open("rb") if isinstance(source, Path) else source
    try:
        return RowStream(
            opened, Titles(columns), filename=name, limits=limits or Limits(), owns=isinstance(source, Path)
        )
    except BaseException as failure:
        if isinstance(source, Path):
            opened.close()
        if isinstance(failure, FileRefused):
            failure.filename = name
        raise
