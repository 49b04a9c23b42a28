"""At the counter: a request is taken, found again by the papers, opened for a purpose, in both languages."""

from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.harness import assert_accessible, from_menu, picture
from tests.browser.test_desk import sign_in
from tests.cast import make_mandate
from tests.rooms.privacy.test_persons import NAME, NUMBER
from tests.unprinted import papers_are_not_printed

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.audit.models import AuditEntry
from chengxin.foundation.matters.models import Matter
from chengxin_core.lifecycle.table import Actor

__all__ = ["papers_are_not_printed"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases="__all__"),
    pytest.mark.usefixtures("rules", "monday", "papers_are_not_printed"),
]


def look_at(page: Page, pictures: Path, name: str) -> None:
    """Examine the page as it is, then in English."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert_accessible(page)
    picture(page, pictures, f"privacy-{name}-{width}")


def look_in_english(page: Page, pictures: Path, name: str) -> None:
    here = page.url
    page.goto(here.replace("/desk/", "/en/desk/", 1))
    look_at(page, pictures, f"{name}-en")
    page.goto(here)


def test_a_request_is_taken_found_and_opened(
    page: Page, officer_lin: Mandate, head_zhou: Mandate, monday: datetime, pictures: Path
) -> None:
    sign_in(page, officer_lin.user.username)
    from_menu(page, "窗口请求")
    look_at(page, pictures, "counter")
    look_in_english(page, pictures, "counter")
    take = page.locator("#take")
    take.get_by_label("居民身份证").check()
    take.get_by_label("姓名", exact=True).fill(NAME)
    take.get_by_label("证件号码", exact=True).fill("12")
    take.get_by_label("答复送达方式").fill("当面领取")
    take.get_by_label("更正、补充").check()
    take.get_by_label("具体内容").fill("演示数据：请更正本人投诉所留的地址。")
    take.get_by_label("作出决定的单位负责人").select_option(index=1)
    take.get_by_role("button", name="登记").click()
    expect(page.get_by_role("alert")).to_contain_text("18 位")
    look_at(page, pictures, "counter-refused")
    take.get_by_label("证件号码", exact=True).fill(NUMBER)
    take.get_by_role("button", name="登记").click()
    expect(page.locator("main")).to_contain_text("请更正本人投诉所留的地址")
    look_at(page, pictures, "request")
    look_in_english(page, pictures, "request")

    page.goto("/desk/privacy/persons/")
    page.get_by_label("查找的证件号码").fill(NUMBER)
    page.get_by_role("button", name="查找").click()
    expect(page.get_by_role("table")).to_contain_text("2026-11-23")
    assert NUMBER not in page.content()
    look_at(page, pictures, "found")

    matter = Matter.objects.get(kind="person_request")
    page.goto(f"/desk/privacy/persons/{matter.pk}/identity/")
    look_at(page, pictures, "identity-asked")
    look_in_english(page, pictures, "identity-asked")
    page.get_by_label("查看目的").fill("在系统中核对所涉的投诉")
    page.get_by_role("button", name="记录并查看").click()
    expect(page.locator("#person")).to_contain_text(NUMBER)
    look_at(page, pictures, "identity")


def test_the_audit_is_read_with_keys_and_its_columns_stand_in_line(
    page: Page, officer_lin: Mandate, pictures: Path
) -> None:
    body = officer_lin.body
    auditor = make_mandate("shenji", Actor.AUDITOR, body, body.region.path)
    sign_in(page, auditor.user.username)
    page.goto("/desk/audit/")
    look_at(page, pictures, "audit")
    table = page.get_by_role("table")
    if page.viewport_size and page.viewport_size["width"] > 1000:
        side = "cell => getComputedStyle(cell).textAlign"
        assert table.locator("thead th").first.evaluate(side) == table.locator("tbody th").first.evaluate(
            side
        )

    page.goto(f"/desk/audit/{AuditEntry.objects.latest('number').number}/")
    look_at(page, pictures, "audit-entry")
    record = page.get_by_role("region", name="记录原文", exact=True)
    record.focus()
    expect(record).to_be_focused()
