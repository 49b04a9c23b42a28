"""A clerk at the desk and a township on a phone: every page of the desk in a real browser."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.harness import assert_accessible, picture
from tests.cast import make_mandate
from tests.make import Office, make_record
from tests.rooms.desk.trial import make_deadline, make_trial

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.queries import visible_matters
from chengxin.foundation.subjects.models import PublicBody
from chengxin_core.lifecycle.table import Actor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases="__all__"),
    pytest.mark.usefixtures("trial", "monday"),
]
TODAY = date(2026, 11, 23)


@pytest.fixture
def matters(housing_bureau: PublicBody, water_bureau: PublicBody, credit_office: PublicBody) -> list[Matter]:
    """A morning's work: late, due today, due later, without a day."""
    opened = [make_trial(body, credit_office) for body in (housing_bureau, water_bureau) * 12]
    for matter, days in zip(opened, (-3, 0, 1, 6, 30), strict=False):
        make_deadline(matter, TODAY + timedelta(days), amber_on=TODAY + timedelta(days - 1))
    return opened


def sign_in(page: Page, username: str, password: str = "not-a-secret-1") -> None:
    page.goto("/desk/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def test_a_clerk_handles_a_matter(
    page: Page, matters: list[Matter], officer_lin: Mandate, head_zhou: Mandate, pictures: Path
) -> None:
    size = page.viewport_size
    width = size["width"] if size else 0
    page.goto("/desk/")
    assert_accessible(page)
    picture(page, pictures, f"login-{width}")

    sign_in(page, "lin")
    expect(page.get_by_role("heading", level=1)).to_have_text("待办事项")
    assert_accessible(page)
    picture(page, pictures, f"queue-{width}")

    page.get_by_role("link", name=matters[0].title).first.click()
    expect(page.get_by_text("已逾期 3 天")).to_be_visible()
    assert_accessible(page)
    picture(page, pictures, f"matter-{width}")

    page.get_by_role("link", name="记录陈述申辩").click()
    page.get_by_label("陈述申辩内容").fill("无")
    page.get_by_role("button", name="确认记录陈述申辩").click()
    expect(page.get_by_role("alert")).to_contain_text("不能记录")
    assert_accessible(page)
    picture(page, pictures, f"refused-{width}")

    page.get_by_label("陈述申辩内容").fill("工程款已于上月付清，付款凭证随后提交。")
    page.get_by_role("button", name="确认记录陈述申辩").click()
    expect(page.get_by_role("status")).to_contain_text("已办理")
    expect(page.get_by_text("付款凭证随后提交")).to_be_visible()
    assert_accessible(page)
    picture(page, pictures, f"done-{width}")


def test_a_head_is_asked_before_somebody_is_harmed(
    page: Page, matters: list[Matter], head_zhou: Mandate, pictures: Path
) -> None:
    Matter.objects.filter(pk=matters[0].pk).update(state="heard")
    sign_in(page, "zhou")
    page.goto(f"/desk/matters/{matters[0].pk}/activate/")

    assert_accessible(page)
    picture(page, pictures, f"harm-{page.viewport_size['width'] if page.viewport_size else 0}")
    page.get_by_label("我已核对").check()
    page.get_by_role("button", name="确认作出认定").click()

    expect(page.get_by_role("status")).to_contain_text("已办理")


def test_every_other_page_of_the_desk(
    page: Page,
    matters: list[Matter],
    officer_lin: Mandate,
    housing_bureau: PublicBody,
    rules: str,
    pictures: Path,
) -> None:
    make_mandate("lin", Actor.LIAISON, housing_bureau, housing_bureau.path, "联络员")
    Matter.objects.filter(pk=matters[0].pk).update(rulebook=rules)
    deadline = matters[0].deadlines.get()
    sign_in(page, "lin")

    for name, address, heading in [
        ("overdue", "/desk/overdue/", "已逾期事项"),
        ("visible", "/desk/all/", "全部可见事项"),
        ("nothing-found", "/desk/?words=没有这个单位", "待办事项"),
        ("mandates", "/desk/mandate/", "切换岗位"),
        ("why", f"/desk/matters/{matters[0].pk}/deadlines/{deadline.pk}/", "为什么是这一天"),
        ("not-found", "/desk/matters/999999/", "没有找到这一页"),
        ("logout", "/accounts/logout/", "退出登录"),
        ("english", "/en/desk/", "Waiting for you"),
    ]:
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        assert_accessible(page)
        picture(page, pictures, f"{name}-{page.viewport_size['width'] if page.viewport_size else 0}")


def test_the_keyboard_reaches_the_content_first(
    page: Page, matters: list[Matter], officer_lin: Mandate
) -> None:
    sign_in(page, "lin")
    page.goto("/desk/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到主要内容")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_what_a_thumb_must_hit_is_large_enough(
    page: Page, matters: list[Matter], officer_lin: Mandate
) -> None:
    sign_in(page, "lin")
    page.goto(f"/desk/matters/{matters[0].pk}/hear/")

    heights = page.evaluate(
        "[...document.querySelectorAll('.button, .tabs a, input:not([type=hidden]), select, textarea')]"
        ".filter(each => each.checkVisibility({contentVisibilityAuto: true}))"
        ".map(each => each.getBoundingClientRect().height)"
    )

    assert min(heights) >= 43.5


def test_a_record_and_its_notice_as_both_sides_see_them(
    page: Page, housing_bureau: PublicBody, office: Office, rules: str, monday: datetime, pictures: Path
) -> None:
    make_record(body=housing_bureau, office=office, at=monday, state="noticed")
    width = page.viewport_size["width"] if page.viewport_size else 0

    for mandate in (office.officer, office.liaison):
        page.context.clear_cookies()
        sign_in(page, mandate.user.username)
        expect(page.get_by_role("heading", level=1)).to_have_text("待办事项")
        for matter in visible_matters(mandate):
            page.goto(f"/desk/matters/{matter.pk}/")
            picture(page, pictures, f"{mandate.role}-{matter.kind}-{width}")
            assert_accessible(page)
            expect(page.get_by_role("main")).not_to_contain_text("<section")
