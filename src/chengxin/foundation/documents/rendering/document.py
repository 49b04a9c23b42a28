"""The value of an official document: what it says, with nothing of how it looks."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from chengxin_core.vocabulary import Term

NUMBER: Final = re.compile(r"[^\s〔〕第]+〔[1-9]\d{3}〕[1-9]\d*号")
INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
DEEPEST_HEADING: Final = 4


class TextRefused(ValueError):
    """A text that cannot stand in an official document."""

    def __init__(self, element: str, found: str, expected: str) -> None:
        super().__init__(f"公文的“{element}”是“{found}”, 应当是{expected}。")


class NumberRefused(TextRefused):
    """A 发文字号 that is not written as the standard says."""

    def __init__(self, found: str) -> None:
        super().__init__(
            "发文字号", found, "“鲁信办〔2026〕12号”这样的字号: 六角括号, 不加“第”, 序号不编虚位"
        )


class Urgency(Term):
    """紧急程度: the two grades of urgency of an official document."""

    MOST_URGENT = "most_urgent", "特急"
    URGENT = "urgent", "加急"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the body."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4; its number 一、（一）1.（1） is counted, never typed."""

    level: int
    text: str

    def __post_init__(self) -> None:
        if not 1 <= self.level <= DEEPEST_HEADING:
            raise TextRefused("标题层次", str(self.level), "一至四级")


@dataclass(frozen=True, slots=True)
class Facts:
    """A list of facts, each a label and its value."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A simple table; every row is as long as the header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.header):
                raise TextRefused("表格", "、".join(row), f"{len(self.header)} 列")


Block: TypeAlias = Paragraph | Heading | Facts | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialDocument:
    """An official document, its elements in the order of GB/T 9704.

    `number` is empty as long as none is given. `title` may hold line breaks, where its author wants them.
    `signer` is a post, printed only on documents that go upwards. `is_form` tells a form such as 送达回证,
    which has no head with mark and red line. Empty texts are not printed.
    """

    organ: str
    number: str
    title: str
    body: tuple[Block, ...]
    issued_on: date
    mark: str = ""
    urgency: Urgency | None = None
    signer: str = ""
    addressee: str = ""
    remedies: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    signature: str = ""
    note: str = ""
    copies: tuple[str, ...] = ()
    printed_by: str = ""
    printed_on: date | None = None
    is_form: bool = False

    def __post_init__(self) -> None:
        for element, text in (("发文机关", self.organ), ("标题", self.title)):
            if not text.strip():
                raise TextRefused(element, text, "不空的文字")
        if self.number and not NUMBER.fullmatch(self.number):
            raise NumberRefused(self.number)
        if not self.body:
            raise TextRefused("正文", "", "至少一段")
        if bool(self.printed_by) != bool(self.printed_on):
            raise TextRefused("印发机关和印发日期", self.printed_by, "两项同时写明")
        for element, text in _texts(self):
            refuse_invisible(text, element=element)


def _texts(document: OfficialDocument) -> list[tuple[str, str]]:
    """Return every text of a document with the name of its element."""
    texts = [
        ("发文机关", document.organ),
        ("发文机关标志", document.mark),
        ("标题", document.title.replace("\n", "")),
        ("签发人", document.signer),
        ("主送机关", document.addressee),
        ("署名", document.signature),
        ("附注", document.note),
        ("印发机关", document.printed_by),
        *(("救济途径", text) for text in document.remedies),
        *(("附件说明", text) for text in document.attachments),
        *(("抄送机关", text) for text in document.copies),
    ]
    for block in document.body:
        match block:
            case Paragraph(text) | Heading(_, text):
                texts.append(("正文", text))
            case Facts(rows):
                texts.extend(("正文", text) for row in rows for text in row)
            case Table(header, rows):
                texts.extend(("表格", text) for row in (header, *rows) for text in row)
    return texts


def refuse_invisible(text: str, *, element: str) -> None:
    """Refuse a text with a character that a reader cannot see: control, direction, private or unassigned.

    >>> refuse_invisible("鲁信办", element="正文")
    """
    for character in text:
        if unicodedata.category(character) in INVISIBLE:
            raise TextRefused(element, f"U+{ord(character):04X}", "看得见的文字")
