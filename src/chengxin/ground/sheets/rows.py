"""What a file is turned into: rows that can be read, are refused, or were left out; and the limits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from chengxin.ground.sheets.problems import Problem

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may hold. Text files may be of any length; their lines may not."""

    cell_characters: int = 100_000
    line_bytes: int = 8 * MEBIBYTE
    lines_in_a_cell: int = 200
    columns: int = 1_000
    rows: int | None = None
    workbook_bytes: int = 128 * MEBIBYTE
    unpacked_bytes: int = 2048 * MEBIBYTE
    shared_text_bytes: int = 256 * MEBIBYTE
    pack_ratio: int = 300
    """Unpacked : packed of one part. Honest sheets of equal rows reach about 100, bombs about 1,000."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row that could be read. Whether its values make sense is for its importer to say."""

    number: int
    """The row as its sender sees it: the line of a text file, the row of a sheet, counted from 1."""
    cells: Mapping[str, object]
    """By `Column.name`, or by the sender's title where none is known. Text, but for JSON's own values."""
    notes: tuple[str, ...] = ()
    """What the sender should know though nothing is wrong: a formula's value was taken, cells are merged."""

    def refused(self, *problems: Problem) -> "RefusedRow":
        """Return this row with what its importer found wrong."""
        return RefusedRow(self.number, self.cells, problems)


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that cannot be taken, why, and what could be read of it."""

    number: int
    cells: Mapping[str, object]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that holds no data and is left out on purpose: a repeated header, an example."""

    number: int
    reason: str


Row: TypeAlias = SourceRow | RefusedRow | SkippedRow


@dataclass(slots=True)
class RawRow:
    """A row as a reader of one format found it, by position from 0, before titles are known."""

    number: int
    cells: dict[int, str]
    faults: list["Fault"] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    width: int | None = None
    """How many cells were written, where the format says so (CSV)."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell, or with the whole row where `position` is None."""

    position: int | None
    found: str
    expected: str
