"""Excel 工作簿: its sheets, the texts they share, and which of its numbers are dates."""

import posixpath
import re
from dataclasses import dataclass
from typing import BinaryIO

from chengxin.ground.sheets.package import SAVE_AGAIN, Package, XmlHandler, damage_refused
from chengxin.ground.sheets.problems import FileRefused
from chengxin.ground.sheets.rows import Limits

DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
"""Built-in number formats that show dates and times, the Chinese ones included (ECMA-376 part 1, 18.8.30)."""
NOT_A_DATE_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

SHARED_TEXTS_AT_MOST = 4_000_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet: its name on the tab, its part, and whether people see it."""

    name: str
    path: str
    is_hidden: bool


class TooLong(str):
    """The beginning of a text that is longer than a cell may be."""

    __slots__ = ()


class Workbook:
    """What all sheets of a workbook share. Formulas and links to other files are never followed."""

    def __init__(self, source: BinaryIO, limits: Limits) -> None:
        self.limits = limits
        self.package = Package(source, limits)
        links = self._links("", "officeDocument")
        path = next(iter(links.values()), "xl/workbook.xml")
        parts = self._links(path)
        directory = _Directory()
        self.package.parse_whole(path, directory)
        self.starts_in_1904 = directory.starts_in_1904
        self.sheets = [
            Sheet(name, parts[link], is_hidden)
            for name, link, is_hidden in directory.sheets
            if link in parts and self.package.has(parts[link])
        ]
        if not self.sheets:
            raise FileRefused("工作簿里没有工作表", SAVE_AGAIN)
        self.date_styles = self._date_styles(self._links(path, "styles"))
        self._shared_path = next(iter(self._links(path, "sharedStrings").values()), "")
        self._shared: list[str] | None = None

    @property
    def shared(self) -> list[str]:
        """The texts that cells point at by number, read when the first cell does."""
        if self._shared is None:
            self._shared = self._read_shared()
        return self._shared

    def _read_shared(self) -> list[str]:
        if not self.package.has(self._shared_path):
            return []
        if self.package.size(self._shared_path) > self.limits.shared_text_bytes:
            raise FileRefused(
                f"工作簿的文字超过 {self.limits.shared_text_bytes >> 20} MB",
                "请分成几个文件，或者另存为 .csv",
            )
        reader = _SharedTexts(self.limits.cell_characters)
        self.package.parse_whole(self._shared_path, reader)
        return reader.texts

    def _links(self, path: str, kind: str = "") -> dict[str, str]:
        """Return the parts to which a part points, by the id of the link."""
        folder, name = posixpath.split(path)
        links = _Links(kind)
        where = posixpath.join(folder, "_rels", f"{name}.rels")
        if self.package.has(where):
            self.package.parse_whole(where, links)
        return {
            link: posixpath.normpath(posixpath.join(folder, target)) if target[:1] != "/" else target[1:]
            for link, target in links.targets.items()
        }

    def _date_styles(self, links: dict[str, str]) -> frozenset[str]:
        path = next(iter(links.values()), "")
        styles = _Styles()
        if self.package.has(path):
            self.package.parse_whole(path, styles)
        return frozenset(str(at) for at, shows in enumerate(styles.cell_formats) if styles.is_date(shows))


def unescaped(text: str) -> str:
    """Return text with the control characters that Excel writes as _x000D_; what is no character stays.

    >>> unescaped("甲_x000A_乙_x005F_x000A_")
    '甲\\n乙_x000A_'
    """
    if "_x" not in text:
        return text
    return ESCAPED.sub(lambda code: code[0] if _is_no_character(code[1]) else chr(int(code[1], 16)), text)


def _is_no_character(code: str) -> bool:
    return int(code, 16) == 0 or 0xD800 <= int(code, 16) <= 0xDFFF


class _Directory(XmlHandler):
    """xl/workbook.xml."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.starts_in_1904 = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "workbookPr":
            self.starts_in_1904 = attributes.get("date1904", "0") in ("1", "true")
        elif tag == "sheet":
            link = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.sheets.append(
                (attributes.get("name", ""), link, attributes.get("state", "visible") != "visible")
            )


class _Links(XmlHandler):
    """A .rels part: the links of one kind, or of all, that stay inside the package."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.targets: dict[str, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        is_wanted = attributes.get("Type", "").endswith("/" + self.kind) if self.kind else True
        if tag == "Relationship" and is_wanted and attributes.get("TargetMode") != "External":
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")


class _Styles(XmlHandler):
    """xl/styles.xml: which cell format shows which number format."""

    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.cell_formats: list[int] = []
        self._inside = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        with damage_refused():
            if tag == "cellXfs":
                self._inside = True
            elif tag == "numFmt":
                self.codes[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
            elif tag == "xf" and self._inside:
                self.cell_formats.append(int(attributes.get("numFmtId", "0")))

    def end(self, tag: str) -> None:
        if tag == "cellXfs":
            self._inside = False

    def is_date(self, number_format: int) -> bool:
        code = self.codes.get(number_format)
        if code is None:
            return number_format in DATE_FORMATS
        bare = NOT_A_DATE_CODE.sub("", code[:500].split(";")[0]).lower()
        return "general" not in bare and any(letter in bare for letter in "ymdhs")


class _SharedTexts(XmlHandler):
    """xl/sharedStrings.xml: plain and rich texts, without their phonetic guides."""

    def __init__(self, at_most: int) -> None:
        self.texts: list[str] = []
        self._at_most = at_most
        self._pieces: list[str] = []
        self._length = 0
        self._takes = False
        self._phonetic = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "si":
            self._pieces, self._length = [], 0
        elif tag == "rPh":
            self._phonetic = True
        self._takes = tag == "t" and not self._phonetic

    def end(self, tag: str) -> None:
        self._takes = False
        if tag == "rPh":
            self._phonetic = False
        elif tag == "si":
            if len(self.texts) == SHARED_TEXTS_AT_MOST:
                raise FileRefused(
                    f"工作簿的文字超过 {SHARED_TEXTS_AT_MOST} 条", "请分成几个文件，或者另存为 .csv"
                )
            text = unescaped("".join(self._pieces))
            self.texts.append(TooLong(text) if self._length > self._at_most else text)

    def text(self, piece: str) -> None:
        if self._takes:
            self._length += len(piece)
            if self._length <= self._at_most or not self._pieces:
                self._pieces.append(piece)
