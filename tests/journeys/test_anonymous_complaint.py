"""A complaint by somebody whom nobody knows, on a phone: three messages, evidence, an answer, a review. 演示数据。"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.harness import DESKTOP, PHONE, assert_accessible, open_page
from tests.journeys.doors import as_, morning_of, offer, open_matter, press
from tests.papers import paper, picture
from tests.rooms.supervision.conftest import city_government, city_housing, desks, reviewer_guan, verifier_mo
from tests.unprinted import papers_are_not_printed

from chengxin.foundation.reception.models import Voice
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground.home import Home
from chengxin.mechanisms.supervision.findings import INQUIRY
from chengxin.site.demo.complaints import Desks, Sent

__all__ = [
    "city_government",
    "city_housing",
    "desks",
    "papers_are_not_printed",
    "reviewer_guan",
    "verifier_mo",
]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__")]

TITLE = "对演示县住房和城乡建设局的违约失信投诉"
TEXT = "演示数据：维修合同的工程去年验收合格，合同款四十万元逾期一年没有支付。"
ANSWER = "经查，合同约定的付款条件是竣工结算审核完成，审核尚未完成，因此反映的违约不属实。"


@pytest.fixture
def phone(site: str, browser: Browser) -> Iterator[Page]:
    """The sender's phone."""
    with open_page(browser, site, PHONE) as page:
        yield page


@pytest.fixture
def desk(site: str, browser: Browser) -> Iterator[Page]:
    """A desk at which one after another signs in."""
    with open_page(browser, site, DESKTOP) as page:
        yield page


def talk(page: Page, code: str) -> None:
    """Open the talk with the code."""
    page.goto("/complain/talk/")
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("办理进度和留言")


def write(page: Page, text: str, *files: Path) -> None:
    """Send a message from the open talk."""
    page.get_by_label("留言").fill(text)
    if files:
        page.get_by_label("补充材料").set_input_files(files)
    page.get_by_role("button", name="发出留言").click()
    expect(page.get_by_role("status")).to_have_text("已发出")


def complain(page: Page) -> str:
    """Send the complaint in three steps; return the receipt code."""
    page.goto("/complain/")
    assert_accessible(page)
    page.get_by_label("被投诉单位").fill("住房和城乡")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("radio", name="演示县住房和城乡建设局").check()
    assert_accessible(page)
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("属于哪个领域").select_option("政府采购")
    page.get_by_label("投诉内容").fill(TEXT)
    page.reload()  # the connection was lost; what was typed is still there
    assert page.get_by_label("被投诉单位").or_(page.get_by_label("投诉内容")).first.input_value()
    if page.get_by_label("投诉内容").count():
        assert page.get_by_label("投诉内容").input_value() == TEXT
    assert_accessible(page)
    page.get_by_role("button", name="下一步").click()
    expect(page.locator("input[name=altcha]")).not_to_have_value("")
    assert_accessible(page)
    page.get_by_role("button", name="提交").click()
    assert_accessible(page)
    return page.locator(".receipt-code").inner_text()


def test_nobody_known_complains_talks_sends_evidence_and_has_the_result_reviewed(
    rules: str,
    home: Home,
    phone: Page,
    desk: Page,
    desks: Desks,
    housing_bureau: PublicBody,
    tmp_path: Path,
    proof_files: Callable[[], tuple[Path, Path]],
) -> None:
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    with morning_of("2026-11-23"):
        code = complain(phone)

        as_(desk, desks.intake)
        open_matter(desk, TITLE)
        expect(desk.locator("#voice")).to_contain_text("四十万元")
        expect(desk.locator("#routing")).to_contain_text("演示市住房和城乡建设局")
        assert_accessible(desk)
        press(desk, "受理")
        press(desk, "给来信人留言", {"给来信人的留言": "请补充合同和验收单。"})

        talk(phone, code)
        expect(phone.locator("#lines")).to_contain_text("请补充合同和验收单。")
        assert_accessible(phone)
        write(phone, "合同和验收单见附件。", *proof_files())
        expect(phone.locator("#lines")).to_contain_text("材料1.pdf")

        offer(
            desk, "转核实认定部门", {"核实认定部门（选填）": "演示市住房和城乡建设局（演示市：上级主管部门）"}
        )
        as_(desk, desks.verifier.officer)
        open_matter(desk, TITLE)
        expect(desk.locator("#voice")).to_contain_text("材料2.png")
        press(desk, "给来信人留言", {"给来信人的留言": "材料收到，正在核对结算。"})
        press(desk, "拟写协查通知书", {"请被投诉单位说明的事项": "请说明合同款未支付的原因。"})
        voice = Voice.objects.select_related("matter").get()
        assert voice.matter is not None
        with morning_of("2026-11-24") as tomorrow:
            Sent(voice.matter, voice, desks).serve(INQUIRY, tomorrow)

        talk(phone, code)
        write(phone, "谢谢，等结果。")

    with morning_of("2026-11-25"):
        as_(desk, desks.verifier.liaison)
        open_matter(desk, TITLE)
        assert "四十万元" not in desk.content()
        assert "材料1" not in desk.content()
        press(desk, "书面说明情况", {"说明": "结算审核尚未完成。"})

        as_(desk, desks.verifier.officer)
        open_matter(desk, TITLE)
        press(
            desk,
            "拟写结果和答复",
            {"拟作出的结果": "核实不属实", "查明的事实": "结算审核尚未完成。", "给投诉人的答复": ANSWER},
        )
        as_(desk, desks.verifier.head)
        open_matter(desk, TITLE)
        press(desk, "核实不属实")

        talk(phone, code)
        expect(phone.locator("#lines")).to_contain_text(ANSWER)
        phone.get_by_label("请选择").select_option("不满意")
        phone.get_by_role("button", name="评价办理情况").click()
        expect(phone.get_by_role("status")).to_contain_text("评价办理情况")
        review = phone.locator("#act-review")
        review.get_by_label("说明").fill("结算审核报告去年已经出具。")
        review.get_by_role("button", name="申请复查").click()

        expect(phone.locator("#standing")).to_contain_text("复查中")
        expect(phone.locator("#standing")).to_contain_text("演示市人民政府")
        assert phone.context.cookies() == []
        assert code.replace(" ", "") not in "".join(asked)
        assert all(url.startswith(phone.url.split("/complain")[0]) for url in asked)


@pytest.fixture
def proof_files(tmp_path: Path) -> Callable[[], tuple[Path, Path]]:
    """Lay a scanned contract and a photograph ready."""

    def lay() -> tuple[Path, Path]:
        contract, photograph = tmp_path / "合同.pdf", tmp_path / "验收.png"
        contract.write_bytes(paper())
        photograph.write_bytes(picture())
        return contract, photograph

    return lay
