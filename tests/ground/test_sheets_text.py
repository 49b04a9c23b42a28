"""CSV and JSON Lines: encodings, line ends, quotes; a bad row is refused and the next one is read."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ground.odd_files import HEADER, ONE_CASE, read

from chengxin.ground.sheets import RefusedRow, Row, SkippedRow, SourceRow
from chengxin.ground.sheets.delimited import csv_line

KEPT = SourceRow(2, {"case_no": "（2018）鲁0102行初1号", "court": "甲院", "decided_on": "2018-02-02"})


def fate(rows: list[Row]) -> list[tuple[int, str]]:
    """Return each row's number and what became of it."""
    return [(row.number, type(row).__name__.removesuffix("Row")) for row in rows]


def complaint(row: Row) -> str:
    assert isinstance(row, RefusedRow)
    return str(row.problems[0])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_reads_every_encoding_with_every_line_end(encoding: str, line_end: str) -> None:
    content = (HEADER + ONE_CASE).replace("\n", line_end).encode(encoding)

    assert read(content) == [KEPT]


def test_finds_the_encoding_after_a_long_beginning_in_ascii() -> None:
    content = b"case_no,court\n" + b"1,A\n" * 20_000 + "2,甲院\n".encode("gbk")

    assert read(content)[-1] == SourceRow(20_002, {"case_no": "2", "court": "甲院"})


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_refuses_only_the_row_whose_bytes_are_broken(encoding: str) -> None:
    lines = [(HEADER + ONE_CASE).encode(encoding), b"2,\xff\xfe,2018\n", "3,乙院,2019\n".encode(encoding)]

    rows = read(b"".join(lines))

    assert fate(rows) == [(2, "Source"), (3, "Refused"), (4, "Source")]
    assert complaint(rows[1]).startswith("第 3 行「法院」填的是“�”，应当是能按文件编码读出的文字")


def test_refuses_half_a_character_of_utf_16() -> None:
    content = (
        (HEADER + ONE_CASE).encode("utf-16")
        + b"2\x00,\x00\x00\xd8,\x00\n\x00"
        + "3,乙,丙\n".encode("utf-16-le")
    )

    assert fate(read(content)) == [(2, "Source"), (3, "Refused"), (4, "Source")]


def test_keeps_line_breaks_inside_quotes() -> None:
    rows = read((HEADER + '1,"甲院\r\n(第二庭)",2018\r\n2,乙院,2019\r\n').encode())

    assert rows[0] == SourceRow(2, {"case_no": "1", "court": "甲院\r\n(第二庭)", "decided_on": "2018"})
    assert rows[1].number == 4


@pytest.mark.parametrize(
    "below",
    [
        "2,乙,丙\n" * 300,
        '2,"乙",丙\n' * 30,
        '2,"乙,""丙""",丁\n' * 30,
        '"2","乙","丙"\n' * 3,
        "2,乙,丙",
    ],
    ids=["no quotes", "quotes in the middle", "doubled quotes", "all quoted", "the last line"],
)
def test_an_unclosed_quote_does_not_swallow_the_rows_below_it(below: str) -> None:
    rows = read((HEADER + '1,"甲院,2018\n' + below).encode())

    assert fate(rows)[0] == (2, "Refused")
    assert fate(rows)[1:] == [(number, "Source") for number in range(3, 3 + len(below.splitlines()))]
    assert "成对的引号" in complaint(rows[0])


def test_an_unclosed_quote_above_the_header_does_no_harm() -> None:
    rows = read(('"登记表\n' + HEADER + ONE_CASE * 3).encode())

    assert fate(rows) == [(3, "Source"), (4, "Source"), (5, "Source")]


def test_refuses_text_after_a_quoted_cell_and_gives_the_line_back() -> None:
    (row,) = read((HEADER + '1,"甲"院,2018\n').encode())

    assert isinstance(row, RefusedRow)
    assert row.problems[0].column == "法院"
    assert row.cells == {"case_no": "1", "court": '"甲"院', "decided_on": "2018"}


def test_refuses_rows_with_cells_too_few_or_too_many() -> None:
    rows = read((HEADER + "1,甲院\n2,甲院,2018,多出的,来的\n3,甲院,2018,,\n").encode())

    assert fate(rows) == [(2, "Refused"), (3, "Refused"), (4, "Source")]
    assert complaint(rows[0]) == "第 2 行写的是“只有 2 格”，应当是与表头一样的 3 格。"
    assert isinstance(rows[1], RefusedRow)
    assert rows[1].cells["第 5 列"] == "来的"


