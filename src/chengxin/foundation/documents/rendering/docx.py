"""An official document as DOCX, on a real document grid, for those who go on working in a word processor."""

import io
import math
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from typing import Any, Final, cast

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.text.paragraph import CT_P
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from chengxin.foundation.documents.rendering import layout
from chengxin.foundation.documents.rendering.document import OfficialDocument
from chengxin.foundation.documents.rendering.elements import Element, Role, elements
from chengxin.foundation.documents.rendering.faces import Face, face_of, face_of_lead, size_of

TWIPS_PER_PT: Final = 20
GRID_UNITS_PER_PT: Final = 4096
EIGHTHS_PER_PT: Final = 8
AFTER_SNAP: Final = ("w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl")
TABLE_PROPERTIES: Final = (
    "tblStyle", "tblpPr", "tblOverlap", "bidiVisual", "tblStyleRowBandSize", "tblStyleColBandSize", "tblW",
    "jc", "tblCellSpacing", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook",
)  # fmt: skip
KEPT_STYLES: Final = frozenset({
    "Normal", "DefaultParagraphFont", "TableNormal", "NoList", "TableGrid",
    "Header", "HeaderChar", "Footer", "FooterChar",
})  # fmt: skip
EARLIEST_ZIP_DAY: Final = (1980, 1, 1, 0, 0, 0)

LINE: Final = Pt(int(layout.LINE_PITCH_PT * TWIPS_PER_PT) / TWIPS_PER_PT)
CHARACTER: Final = Pt(layout.CHARACTER_PITCH_PT)
INDENTED: Final = frozenset({Role.PARAGRAPH, Role.FACT, Role.NOTE} | {r for r in Role if "heading" in r})
CENTRED: Final = frozenset({Role.MARK, Role.NUMBER, Role.TITLE})
IMPRINT: Final = frozenset({Role.COPIES, Role.PRINTER})


def render_docx(document: OfficialDocument) -> bytes:
    """Return `document` as DOCX; the same value gives the same bytes."""
    shown = elements(document)
    word = Document()
    _describe(word, document)
    _drop_foreign_styles(word)
    _lay_out_page(word)
    for element in shown:
        _ensure_style(word, element)
        if element.role is Role.TABLE:
            ends = layout.FORM_CELL_ENDS_PT if document.is_form else layout.CELL_ENDS_PT
            _write_table(word, element, ends=ends)
        elif element.role not in IMPRINT:
            _write_line(word, element)
    _place(word, shown)
    if imprint := [element for element in shown if element.role in IMPRINT]:
        _write_imprint(word, imprint)
        end = word.add_paragraph().paragraph_format  # a floating table hangs on the paragraph after it
        end.line_spacing_rule, end.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(1)
    return _same_bytes_always(word)


def _describe(word: Word, document: OfficialDocument) -> None:
    """Fill in the properties from the value; the clock is not asked."""
    moment = datetime.combine(document.issued_on, time(), tzinfo=UTC)
    properties = word.core_properties
    properties.title = document.title.replace("\n", "")
    properties.author = properties.last_modified_by = document.organ
    properties.created = properties.modified = moment
    properties.language = "zh-CN"
    properties.comments = ""
    properties.identifier = document.number


