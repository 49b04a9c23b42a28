"""At five the leader wants last quarter by city: return, cell, rows, paper and workbook; then the post changes hands.

演示数据。
"""

from datetime import datetime
from pathlib import Path

import pytest
import python_calamine
from playwright.sync_api import Download, Page, expect
from tests.browser.conftest import page, pictures
from tests.browser.harness import assert_accessible, from_menu, picture
from tests.browser.test_desk import sign_in
from tests.browser.test_ledgers import rows_in
from tests.rooms.returns.town import Town, build

from chengxin.foundation.handovers.operations import accept, begin_handover, sign

__all__ = ["page", "pictures"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases="__all__"),
    pytest.mark.usefixtures("monday"),
]


@pytest.fixture
def town(rules: str) -> Town:
    return build(rules)


def look_at(page: Page, pictures: Path, name: str) -> None:
    assert_accessible(page)
    picture(page, pictures, f"returns-{name}-{page.viewport_size['width'] if page.viewport_size else 0}")


def saved(download: Download, folder: Path, name: str) -> Path:
    download.save_as(folder / name)
    return folder / name


def printed(page: Page) -> list[list[str]]:
    return [row.locator("th, td").all_inner_texts() for row in page.locator("tbody tr").all()]


def test_from_the_figure_to_its_rows_to_paper_and_to_the_successor(
    page: Page, town: Town, monday: datetime, pictures: Path, tmp_path: Path
) -> None:
    sign_in(page, "sheng")
    from_menu(page, "报表")
    look_at(page, pictures, "overview")
    page.get_by_role("link", name="政务失信记录情况").first.click()
    expect(page.get_by_text("2026Q3（2026-07-01 – 2026-09-30）")).to_be_visible()
    look_at(page, pictures, "report")

    page.get_by_role("link", name="导出台账").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载工作簿（A4）").click()
    book = saved(download.value, tmp_path, "report.xlsx")
    page.get_by_role("link", name="打印（A4）").click()
    look_at(page, pictures, "printed")
    assert printed(page) == rows_in(book)
    assert rows_in(book)[0][:2] == ["演示甲市", "3"]
    sheet = python_calamine.CalamineWorkbook.from_path(book).get_sheet_by_index(0).to_python()
    assert "期间：2026Q3（2026-07-01 – 2026-09-30）" in str(sheet[1][0])

    page.goto("/desk/returns/records/?period=2026Q3")
    page.get_by_role("link", name="3 演示甲市 新提出").click()
    expect(page.get_by_text("共 3 件")).to_be_visible()
    look_at(page, pictures, "rows")
    page.get_by_role("link", name="导出台账").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载工作簿（A4）").click()
    of_lin = rows_in(saved(download.value, tmp_path, "rows.xlsx"))
    page.get_by_role("link", name="打印（A4）").click()
    assert printed(page) == of_lin
    assert len(of_lin) == 3

    hand_over(town, monday)
    page.context.clear_cookies()
    sign_in(page, "jie")
    page.goto("/desk/ledgers/report-rows/print/?report=records&region=p&place=c1&figure=opened&period=2026Q3")
    assert printed(page) == of_lin
    page.context.clear_cookies()
    sign_in(page, "sheng")
    expect(page.locator("body")).not_to_contain_text("报表")


def hand_over(town: Town, at: datetime) -> None:
    """Let the officer leave and the successor follow, the chief signing."""
    handover = begin_handover(
        posts=[town.officer],
        successor=town.successor.user,
        chief=town.chief,
        by=town.officer,
        at=at,
        reason="演示数据：调离",
    )
    accept(matter=handover.matter, by=town.successor, at=at)
    sign(matter=handover.matter, by=town.chief, at=at)
