"""Files that no sender should send, and every sender does: one sentence and code 1, or rows refused one by one."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from tests.ground.odd_files import NOT_A_TABLE, SHEET, with_part, workbook
from tests.rooms.exchange.conftest import Importing
from tests.rooms.exchange.files import (
    PRIVATE,
    TITLES,
    comma_separated,
    json_lines,
    judgment,
    spreadsheet,
    text_of,
)

from chengxin.chain.evidence.models import Instrument, InstrumentBody
from chengxin.chain.evidence.queries import open_instrument

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.engine]

HEADER = list(TITLES.values())
GOOD, BAD = text_of(judgment()), text_of(judgment(number=2))


def bomb() -> bytes:
    """A workbook of a few kilobytes that unpacks to a hundred times as much as it may."""
    return with_part(spreadsheet([judgment()]), SHEET, lambda xml: xml + b" " * (1 << 27))


REFUSED_WHOLE: dict[str, Callable[[], tuple[bytes, str]]] = {
    "a ZIP bomb": lambda: (bomb(), "bomb.xlsx"),
    "an error of a web service named .csv": lambda: ('{"code":500,"msg":"查询失败"}'.encode(), "导出.csv"),
    "a table without its header": lambda: ("\n".join(map(",".join, [GOOD, BAD])).encode(), "a.csv"),
    "a picture named .xlsx": lambda: (b"\x89PNG\r\n\x1a\n" + bytes(500), "a.xlsx"),
    "a workbook named .csv, cut off": lambda: (spreadsheet([judgment()])[:3000], "a.csv"),
    "nothing": lambda: (b"", "a.jsonl"),
}


@pytest.mark.parametrize("name", REFUSED_WHOLE)
def test_refuses_a_whole_file_in_one_sentence(importing: Importing, name: str) -> None:
    content, file_name = REFUSED_WHOLE[name]()

    result = importing(content, name=file_name)

    assert result.exit_code == 1
    assert f"文件“{file_name}”没有接收" in result.output
    assert not Instrument.objects.exists()


@pytest.mark.parametrize("name", NOT_A_TABLE)
def test_ends_with_a_sentence_whatever_comes(importing: Importing, name: str) -> None:
    content, _ = NOT_A_TABLE[name]

    result = importing(content, "--dry-run", name="来件.csv")

    assert result.exit_code == 1
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "没有接收" in result.output


ONE_GOOD_ONE_BAD: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "a broken byte of GBK": (
        lambda: comma_separated([judgment(), judgment(number=2)], "gb18030").replace(
            "终2号".encode("gb18030"), "终2".encode("gb18030") + b"\xff"
        ),
        "a.csv",
        "案号",
    ),
    "a cell of a million characters": (
        lambda: json_lines([judgment(), judgment(number=2, 本院认为="字" * 1_000_000)]),
        "a.jsonl",
        "本院认为",
    ),
    "half a character": (
        lambda: json_lines([judgment()]) + json_lines([judgment(number=2)]).replace(b"d-2", b"\\ud800"),
        "a.jsonl",
        "JSON",
    ),
    "a number no computer counts to": (
        lambda: json_lines([judgment()])
        + json_lines([judgment(number=2, court="")]).replace(b'"d-2"', b"9" * 60),
        "a.jsonl",
        "法院",
    ),
    "a date of seven digits": (
        lambda: json_lines([judgment(), judgment(number=2, date="2023111")]),
        "a.jsonl",
        "裁判日期",
    ),
    "a day that has not come": (
        lambda: json_lines([judgment(), judgment(number=2, date="2027-01-01")]),
        "a.jsonl",
        "不晚于 2026-11-23",
    ),
    "parties that are no list": (
        lambda: json_lines([judgment(), judgment(number=2, parties=[{"name": 5}])]),
        "a.jsonl",
        "当事人",
    ),
    "deep nonsense": (
        lambda: json_lines([judgment()]) + json_lines([judgment(number=2)]).replace(
            b'"d-2"', b"[" * 900 + b"]" * 900
        ),
        "a.jsonl",
        "第 2 行",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ONE_GOOD_ONE_BAD)
def test_one_bad_row_costs_no_other(importing: Importing, name: str, tmp_path: Any) -> None:
    content, file_name, told = ONE_GOOD_ONE_BAD[name]

    result = importing(
        content(),
        "--report",
        str(tmp_path / "r.jsonl"),
        "--refused",
        str(tmp_path / "r.xlsx"),
        name=file_name,
    )

    assert result.exit_code == 0, result.output
    assert "保存 1 行，重复 0 行，未接受 1 行" in result.output
    assert told in msgspec.json.decode((tmp_path / "r.jsonl").read_bytes().splitlines()[-1])["reason"]


READ_AS_MEANT: dict[str, Callable[[], tuple[bytes, str]]] = {
    "a mark of byte order, CRLF": lambda: (comma_separated([judgment()], "utf-8-sig"), "a.csv"),
    "GBK": lambda: (comma_separated([judgment()], "gb18030"), "a.csv"),
    "UTF-16": lambda: (comma_separated([judgment()], "utf-16"), "a.csv"),
    "a header repeated as data": lambda: (
        comma_separated([judgment(), dict(TITLES) | {"parties": TITLES["parties"]}]), "a.csv",
    ),
    "full-width digits and odd brackets": lambda: (
        json_lines([judgment(caseNo="【２０２６】演０１行终 1 号")]), "a.jsonl",
    ),
    "blanks inside a date": lambda: (json_lines([judgment(date="202 6 年 10月12日")]), "a.jsonl"),
    "a date that only one day fits": lambda: (json_lines([judgment(date="2026/10/12 00:00:00")]), "a.jsonl"),
    "merged cells": lambda: (workbook(HEADER, GOOD, fill=lambda _, sheet: sheet.merge_range("A4:B4", "")), "a.xlsx"),
    "a control character": lambda: (
        json_lines([judgment(court="演示市\x07中级人民法院")]), "a.jsonl",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", READ_AS_MEANT)
def test_reads_what_was_meant(importing: Importing, name: str) -> None:
    content, file_name = READ_AS_MEANT[name]()

    result = importing(content, name=file_name)

    instrument = Instrument.objects.get()
    assert result.exit_code == 0, result.output
    assert instrument.number == "（2026）演01行终1号"
    assert instrument.issuer == "演示市中级人民法院"
    assert instrument.decided_on is not None
    assert instrument.decided_on.isoformat() == "2026-10-12"
    assert InstrumentBody.objects.get().name == "演示县住房和城乡建设局"


def test_takes_the_value_of_a_formula_and_says_so(importing: Importing) -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_formula(1, HEADER.index("编号"), '=CONCATENATE("d","-1")', None, "d-1")

    importing(workbook(HEADER, GOOD, fill=fill), name="a.xlsx")

    instrument = Instrument.objects.get()
    assert instrument.source_id == "d-1"
    assert (
        "公式"
        in open_instrument(instrument).steps[0]["words"] + open_instrument(instrument).steps[0]["answer"]
    )


def test_does_not_repeat_a_party_in_what_it_tells_of_a_refusal(importing: Importing) -> None:
    result = importing([judgment(court="", docName=PRIVATE)])

    assert PRIVATE not in result.output
