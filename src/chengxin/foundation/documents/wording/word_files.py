"""A wording as DOCX: printed by the house's own renderer, and read back from what a word processor made of it."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import docx
from docx.document import Document as Word
from docx.text.paragraph import Paragraph as WordParagraph

from chengxin.foundation.documents.rendering import render_docx
from chengxin.foundation.documents.rendering.document import Heading, OfficialDocument, Paragraph, TextRefused
from chengxin.foundation.documents.rendering.elements import Role
from chengxin.foundation.documents.wording.checking import WordingRefused
from chengxin.foundation.documents.wording.fields import ADDRESSEE, ORGAN
from chengxin.foundation.documents.wording.value import PLAIN, Line, Wording
from chengxin.ground.office_files import PackageRefused, refuse_dangerous

LARGEST: Final = 1024 * 1024  # bytes, as it comes
UNPACKED: Final = 16 * 1024 * 1024
_FIXED: Final = {
    Role.MARK: ORGAN.written,
    Role.ADDRESSEE: f"{ADDRESSEE.written}：",
    Role.SIGNATURE: ORGAN.written,
}
_TYPED_NUMBER: Final = re.compile(
    r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．](?!\d)|（\d+）)"
)
# What a paragraph of a template is made of; everything else would be lost in print, so it is refused.
_TAKEN: Final = frozenset({
    "p", "pPr", "r", "rPr", "t", "br", "cr", "tab", "sectPr", "bookmarkStart", "bookmarkEnd", "proofErr",
    "lastRenderedPageBreak", "noBreakHyphen", "softHyphen",
})  # fmt: skip
_WORDS: Final = {
    "ins": "修订痕迹", "del": "修订痕迹", "moveFrom": "修订痕迹", "moveTo": "修订痕迹", "tbl": "表格",
    "drawing": "图片或者图形", "pict": "图片或者图形", "object": "嵌入对象", "hyperlink": "超链接", "sdt": "内容控件",
    "fldSimple": "域", "fldChar": "域", "instrText": "域", "commentRangeStart": "批注", "commentReference": "批注",
    "footnoteReference": "脚注", "endnoteReference": "尾注", "AlternateContent": "文本框或者图形",
}  # fmt: skip


def as_docx(wording: Wording, *, day: date) -> bytes:
    """Return a wording as the document it would print, with its fields where the platform fills in."""
    return render_docx(as_document(wording, day=day))


def as_document(wording: Wording, *, day: date) -> OfficialDocument:
    """Return a wording as an official document; raise `WordingRefused` where a text of it cannot be printed."""
    try:
        return OfficialDocument(
            organ=ORGAN.written,
            number="",
            title=wording.title,
            addressee=ADDRESSEE.written,
            body=tuple(
                Heading(line.level, line.text) if line.level else Paragraph(line.text)
                for line in wording.lines
            ),
            issued_on=day,
        )
    except TextRefused as refusal:
        raise WordingRefused([str(refusal)]) from None


def wording_in(content: bytes) -> Wording:
    """Return the wording in a DOCX; raise `WordingRefused` for a file that does or holds more than words.

    Headings are told by their styles (公文一级标题 …); a number typed before one is left out, since it is counted.
    """
    word = _opened(content)
    problems = list(_not_words(word))
    title, lines, fixed = "", [], dict.fromkeys(_FIXED, "")
    for paragraph in word.paragraphs:
        role, text = _role(paragraph), paragraph.text.replace("\n", "").replace("\t", "").strip()
        if role in fixed:
            fixed[role] += text
        elif role is Role.TITLE:
            title += text
        elif text and role is not Role.DATE:
            level = _level(role)
            lines.append(Line(level, _TYPED_NUMBER.sub("", text).strip() if level else text))
    for role, expected in _FIXED.items():
        if fixed[role].replace(" ", "") != expected.replace(" ", ""):
            problems.append(f"“{role.zh}”由系统印制，应当原样保留为“{expected}”，现在是“{fixed[role][:40]}”")
    if problems:
        raise WordingRefused(problems)
    return Wording(title, tuple(lines))


def _opened(content: bytes) -> Word:
    if len(content) > LARGEST:
        raise WordingRefused([f"文件有 {len(content) // 1024} KB，模板不超过 {LARGEST // 1024} KB"])
    try:
        refuse_dangerous(content)
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(part.file_size for part in package.infolist()) > UNPACKED:
                raise WordingRefused(["文件展开以后过大，不是只有文字的模板"])
        return docx.Document(io.BytesIO(content))
    except PackageRefused as refusal:
        raise WordingRefused([str(refusal)]) from None
    except (KeyError, ValueError, OSError, SyntaxError):  # python-docx for a package that is no document
        raise WordingRefused(["不是能够打开的 DOCX 文件，请下载现行模板，修改后重新上传"]) from None


def _not_words(word: Word) -> Iterator[str]:
    """Yield what the file holds beside plain paragraphs, each kind once."""
    found = dict.fromkeys(_tags(word.element.body))
    for name in dict.fromkeys(_WORDS.get(tag, f"“{tag}”") for tag in found if tag not in _TAKEN):
        advice = "，请接受或者拒绝全部修订" if name == "修订痕迹" else "，请删去：模板只有文字和栏目"
        yield f"文件里有{name}{advice}"
    for section in word.sections:
        if any(paragraph.text.strip() for paragraph in section.header.paragraphs):
            yield "页眉里有文字，请删去：版式由系统按公文格式印制"
            return


def _tags(parent: Any) -> Iterator[str]:
    for child in parent.iterchildren("*"):
        tag = child.tag.rpartition("}")[2]
        yield tag
        if tag in {"pPr", "rPr", "sectPr"}:
            yield from (inner for inner in _names(child) if inner in {"ins", "del", "moveFrom", "moveTo"})
        else:
            yield from _tags(child)


def _names(parent: Any) -> Iterator[str]:
    return (each.tag.rpartition("}")[2] for each in parent.iterdescendants("*"))


_ROLES: Final = {f"公文{role.zh}": role for role in Role}


def _role(paragraph: WordParagraph) -> Role | None:
    style = paragraph.style
    return _ROLES.get(str(style.name)) if style is not None else None


def _level(role: Role | None) -> int:
    return int(role.value[-1]) if role is not None and "heading" in role.value else PLAIN
