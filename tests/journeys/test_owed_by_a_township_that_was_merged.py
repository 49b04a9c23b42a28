"""A firm is owed money by a township that has since been merged: complaint, finding, record, payment, repair, erasure.

Everybody clicks what is theirs; the merger, the night and the log are done by hand as the clock would. 演示数据。
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.harness import PHONE, open_page
from tests.cast import make_mandate, make_region
from tests.journeys.conftest import Town
from tests.journeys.doors import as_, morning_of, offer, open_matter, papers, press, the_log_follows
from tests.journeys.handling import (
    do,
    do_as,
    it_is_heard_and_determined,
    the_paper_is_served,
    the_reviewer_lets_out,
)

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.nightly import run_nightly
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import BodyKind, Level, PublicBody, Region
from chengxin.foundation.subjects.operations import add_body
from chengxin.ground import clock
from chengxin.site.sinks import carry_reference
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__")]

OLD, NEW = "演示县柳河镇人民政府", "演示县云山镇人民政府"
COMPLAINT = f"对{NEW}的违约失信投诉"
PROMISE = f"{OLD}：演示数据：支付综合楼工程结算款"
DEBT = "演示数据：综合楼去年验收，结算一百三十万元，约定今年底前付清，至今未付。"
ANSWER = "经查，您反映的情况属实：工程已经结算，付款期限已过。我单位已责令该镇在三十日内付清，并将核查结果。"
FOUND = "演示数据：综合楼工程已验收结算，款项一百三十万元的付款期限已过，没有支付。"
REFUSAL = "演示数据：该镇以机构撤并为由书面拒绝付款。机构撤并不是不履行的理由。"


@dataclass(frozen=True)
class Hall:
    """The organ that verifies, with the four persons of a document; the two liaisons of the townships."""

    officer: Mandate
    reviewer: Mandate
    lawyer: Mandate
    head: Mandate
    old_liaison: Mandate
    liaison: Mandate
    old: PublicBody
    new: PublicBody


@pytest.fixture
def hall(register: None, county: Region) -> Hall:
    """The county's government, and two townships, one of which will be merged into the other."""

    def body(id: str, name: str, region: Region) -> PublicBody:  # noqa: A002
        kind = BodyKind.GOVERNMENT
        return add_body(id=id, name=name, kind=kind, region=region, source="演示数据", is_fictional=True)

    above = body("xzf", "演示县人民政府", county)
    old = body("lh", OLD, make_region("xlh", "柳河镇", Level.TOWNSHIP, county))
    new = body("ys", NEW, make_region("xys", "云山镇", Level.TOWNSHIP, county))
    reach = county.path
    return Hall(
        officer=make_mandate("mo", Actor.CREDIT_OFFICER, above, reach),
        reviewer=make_mandate("hu", Actor.CREDIT_OFFICER, above, reach),
        lawyer=make_mandate("shi", Actor.LEGAL_REVIEWER, above, reach),
        head=make_mandate("yan", Actor.CREDIT_HEAD, above, reach),
        old_liaison=make_mandate("liu", Actor.LIAISON, old, old.path),
        liaison=make_mandate("yun", Actor.LIAISON, new, new.path),
        old=old,
        new=new,
    )


@pytest.fixture
def phone(site: str, browser: Browser) -> Iterator[Page]:
    """The phone of the firm."""
    with open_page(browser, site, PHONE) as page:
        yield page


