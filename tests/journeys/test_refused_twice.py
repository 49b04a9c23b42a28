"""An investment agreement is refused twice although a court quashed the refusal: repeat case, shown as a typical one.

Everybody clicks what is theirs. 演示数据。
"""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import Town
from tests.journeys.doors import as_, buttons, morning_of, offer, open_matter, press, save, send
from tests.journeys.handling import (
    do,
    do_as,
    it_is_heard_and_determined,
    the_paper_is_served,
    the_reviewer_lets_out,
)
from tests.rooms.exchange.files import TITLES, judgment, text_of

from chengxin.ground.jobs import work_off

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__")]

BODY = "演示县住房和城乡建设局"
QUASHED = (
    "一、撤销演示县人民法院一审行政判决；二、撤销被告{body}作出的不予履行招商引资协议的决定；"
    "三、责令被告{body}在本判决生效之日起六十日内重新作出处理。本判决为终审判决。"
)
FACTS = "演示数据：对履行招商引资协议的申请作出驳回决定，被人民法院判决撤销并责令重作。"


def test_refused_twice_is_a_repeat_case_and_is_exposed(town: Town, tmp_path: Path) -> None:
    page = town.desk
    office = (town.officer, town.second_officer, town.lawyer, town.head)
    with morning_of("2026-11-23"):
        first = the_court_quashes_a_refusal(town, tmp_path, 1, "2026-10-12")
        assert "作为典型案例公布" not in the_record_is_reported(town, first, is_repeat=False)
        the_paper_is_served(page, office, "拟列入告知书", town.liaison)
    it_is_heard_and_determined(page, office, first, town.liaison, "2026-11-25")
    with morning_of("2026-11-26"):
        the_reviewer_lets_out(page, town.release_reviewer, first)
        as_(page, town.head)
        open_matter(page, first)
        offer(page, "作为典型案例公布", {"公布的情形": "多次反复失信", "理由": "演示数据。"})
        expect(page.get_by_role("alert")).to_contain_text("没有另一条正在生效的失信记录")

    with morning_of("2027-01-04"):
        second = the_court_quashes_a_refusal(town, tmp_path, 2, "2026-12-21")
        the_record_is_reported(town, second, is_repeat=True)
        the_paper_is_served(page, office, "拟列入告知书", town.liaison)
    it_is_heard_and_determined(page, office, second, town.liaison, "2027-01-06")
    with morning_of("2027-01-07"):
        address = the_reviewer_lets_out(page, town.release_reviewer, second)
        as_(page, town.officer)
        open_matter(page, second)
        assert "作为典型案例公布" not in buttons(page)  # the head alone decides
        as_(page, town.head)
        open_matter(page, second)
        press(page, "作为典型案例公布", {"理由": "演示数据：判决撤销后以同样理由再次驳回。"})
        the_reviewer_lets_out(page, town.release_reviewer, second)
        everybody_finds_the_typical_case(town, address)


def the_court_quashes_a_refusal(town: Town, tmp_path: Path, number: int, day: str) -> str:
    """The officer sends what the court gave; return the title of the record that is proposed."""
    row = judgment(
        BODY,
        number=number,
        date=day,
        reason="招商引资协议",
        裁判结果=QUASHED.format(body=BODY),
        docName=f"与{BODY}行政协议二审行政判决书",
    )
    as_(town.desk, town.officer)
    send(town.desk, save([list(TITLES.values()), text_of(row)], tmp_path / f"{number}.xlsx"))
    work_off()
    expect(town.desk.get_by_role("status")).to_contain_text("新提出失信记录 1 件")
    return f"{BODY}：（2026）演01行终{number}号"


def the_record_is_reported(town: Town, title: str, *, is_repeat: bool) -> list[str]:
    """Report, accept and grade it; that the body was found so before is shown and proposed. Return the buttons."""
    page = town.desk
    told = "另有正在生效的失信记录"
    open_matter(page, title)
    expect(page.get_by_role("main").get_by_text(told)).to_have_count(1 if is_repeat else 0)
    reported = {
        "清单条目": "行政诉讼败诉且经有权机关认定失信",
        "领域": "招商引资",
        "失信事实": FACTS,
    }
    press(page, "报送", reported)
    do_as(page, town.second_officer, title, "受理")
    as_(page, town.officer)
    open_matter(page, title)
    page.locator("ul.actions").get_by_role("link", name="研判失信程度", exact=True).click()
    again = page.get_by_role("checkbox", name="因同类行为再次被认定失信")
    expect(again).to_be_checked(checked=is_repeat)
    page.get_by_label("造成的损失").fill("3万元")
    page.get_by_label("社会影响").select_option("在县（市、区）范围内造成不良影响")
    page.get_by_role("button", name="确认研判失信程度").click()
    do(page, title, "拟写拟列入告知书")
    return buttons(page)


def everybody_finds_the_typical_case(town: Town, address: str) -> None:
    page = town.visitor
    page.goto("/")
    page.get_by_role("link", name="查看典型案例").click()
    expect(page.get_by_role("main").get_by_role("table").get_by_role("row")).to_have_count(2)
    page.goto(address)
    for words in ("典型案例", "多次反复失信", FACTS):
        expect(page.get_by_role("main")).to_contain_text(words)
    english = page.goto(f"/en{address}")
    assert english is not None
    assert english.status == 200
    expect(page.get_by_role("main")).to_contain_text("Typical case")
