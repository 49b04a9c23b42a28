"""Whatever bytes arrive: rows, or one refusal; no other exception, no hang, no growth."""

import io
import random
import tracemalloc
from collections.abc import Callable, Iterator

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.ground.odd_files import (
    COLUMNS,
    HEADER,
    ONE_CASE,
    SHEET,
    TITLES,
    read,
    sheet_xml,
    with_part,
    workbook,
)

from chengxin.ground.sheets import FileRefused, RefusedRow, RefusedWriter, Row, SourceRow, open_rows

XLSX = workbook(TITLES, ("1", "甲院", 43133), ("2", "乙院", "三"))
CSV = (HEADER + ONE_CASE + '2,"甲\n""院""",2018\n').encode()
JSON_LINES = ('{"case_no": "1", "court": "甲", "parties": [{"name": "\\u7532"}]}\n' * 3).encode()
PARTS = ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml", SHEET]


def survive(content: bytes) -> None:
    """Read a file to its end and give back what was refused; nothing but FileRefused may be raised."""
    try:
        rows = read(content, "案件.csv", cell_characters=1000)
    except FileRefused as refusal:
        said = str(refusal)
    else:
        give_back(rows)
        return
    assert said.endswith("。")


def give_back(rows: list[Row]) -> None:
    numbers = [row.number for row in rows]
    assert numbers == sorted(set(numbers))
    refused = [row for row in rows if isinstance(row, RefusedRow)]
    assert all(str(problem) for row in refused for problem in row.problems)
    with RefusedWriter(io.BytesIO(), COLUMNS) as writer:
        for row in refused:
            writer.write(row)


def mutated(content: bytes, seed: int) -> bytes:
    """Return the content with some bytes changed, cut out, doubled or put in."""
    chance = random.Random(seed)
    torn = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(torn) + 1)
        piece = bytes(
            chance.choice([b'"', b"\0", b"\r", b"\n", b"<", b">", b"&", b"\xff", b"\xe7", b"9" * 20, b","])
        )
        until = at + chance.choice([0, 0, 1, 1, 5, 50])
        torn[at:until] = chance.choice([piece, b"", bytes(torn[at:until]) * 2, chance.randbytes(2)])
    return bytes(torn)


@given(st.binary(max_size=2000))
@settings(deadline=None)
def test_survives_any_bytes(content: bytes) -> None:
    survive(content)


@given(st.text(alphabet='案号,法院判决日期\n\r"\t \0{}[]:=甲1', max_size=300))
@settings(deadline=None)
def test_survives_any_text_below_a_header(text: str) -> None:
    survive((HEADER + text).encode())
    survive((HEADER + text).encode("gb18030"))
    survive((HEADER + text).encode("utf-16"))


@given(st.integers(0, 2**32))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_survives_mutations_of_every_format(seed: int) -> None:
    survive(mutated(CSV, seed))
    survive(mutated(CSV.decode().encode("gb18030"), seed))
    survive(mutated(CSV.decode().encode("utf-16"), seed))
    survive(mutated(JSON_LINES, seed))
    survive(mutated(XLSX, seed))


@pytest.mark.parametrize("part", PARTS)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_survives_mutations_inside_a_workbook(part: str, seed: int) -> None:
    survive(with_part(XLSX, part, lambda xml: mutated(xml, seed)))


ATTRIBUTE = st.sampled_from(
    ["", "t='s'", "t='b'", "t='e'", "t='d'", "t='str'", "t='inlineStr'", "s='1'", "s='x'"]
)
VALUE = st.sampled_from(
    ["", "0", "1", "-1", "1e400", "nan", "-inf", "9" * 400, "60.5", "2958466", "甲", "0x10", "_x000D_"]
)
CELL = st.builds("<c {}><f>{}</f><v>{}</v></c>".format, ATTRIBUTE, VALUE, VALUE) | st.builds(
    "<c {}><v>{}</v></c>".format, ATTRIBUTE, VALUE
)


@given(st.lists(CELL, max_size=4))
@settings(deadline=None)
def test_survives_any_cell(cells: list[str]) -> None:
    survive(sheet_xml(f"<row>{''.join(cells)}</row>"))


def endless_workbook(count: int) -> io.BytesIO:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, TITLES)
        for number in range(1, count + 1):
            sheet.write_row(number, 0, [f"号{number}", "甲院", "2018-02-02"])
    return target


def drain(rows: Iterator[Row]) -> int:
    return sum(isinstance(row, SourceRow) for row in rows)


def text_of(head: str, line: str) -> Callable[[int], io.BytesIO]:
    return lambda count: io.BytesIO(head.encode() + line.encode() * count)


@pytest.mark.parametrize(
    "file_of",
    [text_of(HEADER, ONE_CASE), text_of("", JSON_LINES.splitlines()[0].decode() + "\n"), endless_workbook],
    ids=["csv", "json lines", "xlsx"],
)
def test_memory_does_not_grow_with_the_number_of_rows(file_of: Callable[[int], io.BytesIO]) -> None:
    peaks = []
    for count in (8_000, 32_000):
        content = file_of(count)
        tracemalloc.start()
        with open_rows(content, columns=COLUMNS) as rows:
            assert drain(iter(rows)) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] <= peaks[0] * 1.2