def test_a_debt_of_a_merged_township(hall: Hall, town: Town, phone: Page, tmp_path: Path) -> None:
    carry_reference()
    county = (hall.officer, hall.reviewer, hall.lawyer, hall.head)
    credit = (town.officer, town.second_officer, town.lawyer, town.head)
    with morning_of("2026-11-23"):
        the_old_township_enters_what_it_owes(town, hall)
    with morning_of("2026-11-28"):
        the_township_is_merged_and_its_successor_takes_over(town, hall)
    with morning_of("2026-12-11"):
        run_nightly(at=clock.now())
        assert Matter.objects.filter(kind="lead", body=hall.new).count() == 1
    with morning_of("2026-12-14"):
        the_firm_complains_of_the_township_by_its_old_name(phone)
        it_is_taken_in_and_handed_to_the_superior(town)
        as_(town.desk, hall.officer)
        do(town.desk, COMPLAINT, "拟写协查通知书", {"请被投诉单位说明的事项": "请说明结算款没有支付的原因。"})
        the_paper_is_served(town.desk, county, "协查通知书", hall.liaison)
    with morning_of("2026-12-16"):
        it_is_found_true_and_ordered_to_be_put_right(town, hall)
        the_paper_is_served(town.desk, county, "责令整改通知书", hall.liaison)
    with morning_of("2026-12-21"):
        the_township_refuses_and_is_told_what_follows(town, hall)
        the_paper_is_served(town.desk, county, "拟认定违约失信告知书", hall.liaison)
    with morning_of("2026-12-23"):
        do_as(town.desk, hall.liaison, COMPLAINT, "陈述申辩", {"说明": "演示数据：没有新的意见。"})
        heard = {"对陈述申辩的意见": "演示数据：不影响认定。"}
        do_as(town.desk, hall.officer, COMPLAINT, "记录陈述申辩", heard)
        do(town.desk, COMPLAINT, "拟写违约失信认定书")
        the_paper_is_served(town.desk, county, "违约失信认定书", hall.liaison)
    with morning_of("2026-12-24"):
        the_record_is_there_and_is_reported_as_it_came(town)
        the_paper_is_served(town.desk, credit, "拟列入告知书", hall.liaison)
    it_is_heard_and_determined(town.desk, credit, the_record(), hall.liaison, "2026-12-28")
    with morning_of("2026-12-29"):
        record = the_reviewer_lets_out(town.desk, town.release_reviewer, the_record())
        expect_public(town, record, FOUND)
    with morning_of("2027-01-11"):
        the_township_pays_and_reports(town, hall, tmp_path)
        the_ledger_says_kept_late_with_interest(town)
    with morning_of("2027-03-29"):
        the_record_is_repaired(town, hall, credit, tmp_path)
        gone = town.visitor.request.get(record)
        assert gone.status == 410
        assert NEW not in gone.text()
        assert "信用修复" in gone.text()
        town.visitor.goto("/bodies/ys/")
        expect(town.visitor.get_by_role("main")).to_contain_text("没有正在公示的失信记录")
        the_ledger_says_kept_late_with_interest(town)


def the_record() -> str:
    return Matter.objects.get(kind="record").title


def the_old_township_enters_what_it_owes(town: Town, hall: Hall) -> None:
    page = town.desk
    as_(page, hall.old_liaison)
    page.goto("/desk/commitments/new/")
    for label, words in (
        ("承诺内容", "演示数据：支付综合楼工程结算款"),
        ("可以衡量的目标", "支付130万元"),
        ("期限", "2026-12-10"),
        ("受益方名称（选填）", "演示独名建筑有限公司"),
        ("文件名称", "综合楼施工合同"),
        ("文号或者合同编号", "演柳合〔2026〕1号"),
        ("作出或者签订日期", "2026-03-02"),
    ):
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_label("种类").select_option("签订的合同")
    page.get_by_label("受益方", exact=True).select_option("企业")
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("支付综合楼工程结算款")

    page.locator("ul.actions").get_by_role("link", name="登记前置审查", exact=True).click()
    form = page.locator("form.form")
    for outcome in form.locator("select").all():
        outcome.select_option("通过")
    for basis in form.locator("input[name^=basis_]").all():
        basis.fill("演示县司法局 演司审〔2026〕3号")
    form.get_by_role("button", name="确认登记前置审查").click()

    do_as(town.desk, town.lawyer, PROMISE, "审查通过", {"理由": "演示数据：齐全。"})
    as_(page, hall.old_liaison)
    open_matter(page, PROMISE)
    page.locator("ul.actions").get_by_role("link", name="登记生效", exact=True).click()
    page.get_by_label("承办岗位").select_option(index=1)
    page.get_by_role("button", name="确认登记生效").click()
    press(page, "登记应付款", {"应付金额": "130万元", "验收合格日期（选填）": "2026-11-10"})


def the_township_is_merged_and_its_successor_takes_over(town: Town, hall: Hall) -> None:
    PublicBody.objects.filter(pk=hall.old.pk).update(ended_on=date(2026, 11, 27), successor=hall.new)
    run_nightly(at=clock.now())
    do_as(town.desk, hall.liaison, PROMISE, "签收承诺")


def the_firm_complains_of_the_township_by_its_old_name(phone: Page) -> None:
    phone.goto("/complain/")
    phone.get_by_label("被投诉单位").fill("柳河镇")
    phone.get_by_role("button", name="下一步").click()
    phone.get_by_role("radio", name=NEW).check()
    phone.get_by_role("button", name="下一步").click()
    phone.get_by_label("属于哪个领域").select_option("政府采购")
    phone.get_by_label("投诉内容").fill(DEBT)
    phone.get_by_role("button", name="下一步").click()
    expect(phone.locator("input[name=altcha]")).not_to_have_value("")
    phone.get_by_role("button", name="提交").click()
    expect(phone.locator(".receipt-code")).to_be_visible()


