"""A ledger as a workbook: set up for its paper, never a formula, the same in any program, in constant memory."""

import io
import resource
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rooms.ledgers.reading import cells_of, rows_of, through_libreoffice

from chengxin.foundation.ledgers import workbook
from chengxin.foundation.ledgers.plugs import Cell, Column, Form, Listing, of_rows
from chengxin.foundation.ledgers.workbook import Head, write_ledger

HEAD = Head(
    "演示台账", [("状态", "办理中"), ("单位", "")], "演示局", "测试甲（演示岗位）", date(2026, 11, 23)
)
COLUMNS = (
    Column("事项", width=40),
    Column("件数", Form.NUMBER),
    Column("金额（元）", Form.YUAN),
    Column("到期", Form.DAY),
    Column("时间", Form.MOMENT),
)
NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ROW: Sequence[Cell] = ("演示事项", 3, 1_234_567, date(2026, 12, 1), NINE)
INJECTIONS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://x")',
    "\t=1",
    "＝1+1",
    "http://x.example/",
    "007",
]


def written(rows: Sequence[Sequence[Cell]], paper: str = "A4") -> bytes:
    target = io.BytesIO()
    write_ledger(target, head=HEAD, columns=COLUMNS, listing=of_rows(rows), most=len(rows), paper=paper)
    return target.getvalue()


def sheet_of(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return book.read("xl/worksheets/sheet1.xml").decode()


def test_says_what_it_is_how_it_was_filtered_and_who_drew_it_when() -> None:
    said = cells_of(written([ROW]))

    assert said[0][0] == "演示台账"
    assert said[1][0] == "筛选条件：状态：办理中"
    assert said[2][0] == "制表单位：演示局　制表人：测试甲（演示岗位）　制表日期：2026-11-23"
    assert said[3] == ["事项", "件数", "金额（元）", "到期", "时间"]
    assert said[-1][0] == "共 1 行"


def test_numbers_days_and_moments_are_what_they_are() -> None:
    (row,) = cells_of(written([ROW]))[4:-1]

    assert row == ["演示事项", 3.0, 12345.67, date(2026, 12, 1), datetime(2026, 11, 23, 9, 0)]


@pytest.mark.parametrize(("paper", "number"), [("A4", "9"), ("A3", "8")])
def test_is_set_up_for_its_paper(paper: str, number: str) -> None:
    sheet = sheet_of(written([ROW], paper))

    # Excel writes no number for the sheet it takes by itself, Letter; ours is always named.
    assert f'paperSize="{number}"' in sheet
    assert 'orientation="landscape"' in sheet
    assert 'fitToHeight="0"' in sheet
    assert "第 &amp;P 页，共 &amp;N 页" in sheet
    with zipfile.ZipFile(io.BytesIO(written([ROW], paper))) as book:
        assert "Print_Titles" in book.read("xl/workbook.xml").decode()


@settings(max_examples=60)
@given(st.lists(st.sampled_from(INJECTIONS) | st.text(max_size=40), min_size=1, max_size=5))
def test_whatever_a_text_begins_with_it_is_text(texts: list[str]) -> None:
    content = written([(text, 1, 1, None, None) for text in texts])

    sheet = sheet_of(content)
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    read = [row[0] for row in cells_of(content)[4:-1]]
    assert all(isinstance(each, str) for each in read)


def test_libreoffice_opens_it_and_reads_the_same(tmp_path: Path) -> None:
    rows = [
        (text, number, 100 * number, date(2026, 12, 1), NINE) for number, text in enumerate(INJECTIONS, 1)
    ]
    content = written(rows)

    read = through_libreoffice(content, tmp_path)

    assert read[0][0] == "演示台账"
    assert [row[0] for row in read[4:-1]] == INJECTIONS
    assert [(int(row[1]), float(row[2])) for row in read[4:-1]] == [(n, n) for n in range(1, len(rows) + 1)]
    assert {row[3] for row in read[4:-1]} == {"2026-12-01"}
    assert read[4][4].startswith("2026-11-23 09:00")


def test_a_full_sheet_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "ROWS_OF_A_SHEET", 8)

    content = written([ROW] * 5)

    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 2
    assert cells_of(content)[3][0] == "事项"


def test_fetches_some_at_a_time_and_tells_how_far_it_is() -> None:
    asked: list[int] = []
    told: list[tuple[int, int]] = []

    def rows(keys: Sequence[int]) -> Iterable[Sequence[Cell]]:
        asked.append(len(keys))
        return [ROW for _ in keys]

    listing = Listing((), lambda most: range(min(most, 1200)), rows)
    count = write_ledger(
        io.BytesIO(),
        head=HEAD,
        columns=COLUMNS,
        listing=listing,
        most=5000,
        told=lambda *how: told.append(how),
    )

    assert count == 1200
    assert asked == [500, 500, 200]
    assert told == [(500, 1200), (1000, 1200), (1200, 1200)]


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    def peak() -> int:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    listing = Listing((), range, lambda keys: [ROW for _ in keys])
    write_ledger(tmp_path / "small.xlsx", head=HEAD, columns=COLUMNS, listing=listing, most=1_000)
    before = peak()
    write_ledger(tmp_path / "large.xlsx", head=HEAD, columns=COLUMNS, listing=listing, most=20_000)

    assert peak() - before < 20 * 1024  # KiB


def test_rows_read_back_as_pages_say_them() -> None:
    assert rows_of(written([ROW])) == [["演示事项", "3", "12,345.67", "2026-12-01", "2026-11-23 09:00"]]
