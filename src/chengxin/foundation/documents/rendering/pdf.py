"""An official document as PDF, set by typst with a font that travels inside the file."""

import json
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import as_file, files
from threading import Lock
from typing import Any, Final

import typst

from chengxin.foundation.documents.rendering import layout
from chengxin.foundation.documents.rendering.document import OfficialDocument
from chengxin.foundation.documents.rendering.elements import Element, Role, elements
from chengxin.foundation.documents.rendering.faces import (
    EMBEDDED,
    FONTS,
    INSTALLED,
    Face,
    face_of,
    face_of_lead,
    families,
    refuse_undrawable,
    size_of,
    substituted,
)

ONLY_EMBEDDED: Final[frozenset[str]] = frozenset()

_one_at_a_time = Lock()  # a typst compiler serves one caller at a time


def render_pdf(document: OfficialDocument, *, installed: frozenset[str] | None = None) -> bytes:
    """Return `document` as PDF; the same value and the same fonts give the same bytes.

    `installed` are the font families that may be used beside those that come with us: by default those of
    this machine; `ONLY_EMBEDDED` makes the bytes the same on every machine. Which face stands for which is
    written into the file's keywords. Raises `CharacterWithoutGlyph` where a box would stand for a character.
    """
    if installed is None:
        installed = installed_families()
    given = _as_data(document, installed)
    moment = datetime.combine(document.issued_on, time(), tzinfo=UTC)
    with _one_at_a_time:
        pdf = _compiler(bool(installed)).compile(
            input=_template(),
            format="pdf",
            sys_inputs={"document": json.dumps(given, ensure_ascii=False)},
            timestamp=moment,
        )
    assert isinstance(pdf, bytes)
    return pdf


@cache
def installed_families() -> frozenset[str]:
    """Return the families of an official document's own faces that this machine has."""
    here = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False).families()
    return frozenset(here).intersection(name for names in INSTALLED.values() for name in names)


@cache
def _compiler(with_system_fonts: bool) -> typst.Compiler:
    with as_file(FONTS) as folder:
        fonts = typst.Fonts(
            include_system_fonts=with_system_fonts, include_embedded_fonts=False, font_paths=[str(folder)]
        )
    return typst.Compiler(font_paths=fonts)


@cache
def _template() -> bytes:
    return (files("chengxin.foundation.documents.rendering") / "official.typ").read_bytes()


def _as_data(document: OfficialDocument, installed: frozenset[str]) -> dict[str, Any]:
    """Return all that the template needs; it holds no word and no number of its own."""
    shown = elements(document)
    for element in shown:
        refuse_undrawable(element)
    text_of = {element.role: element.text for element in shown}
    return {
        "title": document.title.replace("\n", ""),
        "organ": document.organ,
        "day": [document.issued_on.year, document.issued_on.month, document.issued_on.day],
        "keywords": [f"{face.zh}以{EMBEDDED[face]}代替" for face in substituted(installed)],
        "elements": [_as_item(element, installed) for element in shown],
        "indents": layout.closing_indents(text_of[Role.SIGNATURE], text_of[Role.DATE]),
        "number_families": families(Face.SONG, installed),
        "signer_families": families(Face.KAI, installed),
        "table_head_families": families(Face.HEI, installed),
        "layout": {
            "page_width": layout.PAGE_WIDTH_MM,
            "page_height": layout.PAGE_HEIGHT_MM,
            "top": layout.TOP_MARGIN_MM,
            "left": layout.LEFT_MARGIN_MM,
            "right": layout.RIGHT_MARGIN_MM,
            "bottom": layout.BOTTOM_MARGIN_MM,
            "line_pitch": layout.LINE_PITCH_PT,
            "character_pitch": layout.CHARACTER_PITCH_PT,
            "characters_per_line": layout.CHARACTERS_PER_LINE,
            "small_size": layout.SMALL_PT,
            "mark_from_top": layout.MARK_FROM_TOP_MM,
            "red_line_below": layout.RED_LINE_BELOW_NUMBER_MM,
            "red_line": layout.RED_LINE_PT,
            "page_number_below": layout.PAGE_NUMBER_BELOW_BLOCK_MM,
            "outer_rule": layout.OUTER_RULE_MM,
            "inner_rule": layout.INNER_RULE_MM,
            "cell_sides": layout.CELL_SIDES_PT,
            "cell_ends": layout.FORM_CELL_ENDS_PT if document.is_form else layout.CELL_ENDS_PT,
            "lines_for_seal": layout.LINES_FOR_THE_SEAL,
            "red": f"#{layout.RED}",
        },
    }


def _as_item(element: Element, installed: frozenset[str]) -> dict[str, Any]:
    return {
        "role": element.role.value,
        "text": element.text,
        "lead": element.lead,
        "rows": element.rows,
        "shares": layout.column_shares(element.rows) if element.rows else (),
        "numbered": element.role is Role.ATTACHMENT and element.text[:1].isdigit(),
        "size": _set_size(element),
        "families": families(face_of(element.role), installed),
        "lead_families": families(face_of_lead(element.role), installed),
    }


def _set_size(element: Element) -> float:
    """Return the size to set an element in: 3号 is as wide as its place in the grid, 28 to a line."""
    size = size_of(element)
    return layout.CHARACTER_PITCH_PT if size == layout.BODY_PT else size
