"""Cases of other provinces, and lists of what was archived, in a real browser."""

from datetime import date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.harness import assert_accessible, from_menu, picture
from tests.browser.test_desk import sign_in
from tests.cast import make_mandate
from tests.rooms.desk.trial import make_trial

from chengxin.chain.leads.operations import HeardOutside, register_outside_lead
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.operations import archive_tree
from chengxin.foundation.subjects import queries
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin_core.lifecycle.table import Actor
from chengxin_core.vocabulary import Area

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases="__all__"),
    pytest.mark.usefixtures("trial", "rules"),
]


def test_a_case_of_another_province_says_why_it_stays_inside(
    page: Page,
    officer_lin: Mandate,
    credit_office: PublicBody,
    monday: datetime,
    pictures: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "_read", queries._Read())
    heard = HeardOutside(
        body="浙江省演示市自然资源局",
        title="演示数据：省外案例",
        area=Area.TRADING,
        facts="演示数据：拍卖的土地不能交付。",
        source="演示数据",
        reported_on=date(2022, 4, 25),
        instrument="演示数据：二审判决",
    )
    register_outside_lead(heard=heard, organ=credit_office, by=None, at=monday)
    sign_in(page, "lin")

    from_menu(page, "省外线索")
    assert_accessible(page)
    picture(page, pictures, f"outside-{page.viewport_size['width'] if page.viewport_size else 0}")
    page.get_by_role("link", name=heard.title).click()

    expect(page.get_by_role("note")).to_contain_text("不得公示（Q-24")
    assert_accessible(page)
    picture(page, pictures, f"outside-case-{page.viewport_size['width'] if page.viewport_size else 0}")


def test_a_list_of_what_was_archived_can_be_read_by_everybody(
    page: Page,
    housing_bureau: PublicBody,
    credit_office: PublicBody,
    city: Region,
    monday: datetime,
    pictures: Path,
) -> None:
    make_mandate("dang", Actor.ARCHIVIST, credit_office, city.path, "档案管理")
    archive_tree(matter=make_trial(housing_bureau, credit_office), at=monday)
    sign_in(page, "dang")

    page.goto("/desk/all/")

    expect(page.get_by_role("main")).to_contain_text("写明查阅目的后可见")
    assert_accessible(page)
    picture(page, pictures, f"archived-{page.viewport_size['width'] if page.viewport_size else 0}")
