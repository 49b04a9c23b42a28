"""The elements of a document in the order of GB/T 9704 (policy T-33): what both renderers print."""

from collections.abc import Iterator
from dataclasses import dataclass

from chengxin.foundation.documents.rendering.document import (
    Block,
    Facts,
    Heading,
    OfficialDocument,
    Paragraph,
    Table,
)
from chengxin.foundation.documents.rendering.numbering import heading_numbers, long_date
from chengxin.foundation.documents.rendering.titles import title_lines
from chengxin_core.vocabulary import Term


class Role(Term):
    """公文要素: what an element is to the document; it decides face, size and place."""

    URGENCY = "urgency", "紧急程度"
    MARK = "mark", "发文机关标志"
    NUMBER = "number", "发文字号"
    SIGNER = "signer", "签发人"
    TITLE = "title", "标题"
    ADDRESSEE = "addressee", "主送机关"
    HEADING_1 = "heading_1", "一级标题"
    HEADING_2 = "heading_2", "二级标题"
    HEADING_3 = "heading_3", "三级标题"
    HEADING_4 = "heading_4", "四级标题"
    PARAGRAPH = "paragraph", "正文"
    FACT = "fact", "事实"
    TABLE = "table", "表格"
    ATTACHMENT = "attachment", "附件说明"
    SIGNATURE = "signature", "发文机关署名"
    DATE = "date", "成文日期"
    NOTE = "note", "附注"
    COPIES = "copies", "抄送机关"
    PRINTER = "printer", "印发机关和印发日期"


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its role and text; `lead` is the label before the text, `rows` the cells of a table."""

    role: Role
    text: str = ""
    lead: str = ""
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def words(self) -> str:
        """All that a reader reads of this element, from left to right and from above."""
        cells = "".join(cell for row in self.rows for cell in row)
        return self.lead + self.text.replace("\n", "") + cells


def elements(document: OfficialDocument) -> tuple[Element, ...]:
    """Return what is printed, from the upper edge of the first page to the foot of the last."""
    return tuple(element for element in _all(document) if element.words)


def _all(document: OfficialDocument) -> Iterator[Element]:
    day = long_date(document.issued_on)
    if document.urgency:
        yield Element(Role.URGENCY, document.urgency.zh)
    if not document.is_form:
        yield Element(Role.MARK, document.mark or document.organ)
    yield Element(Role.NUMBER, document.number)
    if document.signer:
        yield Element(Role.SIGNER, document.signer, lead="签发人：")
    yield Element(Role.TITLE, "\n".join(title_lines(document.title)))
    if document.addressee:
        yield Element(Role.ADDRESSEE, document.addressee + "：")
    for block, number in heading_numbers(document.body):
        yield from _of_block(block, number)
    for remedy in document.remedies:
        yield Element(Role.PARAGRAPH, remedy)
    yield from _of_attachments(document.attachments)
    yield Element(Role.SIGNATURE, document.signature or document.organ)
    yield Element(Role.DATE, day)
    if document.note:
        yield Element(Role.NOTE, f"（{document.note}）")
    if document.copies:
        yield Element(Role.COPIES, "，".join(document.copies) + "。", lead="抄送：")
    if document.printed_on:
        yield Element(Role.PRINTER, f"{long_date(document.printed_on)}印发", lead=document.printed_by)


def _of_block(block: Block, number: str) -> Iterator[Element]:
    match block:
        case Paragraph(text):
            yield Element(Role.PARAGRAPH, text)
        case Heading(level, text):
            yield Element(Role(f"heading_{level}"), number + text)
        case Facts(rows):
            for label, value in rows:
                yield Element(Role.FACT, value, lead=f"{label}：")
        case Table(header, rows):
            yield Element(Role.TABLE, rows=(header, *rows))


def _of_attachments(names: tuple[str, ...]) -> Iterator[Element]:
    """Yield 附件说明: one attachment has no number, several are counted in Arabic figures."""
    for count, name in enumerate(names, start=1):
        number = f"{count}. " if len(names) > 1 else ""
        yield Element(Role.ATTACHMENT, number + name, lead="附件：" if count == 1 else "")
