"""A default is changed by two persons and a matter is moved, in a real browser."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.harness import assert_accessible, from_menu, picture
from tests.browser.test_desk import sign_in

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases="__all__"),
    pytest.mark.usefixtures("monday"),
]


def look(page: Page, pictures: Path, name: str) -> None:
    assert_accessible(page)
    picture(page, pictures, f"rules-{name}-{page.viewport_size['width'] if page.viewport_size else 0}")


def test_two_administrators_change_a_default_and_one_moves_a_matter(
    page: Page, running: Deadline, admin_wu: Mandate, admin_xu: Mandate, pictures: Path
) -> None:
    sign_in(page, "wu")
    from_menu(page, "系统默认值")
    look(page, pictures, "defaults")
    page.get_by_label("名称、内容或者规则编号").fill("record.check")
    page.get_by_role("button", name="筛选").click()
    page.get_by_role("link", name="核对清单条目").click()
    look(page, pictures, "default")

    page.get_by_label("调整为").fill("90")
    page.get_by_label("理由和依据").fill("演示数据：受理环节提速")
    page.get_by_role("button", name="预览影响").evaluate("button => button.form.noValidate = true")
    page.get_by_role("button", name="预览影响").click()
    expect(page.get_by_role("alert")).to_contain_text("1 至 30")
    look(page, pictures, "wrong")

    page.get_by_label("调整为").fill("2")
    page.get_by_role("button", name="预览影响").click()
    expect(page.get_by_text("这 1 件在办事项")).to_be_visible()
    look(page, pictures, "preview")
    page.get_by_role("button", name="提出，交另一人复核").click()
    expect(page.get_by_role("button", name="撤回")).to_be_visible()
    look(page, pictures, "asked")

    page.context.clear_cookies()
    sign_in(page, "xu")
    page.goto("/desk/rules/")
    look(page, pictures, "waiting")
    page.get_by_role("link", name="核对清单条目").first.click()
    look(page, pictures, "decide")
    page.get_by_role("button", name="批准", exact=True).click()
    expect(page.get_by_text("已批准")).to_be_visible()
    look(page, pictures, "approved")

    from_menu(page, "规则版本")
    look(page, pictures, "moves")
    page.get_by_label(running.matter.number).check()
    page.get_by_label("改依新版本的理由").fill("演示数据：本件可以按新的时限办理")
    page.get_by_role("button", name="所选事项改依新版本").click()
    expect(page.get_by_text("已改依新版本 1 件")).to_be_visible()
    look(page, pictures, "moved")
    page.goto("/en/desk/rules/")
    look(page, pictures, "english")
