"""A list becomes a workbook and a sheet of paper in a real browser, on desk and phone; what is long is made behind."""

import re
from pathlib import Path

import pytest
import python_calamine
from playwright.sync_api import Page, expect
from tests.browser.harness import assert_accessible, picture
from tests.browser.test_desk import matters, sign_in
from tests.rooms.ledgers.reading import HEADS, said

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.ledgers import queries
from chengxin.foundation.matters.models import Matter
from chengxin.ground.jobs import work_off

__all__ = ["matters"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases="__all__"),
    pytest.mark.usefixtures("trial", "monday", "rules"),
]


def rows_in(file: Path) -> list[list[str]]:
    sheet = python_calamine.CalamineWorkbook.from_path(file).get_sheet_by_index(0)
    return [[said(cell) for cell in row] for row in sheet.to_python()][HEADS:-1]


def look_at(page: Page, pictures: Path, name: str) -> None:
    assert_accessible(page)
    picture(page, pictures, f"ledgers-{name}-{page.viewport_size['width'] if page.viewport_size else 0}")


def test_from_a_list_to_a_workbook_and_to_paper(
    page: Page, matters: list[Matter], officer_lin: Mandate, pictures: Path, tmp_path: Path
) -> None:
    sign_in(page, "lin")
    page.goto("/desk/all/?due=overdue")
    (listed,) = page.get_by_role("row").locator("th[scope=row] a").all_inner_texts()
    page.get_by_role("link", name="导出台账").click()
    expect(page.get_by_text("期限：已经逾期")).to_be_visible()
    look_at(page, pictures, "draw")

    with page.expect_download() as download:
        page.get_by_role("link", name="下载工作簿（A4）").click()
    download.value.save_as(tmp_path / "a.xlsx")
    page.get_by_role("link", name="打印（A3）").click()
    look_at(page, pictures, "print")

    printed = [row.locator("th, td").all_inner_texts() for row in page.locator("tbody tr").all()]
    assert printed == rows_in(tmp_path / "a.xlsx")
    assert [row[0] for row in printed] == [listed]
    assert a3_in(page.pdf(prefer_css_page_size=True))


def test_a_long_one_is_made_behind_the_page(
    page: Page,
    matters: list[Matter],
    officer_lin: Mandate,
    pictures: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "IN_A_REQUEST", 10)
    sign_in(page, "lin")
    page.goto("/desk/ledgers/matters-visible/")
    page.get_by_role("button", name="在后台生成工作簿").click()
    expect(page.get_by_text("等待生成")).to_be_visible()
    look_at(page, pictures, "waiting")

    work_off()
    expect(page.get_by_role("link", name="下载工作簿")).to_be_visible()
    look_at(page, pictures, "made")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载工作簿").click()
    download.value.save_as(tmp_path / "a.xlsx")

    assert len(rows_in(tmp_path / "a.xlsx")) == len(matters)


def a3_in(pdf: bytes) -> bool:
    """Say whether the first page is A3, lying."""
    found = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert found is not None
    width, height = (round(float(side) / 72 * 25.4) for side in found.groups())
    return (width, height) == (420, 297)
