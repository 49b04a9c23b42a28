"""What several journeys do alike: a paper goes out and is signed for, a record is determined, something is let out."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from playwright.sync_api import Page
from tests.journeys.doors import as_, morning_of, open_matter, press, the_log_follows

from chengxin.foundation.accounts.models import Mandate
from chengxin.ground import clock
from chengxin.site.demo.steps import agree_to_electronic_service

Said = Mapping[str, str | bool | Path]


def do(page: Page, title: str, button: str, said: Said | None = None) -> None:
    """Open a matter as whoever sits at the desk and press a button."""
    open_matter(page, title)
    press(page, button, said)


def do_as(page: Page, who: Mandate, title: str, button: str, said: Said | None = None) -> None:
    """Sign in as somebody, open a matter and press a button."""
    as_(page, who)
    do(page, title, button, said)


def the_paper_is_served(page: Page, office: Sequence[Mandate], paper: str, liaison: Mandate) -> None:
    """Four persons of the organ (officer, reviewer, lawyer, head) issue it, and the body signs for it."""
    officer, reviewer, lawyer, head = office
    title = f"{paper}（{liaison.body.name}）"
    agree_to_electronic_service(liaison, clock.now())
    for who, button in ((reviewer, "审核"), (lawyer, "法制审核"), (head, "签发"), (officer, "电子送达")):
        as_(page, who)
        _open_newest(page, title)
        press(page, button)
    as_(page, liaison)
    _open_newest(page, title)
    press(page, "签收")


def it_is_heard_and_determined(
    page: Page, office: Sequence[Mandate], record: str, liaison: Mandate, day: str
) -> None:
    """The body answers the notice, is heard, and the record is determined, all on one day."""
    with morning_of(day):
        do_as(page, liaison, record, "提交陈述申辩", {"陈述申辩意见": "演示数据：无。"})
        heard = {"听取意见和采纳情况": "演示数据：不影响认定。"}
        do_as(page, office[0], record, "记录陈述申辩", heard)
        do(page, record, "拟写认定书")
        the_paper_is_served(page, office, "失信认定书", liaison)


def the_reviewer_lets_out(page: Page, reviewer: Mandate, title: str) -> str:
    """Tick every check of the release review and publish; return where it is public."""
    as_(page, reviewer)
    open_matter(page, title)
    page.locator("ul.actions").get_by_role("link", name="公开审查并公示", exact=True).click()
    form = page.locator("form.form")
    for box in form.get_by_role("checkbox").all():
        box.check()
    form.get_by_label("审查意见").fill("演示数据：同意公开。")
    form.get_by_role("button", name="确认公开审查并公示").click()
    the_log_follows()
    page.reload()
    address = page.get_by_role("link", name="查看公示页面").get_attribute("href")
    assert address is not None
    return address


def _open_newest(page: Page, title: str) -> None:
    """Open the one of the papers with this title that is still on its way: each record has a paper of its own."""
    page.goto("/desk/all/")
    link = page.get_by_role("link", name=title, exact=True)
    rows = page.get_by_role("table").get_by_role("row").filter(has=link).filter(has_not_text="已送达")
    rows.first.get_by_role("link", name=title, exact=True).click()
