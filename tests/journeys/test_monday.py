"""Monday: thirty-seven to do, half of them given to a colleague, one notice on its whole way. 演示数据。"""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.harness import DESKTOP, PHONE, assert_accessible, open_page
from tests.journeys.doors import as_, morning_of, papers, press
from tests.make import Office, make_draft, make_record

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground.home import Home
from chengxin.ground.jobs import work_off
from chengxin.site.demo import steps
from chengxin.site.demo.steps import Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__")]
BODY = "演示县住房和城乡建设局"
PAPER = f"拟列入告知书（{BODY}）"


@pytest.fixture
def record(rules: str, home: Home, housing_bureau: PublicBody, office: Office) -> Matter:
    """One record ready for its notice, and thirty-six that were just proposed."""
    with morning_of("2026-11-20") as friday:
        ready = make_record(body=housing_bureau, office=office, at=friday, state="accepted")
        steps.grade(ready, office, Story("演示数据：未按约定支付工程款。"), friday)
        for number in range(36):
            make_draft(body=housing_bureau, at=friday, decided_on=friday.date() - timedelta(days=30 + number))
    return ready


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_monday(
    record: Matter, site: str, browser: Browser, office: Office, tmp_path: Path, size: tuple[int, int]
) -> None:
    with open_page(browser, site, size) as page:
        with morning_of("2026-11-23"):
            the_officer_finds_what_waits(page, office.officer)
            the_officer_gives_half_of_it_to_a_colleague(page, office)
            the_notice_is_drafted_reviewed_and_issued(page, office, record)
            no_clock_of_the_body_runs(record)
            the_sealed_paper_comes_back(page, office.officer, tmp_path)
        with morning_of("2026-11-25"):
            the_post_served_it(page, office.officer, tmp_path)
    assert Deadline.objects.get(matter=record, clock="record.defence").started_on.isoformat() == "2026-11-24"


def the_officer_finds_what_waits(page: Page, officer: Mandate) -> None:
    as_(page, officer)
    page.goto("/desk/")
    tab = page.get_by_role("navigation", name="工作台").get_by_role("link", name="待办")
    expect(tab).to_contain_text("37")
    assert_accessible(page)
    page.keyboard.press("j")
    expect(page.locator("tr.chosen")).to_have_count(1)
    page.keyboard.press("/")
    expect(page.get_by_label("单位、标题或者编号")).to_be_focused()


def the_officer_gives_half_of_it_to_a_colleague(page: Page, office: Office) -> None:
    page.goto("/desk/?where=record:draft")
    page.get_by_label("选中本页全部").check()
    page.get_by_role("button", name="批量办理选中的事项").click()
    page.get_by_label("办理", exact=True).select_option("assign")
    page.get_by_role("button", name="预览").click()
    assert_accessible(page)
    page.get_by_label("接收岗位").select_option(value=str(office.second_officer.pk))
    page.get_by_role("button", name="按这个岗位核对").click()
    page.get_by_role("button", name="确认办理 20 件").click()
    work_off()
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("已办理 20 件，未办理 0 件，共 20 件")
    assert_accessible(page)
    assert Matter.objects.filter(holder=office.second_officer, state="draft").count() == 20


def the_notice_is_drafted_reviewed_and_issued(page: Page, office: Office, record: Matter) -> None:
    page.goto(f"/desk/matters/{record.pk}/")
    press(page, "拟写拟列入告知书")
    for mandate, button in (
        (office.second_officer, "审核"),
        (office.lawyer, "法制审核"),
        (office.head, "签发"),
    ):
        as_(page, mandate)
        open_the_paper(page)
        press(page, button)


def no_clock_of_the_body_runs(record: Matter) -> None:
    assert not Deadline.objects.filter(matter=record, owes="body").exists()


def the_sealed_paper_comes_back(page: Page, officer: Mandate, folder: Path) -> None:
    as_(page, officer)
    open_the_paper(page)
    press(page, "上传用印扫描件", {"用印扫描件（PDF）": papers(folder, "用印正本.pdf")})
    expect(page.get_by_role("link", name="用印扫描件（正本）")).to_be_visible()
    page.goto("/desk/documents/numbers/")
    expect(page.get_by_role("main")).to_contain_text("没有缺号")
    assert_accessible(page)


def the_post_served_it(page: Page, officer: Mandate, folder: Path) -> None:
    open_the_paper(page)
    press(
        page,
        "登记送达",
        {
            "送达方式": "邮寄送达",
            "送达日期": "2026-11-24",
            "邮件号或者交换登记号（选填）": "演示 1234",
            "送达回证扫描件": papers(folder, "回执.pdf"),
        },
    )


def open_the_paper(page: Page) -> None:
    page.goto(f"/desk/all/?words={PAPER}")
    page.get_by_role("link", name=PAPER, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(PAPER)
