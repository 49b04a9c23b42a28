"""公文版式: what both renderers promise, seen from their files."""

import io
import os
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from chengxin.foundation.documents.rendering import layout
from chengxin.foundation.documents.rendering.document import (
    Facts,
    Heading,
    NumberRefused,
    OfficialDocument,
    Paragraph,
    Table,
    TextRefused,
)
from chengxin.foundation.documents.rendering.docx import render_docx
from chengxin.foundation.documents.rendering.elements import elements
from chengxin.foundation.documents.rendering.faces import CharacterWithoutGlyph, drawable
from chengxin.foundation.documents.rendering.pdf import ONLY_EMBEDDED, render_pdf
from chengxin.foundation.documents.rendering.titles import WIDEST, title_lines

FONTS = files("chengxin.foundation.documents.rendering") / "fonts"
PT_PER_MM = 72 / 25.4

NOTICE = OfficialDocument(
    organ="演示市发展和改革委员会",
    number="演发改信〔2026〕12号",
    title="关于拟将演示县鄌郚镇人民政府列入政务失信记录的告知书",
    addressee="演示县鄌郚镇人民政府",
    issued_on=date(2026, 3, 5),
    body=(
        Paragraph("你单位未履行生效判决确定的给付义务，现告知如下。" * 6),
        Heading(1, "事实"),
        Facts((("生效法律文书", "（2025）演0101行初12号行政判决书"), ("未履行金额", "人民币2400000元"))),
        Heading(1, "拟采取的措施"),
        Heading(2, "惩戒措施"),
        Table(("措施", "实施单位"), (("警示约谈", "演示市发展和改革委员会"),)),
    ),
    remedies=("自收到本告知书之日起，可以提出异议申请。",),
    attachments=("行政判决书", "数据清单条目"),
    note="联系单位：信用建设科",
    copies=("演示县人民政府", "演示县司法局"),
    printed_by="演示市发展和改革委员会办公室",
    printed_on=date(2026, 3, 6),
)


def written(text: str) -> str:
    """Return a text without the blanks that setting it in lines may add or take."""
    return re.sub(r"\s", "", text)


def words_of(document: OfficialDocument) -> str:
    return written("".join(element.words for element in elements(document)))


def words_in_docx(content: bytes) -> str:
    parts = []
    for block in docx.Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, WordTable):
            cells = [cell for row in block.rows for cell in dict.fromkeys(c._tc for c in row.cells)]
            parts += ["".join(t.text or "" for t in cell.iter(qn("w:t"))) for cell in cells]
        else:
            parts.append(block.text)
    return written("".join(parts))


def words_in_pdf(content: bytes) -> str:
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return re.sub(r"—\d+—", "", written("".join(pages)))


def one_paragraph(text: str) -> OfficialDocument:
    return OfficialDocument(
        organ="演示市信用办", number="", title="通知", body=(Paragraph(text),), issued_on=date(2026, 11, 23)
    )


class TestTheValue:
    @pytest.mark.parametrize(
        "number",
        [
            "鲁信办[2026]12号",
            "鲁信办〔2026〕第12号",
            "鲁信办〔2026〕012号",
            "〔2026〕12号",
            "鲁信办〔26〕12号",
        ],
    )
    def test_refuses_a_number_not_written_as_the_standard_says(self, number: str) -> None:
        with pytest.raises(NumberRefused, match="六角括号"):
            replace(NOTICE, number=number)

    @pytest.mark.parametrize("hidden", ["\n", "\t", "\u200b", "\u202e", "\ue000", "\x00"])
    def test_refuses_characters_that_a_reader_cannot_see(self, hidden: str) -> None:
        with pytest.raises(TextRefused, match="看得见"):
            one_paragraph(f"前{hidden}后")

    def test_refuses_a_table_with_a_row_of_another_length(self) -> None:
        with pytest.raises(TextRefused, match="2 列"):
            Table(("甲", "乙"), (("一",),))

    def test_refuses_a_heading_below_the_fourth_level(self) -> None:
        with pytest.raises(TextRefused, match="一至四级"):
            Heading(5, "标题")

    def test_refuses_a_printing_organ_without_its_day(self) -> None:
        with pytest.raises(TextRefused, match="同时写明"):
            replace(NOTICE, printed_on=None)


