"""An administrator registers a consumer; the office sees who is silent."""

from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.harness import assert_accessible, from_menu, picture
from tests.browser.test_desk import sign_in
from tests.make import A_DAY, Office
from tests.rooms.sharing.cases import make_consumer, stop_under, withdraw
from tests.rooms.sharing.conftest import home, record

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.operations import fire_rungs
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody

__all__ = ["home", "record"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases="__all__"),
    pytest.mark.usefixtures("monday"),
]


def look(page: Page, pictures: Path, name: str) -> None:
    assert_accessible(page)
    picture(page, pictures, f"sharing-{name}-{page.viewport_size['width'] if page.viewport_size else 0}")


def test_a_consumer_is_registered_and_its_silence_is_seen(
    page: Page,
    record: Matter,
    office: Office,
    admin_wu: Mandate,
    finance_bureau: PublicBody,
    monday: datetime,
    pictures: Path,
) -> None:
    consumer = make_consumer("credit-town", body=finance_bureau, pulled_at=monday)
    withdraw(record, office, monday)
    fire_rungs(at=monday + 2 * A_DAY)

    sign_in(page, "wu")
    from_menu(page, "共享单位")
    page.get_by_label("代码").fill("X")
    page.get_by_label("名称").fill("演示信用网")
    page.get_by_label("联系岗位").fill("信息中心值班岗")
    page.get_by_role("button", name="登记并生成令牌").click()
    expect(page.get_by_role("alert")).to_contain_text("小写字母")
    look(page, pictures, "wrong")
    page.get_by_label("代码").fill("credit-city")
    page.get_by_role("button", name="登记并生成令牌").click()
    expect(page.get_by_text("credit-city.")).to_be_visible()
    look(page, pictures, "registered")
    page.goto(f"/desk/sharing/{consumer.code}/")
    look(page, pictures, "consumer")

    page.context.clear_cookies()
    sign_in(page, office.officer.user.username)
    page.goto(f"/desk/sharing/{consumer.code}/")
    stop = stop_under(record)
    assert stop is not None
    page.locator(f"a[href='/desk/matters/{stop.pk}/']").click()
    expect(page.get_by_text("逾期未回执").first).to_be_visible()
    look(page, pictures, "matter")
    page.goto("/en/desk/sharing/")
    look(page, pictures, "english")