def it_is_taken_in_and_handed_to_the_superior(town: Town) -> None:
    do_as(town.desk, town.officer, COMPLAINT, "受理")
    superior = "演示县人民政府（上级信用主管部门或者人民政府）"
    offer(town.desk, "转核实认定部门", {"核实认定部门（选填）": superior})


def it_is_found_true_and_ordered_to_be_put_right(town: Town, hall: Hall) -> None:
    do_as(town.desk, hall.liaison, COMPLAINT, "书面说明情况", {"说明": "演示数据：财力紧张。"})
    as_(town.desk, hall.officer)
    found = {
        "拟作出的结果": "核实属实，推动整改",
        "查明的事实": FOUND,
        "给投诉人的答复": ANSWER,
        "整改期限（天）（选填）": "30",
    }
    do(town.desk, COMPLAINT, "拟写结果和答复", found)
    do_as(town.desk, hall.head, COMPLAINT, "核实属实，推动整改")


def the_township_refuses_and_is_told_what_follows(town: Town, hall: Hall) -> None:
    refused = {"说明": "演示数据：机构已经撤并，不再付款。"}
    do_as(town.desk, hall.liaison, COMPLAINT, "报告整改结果", refused)
    do_as(town.desk, hall.officer, COMPLAINT, "拟写拟认定告知书", {"拒不整改的情况": REFUSAL})


def the_record_is_there_and_is_reported_as_it_came(town: Town) -> None:
    """Nobody enters anything again: what the finding states stands in the form, and is confirmed."""
    as_(town.desk, town.officer)
    open_matter(town.desk, the_record())
    press(town.desk, "报送")
    expect(town.desk.get_by_role("main")).to_contain_text(FOUND)
    expect(town.desk.get_by_role("main")).to_contain_text("违约失信认定")
    do_as(town.desk, town.second_officer, the_record(), "受理")
    as_(town.desk, town.officer)
    graded = {"造成的损失": "3万元", "社会影响": "在县（市、区）范围内造成不良影响"}
    do(town.desk, the_record(), "研判失信程度", graded)
    do(town.desk, the_record(), "拟写拟列入告知书")


def expect_public(town: Town, address: str, *words: str) -> None:
    town.visitor.goto(address)
    for each in (NEW, *words):
        expect(town.visitor.get_by_role("main")).to_contain_text(each)
    expect(town.visitor.get_by_role("main")).not_to_contain_text("演示独名建筑")


def the_township_pays_and_reports(town: Town, hall: Hall, tmp_path: Path) -> None:
    page = town.desk
    as_(page, hall.liaison)
    paid = {"付款日期": "2027-01-09", "金额": "130万元", "凭证号": "演示凭证1号"}
    do(town.desk, PROMISE, "登记付款", paid)
    reported: dict[str, str | bool | Path] = {
        "完成日期": "2027-01-09",
        "完成情况": "演示数据：本金和利息已经付清。",
        "证明材料": papers(tmp_path, "付款凭证.pdf"),
    }
    press(page, "报告完成", reported)
    do_as(town.desk, town.officer, PROMISE, "核实为已履行", {"核实情况和依据": "演示数据：核对银行凭证。"})
    promise = the_reviewer_lets_out(town.desk, town.release_reviewer, PROMISE)
    town.visitor.goto(promise)


def the_ledger_says_kept_late_with_interest(town: Town) -> None:
    """1,300,000 yuan, thirty days late, at five ten-thousandths a day."""
    town.visitor.goto("/promises/bodies/ys/")
    town.visitor.get_by_role("main").get_by_role("link", name="支付综合楼工程结算款").click()
    expect_public(town, town.visitor.url, "迟延兑现", "逾期利息 19,500.00 元", OLD)


def the_record_is_repaired(town: Town, hall: Hall, credit: Sequence[Mandate], tmp_path: Path) -> None:
    asked: dict[str, str | bool | Path] = {
        "纠正和履行情况": "演示数据：本金和利息已经付清。",
        "履行完毕的证明": papers(tmp_path, "付款凭证.pdf"),
        "信用承诺书": papers(tmp_path, "信用承诺书.pdf"),
    }
    do_as(town.desk, hall.liaison, the_record(), "申请信用修复", asked)
    repair = Matter.objects.get(kind="repair").title
    do_as(town.desk, town.officer, repair, "受理")
    granted: dict[str, str | bool | Path] = {
        "失信行为已经纠正": True,
        "相关义务已经全部履行": True,
        "已作信用承诺，没有依法不得修复的情形": True,
        "核查情况和理由": "演示数据：三项均已核实。",
    }
    do_as(town.desk, town.head, repair, "准予修复", granted)
    the_log_follows()
