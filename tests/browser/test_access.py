"""Mandates, standing in, recusal, why, handover: looked at in a real browser, at both sizes."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.harness import assert_accessible, from_menu, picture
from tests.browser.test_desk import sign_in
from tests.cast import make_mandate
from tests.rooms.desk.trial import make_trial

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.operations import move
from chengxin.foundation.matters.plugs import MatterKind
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin_core.lifecycle.table import Actor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases="__all__"),
    pytest.mark.usefixtures("monday", "rules"),
]


def look(page: Page, pictures: Path, name: str) -> None:
    assert_accessible(page)
    picture(page, pictures, f"access-{name}-{page.viewport_size['width'] if page.viewport_size else 0}")


def change_to(page: Page, username: str) -> None:
    page.context.clear_cookies()
    sign_in(page, username)


def test_a_grant_by_two_persons(
    page: Page,
    credit_office: PublicBody,
    housing_bureau: PublicBody,
    city: Region,
    liaison_tang: Mandate,
    pictures: Path,
) -> None:
    make_mandate("gu", Actor.SECURITY_ADMIN, credit_office, city.path, post="安全管理")
    make_mandate("fang", Actor.SECURITY_ADMIN, credit_office, city.path, post="安全管理二")
    sign_in(page, "gu")
    from_menu(page, "授权管理")
    look(page, pictures, "people")
    page.get_by_role("link", name=housing_bureau.name).click()
    look(page, pictures, "body")
    page.get_by_role("link", name="提出授权").click()
    page.get_by_label("用户名").fill("meng")
    page.get_by_label("角色").select_option("liaison")
    page.get_by_label("数据范围").select_option("region")
    page.get_by_label("岗位名称").fill("联络员")
    page.get_by_label("理由").fill("演示数据：新设岗位")
    page.get_by_role("button", name="提出，交另一人复核").click()
    expect(page.get_by_role("alert")).to_contain_text("不能是区划及以下")
    look(page, pictures, "ask-wrong")
    page.get_by_label("数据范围").select_option("body")
    page.get_by_role("button", name="提出，交另一人复核").click()
    expect(page.get_by_text("等另一人复核")).to_be_visible()
    look(page, pictures, "asked")

    change_to(page, "fang")
    page.goto("/desk/posts/people/")
    look(page, pictures, "waiting")
    page.get_by_role("link", name="联络员").first.click()
    look(page, pictures, "confirm")
    page.get_by_role("button", name="同意", exact=True).click()
    expect(page.get_by_text("已生效")).to_be_visible()
    page.goto(f"/desk/posts/people/{housing_bureau.pk}/{liaison_tang.pk}/")
    look(page, pictures, "post")
    page.goto("/desk/posts/changes/")
    look(page, pictures, "changes")
    page.goto("/en/desk/posts/people/")
    look(page, pictures, "people-english")


def test_standing_in_recusing_and_handing_over(
    page: Page, trial: MatterKind, officer_lin: Mandate, officer_he: Mandate, head_zhou: Mandate,
    housing_bureau: PublicBody, liaison_tang: Mandate, pictures: Path,
) -> None:  # fmt: skip
    matter = make_trial(housing_bureau, officer_lin.body)
    move(matter=matter, code="hear", by=officer_lin, at=matter.opened_at)

    sign_in(page, "lin")
    from_menu(page, "我的岗位")
    look(page, pictures, "own")
    page.get_by_label("代理人").select_option(str(officer_he.user_id))
    page.get_by_label("最后一天").fill("2026-11-30")
    page.get_by_label("事由").fill("演示数据：出差")
    page.get_by_role("button", name="委托", exact=True).click()
    expect(page.get_by_text("他人代我")).to_be_visible()
    look(page, pictures, "lent")

    page.goto(f"/desk/matters/{matter.pk}/")
    look(page, pictures, "matter")
    page.get_by_role("link", name="为什么能看").click()
    look(page, pictures, "why")

    change_to(page, "tang")
    page.goto(f"/desk/recusal/ask/{matter.pk}/")
    look(page, pictures, "recusal-ask")
    other = page.locator("#other")
    other.get_by_label("涉及本人利害关系").check()
    other.get_by_label("事实和理由").fill("演示数据：曾公开表态")
    other.get_by_role("button", name="提出申请").click()
    change_to(page, "zhou")
    page.goto("/desk/recusal/")
    look(page, pictures, "recusal-decide")

    change_to(page, "lin")
    from_menu(page, "岗位交接")
    page.get_by_label(str(officer_lin)).check()
    page.get_by_label("接任人").select_option(str(officer_he.user_id))
    page.get_by_label("监交负责人").select_option(str(head_zhou.pk))
    page.get_by_label("交接事由").fill("演示数据：调离")
    look(page, pictures, "handover-begin")
    page.get_by_role("button", name="生成清单").click()
    expect(page.get_by_text("交接清单").first).to_be_visible()
    look(page, pictures, "handover")
    change_to(page, "he")
    page.goto("/desk/handovers/")
    look(page, pictures, "handovers")
    page.get_by_role("link", name="岗位交接：").click()
    page.get_by_role("link", name="接收", exact=True).click()
    page.get_by_role("button", name="接收").click()
    change_to(page, "zhou")
    page.goto("/desk/handovers/")
    page.get_by_role("link", name="岗位交接：").click()
    page.get_by_role("link", name="签字监交", exact=True).click()
    page.get_by_role("button", name="签字监交").click()
    expect(page.get_by_text("已同时移交")).to_be_visible()
    look(page, pictures, "handed-over")
