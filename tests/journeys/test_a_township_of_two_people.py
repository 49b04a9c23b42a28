"""A township of two people by phone: what is asked and why, a lost connection, the head's signature, what comes next.

Everybody clicks what is theirs; the night is done by hand as the clock would. 演示数据。
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.harness import PHONE, assert_accessible, open_page, picture
from tests.cast import make_body, make_mandate, make_region
from tests.journeys.doors import as_, morning_of, open_matter, press
from tests.papers import picture as photograph

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import BodyKind, Level, PublicBody, Region
from chengxin.insight.returns.models import ReturnVersion
from chengxin.insight.returns.opening import open_due
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__")]

FIGURES = {
    "作出行政许可决定": "12",
    "其中7个工作日内公示的许可": "11",
    "作出行政处罚决定": "2",
    "其中7个工作日内公示的处罚": "2",
}
SOURCE = "演示数据：便民服务中心审批台账"
NOTE = "演示数据：一件许可因系统故障晚公示一天。"
FIRST, NEXT = "2026-10 双公示月报（演示县云山镇人民政府）", "2026-11 双公示月报（演示县云山镇人民政府）"


@dataclass(frozen=True)
class Township:
    """Its liaison and its head, on one phone after the other."""

    liaison: Mandate
    head: Mandate
    phone: Page


@pytest.fixture
def township(
    rules: str, browser: Browser, site: str, credit_office: PublicBody, county: Region
) -> Iterator[Township]:
    place = make_region("xys", "云山镇", Level.TOWNSHIP, county)
    body = make_body("ys", "演示县云山镇人民政府", place, BodyKind.GOVERNMENT)
    liaison = make_mandate("yun", Actor.LIAISON, body, body.path, post="诚信联络员")
    head = make_mandate("shan", Actor.BODY_HEAD, body, body.path, post="镇长")
    with open_page(browser, site, PHONE) as phone:
        yield Township(liaison, head, phone)


def test_asked_by_phone_signed_by_phone_and_not_asked_twice(township: Township, tmp_path: Path) -> None:
    phone = township.phone
    with morning_of("2026-11-02") as morning:
        open_due(at=morning)
        as_(phone, township.liaison)
        the_list_says_what_why_who_and_until_when(phone)
        it_is_filled_in_while_the_connection_goes(phone, tmp_path)
        what_was_sent_and_what_is_left_behind_stays_in_no_browser(phone, township)
        the_head_signs_and_holds_a_receipt(phone)
    with morning_of("2026-12-01") as morning:
        open_due(at=morning)
        as_(phone, township.liaison)
        the_next_one_begins_with_what_was_said(phone)


def the_list_says_what_why_who_and_until_when(phone: Page) -> None:
    phone.goto("/desk/")
    card = phone.get_by_role("listitem").filter(has=phone.get_by_role("link", name=FIRST, exact=True))
    for said in ("填报", "许可、处罚公示得全不全", "演示市发展和改革委员会", "2026-11-10"):
        expect(card).to_contain_text(said)
    look(phone, "township-list")


def it_is_filled_in_while_the_connection_goes(phone: Page, folder: Path) -> None:
    photo = folder / "台账.jpg"
    photo.write_bytes(photograph("JPEG", (60, 40)))
    phone.get_by_role("link", name=FIRST, exact=True).click()
    phone.locator("ul.actions").get_by_role("link", name="填报", exact=True).click()
    for column, figure in FIGURES.items():
        phone.get_by_label(f"{column}（件，手工）").fill(figure)
        phone.get_by_label(f"“{column}”的数据来源和理由").fill(SOURCE)
    phone.get_by_label("填报说明").fill(NOTE)

    phone.context.set_offline(True)
    phone.get_by_role("button", name="确认填报").click()
    expect(phone.get_by_role("status")).to_contain_text("没有网络，没有发出")
    look(phone, "township-offline")
    phone.context.set_offline(False)

    phone.reload()  # the browser was closed meanwhile: what was typed is there, the photo is chosen now
    expect(phone.get_by_role("status")).to_contain_text("已恢复这台设备上没有发出的内容")
    expect(phone.get_by_label("作出行政许可决定（件，手工）")).to_have_value("12")
    expect(phone.get_by_label("填报说明")).to_have_value(NOTE)
    camera = phone.get_by_label("拍照")
    assert camera.get_attribute("capture") == "environment"
    camera.set_input_files(photo)
    assert_accessible(phone)
    phone.get_by_role("button", name="确认填报").click()
    expect(phone.get_by_role("status").first).to_contain_text("已办理：填报")
    version = ReturnVersion.objects.get(of__matter__title=FIRST)
    assert (len(version.papers), version.note) == (1, NOTE)


def what_was_sent_and_what_is_left_behind_stays_in_no_browser(phone: Page, township: Township) -> None:
    assert drafts(phone) == {}
    phone.locator("ul.actions").get_by_role("link", name="修改填报", exact=True).click()
    phone.get_by_label("填报说明").fill("演示数据：没有写完")
    assert "演示数据：没有写完" in json.dumps(drafts(phone), ensure_ascii=False)
    phone.context.clear_cookies()  # signed out without leaving
    phone.goto("/desk/")
    expect(phone.get_by_label("用户名")).to_be_visible()
    assert drafts(phone) == {}
    as_(phone, township.liaison)  # the same person finds it again
    phone.goto("/desk/")
    assert "演示数据：没有写完" in json.dumps(drafts(phone), ensure_ascii=False)
    as_(phone, township.head)  # signs the liaison out
    assert drafts(phone) == {}


def the_head_signs_and_holds_a_receipt(phone: Page) -> None:
    phone.goto("/desk/")
    expect(phone.get_by_role("listitem").filter(has_text=FIRST)).to_contain_text("签字并上报")
    phone.get_by_role("link", name=FIRST, exact=True).click()
    press(phone, "签字并上报", {"审核意见（选填）": "演示数据：同意上报。"})
    number = f"{Matter.objects.get(title=FIRST).number}-1"
    expect(phone.get_by_role("status").first).to_contain_text(f"回执 {number}")
    phone.get_by_role("link", name="打开回执").click()
    expect(phone.get_by_role("heading", name=f"回执 {number}")).to_be_visible()
    expect(phone.get_by_text(ReturnVersion.objects.get(of__matter__title=FIRST).digest)).to_be_visible()
    expect(phone.get_by_text("镇长，在平台上签字")).to_be_visible()
    look(phone, "township-receipt")


def the_next_one_begins_with_what_was_said(phone: Page) -> None:
    open_matter(phone, NEXT)
    phone.locator("ul.actions").get_by_role("link", name="填报", exact=True).click()
    expect(phone.get_by_label("“作出行政许可决定”的数据来源和理由")).to_have_value(SOURCE)
    expect(phone.get_by_label("作出行政许可决定（件，手工）")).to_have_value("")
    expect(phone.locator("form.form")).to_contain_text(f"上次报 12 件：{FIRST}（回执")
    look(phone, "township-next")


def look(phone: Page, name: str) -> None:
    """Refuse what somebody cannot use, and keep a picture where people want to look at one."""
    assert_accessible(phone)
    picture(phone, Path(os.environ.get("CHENGXIN_PICTURES", "")), name)


def drafts(phone: Page) -> dict[str, str]:
    """Return what the browser keeps of the desk."""
    kept: dict[str, str] = phone.evaluate("({ ...localStorage })")
    return {name: value for name, value in kept.items() if name.startswith("chengxin-draft-desk-")}