class TestElements:
    def test_stand_in_the_order_of_the_standard(self) -> None:
        roles = list(dict.fromkeys(element.role.zh for element in elements(NOTICE)))

        assert roles == [
            "发文机关标志", "发文字号", "标题", "主送机关", "正文", "一级标题", "事实", "二级标题", "表格",
            "附件说明", "发文机关署名", "成文日期", "附注", "抄送机关", "印发机关和印发日期",
        ]  # fmt: skip

    def test_write_the_day_without_leading_zeros(self) -> None:
        assert "2026年3月5日" in [element.text for element in elements(NOTICE)]

    def test_number_one_attachment_not_at_all(self) -> None:
        alone = replace(NOTICE, attachments=("行政判决书",))

        assert "附件：行政判决书" in [element.words for element in elements(alone)]


class TestTitles:
    def test_a_short_title_keeps_one_line(self) -> None:
        assert title_lines("关于政务公开的通知") == ("关于政务公开的通知",)

    def test_an_author_may_break_it(self) -> None:
        assert title_lines("演示市人民政府\n关于守信践诺的通知") == ("演示市人民政府", "关于守信践诺的通知")

    @pytest.mark.parametrize(
        ("title", "lines"),
        [
            (NOTICE.title, ("关于拟将演示县鄌郚镇人民政府", "列入政务失信记录的告知书")),
            (
                "关于解除演示县人民政府失信惩戒措施的通知书",
                ("关于解除演示县人民政府", "失信惩戒措施的通知书"),
            ),
            (
                "关于2026年度监督意见和舆论监督办理情况的报告",
                ("关于2026年度监督意见", "和舆论监督办理情况的报告"),
            ),
        ],
    )
    def test_a_long_title_breaks_where_the_sense_allows(self, title: str, lines: tuple[str, ...]) -> None:
        assert title_lines(title) == lines

    @given(st.text(st.sampled_from("关于某市镇人民政府《的》、列入政务失信记录12"), min_size=1, max_size=70))
    def test_no_title_loses_a_word_or_leaves_the_paper(self, title: str) -> None:
        lines = title_lines(title)

        assert "".join(lines) == title
        assert all(layout.width_in_characters(line) <= WIDEST for line in lines)


class TestBothRenderers:
    def test_print_the_words_of_the_value_in_order(self) -> None:
        assert words_in_docx(render_docx(NOTICE)) == words_of(NOTICE)
        assert words_in_pdf(render_pdf(NOTICE, installed=ONLY_EMBEDDED)) == words_of(NOTICE)

    def test_give_the_same_bytes_for_the_same_value(self) -> None:
        assert render_docx(NOTICE) == render_docx(replace(NOTICE))
        assert render_pdf(NOTICE, installed=ONLY_EMBEDDED) == render_pdf(NOTICE, installed=ONLY_EMBEDDED)

    def test_draw_no_seal(self) -> None:
        with zipfile.ZipFile(io.BytesIO(render_docx(NOTICE))) as parts:
            assert not [name for name in parts.namelist() if name.startswith("word/media")]
        assert not PdfReader(io.BytesIO(render_pdf(NOTICE))).pages[0].images

    @settings(max_examples=60, deadline=None)
    @given(
        st.text(
            st.sampled_from("#$*_@<>\\/`~^&%{}[]()\"'=+-|:;,.!?“”《》〔〕、。0Az信用"),
            min_size=1,
            max_size=60,
        )
    )
    def test_read_no_text_as_mark_up(self, text: str) -> None:
        document = one_paragraph("文" + text + "文")

        assert words_in_docx(render_docx(document)) == words_of(document)
        assert words_in_pdf(render_pdf(document, installed=ONLY_EMBEDDED)) == words_of(document)

    @settings(max_examples=60, deadline=None)
    @given(
        st.text(st.sampled_from(sorted(c for c in drawable() if "一" <= c <= "鿿")), min_size=1, max_size=80)
    )
    def test_keep_every_letter_that_the_fonts_can_draw(self, text: str) -> None:
        document = one_paragraph(text)

        assert words_in_pdf(render_pdf(document, installed=ONLY_EMBEDDED)) == words_of(document)


