"""A deputy was answered “planned for next year”: a promise at once, a new head who takes it on, and a lead if not kept.

演示数据。
"""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.harness import DESKTOP, PHONE, assert_accessible, open_page
from tests.cast import make_body, make_mandate
from tests.journeys.doors import as_, morning_of, press
from tests.journeys.handling import the_reviewer_lets_out
from tests.make import Office
from tests.rooms.commitments.conftest import pass_reviews

from chengxin.foundation.accounts.models import Mandate, Reach
from chengxin.foundation.deadlines.nightly import run_nightly
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin.ground import clock
from chengxin.ground.home import Home
from chengxin.site.sinks import carry_reference
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__")]
TITLE = "关于建设跨河人行桥的建议"
DUE = date(2027, 12, 31)
ANSWER = "演示数据：列入2027年计划，年底前建成跨河人行桥。"
SUGGESTION = {
    "来源": "人大代表建议",
    "届次": "十九届一次会议",
    "编号": "012",
    "标题": TITLE,
    "内容": "演示数据：建议在城北建设一座人行桥。",
    "提出者": "测试甲、测试乙",
    "收到日期": "2026-11-20",
}


@pytest.fixture
def clerk(city: Region) -> Mandate:
    """Registers and assigns what deputies suggest."""
    congress = make_body("brd", "演示市人大常委会代表工作机构", city)
    return make_mandate("mo", Actor.INTAKE_OFFICER, congress, city.path)


@pytest.fixture
def old_head(housing_bureau: PublicBody) -> Mandate:
    return _in(housing_bureau, "ning", Actor.BODY_HEAD, "局长")


@pytest.fixture
def deputy_head(housing_bureau: PublicBody) -> Mandate:
    return _in(housing_bureau, "fu", Actor.BODY_HEAD, "副局长")


@pytest.fixture
def new_head(housing_bureau: PublicBody) -> Mandate:
    """Works in the bureau still, and will head it."""
    return _in(housing_bureau, "xin", Actor.MEASURE_OWNER, "科长")


def test_planned_for_next_year(
    rules: str,
    home: Home,
    site: str,
    browser: Browser,
    office: Office,
    clerk: Mandate,
    old_head: Mandate,
    deputy_head: Mandate,
    new_head: Mandate,
) -> None:
    carry_reference()
    with open_page(browser, site, DESKTOP) as desk:
        with morning_of("2026-11-23"):
            suggestion = it_is_assigned(desk, clerk, office.liaison.body)
            promise = it_is_answered_as_planned(desk, suggestion, office.liaison, old_head)
            the_promise_stands_in_the_ledger(desk, promise, office)
        with morning_of("2027-03-01"):
            the_head_hands_over(desk, promise, old_head, new_head, deputy_head)
            the_new_head_acknowledges(desk, new_head)
            the_posts_change_hands(desk, promise, deputy_head)
        with morning_of("2028-01-01") as after:
            assert after.date() == DUE + timedelta(days=1)
            run_nightly(at=after)
            lead = that_the_head_is_another_is_no_excuse(desk, promise, office.liaison)
            the_organ_above_finds_it_broken(desk, promise, lead, office.head)
            address = the_reviewer_lets_out(desk, office.release_reviewer, promise.title)
            with open_page(browser, site, PHONE) as visitor:
                everybody_may_read_it(visitor, address, lead)


def it_is_assigned(page: Page, clerk: Mandate, body: PublicBody) -> Matter:
    as_(page, clerk)
    page.goto("/desk/proposals/new/")
    form = page.locator("form.form")
    form.get_by_label("来源").select_option(label=SUGGESTION["来源"])
    for label, words in SUGGESTION.items() - {("来源", SUGGESTION["来源"])}:
        form.get_by_label(label, exact=True).fill(words)
    form.get_by_label("主办单位").fill(body.name)
    form.get_by_role("button", name="登记").click()
    press(page, "交办")
    return Matter.objects.get(kind="proposal")


