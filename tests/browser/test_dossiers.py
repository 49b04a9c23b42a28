"""A personnel officer states a purpose and looks; the official sees it, answers for the notice and objects."""

from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.harness import assert_accessible, from_menu, picture
from tests.browser.test_desk import sign_in
from tests.rooms.dossiers.cases import NAME, Office, opinion, sanctioned
from tests.rooms.dossiers.conftest import (
    chief,
    clerk,
    discipline_organ,
    inspector,
    office,
    official,
    oneself,
    personnel_bureau,
    second_clerk,
    third_clerk,
    upper_bureau,
)
from tests.unprinted import papers_are_not_printed

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.subjects.models import Official

__all__ = [
    "chief",
    "clerk",
    "discipline_organ",
    "inspector",
    "office",
    "official",
    "oneself",
    "papers_are_not_printed",
    "personnel_bureau",
    "second_clerk",
    "third_clerk",
    "upper_bureau",
]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases="__all__"),
    pytest.mark.usefixtures("monday"),
]


def look_at(page: Page, pictures: Path, name: str) -> None:
    assert_accessible(page)
    picture(page, pictures, f"dossiers-{name}-{page.viewport_size['width'] if page.viewport_size else 0}")


def test_a_dossier_is_found_looked_at_and_seen_by_its_person(
    page: Page, official: Official, office: Office, inspector: Mandate, monday: datetime, pictures: Path
) -> None:
    sanctioned(inspector, monday)
    opinion(official, office, monday, until="told")

    sign_in(page, office.clerk.user.username)
    from_menu(page, "公务员信用档案")
    page.get_by_label("姓名、公民身份号码或者档案编号").fill(NAME)
    page.get_by_role("button", name="查找").click()
    look_at(page, pictures, "found")
    page.get_by_role("link", name="测*").first.click()
    page.get_by_label("任用").check()
    page.get_by_label("工作文号").fill("随便看看")
    page.get_by_role("button", name="查阅档案").click()
    expect(page.get_by_role("alert")).to_contain_text("工作文号")
    look_at(page, pictures, "purpose")
    page.get_by_label("工作文号").fill("演示组〔2026〕7号")
    page.get_by_role("button", name="查阅档案").click()
    expect(page.locator("#entries")).to_contain_text("影响期内，至 2027-02-28")
    look_at(page, pictures, "dossier")
    page.goto("/desk/dossiers/supplies/")
    look_at(page, pictures, "supplies")


def test_the_person_sees_who_looked_and_objects(
    page: Page, official: Official, office: Office, inspector: Mandate, monday: datetime, pictures: Path
) -> None:
    sanctioned(inspector, monday)
    opinion(official, office, monday, until="told")

    sign_in(page, office.oneself.user.username)
    from_menu(page, "我的信用档案")
    page.get_by_role("button", name="签收").first.click()
    expect(page.get_by_role("status").first).to_contain_text("已签收告知")
    look_at(page, pictures, "own")
    page.get_by_role("link", name="异议、更正").click()
    page.get_by_role("button", name="提交").click()
    page.get_by_label("信息有误，请求更正").check()
    page.get_by_label("异议内容").fill("演示：日期有误")
    look_at(page, pictures, "object")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("档案异议")
    look_at(page, pictures, "claim")
