"""What we write: templates come back as they were filled in, refused rows can be mended and sent again."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ground.odd_files import COLUMNS, read, with_part

from chengxin.ground.sheets import (
    Problem,
    RefusedRow,
    RefusedWriter,
    SkippedRow,
    SourceRow,
    open_rows,
    write_template,
)

MARKED = SkippedRow(2, "示例行")

text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufffe\uffff"), max_size=40)
filled_in = st.fixed_dictionaries(
    {"case_no": text.map("号".__add__), "court": text.map("院".__add__), "decided_on": text}
)


@given(st.lists(filled_in, max_size=5))
@settings(deadline=None)
def test_a_filled_in_template_comes_back_as_it_was(rows: list[dict[str, str]]) -> None:
    content = write_template(COLUMNS, title="行政判决", notes=["一行一案"], rows=rows)

    read_back = read(content, "行政判决.xlsx")

    assert read_back[0] == MARKED
    kept = [dict(row.cells) for row in read_back if isinstance(row, SourceRow)]
    assert kept == [{key: value for key, value in row.items() if value} for row in rows]


def test_the_example_is_skipped_and_an_example_written_over_is_not() -> None:
    template = write_template(COLUMNS, title="行政判决")
    changed = with_part(
        template, "xl/sharedStrings.xml", lambda xml: xml.replace("演示市".encode(), "真实市".encode(), 1)
    )

    assert read(template) == [MARKED]
    (row,) = read(changed)
    assert isinstance(row, RefusedRow)
    assert row.problems[0].column == "示例标记"


def test_the_example_is_skipped_without_its_mark_too() -> None:
    example = {column.name: column.example for column in COLUMNS}

    assert read(write_template(COLUMNS, title="行政判决", example_rows=[], rows=[example])) == [MARKED]


def test_a_template_has_drop_downs_comments_a_frozen_header_and_explanations() -> None:
    package = zipfile.ZipFile(io.BytesIO(write_template(COLUMNS, title="行政判决", notes=["一行一案"])))
    sheet = package.read("xl/worksheets/sheet1.xml").decode()

    assert 'type="list"' in sheet
    assert "选项!$A$2:$A$3" in sheet
    assert 'state="frozen"' in sheet
    assert "裁判文书上的全称" in package.read("xl/comments1.xml").decode()
    assert 'name="填写说明"' in package.read("xl/workbook.xml").decode()


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "{=1}"])
def test_what_looks_like_a_formula_is_written_as_text(formula: str) -> None:
    content = write_template(
        COLUMNS, title="行政判决", example_rows=[], rows=[{"case_no": formula, "court": "院"}]
    )

    (row,) = read(content)

    assert row == SourceRow(2, {"case_no": formula, "court": "院"})
    assert "<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()


REFUSED = RefusedRow(
    12,
    {
        "case_no": "=1",
        "court": "甲院",
        "decided_on": "2023830",
        "parties": [{"name": "某局"}],
        "备注": "子",
        "n": 1,
    },
    (Problem(12, "判决日期", "2023830", "2018-02-02 这样的日期"), Problem(12, "案号", "=1", "案号的全称")),
)


def test_refused_rows_say_what_to_mend_and_come_back_whole() -> None:
    target = io.BytesIO()
    with RefusedWriter(target, COLUMNS, unknown=["备注"]) as writer:
        writer.write(REFUSED)

    (sent_again,) = read(target.getvalue())

    assert sent_again == SourceRow(2, REFUSED.cells)
    sheet = zipfile.ZipFile(io.BytesIO(target.getvalue())).read("xl/worksheets/sheet1.xml").decode()
    for words in ("行号", "列", "填的是", "应当是", "判决日期\n案号", "2018-02-02 这样的日期"):
        assert words in sheet


def test_refused_rows_go_to_a_file_too(tmp_path: Path) -> None:
    with RefusedWriter(tmp_path / "退回.xlsx", COLUMNS) as writer:
        writer.write(REFUSED)

    with open_rows(tmp_path / "退回.xlsx", columns=COLUMNS) as rows:
        assert [row.number for row in rows] == [2]
    assert writer.count == 1


def test_a_cell_too_long_for_excel_is_cut_and_never_taken_for_the_whole() -> None:
    target = io.BytesIO()
    with RefusedWriter(target, COLUMNS) as writer:
        writer.write(RefusedRow(1, {"case_no": "1", "court": "长" * 40_000}, ()))

    (row,) = read(target.getvalue())

    assert isinstance(row, RefusedRow)
    assert "完整的原文" in str(row.problems[0])


def test_rows_with_the_oddest_characters_can_be_written() -> None:
    target = io.BytesIO()
    with RefusedWriter(target, COLUMNS) as writer:
        writer.write(RefusedRow(1, {"case_no": "\ud800\uffff\x00\x1b\r", "court": ["\ud800"]}, ()))

    (row,) = read(target.getvalue())

    assert row.number == 2
