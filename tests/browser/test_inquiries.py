"""Somebody asks about a body and a list, takes the signed answer along; its subject sees it; use is reviewed."""

import io
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import Page, expect
from tests.browser.harness import assert_accessible, from_menu, picture
from tests.browser.test_desk import sign_in
from tests.make import Office
from tests.rooms.consequences.cases import make_measure
from tests.rooms.dossiers.cases import sanctioned
from tests.rooms.inquiries.cases import about_body, about_official
from tests.rooms.inquiries.conftest import (
    clerk,
    discipline_organ,
    house,
    inspector,
    names_are_read_anew,
    official,
    oneself,
    papers_are_not_printed,
    personnel_bureau,
    personnel_chief,
    reviewer,
    upper_bureau,
    watcher,
)

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.subjects.models import Official, PublicBody
from chengxin.ground import signer
from chengxin.ground.home import Home
from chengxin.ground.jobs import work_off
from chengxin.insight.inquiries.figures import draw_up, released
from chengxin.insight.inquiries.watching import watch
from chengxin.site.sinks import carry_figures
from chengxin_core.ledger.report import Outcome
from chengxin_core.ledger.signed_pdf import check_pdf

__all__ = [
    "clerk",
    "discipline_organ",
    "house",
    "inspector",
    "names_are_read_anew",
    "official",
    "oneself",
    "papers_are_not_printed",
    "personnel_bureau",
    "personnel_chief",
    "reviewer",
    "upper_bureau",
    "watcher",
]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases="__all__"),
    pytest.mark.usefixtures("monday", "rules", "house"),
]


def look(page: Page, pictures: Path, name: str) -> None:
    assert_accessible(page)
    picture(page, pictures, f"inquiries-{name}-{page.viewport_size['width'] if page.viewport_size else 0}")


def test_a_body_is_asked_about_and_its_people_see_it(
    page: Page,
    house: Home,
    housing_bureau: PublicBody,
    office: Office,
    owner_cao: Mandate,
    liaison_tang: Mandate,
    monday: datetime,
    pictures: Path,
) -> None:
    make_measure(body=housing_bureau, office=office, owner=owner_cao, at=monday, state="in_force")

    sign_in(page, owner_cao.user.username)
    from_menu(page, "诚信查询")
    page.get_by_label("单位全称").fill("没有这个局")
    page.get_by_label("资金和项目支持").check()
    page.get_by_label("工作文号").fill("演示财〔2026〕7号")
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("alert")).to_contain_text("登记册中一个机构的全称")
    look(page, pictures, "wrong")
    page.get_by_label("单位全称").fill(housing_bureau.name)
    page.get_by_role("button", name="查询").click()
    expect(page.locator("#question")).to_contain_text("有障碍")
    expect(page.locator("#question")).to_contain_text("第二十八条")
    look(page, pictures, "answer")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载签名的 PDF").click()
    signed = Path(download.value.path()).read_bytes()
    assert check_pdf(signed, [signer.log_key(house).verifier_key]).outcome is Outcome.PASSED
    page.goto("/en/desk/inquiries/")
    look(page, pictures, "english")

    page.context.clear_cookies()
    sign_in(page, liaison_tang.user.username)
    from_menu(page, "谁查询过")
    expect(page.get_by_role("table")).to_contain_text(f"{owner_cao.body.name} · {owner_cao.post}")
    look(page, pictures, "about")


def test_a_list_is_sent_watched_and_taken_back(
    page: Page, housing_bureau: PublicBody, owner_cao: Mandate, tmp_path: Path, pictures: Path
) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        for row, name in enumerate(("单位全称", housing_bureau.name, "没有这个局")):
            sheet.write_row(row, 0, (name, "统一社会信用代码" if row == 0 else ""))
    file = tmp_path / "名单.xlsx"
    file.write_bytes(target.getvalue())

    sign_in(page, owner_cao.user.username)
    page.goto("/desk/inquiries/lists/")
    look(page, pictures, "lists")
    page.get_by_label("资金和项目支持").check()
    page.get_by_label("工作文号").fill("演示财〔2026〕7号")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="上传并查询").click()
    expect(page.get_by_text("等待").first).to_be_visible()
    look(page, pictures, "waiting")
    work_off()

    expect(page.get_by_role("status")).to_contain_text("已答复 1 行，重复 0 行，未接受 1 行")
    expect(page.get_by_role("table")).to_contain_text("没有这个局")
    look(page, pictures, "list")
    for link in ("下载答复", "下载未接受的行"):
        with page.expect_download() as download:
            page.get_by_role("link", name=link).click()
        assert Path(download.value.path()).read_bytes()[:2] == b"PK"
    page.get_by_role("button", name="已改正，销毁未接受的行").click()
    expect(page.get_by_text("已销毁未接受的行 1 行")).to_be_visible()