class TestDocx:
    def test_lies_on_a_grid_of_22_lines_and_28_characters(self) -> None:
        section = docx.Document(io.BytesIO(render_docx(NOTICE))).sections[0]
        grid = section._sectPr.find(qn("w:docGrid"))

        assert grid is not None
        assert grid.get(qn("w:type")) == "linesAndChars"
        line = int(grid.get(qn("w:linePitch"), "")) / 20
        character = layout.BODY_PT + int(grid.get(qn("w:charSpace"), "")) / 4096
        assert 225 * PT_PER_MM // line == 22
        assert 156 * PT_PER_MM // character == 28

    def test_has_the_paper_and_margins_of_the_standard(self) -> None:
        section = docx.Document(io.BytesIO(render_docx(NOTICE))).sections[0]

        edges = (section.page_width, section.page_height, section.top_margin, section.left_margin)
        assert [round(edge.mm) for edge in edges if edge is not None] == [210, 297, 37, 28]
        assert section.right_margin is not None
        assert section.bottom_margin is not None
        assert [round(section.right_margin.mm), round(section.bottom_margin.mm)] == [26, 35]

    def test_names_the_faces_of_the_standard(self) -> None:
        styles = docx.Document(io.BytesIO(render_docx(NOTICE))).styles
        faces = {
            name: styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
            for name in ("公文标题", "公文正文", "公文一级标题", "公文二级标题")
        }

        assert list(faces.values()) == ["方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"]

    def test_knows_only_the_day_of_the_document(self) -> None:
        content = render_docx(NOTICE)
        properties = docx.Document(io.BytesIO(content)).core_properties

        assert properties.created is not None
        assert properties.created.date() == NOTICE.issued_on
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            assert {part.date_time[0] for part in parts.infolist()} == {1980}

    def test_puts_the_signer_beside_the_number(self) -> None:
        upwards = replace(NOTICE, signer="主任")

        assert words_in_docx(render_docx(upwards)) == words_of(upwards)


class TestPdf:
    def test_holds_28_characters_in_a_line_and_22_lines_on_a_page(self) -> None:
        lines = (
            PdfReader(io.BytesIO(render_pdf(one_paragraph("字" * 1500)))).pages[1].extract_text().split("\n")
        )

        full = [line for line in lines if set(line) == {"字"}]
        assert [len(line) for line in full] == [28] * 22

    def test_carries_its_fonts_and_says_which_stand_for_which(self) -> None:
        reader = PdfReader(io.BytesIO(render_pdf(NOTICE, installed=ONLY_EMBEDDED)))

        fonts = reader.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
        assert any("FandolFang" in str(font.get_object()["/BaseFont"]) for font in fonts.values())
        assert reader.metadata is not None
        assert "仿宋_GB2312以FandolFang R代替" in str(reader.metadata["/Keywords"])

    def test_is_dated_by_the_document_and_not_by_the_clock(self) -> None:
        metadata = PdfReader(io.BytesIO(render_pdf(NOTICE))).metadata

        assert metadata is not None
        assert metadata.creation_date is not None
        assert metadata.creation_date.date() == NOTICE.issued_on

    def test_refuses_a_character_that_would_come_out_as_an_empty_box(self) -> None:
        with pytest.raises(CharacterWithoutGlyph, match="U\\+1F600"):
            render_pdf(one_paragraph("好😀"))

    def test_puts_page_numbers_at_the_outer_side(self) -> None:
        pages = PdfReader(io.BytesIO(render_pdf(one_paragraph("字" * 1500)))).pages

        sides = [_left_edge_of_page_number(page) for page in pages]
        assert sides[0] > 105 * PT_PER_MM > sides[1]


