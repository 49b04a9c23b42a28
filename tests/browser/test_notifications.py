"""Messages in a real browser: the inbox, an address that is confirmed by mail, what could not be delivered."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.harness import assert_accessible, picture
from tests.browser.test_desk import sign_in
from tests.rooms.notifications.conftest import MailServer, liaison, mail

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.notifications.models import Occasion
from chengxin.foundation.notifications.operations import tell
from chengxin.foundation.notifications.sending import send_due

__all__ = ["liaison", "mail"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases="__all__"),
    pytest.mark.usefixtures("monday"),
]
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def look(page: Page, pictures: Path, name: str) -> None:
    assert_accessible(page)
    picture(page, pictures, f"messages-{name}-{page.viewport_size['width'] if page.viewport_size else 0}")


def test_somebody_reads_a_message_and_gives_an_address(
    page: Page, liaison: Mandate, mail: MailServer, pictures: Path
) -> None:
    tell(users=[liaison.user_id], occasion=Occasion.SERVED, path="/desk/visible/", once="a", at=AT)
    sign_in(page, "wang")
    page.locator(".who").get_by_role("link", name="消息").click()
    expect(page.get_by_text("未读", exact=True)).to_be_visible()
    look(page, pictures, "inbox")
    page.goto("/en/desk/messages/")
    look(page, pictures, "english")

    page.goto("/desk/messages/addresses/")
    page.get_by_role("textbox", name="地址").fill("test@example.gov.cn")
    look(page, pictures, "addresses")
    page.get_by_role("button", name="发送确认码").click()
    expect(page.get_by_role("textbox", name="确认码")).to_be_visible()
    look(page, pictures, "confirm")
    assert send_due(at=AT) == 1
    page.get_by_role("textbox", name="确认码").fill(mail.letters[0].get_content().split("确认码 ")[1][:6])
    page.get_by_role("button", name="确认地址").click()
    expect(page.get_by_text("已确认")).to_be_visible()
    look(page, pictures, "confirmed")

    page.goto("/desk/messages/")
    page.get_by_role("button", name="打开").click()
    page.wait_for_url("**/desk/visible/")