def _lay_out_page(word: Word) -> None:
    """Set paper, margins, the grid of 22 lines by 28 characters, and the page number at the outer side."""
    section = word.sections[0]
    section.start_type = WD_SECTION.NEW_PAGE
    section.page_width, section.page_height = Mm(layout.PAGE_WIDTH_MM), Mm(layout.PAGE_HEIGHT_MM)
    section.top_margin, section.bottom_margin = Mm(layout.TOP_MARGIN_MM), Mm(layout.BOTTOM_MARGIN_MM)
    section.left_margin, section.right_margin = Mm(layout.LEFT_MARGIN_MM), Mm(layout.RIGHT_MARGIN_MM)
    dash_from_edge = layout.BOTTOM_MARGIN_MM - layout.PAGE_NUMBER_BELOW_BLOCK_MM
    section.footer_distance = Mm(dash_from_edge - layout.SMALL_PT / 2 * layout.MM_PER_PT)
    section.header_distance = Mm(15)

    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    spacing = layout.CHARACTER_PITCH_PT - layout.BODY_PT
    section._sectPr.append(
        parse_xml(
            f'<w:docGrid {nsdecls("w")} w:type="linesAndChars" w:linePitch="{LINE.twips}"'
            f' w:charSpace="{int(spacing * GRID_UNITS_PER_PT) - 1}"/>'
        )
    )
    word.settings.odd_and_even_pages_header_footer = True
    for control in word.settings.element.iter(qn("w:characterSpacingControl")):
        control.set(qn("w:val"), "compressPunctuation")
    _write_page_number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    _write_page_number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)

    normal = word.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    for defaults in word.styles.element.iter(qn("w:rPrDefault")):
        for fonts in defaults.iter(qn("w:rFonts")):
            fonts.attrib.clear()
            _name_fonts(fonts, Face.FANG)
    _dress_style(normal, Face.FANG, layout.BODY_PT)
    # Word processors disagree on how a character wider than its place keeps to the grid, so the style keeps
    # the same 22 lines and 28 characters by itself: an exact line, and characters drawn a little together.
    fitted = parse_xml(f'<w:spacing {nsdecls("w")} w:val="{math.floor(spacing * TWIPS_PER_PT) - 1}"/>')
    normal.element.get_or_add_rPr().insert_element_before(fitted, "w:sz", "w:szCs")
    form = normal.paragraph_format
    form.element.get_or_add_pPr().insert_element_before(
        parse_xml(f'<w:autoSpaceDE {nsdecls("w")} w:val="0"/>'), *AFTER_SNAP
    )
    form.element.get_or_add_pPr().insert_element_before(
        parse_xml(f'<w:autoSpaceDN {nsdecls("w")} w:val="0"/>'), *AFTER_SNAP
    )
    form.element.get_or_add_pPr().insert_element_before(
        parse_xml(f'<w:snapToGrid {nsdecls("w")} w:val="0"/>'), *AFTER_SNAP
    )
    form.line_spacing_rule, form.line_spacing, form.space_after = WD_LINE_SPACING.EXACTLY, LINE, Pt(0)
    form.widow_control = False


def _write_page_number(paragraph: WordParagraph, side: WD_ALIGN_PARAGRAPH) -> None:
    paragraph.alignment = side
    form = paragraph.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(layout.SMALL_PT)
    form.left_indent = form.right_indent = Pt(layout.SMALL_PT)
    for part in ("— ", "PAGE", " —"):
        run = paragraph.add_run("" if part == "PAGE" else part)
        if part == "PAGE":
            for child in ("begin", "separate", "end"):
                run._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{child}"/>'))
                if child == "begin":
                    run._r.append(parse_xml(f"<w:instrText {nsdecls('w')}> PAGE </w:instrText>"))
                if child == "separate":
                    run._r.append(parse_xml(f"<w:t {nsdecls('w')}>1</w:t>"))
        _dress(run, Face.SONG, layout.SMALL_PT)


# Styles: one for each element, so that who goes on editing finds them by their official names.


def _drop_foreign_styles(word: Word) -> None:
    """Drop the hundred and more styles of the blank document that have no place in an official one."""
    for style in list(word.styles.element.iterchildren(qn("w:style"))):
        if style.get(qn("w:styleId")) not in KEPT_STYLES:
            word.styles.element.remove(style)


def _ensure_style(word: Word, element: Element) -> None:
    name = _style_name(element.role)
    if name in word.styles:
        return
    style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.base_style = word.styles["Normal"]
    _dress_style(style, face_of(element.role), size_of(element))
    form = style.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, _line_height(element)
    form.alignment = WD_ALIGN_PARAGRAPH.CENTER if element.role in CENTRED else WD_ALIGN_PARAGRAPH.JUSTIFY
    if element.role in INDENTED:
        form.first_line_indent = 2 * CHARACTER
    if "heading" in element.role or element.role is Role.TITLE:
        form.keep_with_next = True
        level = 0 if element.role is Role.TITLE else int(element.role.value[-1])
        form.element.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{level}"/>'))
    if element.role is Role.MARK:
        style.font.color.rgb = RGBColor.from_string(layout.RED)
    if element.role is Role.ADDRESSEE:
        form.alignment = WD_ALIGN_PARAGRAPH.LEFT


def _style_name(role: Role) -> str:
    return f"公文{role.zh}"


def _line_height(element: Element) -> Pt:
    if element.role is Role.MARK:
        return Pt(size_of(element) * 1.25)
    if element.role in IMPRINT:
        return Pt(layout.SMALL_PT * 1.6)
    return LINE


def _dress_style(style: ParagraphStyle, face: Face, size: float) -> None:
    style.font.size = Pt(size)
    _name_fonts(style.element.get_or_add_rPr().get_or_add_rFonts(), face)


def _dress(run: Run, face: Face, size: float | None = None) -> None:
    if size:
        run.font.size = Pt(size)
    _name_fonts(run._r.get_or_add_rPr().get_or_add_rFonts(), face)


def _name_fonts(fonts: Any, face: Face) -> None:
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), face.zh)


# Elements