def _left_edge_of_page_number(page) -> float:  # type: ignore[no-untyped-def]
    found: list[float] = []
    page.extract_text(
        visitor_text=lambda text, cm, tm, font, size: found.append(cm[4] + tm[4]) if "—" in text else None
    )
    return found[0]


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    soffice = shutil.which("soffice")
    if soffice is None:
        reason = "LibreOffice (soffice) 没有安装, 不能检查它如何打开公文。"
        if os.environ.get("CHENGXIN_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("soffice")
    body = (*NOTICE.body, Paragraph("字" * 1500))
    document = replace(NOTICE, title="关于政务失信记录的告知书", addressee="演示县人民政府", body=body)
    file, profile = folder / "notice.docx", (folder / "profile").as_uri()
    file.write_bytes(render_docx(document))
    subprocess.run(
        [
            soffice,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            file,
        ],
        check=True,
        capture_output=True,
        timeout=180,
        env={**os.environ, "FONTCONFIG_FILE": str(_fonts_for_soffice(folder))},
    )
    return PdfReader(folder / "notice.pdf")


class TestOpenedInLibreOffice:
    """The DOCX as another program sets it."""

    def test_keeps_the_paper(self, converted: PdfReader) -> None:
        box = converted.pages[0].mediabox

        assert (round(float(box.width) / PT_PER_MM), round(float(box.height) / PT_PER_MM)) == (210, 297)

    def test_keeps_the_words(self, converted: PdfReader) -> None:
        text = written("".join(page.extract_text() for page in converted.pages))

        for expected in (
            NOTICE.number,
            "演示县人民政府：",
            "2026年3月5日",
            "附件：1.行政判决书",
            "2026年3月6日印发",
        ):
            assert expected in text

    def test_keeps_22_lines_of_28_characters(self, converted: PdfReader) -> None:
        page = next(p for p in converted.pages if p.extract_text().count("字" * 28) >= 20)

        assert page.extract_text().count("字" * 28) == 22

    def test_keeps_the_margins(self, converted: PdfReader) -> None:
        starts: list[tuple[float, float]] = []
        page = next(p for p in converted.pages if p.extract_text().count("字" * 28) >= 20)
        page.extract_text(
            visitor_text=lambda text, cm, tm, font, size: (
                starts.append((tm[4], tm[5])) if "字" in text else None
            )
        )

        left = min(x for x, _ in starts) / PT_PER_MM
        first_baseline = 297 - max(y for _, y in starts) / PT_PER_MM
        assert abs(left - 28) < 1
        assert 37 < first_baseline < 37 + 225 / 22


def _fonts_for_soffice(folder: Path) -> Path:
    """Write a font configuration in which our fonts stand for the named ones."""
    fonts = folder / "fonts"
    fonts.mkdir()
    for font in FONTS.iterdir():
        if font.name.endswith(("otf", "ttf")) and "Song-Regular" not in font.name:
            (fonts / font.name).write_bytes(font.read_bytes())
    stands_for = {
        "仿宋_GB2312": "FandolFang R", "方正小标宋简体": "FandolSong", "宋体": "FandolSong",
        "黑体": "FandolHei", "楷体_GB2312": "FandolKai",
    }  # fmt: skip
    aliases = "".join(
        f'<alias binding="same"><family>{name}</family><prefer><family>{ours}</family></prefer></alias>'
        for name, ours in stands_for.items()
    )
    configuration = folder / "fonts.conf"
    configuration.write_text(
        f"<fontconfig><dir>{fonts}</dir><cachedir>{folder / 'cache'}</cachedir>{aliases}</fontconfig>",
        encoding="utf-8",
    )
    return configuration
