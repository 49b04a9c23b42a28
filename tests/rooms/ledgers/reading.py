"""How tests read a ledger back: with another reader than its writer, and with LibreOffice."""

import csv
import io
import os
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from lxml import html
from python_calamine import CalamineWorkbook

HEADS = 4
"""Rows above the first: title, filters, who drew it, the titles of the columns."""


def cells_of(content: bytes) -> list[list[object]]:
    """Return every row of the first sheet, as another program reads it."""
    return [
        list(row)
        for row in CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    ]


def said(cell: object) -> str:
    """Return a cell as a page would say it."""
    match cell:
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M}"
        case date():
            return f"{cell:%Y-%m-%d}"
        case float():
            return f"{cell:,.0f}" if cell == int(cell) else f"{cell:,.2f}"
        case _:
            return str(cell)


def rows_of(content: bytes) -> list[list[str]]:
    """Return the rows of a ledger without what stands above and below, each cell as a page would say it."""
    return [[said(cell) for cell in row] for row in cells_of(content)[HEADS:-1]]


def texts_of_table(page: bytes, at: int = 0) -> list[list[str]]:
    """Return the texts of each row of a table of a page, in order, without what only a screen reader hears."""
    return [_texts(row) for row in _found(page, f"(//table)[{at + 1}]/tbody/tr")]


def _texts(row: Any) -> list[str]:
    return [
        " ".join(text.split())
        for text in row.xpath(".//text()[not(ancestor::*[contains(@class, 'visually-hidden')])]")
        if text.strip()
    ]


def next_page(page: bytes) -> str:
    """Return the address of the next page of a list; empty on the last."""
    links = _found(page, "//a[@rel='next']/@href")
    return str(links[0]) if links else ""


def _found(page: bytes, path: str) -> list[Any]:
    """Return what an XPath finds in a page."""
    return cast("list[Any]", html.fromstring(page.decode()).xpath(path))


def through_libreoffice(content: bytes, folder: Path) -> list[list[str]]:
    """Open a workbook in LibreOffice, save it as CSV, and return its rows."""
    soffice = shutil.which("soffice")
    if soffice is None:
        reason = "LibreOffice (soffice) 没有安装, 不能检查它如何打开台账。"
        if os.environ.get("CHENGXIN_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    file = folder / "ledger.xlsx"
    file.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    as_csv = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
    done = subprocess.run(
        [soffice, profile, "--headless", "--convert-to", as_csv, "--outdir", folder, file],
        check=True,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert "rror" not in done.stdout + done.stderr, done.stdout + done.stderr
    return list(csv.reader((folder / "ledger.csv").read_text(encoding="utf-8-sig").splitlines()))