def _add(word: Word, element: Element) -> WordParagraph:
    """Add the paragraph of an element: its label in its own face, then its text."""
    return _add_to(word.add_paragraph(), element)


def _add_to(paragraph: WordParagraph, element: Element) -> WordParagraph:
    paragraph.style = _style_name(element.role)
    if element.lead:
        lead = paragraph.add_run(element.lead)
        if face_of_lead(element.role) is not face_of(element.role):
            _dress(lead, face_of_lead(element.role))
    for count, line in enumerate(element.text.split("\n")):
        run = paragraph.add_run()
        if count:
            run.add_break()
        run.add_text(line)
    return paragraph


def _write_line(word: Word, element: Element) -> None:
    if element.role is Role.SIGNER:
        _write_signer(word, element)
        return
    paragraph = _add(word, element)
    if element.role is Role.ATTACHMENT:
        _indent_attachment(paragraph, element)


def _write_signer(word: Word, element: Element) -> None:
    """Set 签发人 at the right of the line that 发文字号 is on, which then moves to the left."""
    number = word.paragraphs[-1]
    number.alignment = WD_ALIGN_PARAGRAPH.LEFT
    number.paragraph_format.first_line_indent = CHARACTER
    right = Mm(layout.BLOCK_WIDTH_MM) - CHARACTER
    number.paragraph_format.tab_stops.add_tab_stop(right, WD_TAB_ALIGNMENT.RIGHT)
    number.add_run().add_tab()
    number.add_run(element.lead)
    _dress(number.add_run(element.text), Face.KAI)


def _indent_attachment(paragraph: WordParagraph, element: Element) -> None:
    form = paragraph.paragraph_format
    numbered = 1.25 if element.text[:1].isdigit() else 0.0
    hanging = numbered + (3 if element.lead else 0)
    form.left_indent = Pt(layout.CHARACTER_PITCH_PT * (5 + numbered))
    form.first_line_indent = Pt(-layout.CHARACTER_PITCH_PT * hanging)


def _write_table(word: Word, element: Element, *, ends: float) -> None:
    table = word.add_table(rows=0, cols=len(element.rows[0]), style="Table Grid")
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    _set_table(table, _cell_margins(sides=layout.CELL_SIDES_PT, ends=ends))
    widths = [Mm(layout.BLOCK_WIDTH_MM * share) for share in layout.column_shares(element.rows)]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for count, texts in enumerate(element.rows):
        row = table.add_row()
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        if not count:
            row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            paragraph.style = _style_name(Role.TABLE)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
            paragraph.paragraph_format.line_spacing = Pt(layout.SMALL_PT * 1.5)
            run = paragraph.add_run(text)
            if not count:
                _dress(run, Face.HEI)


def _write_imprint(word: Word, kept: Sequence[Element]) -> None:
    """Write the 版记: a table that floats to the foot of the last page, ruled above, between and below."""
    table = word.add_table(rows=0, cols=2)
    table.autofit = False
    left_edge = Mm(layout.LEFT_MARGIN_MM).twips
    _set_table(
        table,
        f"""<w:tblpPr {nsdecls("w")} w:vertAnchor="margin" w:horzAnchor="page" w:tblpX="{left_edge}"
              w:tblpYSpec="bottom" w:topFromText="{LINE.twips}"/>""",
        f"""<w:tblBorders {nsdecls("w")}>{_line("top", layout.OUTER_RULE_MM)}
              {_line("bottom", layout.OUTER_RULE_MM)}{_line("insideH", layout.INNER_RULE_MM)}
            </w:tblBorders>""",
        _cell_margins(sides=0, ends=0),
    )
    one = Pt(layout.SMALL_PT)
    for element in kept:
        left, right = table.add_row().cells
        if element.role is Role.COPIES:
            paragraph = _add_to(left.merge(right).paragraphs[0], element)
            paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = (
                4 * one,
                -3 * one,
            )
            paragraph.paragraph_format.right_indent = one
        else:
            _add_to(
                left.paragraphs[0], Element(element.role, lead=element.lead)
            ).paragraph_format.left_indent = one
            paragraph = _add_to(right.paragraphs[0], Element(element.role, element.text))
            paragraph.paragraph_format.right_indent = one
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _cell_margins(*, sides: float, ends: float) -> str:
    """Return the margins of a table's cells, in points."""
    widths = (("top", ends), ("left", sides), ("bottom", ends), ("right", sides))
    margins = (f'<w:{side} w:w="{Pt(width).twips}" w:type="dxa"/>' for side, width in widths)
    return f"<w:tblCellMar {nsdecls('w')}>{''.join(margins)}</w:tblCellMar>"