def test_an_official_is_asked_about_and_sees_it_on_the_own_page(
    page: Page,
    official: Official,
    clerk: Mandate,
    oneself: Mandate,
    inspector: Mandate,
    monday: datetime,
    pictures: Path,
) -> None:
    sanctioned(inspector, monday)
    sign_in(page, clerk.user.username)
    from_menu(page, "诚信查询")
    look(page, pictures, "personnel")
    form = page.locator("#ask-official")
    form.get_by_label("公民身份号码或者档案编号").fill(official.pk)
    form.get_by_label("职务职级任命和晋升").check()
    form.get_by_label("工作文号").fill("演示组〔2026〕7号")
    form.get_by_role("button", name="查询").click()
    expect(page.locator("#question")).to_contain_text("2027-02-28")
    assert official.pk not in page.url

    page.context.clear_cookies()
    sign_in(page, oneself.user.username)
    from_menu(page, "我的信用档案")
    expect(page.locator("#inquiries")).to_contain_text("职务职级任命和晋升")
    look(page, pictures, "own")


def test_unusual_use_and_figures_are_reviewed(
    page: Page,
    housing_bureau: PublicBody,
    official: Official,
    owner_cao: Mandate,
    clerk: Mandate,
    watcher: Mandate,
    reviewer: Mandate,
    monday: datetime,
    pictures: Path,
) -> None:
    for _ in range(6):
        about_body(housing_bureau, owner_cao, monday + timedelta(hours=14))
    about_official(official, clerk, monday)
    watch(at=monday + timedelta(hours=14))
    draw_up(at=monday + timedelta(days=39))

    sign_in(page, watcher.user.username)
    from_menu(page, "查询核查")
    look(page, pictures, "reviews")
    page.get_by_role("link", name="异常查询：非工作时间查询").click()
    expect(page.locator("#unusual")).to_contain_text(housing_bureau.name)
    look(page, pictures, "unusual")
    page.get_by_role("link", name="核查属正常使用").click()
    page.get_by_label("情况和理由").fill("演示：集中办理")
    page.get_by_role("button", name="核查属正常使用").click()
    expect(page.get_by_text("核查属正常使用").first).to_be_visible()

    page.context.clear_cookies()
    sign_in(page, reviewer.user.username)
    from_menu(page, "查询核查")
    page.get_by_role("link", name="诚信查询统计").first.click()
    look(page, pictures, "figures")
    page.get_by_role("link", name="公开审查").click()
    for check in ("信息公开审查通过", "保密审查通过", "已核对不能推知"):
        page.get_by_label(check).check()
    page.get_by_label("审查意见").fill("演示：同意公开")
    page.get_by_role("button", name="公开审查").click()
    expect(page.get_by_text("审查通过").first).to_be_visible()
    assert len(released()) == 1
    carry_figures()
    for address in ("/inquiries/", "/en/inquiries/"):
        page.goto(address)
        expect(page.get_by_role("table")).to_be_visible()
        look(page, pictures, f"public-{len(address)}")


def test_an_administrator_registers_a_program(
    page: Page, admin_wu: Mandate, finance_bureau: PublicBody, pictures: Path
) -> None:
    sign_in(page, admin_wu.user.username)
    from_menu(page, "接口单位")
    page.get_by_label("代码").fill("funds-system")
    page.get_by_label("名称").fill("演示资金系统")
    page.get_by_label("所属机关").fill(finance_bureau.name)
    page.get_by_label("联系岗位").fill("值班岗")
    page.get_by_role("button", name="登记并生成令牌").click()
    expect(page.get_by_role("alert")).to_contain_text("请选择接口权限")
    page.get_by_label("决策点筛查：资金和项目支持").check()
    page.get_by_role("button", name="登记并生成令牌").click()
    expect(page.get_by_text("funds-system.")).to_be_visible()
    look(page, pictures, "program")
    page.get_by_role("link", name="演示资金系统").click()
    page.get_by_role("button", name="登记终止日").click()
    expect(page.get_by_text("已登记终止日")).to_be_visible()
    look(page, pictures, "ended")
