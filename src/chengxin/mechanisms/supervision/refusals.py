"""What was refused while files of messages were read: told on the error stream, and given back as a workbook."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import click

from chengxin.ground.sheets import Column, RefusedRow, RefusedWriter
from chengxin.mechanisms.supervision.messages import Read, open_messages, read_messages

SOURCE = "来自文件"
TOLD_AT_MOST = 20


class Refusals:
    """The refused rows of one command; the workbook is opened before the first row is read."""

    def __init__(self, place: Path | None, columns: Sequence[Column]) -> None:
        self.count = 0
        self._place = place
        self._columns = columns
        self._writer: RefusedWriter | None = None

    def __enter__(self) -> Self:
        if self._place:
            self._place.open("wb").close()  # a bad place is told at once
            self._writer = RefusedWriter(self._place, self._columns, unknown=[SOURCE])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._writer:
            self._writer.close()
        if self.count > TOLD_AT_MOST:
            click.echo(f"……另有 {self.count - TOLD_AT_MOST} 行", err=True)
        if self.count:
            where = f"，已写入 {self._place}" if self._place else "；加 --refused 退回.xlsx 可以写出这些行"
            click.echo(f"未接受 {self.count} 行{where}", err=True)

    def add(self, file: Path, row: RefusedRow) -> None:
        """Add one refused row of a file."""
        self.count += 1
        if self.count <= TOLD_AT_MOST:
            click.echo(f"{file.name} {''.join(map(str, row.problems))}", err=True)
        if self._writer:
            self._writer.write(RefusedRow(row.number, {**row.cells, SOURCE: file.name}, row.problems))


def told_rows(file: Path, columns: Sequence[Column], refusals: Refusals) -> Iterator[Read]:
    """Yield the rows of a file; what was refused is told, too. Raises `FileRefused`."""
    with open_messages(file, columns) as rows:
        for read in read_messages(rows, columns):
            if isinstance(read, RefusedRow):
                refusals.add(file, read)
            yield read
        for notice in rows.notices:
            click.echo(f"{file.name} {notice}", err=True)
