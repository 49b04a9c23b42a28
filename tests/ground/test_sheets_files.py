"""A file as a whole: what it is, what its name claims, which of its columns are known."""

import io

import pytest
from tests.ground.odd_files import COLUMNS, HEADER, NOT_A_TABLE, ONE_CASE, TITLES, notices, read, workbook

from chengxin.ground.sheets import FileRefused, Format, SourceRow, open_rows


@pytest.mark.parametrize("name", NOT_A_TABLE)
def test_refuses_with_one_clear_sentence(name: str) -> None:
    content, word = NOT_A_TABLE[name]

    with pytest.raises(FileRefused) as refusal:
        read(content, "案件.csv")

    assert word in str(refusal.value)
    assert str(refusal.value).startswith("文件“案件.csv”没有接收：")
    assert str(refusal.value).endswith("。")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ((HEADER + ONE_CASE).encode(), Format.CSV),
        ('{"case_no": "1", "court": "甲院"}\n'.encode(), Format.JSON_LINES),
        (workbook(TITLES, ("1", "甲院", "")), Format.XLSX),
    ],
    ids=["csv", "json lines", "xlsx"],
)
def test_the_content_decides_the_format_and_not_the_name(content: bytes, expected: Format) -> None:
    with open_rows(io.BytesIO(content), filename="案件.pdf", columns=COLUMNS) as rows:
        assert rows.format is expected


def test_tells_a_name_that_claims_something_else() -> None:
    told = notices(workbook(TITLES, ("1", "甲院", "")), "案件.csv")

    assert told == ["文件名是 .csv，内容却是 Excel 工作簿（.xlsx）；已按内容读取"]


@pytest.mark.parametrize(
    "header",
    [
        "案　号,法 院",
        "案号（必填）,审理法院",
        "＊案号,法院：",
        "case_no,COURT",
        "CaseNo,审理法院",
        "\ufeff案号,法院",
    ],
)
def test_knows_a_header_however_it_is_written(header: str) -> None:
    rows = read(f"{header}\n1,甲院\n".encode())

    assert rows == [SourceRow(2, {"case_no": "1", "court": "甲院"})]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，"])
def test_finds_the_delimiter(delimiter: str) -> None:
    rows = read(f"案号{delimiter}法院\n1{delimiter}甲院\n".encode())

    assert rows == [SourceRow(2, {"case_no": "1", "court": "甲院"})]


def test_a_comma_of_prose_is_no_delimiter() -> None:
    with open_rows(io.BytesIO("题目,正文\n甲,一，二，三，四\n".encode())) as rows:
        assert list(rows) == [SourceRow(2, {"题目": "甲", "正文": "一，二，三，四"})]


def test_finds_the_header_below_a_title_and_a_note() -> None:
    rows = read(workbook(("行政判决登记表",), (), ("填表说明：案号写全",), TITLES, ("1", "甲院", "")))

    assert [(row.number, row.cells["case_no"]) for row in rows if isinstance(row, SourceRow)] == [(5, "1")]


def test_keeps_unknown_columns_and_lists_them() -> None:
    content = "案号,法院,备注,备注\n1,甲院,子,丑\n".encode()

    with open_rows(io.BytesIO(content), filename="a.csv", columns=COLUMNS) as stream:
        (row,) = stream

    assert isinstance(row, SourceRow)
    assert row.cells == {"case_no": "1", "court": "甲院", "备注": "子", "备注(2)": "丑"}
    assert stream.unknown_columns == ["备注", "备注(2)"]
    assert "“备注”、“备注(2)”" in stream.notices[0]


def test_names_what_is_missing_and_what_was_found() -> None:
    with pytest.raises(FileRefused) as refusal:
        read("案号,日期\n1,2\n".encode())

    assert refusal.value.reason == "表头缺少「法院」，现有：案号、日期"


def test_reads_any_table_when_no_columns_are_given() -> None:
    with open_rows(io.BytesIO(b"a,b\n1,2\n")) as rows:
        assert list(rows) == [SourceRow(2, {"a": "1", "b": "2"})]


def test_says_how_far_it_has_read() -> None:
    content = HEADER.encode() + ONE_CASE.encode() * 20_000

    with open_rows(io.BytesIO(content), filename="a.csv", columns=COLUMNS) as stream:
        shares = [stream.progress for _ in stream]

    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.5
    assert stream.progress == 1.0


def test_refuses_a_file_of_more_rows_than_allowed() -> None:
    with pytest.raises(FileRefused, match="超过 2 行"):
        read((HEADER + ONE_CASE * 3).encode(), rows=2)