def test_leaves_out_a_repeated_header_and_blank_rows() -> None:
    rows = read((HEADER + "\n,,\n" + HEADER.replace("案号", "案 号") + ONE_CASE).encode())

    assert rows[0] == SkippedRow(4, "表头重复")
    assert fate(rows)[1] == (5, "Source")


def test_refuses_nul_and_a_cell_of_a_million_characters() -> None:
    rows = read((HEADER + f"1,甲\x00院,2018\n2,{'长' * 1_000_000},2018\n" + ONE_CASE).encode())

    assert fate(rows) == [(2, "Refused"), (3, "Refused"), (4, "Source")]
    assert "「法院」" in complaint(rows[0])
    assert complaint(rows[1]).endswith("…”，应当是不超过 100000 个字。")


@pytest.mark.parametrize("start", [HEADER, '{"case_no": "0", "court": "甲"}\n'], ids=["csv", "json lines"])
def test_refuses_an_endless_line_and_reads_on(start: str) -> None:
    content = start.encode() + b"x" * 3_000_000 + b"\r\n" + start.encode()

    rows = read(content, line_bytes=1 << 20)

    assert "不超过 1 MB 的一行" in complaint(next(row for row in rows if isinstance(row, RefusedRow)))
    assert rows[-1].number == 3


def test_keeps_lists_and_objects_of_json_lines() -> None:
    case = {"caseNo": "1", "court": "甲院", "parties": [{"role": "被告", "is_public_body": True}], "n": None}

    rows = read(json.dumps(case).encode() + b"\n\n" + json.dumps(case, ensure_ascii=False).encode("gb18030"))

    kept = {"case_no": "1", "court": "甲院", "parties": case["parties"], "n": None}
    assert rows == [SourceRow(1, kept), SourceRow(3, kept)]


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ('{"case_no": "1", "court"', "应当是一个完整的 JSON 对象"),
        ('["1", "甲院"]', "应当是一个完整的 JSON 对象"),
        ('{"case_no": "1"}', "「法院」没有填"),
        ('{"case_no": "1", "案号": "2", "court": "甲"}', "只写一次"),
        ('{"case_no": "1", "court": "\\u0000"}', "空字符"),
        ('{"case_no": "1", "court": "甲", "k": ["' + "长" * 100_001 + '"]}', "不超过 100000 个字"),
        ('{"case_no": "1", "court": ' + "[" * 60 + "]" * 60 + "}", "嵌套不超过"),
        ('{"case_no": "1", "court": ' + "[" * 100_000, "应当是一个完整的 JSON 对象"),
        ('{"case_no": "1", "court": 1e999}', "应当是一个完整的 JSON 对象"),
    ],
    ids=["torn", "a list", "a part missing", "a part twice", "nul", "long", "deep", "bottomless", "infinite"],
)
def test_refuses_a_bad_line_of_json_and_reads_on(line: str, where: str) -> None:
    good = '{"case_no": "0", "court": "甲"}\n'

    rows = read((good + line + "\n" + good).encode())

    assert fate(rows) == [(1, "Source"), (2, "Refused"), (3, "Source")]
    assert where in complaint(rows[1])


def test_refuses_broken_bytes_in_json_and_reads_on() -> None:
    good = '{"case_no": "0", "court": "甲"}\n'.encode()

    rows = read(good + b'{"case_no": "1", "court": "\xe7\x94"}\n' + good)

    assert fate(rows) == [(1, "Source"), (2, "Refused"), (3, "Source")]
    assert "损坏的字节" in complaint(rows[1])


cell = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)


@given(st.lists(st.tuples(cell, cell, cell), max_size=8))
@settings(deadline=None)
def test_what_is_written_as_csv_is_read_back_as_it_was(table: list[tuple[str, str, str]]) -> None:
    table = [("号" + a, b, c) for a, b, c in table]

    rows = read((HEADER + "".join(map(csv_line, table))).encode())

    read_back = [tuple(row.cells.values()) for row in rows if isinstance(row, SourceRow)]
    assert read_back == table


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", '=HYPERLINK("http://x")'])
def test_no_cell_of_our_csv_is_a_formula(formula: str) -> None:
    assert csv_line([formula]).lstrip('"').startswith("'")