def it_is_answered_as_planned(page: Page, suggestion: Matter, liaison: Mandate, head: Mandate) -> Matter:
    """The head signs; the same moment the ledger holds what was planned."""
    as_(page, liaison)
    page.goto(f"/desk/matters/{suggestion.pk}/")
    press(page, "承办")
    said = {
        "答复种类": "已经列入工作计划",
        "答复内容": ANSWER,
        "可以衡量的目标（选填）": "人行桥1座",
        "完成期限（选填）": f"{DUE}",
    }
    press(page, "拟写答复", said)
    as_(page, head)
    page.goto(f"/desk/matters/{suggestion.pk}/")
    press(page, "签发答复")
    promise = Matter.objects.get(kind="commitment")
    expect(page.get_by_role("status").first).to_contain_text(f"已登记承诺 {promise.number}")
    return promise


def the_promise_stands_in_the_ledger(page: Page, promise: Matter, office: Office) -> None:
    """What the law asks before was reviewed; now it stands, and who answers for it is named."""
    pass_reviews(promise, office, clock.now())
    as_(page, office.liaison)
    page.goto(f"/desk/matters/{promise.pk}/")
    page.locator("ul.actions").get_by_role("link", name="登记生效").click()
    page.get_by_label("承办岗位").select_option(index=1)
    page.get_by_role("button", name="确认登记生效").click()
    expect(page.get_by_role("main")).to_contain_text("履行中")


def the_head_hands_over(page: Page, promise: Matter, old: Mandate, new: Mandate, chief: Mandate) -> None:
    as_(page, old)
    page.goto("/desk/handovers/")
    form = page.locator("form.form")
    form.get_by_role("checkbox").first.check()
    form.get_by_label("接任人").select_option(value=f"{new.user_id}")
    form.get_by_label("监交负责人").select_option(value=f"{chief.pk}")
    form.get_by_label("交接事由").fill("换届")
    form.get_by_role("button", name="生成清单").click()
    expect(page.get_by_role("table")).to_contain_text(promise.number)


def the_new_head_acknowledges(page: Page, new: Mandate) -> None:
    as_(page, new)
    page.goto(f"/desk/matters/{Matter.objects.get(kind='handover').pk}/")
    press(page, "接收")


def the_posts_change_hands(page: Page, promise: Matter, chief: Mandate) -> None:
    as_(page, chief)
    page.goto(f"/desk/matters/{Matter.objects.get(kind='handover').pk}/")
    press(page, "签字监交")
    promise.refresh_from_db()
    assert promise.commitment.head is not None
    assert promise.commitment.head.user.username == "xin"


def that_the_head_is_another_is_no_excuse(page: Page, promise: Matter, liaison: Mandate) -> str:
    """The same night there is a lead, which the body does not see; what it says for itself is kept and refused."""
    lead = Matter.objects.get(kind="lead")
    as_(page, liaison)
    answer = page.goto(f"/desk/matters/{lead.pk}/")
    assert answer is not None
    assert answer.status == 404
    page.goto(f"/desk/matters/{promise.pk}/")
    expect(page.get_by_role("main")).not_to_contain_text(lead.number)
    press(page, "说明逾期的理由", {"理由（选填）": "政府换届", "说明": "前任局长作出的答复"})
    expect(page.get_by_role("status").first).to_contain_text("理由不成立")
    return lead.number


def the_organ_above_finds_it_broken(page: Page, promise: Matter, lead: str, head: Mandate) -> None:
    as_(page, head)
    page.goto(f"/desk/matters/{promise.pk}/")
    expect(page.get_by_role("main")).to_contain_text(lead)
    assert_accessible(page)
    press(page, "认定违约", {"理由": "换届不是不履行的理由"})


def everybody_may_read_it(page: Page, address: str, lead: str) -> None:
    page.goto(address)
    main = page.get_by_role("main")
    expect(main).to_contain_text("人行桥1座")
    expect(main).to_contain_text("违约")
    expect(main).not_to_contain_text("测试甲")
    expect(main).not_to_contain_text(lead)
    assert_accessible(page)


def _in(body: PublicBody, username: str, role: Actor, post: str) -> Mandate:
    return make_mandate(username, role, body, body.path, post=post, reach=Reach.BODY)
