"""Workbooks: values as people see them, nothing followed, nothing inflated without limit."""

import io
from datetime import date
from typing import Any

import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ground.odd_files import SHEET, TITLES, notices, read, sheet_xml, with_part, workbook

from chengxin.ground.sheets import FileRefused, RefusedRow, Row, SkippedRow, SourceRow


def only(rows: list[Row]) -> SourceRow:
    (row,) = rows
    assert isinstance(row, SourceRow), row
    return row


def complaint(rows: list[Row]) -> str:
    (row,) = rows
    assert isinstance(row, RefusedRow), row
    return str(row.problems[0])


def test_numbers_days_and_truths_are_read_as_people_see_them() -> None:
    row = only(read(workbook((*TITLES, "甲", "乙"), (1, 2.5, date(2018, 2, 2), True, 123456789012))))

    assert list(row.cells.values()) == ["1", "2.5", "2018-02-02", "TRUE", "123456789012"]


def test_a_number_whose_end_excel_has_lost_is_refused() -> None:
    assert "Excel 只保留 15 位数字" in complaint(read(workbook(TITLES, (370102198001010013, "甲院", ""))))


def test_the_value_of_a_formula_is_taken_and_told() -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_formula(1, 1, '=HYPERLINK("http://example.invalid","甲院")', value="甲院")

    row = only(read(workbook(TITLES, ("1",), fill=fill)))

    assert row.cells["court"] == "甲院"
    assert row.notes == ("第 2 列是公式，取其已算出的值",)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("<c r='B2'><f>cmd|'/c calc'!A0</f></c>", "没有计算结果的公式"),
        ("<c r='B2' t='e'><f>1/0</f><v>#DIV/0!</v></c>", "不是公式的出错提示"),
        ("<c r='B2'><v>一</v></c>", "应当是数值"),
        (f"<c r='B2' t='inlineStr'><is><t>{'长' * 1_000_000}</t></is></c>", "不超过 100000 个字"),
    ],
    ids=["a formula without value", "a failed formula", "no number", "a million characters"],
)
def test_refuses_a_cell_and_names_its_column(cell: str, expected: str) -> None:
    told = complaint(read(sheet_xml(f"<row r='2'><c r='A2'><v>1</v></c>{cell}</row>")))

    assert told.startswith("第 2 行「法院」")
    assert expected in told


def test_refuses_a_shared_text_of_a_million_characters() -> None:
    content = workbook(TITLES, ("1", "甲院", "标记"))
    content = with_part(
        content, "xl/sharedStrings.xml", lambda xml: xml.replace("标记".encode(), b"x" * 1_000_000)
    )

    assert "「判决日期」" in complaint(read(content))


def test_the_value_of_merged_cells_belongs_to_the_first() -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.merge_range("B2:B3", "甲院")

    first, second = read(workbook(TITLES, ("1",), ("2",), fill=fill))

    assert isinstance(first, SourceRow)
    assert isinstance(second, SourceRow)
    assert (first.cells["court"], second.cells.get("court")) == ("甲院", None)
    assert second.notes == ("B2:B3 是合并单元格，内容只算在第 2 行 B 列",)


def test_reads_the_sheet_whose_header_fits_and_tells_of_the_others() -> None:
    def fill(book: Any, _: Any) -> None:
        for name in ("目录", "一月", "二月", "底稿"):
            sheet = book.add_worksheet(name)
            if name != "目录":
                sheet.write_row(0, 0, TITLES)
                sheet.write_row(1, 0, [name, "甲院", ""])
            if name == "底稿":
                sheet.hide()

    content = workbook(("封面",), fill=fill)

    assert only(read(content)).cells["case_no"] == "一月"
    assert notices(content) == [
        "隐藏的工作表“底稿”没有读",
        "只读了工作表“一月”；“二月”的表头也相符，没有读，请另存后分别上传",
    ]


def test_of_several_sheets_without_a_header_tells_of_the_nearest() -> None:
    def fill(book: Any, _: Any) -> None:
        book.add_worksheet("一月").write_row(0, 0, ["案号", "判决日期"])

    with pytest.raises(FileRefused, match="缺少「法院」"):
        read(workbook(("封面",), fill=fill))


def test_huge_dimensions_and_far_cells_cost_nothing() -> None:
    rows = read(
        sheet_xml("<row r='2'><c r='A2'><v>1</v></c><c r='XFD2'><v>9</v></c></row><row r='1048576'/>")
    )

    assert "多出的内容在第 16384 格" in complaint(rows)


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ("<row r='2'/><row r='2'/>", "次序颠倒"),
        ("<row r='1048577'/>", "行号读不出"),
        ("<row r='2'><c r='ZZZ2'><v>1</v></c></row>", "位置读不出"),
        ("<row r='2'><c t='s'><v>77</v></c></row>", "损坏"),
        ("<row r='2'><c t='s'><v>-1</v></c></row>", "损坏"),
        ("<row r='2'>", "损坏"),
        (f"<row r='2'><c note='{'x' * 6_000_000}'/></row>", "过长的标记"),
    ],
    ids=[
        "row twice",
        "row too far",
        "column too far",
        "no such text",
        "text below zero",
        "cut off",
        "long tag",
    ],
)
def test_refuses_a_damaged_sheet(rows: str, word: str) -> None:
    with pytest.raises(FileRefused, match=word):
        read(sheet_xml(rows))


def test_refuses_a_zip_bomb_before_it_is_unpacked() -> None:
    bomb = with_part(workbook(TITLES), SHEET, lambda xml: xml + b" " * 50_000_000)

    with pytest.raises(FileRefused, match="压缩得异常紧"):
        read(bomb)


def test_says_its_limits() -> None:
    content = workbook(TITLES, *(("1", "甲院", str(number)) for number in range(9_000)))

    with pytest.raises(FileRefused, match="解压后有 1 MB，上限是 0 MB"):
        read(content, unpacked_bytes=1000)
    with pytest.raises(FileRefused, match="请分成几个文件"):
        read(content, workbook_bytes=1000)
    with pytest.raises(FileRefused, match="工作簿的文字超过"):
        read(content, shared_text_bytes=1000)


def test_refuses_entities() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'

    with pytest.raises(FileRefused, match="DOCTYPE"):
        read(with_part(workbook(TITLES), SHEET, lambda _: bomb))


def test_leaves_out_a_repeated_header() -> None:
    rows = read(workbook(TITLES, ("1", "甲院", ""), TITLES, ("2", "甲院", "")))

    assert rows[1] == SkippedRow(3, "表头重复")


text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufffe\uffff"), max_size=20)
number = st.one_of(st.integers(-(10**14), 10**14), st.floats(-1e12, 1e12).map(lambda n: round(n, 4)))
day = st.dates(date(1900, 3, 1), date(2999, 12, 31))


@given(st.lists(st.tuples(text, number, day), max_size=6))
@settings(deadline=None)
def test_reads_what_a_second_reader_reads(table: list[tuple[str, float, date]]) -> None:
    table = [("号" + name, amount, on) for name, amount, on in table]
    content = workbook(TITLES, *table)

    ours = [list(row.cells.values()) for row in read(content) if isinstance(row, SourceRow)]

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    theirs = list(book.get_sheet_by_index(0).iter_rows())[1:]
    assert [row[0] for row in ours] == [name for name, _, _ in table]
    assert [float(str(row[1])) for row in ours] == pytest.approx([row[1] for row in theirs])
    assert [row[2] for row in ours] == [str(row[2]) for row in theirs]
