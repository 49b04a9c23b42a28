"""Three of two hundred rows come back from the platform of record: mended, sent again, compared; then it repairs first.

What people do goes through the pages; the two hundred are made by operations, and what the clock does by itself (the
log, the exchange, the background) is done by hand. 演示数据。
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings
from tests.browser.harness import PHONE, assert_accessible, from_menu
from tests.journeys.conftest import Town
from tests.journeys.doors import as_, download, morning_of, open_matter, press, rows_of, the_log_follows
from tests.journeys.handling import do_as, the_reviewer_lets_out
from tests.make import Office
from tests.rooms.objections.cases import make_public_record
from tests.rooms.reporting import cases
from tests.rooms.reporting.cases import TOKEN, Simulation
from tests.unprinted import papers_are_not_printed

from chengxin.foundation.matters.models import Matter
from chengxin.foundation.reporting import connection, sending
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.foundation.transparency import plugs
from chengxin.foundation.transparency.models import Publication
from chengxin.ground import clock, keys
from chengxin.ground.jobs import work_off

__all__ = ["papers_are_not_printed"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__")]

WRONG = "失信事实没有写明欠付的事项"
RIGHT_FACTS = "演示数据：未按照生效判决支付道路改造工程款。"


@dataclass(frozen=True)
class Reported:
    """The records that somebody will handle: three that come back, and one that the platform repairs first."""

    corrected: Matter
    explained: tuple[Matter, Matter]
    repaired: Matter


@pytest.fixture
def platform(town: Town, tmp_path: Path, settings: Settings) -> Iterator[Simulation]:
    """The platform of record, in a process of its own; the town's installation is connected to it."""
    keys.keep_key(town.home, connection.TOKEN, TOKEN.encode())
    running = Simulation(tmp_path / "platform.json")
    settings.PLATFORM = running.start()
    yield running
    running.kill()


def test_three_of_two_hundred_rows_come_back_and_one_is_repaired_there_first(
    town: Town, platform: Simulation
) -> None:
    with morning_of("2026-11-23"):
        reported = two_hundred_are_published(town)
        platform.control(reject_rows=[196, 197, 198], reject_as=["SXSS", WRONG])
        assert the_clock_exchanges(platform).rows == 200
    with morning_of("2026-11-24"):
        the_officer_sees_why_three_came_back_and_takes_the_list_along(town)
        one_is_corrected_and_two_are_explained(town, reported)
        the_clock_exchanges(platform)
        nothing_differs(town, 200)
    with morning_of("2026-11-25"):
        address = address_of(reported.repaired)
        assert town.visitor.request.get(address).ok
        platform.control(repair=Publication.objects.get(matter=reported.repaired).key)
        the_clock_exchanges(platform)
        the_officer_verifies_and_the_head_confirms(town, reported.repaired)
        the_clock_exchanges(platform)
        assert town.visitor.request.get(address).status == 410
        nothing_differs(town, 199)


def two_hundred_are_published(town: Town) -> Reported:
    """Records of one body: 196 that nobody handles in this journey, then the four that somebody does."""
    office = Office(
        town.officer, town.second_officer, town.lawyer, town.head, town.release_reviewer, town.liaison
    )
    others = cases.Town(town.liaison.body, office, current_rulebook().hash, clock.now())
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(plugs, "_names", {})  # theirs rest on no instrument that could name a party
        for _ in range(196):
            others.publish()
    first, second, third, fourth = (
        make_public_record(body=town.liaison.body, office=office, at=clock.now()) for _ in range(4)
    )
    return Reported(first, (second, third), fourth)


def the_clock_exchanges(platform: Simulation) -> sending.Exchanged:
    """Do what the clock does: the log is numbered, what is due goes out, what came is fetched."""
    platform.control(clock=clock.now().isoformat())
    the_log_follows()
    return sending.exchange(at=clock.now())


def the_officer_sees_why_three_came_back_and_takes_the_list_along(town: Town) -> None:
    page = town.desk
    as_(page, town.officer)
    from_menu(page, "平台报送")
    page.get_by_role("link", name="退回待办").click()
    came_back = page.get_by_role("table").get_by_role("row").filter(has_text=WRONG)
    expect(came_back).to_have_count(3)
    on_a_phone(page)
    page.get_by_role("link", name="导出台账").click()
    refused = [row for row in rows_of(download(page, "下载工作簿（A4）")) if "SXSS" in row]
    assert [row[row.index("SXSS") + 1] for row in refused] == [WRONG] * 3


def one_is_corrected_and_two_are_explained(town: Town, reported: Reported) -> None:
    page = town.desk
    for each in reported.explained:
        page.goto("/desk/platform/returned/")
        row = page.get_by_role("row").filter(has_text=each.title)
        row.get_by_role("link", name=each.body.name).click()
        press(page, "答复平台退回并重新报送", {"附言": "演示数据：事实经核对无误。"})
    right = {"核查情况和理由": "演示数据：补写欠付的事项。", "失信事实": RIGHT_FACTS}
    do_as(page, town.head, reported.corrected.title, "更正", right)
    the_log_follows()
    the_reviewer_lets_out(page, town.release_reviewer, reported.corrected.title)


def nothing_differs(town: Town, held: int) -> None:
    """The officer asks for a comparison; on its page both sides hold the same."""
    page = town.desk
    as_(page, town.officer)
    page.goto("/desk/platform/")
    page.get_by_role("button", name="现在对账").click()
    expect(page.get_by_role("status")).to_contain_text("已交后台对账")
    work_off()
    page.reload()
    done = page.get_by_role("table", name="双向对账").get_by_role("row").nth(1)
    expect(done).to_contain_text("零差异")
    done.get_by_role("link").click()
    expect(page.get_by_text("零差异：双方的条数和编号一致")).to_be_visible()
    for name in ("本平台公示中", "对方平台"):
        expect(page.locator("#result")).to_contain_text(f"{name}{held}", use_inner_text=False)
    on_a_phone(page)


def the_officer_verifies_and_the_head_confirms(town: Town, record: Matter) -> None:
    """The notice of the platform waits on the officer's list; ours ends when the head has confirmed."""
    page, notice = town.desk, f"平台先行修复：{record.title}"
    as_(page, town.officer)
    page.get_by_role("table").get_by_role("link", name=notice, exact=True).click()
    expect(page.get_by_text("平台先行终止了这条信息")).to_be_visible()
    on_a_phone(page)
    press(page, "核实并提出同步终止", {"核实情况": "演示数据：已核对付款凭证。"})
    do_as(page, town.head, notice, "确认同步终止")
    open_matter(page, record.title)
    expect(page.get_by_role("main")).to_contain_text("已准予修复")


def address_of(record: Matter) -> str:
    return f"/records/{Publication.objects.get(matter=record).key}/"


def on_a_phone(page: Page) -> None:
    """Look at the page that is open in a window as narrow as a phone's; then go on as before."""
    before = page.viewport_size
    assert before is not None
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert_accessible(page)
    page.set_viewport_size(before)
