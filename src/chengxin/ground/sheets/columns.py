"""表头: which column of a file is which, however its sender wrote the title."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from chengxin.ground.sheets.marks import OURS
from chengxin.ground.sheets.problems import FileRefused, shown

LONGEST_TITLE = 200
LOOK_FOR_HEADER_IN = 10
"""Rows: a table may carry a title and a line of notes above its header."""

NOT_PART_OF_A_TITLE = re.compile(r"[\s\u200b-\u200f\ufeff*:：_]|\((?:必填|选填|可选)\)")


@dataclass(frozen=True, slots=True)
class Column:
    """One column that an importer understands."""

    name: str
    """The key under which its cells are found, and the key in JSON Lines."""
    title_zh: str
    aliases: Sequence[str] = ()
    required: bool = False
    """The file must have it. Whether a cell may be empty is for the importer to say."""
    explanation: str = ""
    example: str = ""
    choices: Sequence[str] = ()
    nested: bool = False
    """Holds a list or an object; written as JSON in a cell, and read back from it."""


def normal(title: str) -> str:
    """Return a title without what senders vary: width of characters, blanks, marks of a required column.

    >>> normal("案　号*（必填）") == normal("案号")
    True
    """
    return NOT_PART_OF_A_TITLE.sub("", unicodedata.normalize("NFKC", title[:LONGEST_TITLE])).casefold()


class Titles:
    """All the ways in which the titles of some columns may be written."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = tuple(columns)
        self.by_title: dict[str, Column] = {}
        for column in columns:
            for title in (column.name, column.title_zh, *column.aliases):
                self.by_title.setdefault(normal(title), column)
        self.title_of = {column.name: column.title_zh for column in columns}

    def find(self, title: str) -> Column | None:
        return self.by_title.get(normal(title))

    def known_among(self, titles: Iterable[str]) -> set[str]:
        return {column.name for title in titles if (column := self.find(title))}

    def are_enough(self, names: Iterable[str]) -> bool:
        """Say whether these columns make a header: all required ones, and two at least.

        One known word alone may stand anywhere, in a title or in a page of explanations.
        """
        known = {column.name for column in self.columns} & (present := set(names))
        return not self.missing_from(present) and len(known) >= min(2, len(self.columns))

    def missing_from(self, names: Iterable[str]) -> list[str]:
        """Return the titles of required columns that are not among `names`."""
        present = set(names)
        return [column.title_zh for column in self.columns if column.required and column.name not in present]


@dataclass(slots=True)
class Header:
    """The header of one file: position of each column, and the key of its cells."""

    number: int
    raw: Mapping[int, str]
    keys: dict[int, str] = field(default_factory=dict)
    columns: dict[int, Column] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    ours: dict[int, str] = field(default_factory=dict)

    doubled: str = ""
    """What is wrong where one known column occurs twice: which one would count?"""
    written_width: int = 0
    """How many cells the header row has, those without a title included."""

    @property
    def width(self) -> int:
        """How many cells a row needs to reach the last column with a title."""
        return max(self.raw, default=-1) + 1

    def title(self, position: int | None) -> str:
        """Return the title as its sender wrote it."""
        if position is None:
            return ""
        return shown(self.raw[position].strip()) if position in self.raw else f"第 {position + 1} 列"

    def is_repeated_by(self, cells: Mapping[int, str]) -> bool:
        """Say whether a row of data is the header once more."""
        first = min(self.raw, default=0)
        if normal(cells.get(first, "")) != normal(self.raw.get(first, "")):
            return False  # almost every row, at the price of one comparison
        filled = {position: text for position, text in cells.items() if text.strip()}
        if filled.keys() != self.raw.keys():
            return False
        return all(normal(text) == normal(self.raw[position]) for position, text in filled.items())


def read_header(number: int, cells: Mapping[int, str], titles: Titles) -> Header:
    """Give every titled position its key."""
    filled = {position: text for position, text in cells.items() if text.strip()}
    header = Header(number, filled, written_width=len(cells))
    taken: dict[str, str] = {}
    for position, raw in sorted(header.raw.items()):
        title = raw.replace("\x00", "").strip()[:LONGEST_TITLE]
        column = titles.find(title)
        if column:
            if column.name in taken:
                header.doubled = (
                    f"表头中“{shown(taken[column.name])}”和“{shown(title)}”都是「{column.title_zh}」"
                )
            taken[column.name] = title
            header.keys[position], header.columns[position] = column.name, column
        elif title in OURS:
            header.ours[position] = title
        else:
            key = unused(title, header.keys.values())
            header.keys[position] = key
            header.unknown.append(key)
    return header


def unused(title: str, keys: Iterable[str]) -> str:
    """Return a key for an unknown column: its title, numbered where the title occurs more than once."""
    used, key, count = set(keys), title, 1
    while key in used:
        count += 1
        key = f"{title}({count})"
    return key


class NoHeader(FileRefused):
    """No row has the required columns: says which are missing, and what stood where the header should be."""

    def __init__(self, titles: Titles, best: Header | None) -> None:
        self.known = len(best.columns) if best else 0
        """How many columns the nearest row had: of several sheets the nearest is worth telling about."""
        missing = titles.missing_from(best.keys.values() if best else ())
        found = "、".join(shown(text.strip()) for text in list(best.raw.values())[:12]) if best else ""
        wanted = "、".join(f"「{title}」" for title in missing)
        if self.known and wanted:
            super().__init__(f"表头缺少{wanted}，现有：{found}", "请补上所缺的列，或者下载模板填写")
        else:
            super().__init__(
                f"没有找到表头，第一行是：{found}" if found else "没有找到表头",
                f"表头应当有{wanted}" if wanted else "请在第一行写上各列的名称",
            )
