"""使用手册: how to use the platform as one PDF, from the pages of help and the how-to guides."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from functools import cache
from importlib.resources import as_file
from typing import Any, Final

import typst

from chengxin.doors.help import texts
from chengxin.doors.help.markdown import Block, Run, blocks
from chengxin.foundation.documents.rendering.faces import EMBEDDED, FALLBACKS, FONTS, Face
from chengxin_core.calendar import legal_day

_GUIDES: Final = texts.HERE / "guides"  # docs/how-to, to which a link leads; an installation carries them
TITLE: Final = "诚信：政务诚信平台使用手册"


def manual(*, at: datetime) -> bytes:
    """Return the manual as PDF: first days, help, guides, terms.

    The same texts and the same day give the same bytes.
    """
    day = legal_day(at)
    given = {
        "title": TITLE,
        "day": f"{day.year}年{day.month}月{day.day}日",
        "body": EMBEDDED[Face.SONG],
        "head": EMBEDDED[Face.HEI],
        "fallbacks": list(FALLBACKS),
        "blocks": [asdict(each) for each in _all()],
    }
    pdf: Any = _compiler().compile(
        input=(texts.HERE / "manual.typ").read_bytes(),
        format="pdf",
        sys_inputs={"manual": json.dumps(given, ensure_ascii=False)},
        timestamp=at.replace(microsecond=0),
    )
    assert isinstance(pdf, bytes)
    return pdf


def _all() -> Iterator[Block]:
    yield _heading("各岗位的第一天", 1)
    for page in texts.first_days().values():
        yield from _chapter(page.title, page.text)
    yield _heading("每个页面怎样用", 1)
    for page in texts.pages():
        yield from _chapter(page.title, page.text)
    yield _heading("怎样办", 1)
    for guide in sorted(_GUIDES.iterdir(), key=lambda each: each.name):
        yield from _deeper(blocks(guide.read_text("utf-8")))
    yield _heading("术语", 1)
    for term in texts.terms():
        yield Block("paragraph", (Run(f"{term.zh}：", bold=True), Run(term.meaning)))


def _chapter(title: str, text: str) -> Iterator[Block]:
    yield _heading(title, 2)
    yield from _deeper(blocks(text))


def _deeper(given: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks with their headings one level deeper: a guide is a chapter."""
    for each in given:
        yield Block("heading", each.runs, min(each.level + 1, 4)) if each.kind == "heading" else each


def _heading(text: str, level: int) -> Block:
    return Block("heading", (Run(text),), level)


@cache
def _compiler() -> typst.Compiler:
    with as_file(FONTS) as folder:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(folder)])
    return typst.Compiler(font_paths=fonts)