def _set_table(table: Table, *properties: str) -> None:
    """Set the table to the width of the text block, with further properties in the order of the schema."""
    block = f'<w:tblW {nsdecls("w")} w:type="dxa" w:w="{Mm(layout.BLOCK_WIDTH_MM).twips}"/>'
    found = table._tbl.tblPr
    for xml in (*properties, block):
        new = parse_xml(xml)
        for old in found.findall(new.tag):
            found.remove(old)
        place = TABLE_PROPERTIES.index(new.tag.rpartition("}")[2])
        found.insert_element_before(new, *(f"w:{name}" for name in TABLE_PROPERTIES[place + 1 :]))


# What depends on the neighbours: distances, keeping together, rules


def _place(word: Word, shown: Sequence[Element]) -> None:
    """Set the distances between the parts of the document, and keep its end together."""
    paragraph_of = _first_paragraphs(word)
    above = layout.LINE_PITCH_PT if shown[0].role is Role.URGENCY else 0.0
    for role, distance in (
        (Role.MARK, layout.MARK_FROM_TOP_MM / layout.MM_PER_PT - above),
        (Role.NUMBER, 2 * layout.LINE_PITCH_PT),
        (Role.TITLE, 2 * layout.LINE_PITCH_PT if Role.MARK in paragraph_of else 0.0),
        (Role.ADDRESSEE, layout.LINE_PITCH_PT),
        (Role.ATTACHMENT, layout.LINE_PITCH_PT),
        (Role.SIGNATURE, layout.LINES_FOR_THE_SEAL * layout.LINE_PITCH_PT),
    ):
        if role in paragraph_of:
            paragraph_of[role].paragraph_format.space_before = Pt(distance)

    if Role.MARK in paragraph_of:
        _draw_red_line(paragraph_of.get(Role.NUMBER, paragraph_of[Role.MARK]))
    if Role.ADDRESSEE not in paragraph_of:
        paragraph_of[Role.TITLE].paragraph_format.space_after = Pt(layout.LINE_PITCH_PT / 2)

    texts = {element.role: element.text for element in shown}
    indents = layout.closing_indents(texts[Role.SIGNATURE], texts[Role.DATE])
    for role, indent in zip((Role.SIGNATURE, Role.DATE), indents, strict=True):
        paragraph_of[role].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph_of[role].paragraph_format.right_indent = Pt(indent * layout.CHARACTER_PITCH_PT)
    paragraph_of[Role.SIGNATURE].paragraph_format.keep_with_next = True
    _keep_with_the_end(paragraph_of[Role.SIGNATURE])


def _first_paragraphs(word: Word) -> dict[Role, WordParagraph]:
    role_of = {_style_name(role): role for role in Role}
    found: dict[Role, WordParagraph] = {}
    for paragraph in word.paragraphs:
        assert paragraph.style is not None
        if role := role_of.get(str(paragraph.style.name)):
            found.setdefault(role, paragraph)
    return found


def _keep_with_the_end(signature: WordParagraph) -> None:
    """Keep the last lines of the body with 署名: a signature never stands alone on a page."""
    before = signature._p.getprevious()
    if before is not None and before.tag == qn("w:p"):
        form = WordParagraph(cast("CT_P", before), signature._parent).paragraph_format
        form.keep_with_next = True


def _draw_red_line(paragraph: WordParagraph) -> None:
    """Draw the red line under the head of the document, four millimetres below the letters."""
    gap = layout.RED_LINE_BELOW_NUMBER_MM / layout.MM_PER_PT - (layout.LINE_PITCH_PT - layout.BODY_PT) / 2
    line = _line("bottom", layout.RED_LINE_PT * layout.MM_PER_PT, colour=layout.RED, gap=gap)
    paragraph._p.get_or_add_pPr().insert_element_before(
        parse_xml(f"<w:pBdr {nsdecls('w')}>{line}</w:pBdr>"), *("w:tabs", "w:spacing", "w:ind", "w:jc")
    )


def _line(side: str, thickness: float, *, colour: str = "000000", gap: float = 0.0) -> str:
    """Return a border; thickness in millimetres, distance in points."""
    eighths = round(thickness / layout.MM_PER_PT * EIGHTHS_PER_PT)
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="{round(gap)}" w:color="{colour}"/>'


def _same_bytes_always(word: Word) -> bytes:
    """Return the file with its parts in one order and no moment of packing in it."""
    packed = io.BytesIO()
    word.save(packed)
    same = io.BytesIO()
    with zipfile.ZipFile(packed) as parts, zipfile.ZipFile(same, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _parts(parts):
            archive.writestr(zipfile.ZipInfo(name, EARLIEST_ZIP_DAY), content, zipfile.ZIP_DEFLATED)
    return same.getvalue()


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    for name in sorted(archive.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
        yield name, archive.read(name)
