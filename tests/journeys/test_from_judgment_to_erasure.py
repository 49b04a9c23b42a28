"""One journey through all, through the doors: from a court's judgment to a record that is gone, provably. 演示数据。

Every step is somebody's: they sign in, open the matter, press a button, fill its form. Only the clock is set, and
what the clock process does by itself is done by hand: background work, the log, the night.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.browser.harness import from_menu
from tests.journeys.conftest import Town
from tests.journeys.doors import (
    addresses_opened,
    as_,
    buttons,
    download,
    morning_of,
    offer,
    open_matter,
    papers,
    press,
    rows_of,
    save,
    send,
    the_log_follows,
    tick_only,
)
from tests.rooms.disclosure.test_drill import places_that_hold
from tests.rooms.exchange.files import TITLES, judgment, text_of

from chengxin.foundation.deadlines.nightly import run_nightly
from chengxin.foundation.matters.models import Matter
from chengxin.ground import clock, signer
from chengxin.ground.jobs import work_off
from chengxin.site.demo.steps import agree_to_electronic_service
from chengxin_verify.cli import main as verify

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__")]

BODY = "演示县住房和城乡建设局"
NEIGHBOUR = "演示县水利局"
RECORD = f"{BODY}：（2026）演01行终1号"
OBJECTION = f"对{RECORD}的异议"
MEASURE = "取消荣誉评选资格"
PLANTED = "麒麟鸑鷟甪端貔貅"
FACTS = f"未按照生效判决的要求，就{PLANTED}信息公开申请在规定期限内作出答复。"


def test_from_judgment_to_erasure(town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with morning_of("2026-11-23"):
        the_officer_imports_what_the_court_sent(town, tmp_path)
        the_officer_reports_and_a_colleague_accepts(town)
        the_officer_grades_and_proposes_a_measure(town)
        the_officer_drafts(town, "拟写拟列入告知书")
        the_paper_goes_out(town, "拟列入告知书")
    with addresses_opened(town.desk) as addresses:
        with morning_of("2026-11-24"):
            the_liaison_signs_and_sees_when_its_answer_is_due(town)
        with morning_of("2026-11-26"):
            the_liaison_answers_with_its_proof(town, tmp_path)
    with morning_of("2026-11-27"):
        the_neighbour_finds_nothing_at(town, addresses)
        the_officer_hears_the_body(town)
        the_officer_drafts(town, "拟写认定书")
        the_paper_goes_out(town, "失信认定书")
    with morning_of("2026-11-30"):
        the_liaison_signs_for(town, "失信认定书")
        the_owner_decides_and_carries_out_the_measure(town, tmp_path)
    with morning_of("2026-12-01"):
        the_reviewer_looks_and_publishes(town)
        address = a_citizen_finds_it_by_a_word_of_two_characters(town)
        receipt = a_citizen_takes_the_receipt_home(town, address)
        the_receipt_verifies(town, receipt, tmp_path, capsys, "公示 (版本 1)。")
    with morning_of("2026-12-02"):
        the_liaison_objects(town)
        the_officer_accepts_the_objection(town)
        the_public_page_says_that_it_is_contested(town, address)
    with morning_of("2026-12-04"):
        the_head_maintains_the_record(town)
        the_public_page_says_so_no_more(town, address)
        the_paper_goes_out(town, "异议处理决定书")
        the_liaison_signs_for(town, "异议处理决定书")
    with morning_of("2026-12-07"):
        the_officer_orders_rectification(town)
        the_paper_goes_out(town, "责令整改通知书")
    with morning_of("2026-12-08"):
        the_liaison_signs_for(town, "责令整改通知书")
        the_liaison_explains_and_plans(town)
        the_liaison_asks_for_repair_too_early(town, tmp_path)
    with morning_of("2026-12-28"):
        the_liaison_reports_what_it_put_right(town, tmp_path)
        a_colleague_verifies_it(town)
    with morning_of("2027-01-13"):
        the_liaison_applies_for_repair(town, tmp_path)
    with morning_of("2027-01-14"):
        the_officer_and_the_head_grant_it(town)
    with morning_of("2027-01-15"):
        the_papers_of_the_repair_are_served(town)
        everybody_answers_and_the_repair_is_complete(town)
    with morning_of("2027-01-18"):
        its_addresses_say_day_and_ground_only(town, address)
        no_list_names_the_body_or_the_record(town)
        nothing_of_it_is_left_on_the_public_side(town)
        the_old_receipt_still_verifies(town, receipt, tmp_path, capsys)
        the_case_file_goes_to_the_archive_at_night(town)


# 1 From a file to a proposed record.


def the_officer_imports_what_the_court_sent(town: Town, tmp_path: Path) -> None:
    page = town.desk
    as_(page, town.officer)
    from_menu(page, "导入")
    template = rows_of(download(page, "下载模板"))
    sound, broken = judgment(BODY, number=1), judgment(NEIGHBOUR, number=2, date="2026-13-01")
    filled = [*template, *([*text_of(row), ""] for row in (sound, broken))]
    send(page, save(filled, tmp_path / "裁判文书.xlsx"))
    work_off()
    expect(page.get_by_role("status")).to_contain_text(
        "保存 1 行，重复 0 行，未接受 1 行，新提出失信记录 1 件"
    )
    expect(page.get_by_role("table")).to_contain_text("2026-13-01")

    header, *refused = rows_of(download(page, "下载未接受的行"))
    (row,) = refused
    row[header.index(TITLES["date"])] = "2026-10-13"
    send(page, save([header, row], tmp_path / "改正后.xlsx"))
    work_off()
    expect(page.get_by_role("status")).to_contain_text(
        "保存 1 行，重复 0 行，未接受 0 行，新提出失信记录 1 件"
    )


# 2 From a proposed record to a notice on its way.


def the_officer_reports_and_a_colleague_accepts(town: Town) -> None:
    page = town.desk
    open_matter(page, RECORD)
    press(
        page,
        "报送",
        {"清单条目": "行政诉讼败诉且经有权机关认定失信", "领域": "依法行政", "失信事实": FACTS},
    )
    assert "受理" not in buttons(page)
    expect(page.locator("main")).to_contain_text("受理人不得与报送人为同一人")

    as_(page, town.second_officer)
    open_matter(page, RECORD)
    press(page, "受理")


def the_officer_grades_and_proposes_a_measure(town: Town) -> None:
    page = town.desk
    as_(page, town.officer)
    open_matter(page, RECORD)
    press(page, "研判失信程度", {"造成的损失": "86万元", "社会影响": "在县（市、区）范围内造成不良影响"})
    expect(page.get_by_role("main")).to_contain_text("一般")
    tick_only(page, "建议惩戒措施", MEASURE)


def the_officer_drafts(town: Town, button: str) -> None:
    as_(town.desk, town.officer)
    open_matter(town.desk, RECORD)
    press(town.desk, button)


def the_paper_goes_out(town: Town, paper: str) -> None:
    page, title = town.desk, f"{paper}（{BODY}）"
    agree_to_electronic_service(town.liaison, clock.now())
    for mandate, button in (
        (town.second_officer, "审核"),
        (town.lawyer, "法制审核"),
        (town.head, "签发"),
        (town.officer, "电子送达"),
    ):
        as_(page, mandate)
        open_matter(page, title)
        press(page, button)


# 3 The body is told, and answers.


def the_liaison_signs_and_sees_when_its_answer_is_due(town: Town) -> None:
    page = town.desk
    as_(page, town.liaison)
    page.goto("/desk/")
    expect(page.get_by_role("table")).not_to_contain_text(RECORD)
    the_liaison_signs_for(town, "拟列入告知书")
    assert download(page, "下载 PDF").startswith(b"%PDF")

    open_matter(page, RECORD)
    expect(page.get_by_role("main")).to_contain_text("由当事单位办理")
    page.get_by_role("link", name=re.compile("为什么是这一天.*陈述申辩")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("为什么是这一天")
    expect(page.get_by_role("main")).to_contain_text("2026-12-01")


def the_liaison_signs_for(town: Town, paper: str) -> None:
    as_(town.desk, town.liaison)
    open_matter(town.desk, f"{paper}（{BODY}）")
    press(town.desk, "签收")


def the_liaison_answers_with_its_proof(town: Town, tmp_path: Path) -> None:
    page = town.desk
    as_(page, town.liaison)
    open_matter(page, RECORD)
    press(
        page,
        "提交陈述申辩",
        {"陈述申辩意见": "演示数据：已补作答复。", "证明材料（选填）": papers(tmp_path, "补作的答复.pdf")},
    )
    assert download(page, "补作的答复.pdf").startswith(b"%PDF")


def the_neighbour_finds_nothing_at(town: Town, addresses: set[str]) -> None:
    page = town.desk
    assert len(addresses) == 7  # two matters, two forms, two files, one deadline
    as_(page, town.neighbour)
    page.goto("/desk/all/")
    expect(page.get_by_role("main")).to_contain_text("这里还没有事项")

    answers = {address: page.request.get(address).status for address in addresses}

    assert set(answers.values()) == {404}, answers


# 4 It is heard, determined, and published.


def the_officer_hears_the_body(town: Town) -> None:
    as_(town.desk, town.officer)
    open_matter(town.desk, RECORD)
    press(town.desk, "记录陈述申辩", {"听取意见和采纳情况": "演示数据：补作答复属实，不影响违法的认定。"})


def the_owner_decides_and_carries_out_the_measure(town: Town, tmp_path: Path) -> None:
    page = town.desk
    as_(page, town.owner)
    page.get_by_role("table").get_by_role("link", name=MEASURE).click()
    press(page, "决定采取", {"决定文书名称和文号": "演示市人社〔2026〕1号"})
    press(
        page,
        "反馈已实施",
        {
            "决定送达当事单位的日期": "2026-11-30",
            "实施日期": "2026-11-30",
            "实施情况": "演示数据：已取消年度评选资格。",
            "送达回证和实施证明": papers(tmp_path, "送达回证.pdf"),
        },
    )


def the_reviewer_looks_and_publishes(town: Town) -> None:
    page = town.desk
    as_(page, town.release_reviewer)
    open_matter(page, RECORD)
    expect(page.get_by_role("main")).to_contain_text("将对外公示的内容")
    press(
        page,
        "公开审查并公示",
        {
            "信息公开审查通过": True,
            "保密审查通过，不涉及国家秘密和工作秘密": True,
            "已核对不含自然人信息和当事人名称": True,
            "审查意见": "演示数据：同意公开。",
        },
    )
    the_log_follows()


# 5 A citizen without an account.


def a_citizen_finds_it_by_a_word_of_two_characters(town: Town) -> str:
    page = town.visitor
    page.goto("/")
    page.get_by_role("searchbox").fill("鸑鷟")
    page.get_by_role("button", name="搜索").click()
    page.get_by_role("main").get_by_role("link", name="行政诉讼败诉").click()

    for heading in ("事实", "依据", "认定理由", "措施", "异议和救济", "存证"):
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    main = page.get_by_role("main")
    for words in (BODY, FACTS, "（2026）演01行终1号", MEASURE, "已经生效", "最迟终止公示"):
        expect(main).to_contain_text(words)
    expect(main).not_to_contain_text("演示独名建筑有限公司")
    assert page.context.cookies() == []
    return page.url


def a_citizen_takes_the_receipt_home(town: Town, address: str) -> bytes:
    town.visitor.goto(address)
    return download(town.visitor, "下载存证回执")


def the_receipt_verifies(
    town: Town, receipt: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str], told: str, *asked: str
) -> None:
    file = tmp_path / "receipt.json"
    file.write_bytes(receipt)
    capsys.readouterr()

    code = verify([str(file), "--key", str(signer.log_key(town.home).verifier_key), *asked])

    said = capsys.readouterr().out
    assert code == 0, said
    assert told in said


# 6 The body objects.


def the_liaison_objects(town: Town) -> None:
    page = town.desk
    as_(page, town.liaison)
    open_matter(page, RECORD)
    press(
        page,
        "提出异议",
        {"异议事由": "信息错误：事实、依据、日期或者程度有误", "异议内容": "演示数据：损失没有那么大。"},
    )


def the_officer_accepts_the_objection(town: Town) -> None:
    as_(town.desk, town.officer)
    open_matter(town.desk, OBJECTION)
    press(town.desk, "受理")
    the_log_follows()


def the_public_page_says_that_it_is_contested(town: Town, address: str) -> None:
    town.visitor.goto(address)
    expect(town.visitor.get_by_role("heading", name="异议处理中")).to_be_visible()


def the_head_maintains_the_record(town: Town) -> None:
    as_(town.desk, town.head)
    open_matter(town.desk, OBJECTION)
    press(town.desk, "异议不成立，维持", {"理由": "演示数据：经核查，损失有审计报告为证。"})
    the_log_follows()


def the_public_page_says_so_no_more(town: Town, address: str) -> None:
    town.visitor.goto(address)
    expect(town.visitor.get_by_role("heading", name="存证")).to_be_visible()
    expect(town.visitor.get_by_role("heading", name="异议处理中")).to_have_count(0)


# 7 The body puts it right.


def the_officer_orders_rectification(town: Town) -> None:
    as_(town.desk, town.officer)
    open_matter(town.desk, RECORD)
    press(town.desk, "责令整改", {"整改要求": "演示数据：建立答复台账，清理超期未答复的申请。"})


def the_liaison_explains_and_plans(town: Town) -> None:
    page = town.desk
    as_(page, town.liaison)
    open_matter(page, f"{BODY}：书面说明与限期整改")
    press(page, "提交书面说明", {"陈述内容": "演示数据：经办人调整，衔接不周。"})
    press(
        page,
        "提交整改方案",
        {"陈述内容": "演示数据：两步完成。", "阶段目标": "2026-12-15 建立台账\n2026-12-25 清理完毕"},
    )


def the_liaison_asks_for_repair_too_early(town: Town, tmp_path: Path) -> None:
    page = town.desk
    open_matter(page, RECORD)
    offer(page, "申请信用修复", _application(tmp_path))
    expect(page.get_by_role("alert")).to_contain_text("尚不能申请修复，最早 2027-01-13 可以申请")


def the_liaison_reports_what_it_put_right(town: Town, tmp_path: Path) -> None:
    page = town.desk
    as_(page, town.liaison)
    open_matter(page, f"{BODY}：书面说明与限期整改")
    press(
        page,
        "报告阶段目标完成",
        {"阶段目标": "2026-12-15 建立台账", "完成日期": "2026-12-14"},
    )
    press(
        page,
        "提交整改报告",
        {"陈述内容": "演示数据：均已答复。", "证明材料（选填）": papers(tmp_path, "台账.pdf")},
    )


def a_colleague_verifies_it(town: Town) -> None:
    page = town.desk
    as_(page, town.second_officer)
    open_matter(page, f"{BODY}：书面说明与限期整改")
    press(page, "验收通过", {"办理意见": "演示数据：抽查属实。"})


# 8 The minimum term has passed; the record is repaired.


def the_liaison_applies_for_repair(town: Town, tmp_path: Path) -> None:
    as_(town.desk, town.liaison)
    open_matter(town.desk, RECORD)
    press(town.desk, "申请信用修复", _application(tmp_path))


def _application(tmp_path: Path) -> dict[str, str | bool | Path]:
    return {
        "纠正和履行情况": "演示数据：已答复，已整改。",
        "履行完毕的证明": papers(tmp_path, "答复书.pdf"),
        "信用承诺书": papers(tmp_path, "信用承诺书.pdf"),
    }


def _repair() -> str:
    return Matter.objects.get(kind="repair").title


def the_officer_and_the_head_grant_it(town: Town) -> None:
    page = town.desk
    as_(page, town.officer)
    open_matter(page, _repair())
    press(page, "受理")

    as_(page, town.head)
    open_matter(page, _repair())
    press(
        page,
        "准予修复",
        {
            "失信行为已经纠正": True,
            "相关义务已经全部履行": True,
            "已作信用承诺，没有依法不得修复的情形": True,
            "核查情况和理由": "演示数据：三项均已核实。",
        },
    )
    the_log_follows()


def the_papers_of_the_repair_are_served(town: Town) -> None:
    for paper in ("修复决定书", "解除通知书"):
        the_paper_goes_out(town, paper)
        the_liaison_signs_for(town, paper)


def everybody_answers_and_the_repair_is_complete(town: Town) -> None:
    page = town.desk
    as_(page, town.officer)
    open_matter(page, _repair())
    expect(page.get_by_role("table").filter(has_text="终止公示")).to_contain_text("待回执")
    press(page, "登记停止共享回执", {"回执": "演示平台回执第1号，2027-01-15"})

    as_(page, town.owner)
    page.get_by_role("table").get_by_role("link", name=MEASURE).click()
    press(page, "回执已解除", {"解除日期": "2027-01-15", "解除情况": "演示数据：已恢复评选资格。"})

    as_(page, town.officer)
    open_matter(page, _repair())
    expect(page.get_by_role("main")).to_contain_text("修复完成")
    expect(page.get_by_role("main")).not_to_contain_text("待回执")


# 9 It is gone.


def its_addresses_say_day_and_ground_only(town: Town, address: str) -> None:
    page = town.visitor
    english = address.replace("/records/", "/en/records/")
    for gone, ground in (
        (address, "信用修复"),
        (english, "Repair"),
        (f"{address}index.json", "repaired"),
        (f"{address}receipt.json", "repaired"),
    ):
        answer = page.request.get(gone)
        assert answer.status == 410, gone
        assert "2027-01-14" in answer.text()
        assert ground in answer.text()
        assert not {word for word in (BODY, PLANTED, MEASURE, "演01") if word in answer.text()}, gone


def no_list_names_the_body_or_the_record(town: Town) -> None:
    page = town.visitor
    for address in ("/", "/feed.atom", "/withdrawn/", "/index.json", "/regions/x/", "/sitemap.xml"):
        text = page.request.get(address).text()
        assert PLANTED not in text, address
        assert f"{BODY}行政诉讼" not in text, address
    assert BODY not in page.request.get("/withdrawn/").text() + page.request.get("/feed.atom").text()
    page.goto("/search/?q=鸑鷟")
    expect(page.get_by_role("main")).to_contain_text("没有找到正在公示的记录")
    page.goto("/bodies/bzj/")
    expect(page.get_by_role("main")).to_contain_text("没有正在公示的失信记录")
    expect(page.get_by_role("main")).not_to_contain_text("整改")
    page.goto("/withdrawn/")
    expect(page.get_by_role("table").get_by_role("row")).to_have_count(2)
    assert page.context.cookies() == []


def nothing_of_it_is_left_on_the_public_side(town: Town) -> None:
    words = [PLANTED, PLANTED[:4], "演01行终1号"]

    assert places_that_hold([word.encode() for word in words], town.home) == set()


def the_old_receipt_still_verifies(
    town: Town, receipt: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    the_receipt_verifies(town, receipt, tmp_path, capsys, "逐字未改")

    newer = tmp_path / "newer.json"
    origin = town.visitor.url.partition("/withdrawn")[0]
    the_receipt_verifies(
        town, receipt, tmp_path, capsys, "后续条目: ", "--log", f"{origin}/log/", "--save", str(newer)
    )

    assert PLANTED.encode() not in newer.read_bytes()
    the_receipt_verifies(town, newer.read_bytes(), tmp_path, capsys, "内容和盐已经销毁")
    the_receipt_verifies(town, newer.read_bytes(), tmp_path, capsys, "事由 repaired)。")


def the_case_file_goes_to_the_archive_at_night(town: Town) -> None:
    page = town.desk
    as_(page, town.officer)
    open_matter(page, RECORD)
    address = page.url
    run_nightly(at=clock.now())

    for mandate in (town.officer, town.liaison):
        as_(page, mandate)
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 404, mandate

    as_(page, town.archivist)
    page.goto(address)
    expect(page.get_by_role("main")).not_to_contain_text(PLANTED)
    page.get_by_label("查阅目的").fill("演示数据：年度案卷检查")
    page.get_by_role("button", name="查阅").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(RECORD)
    expect(page.get_by_role("main")).to_contain_text(PLANTED)
    expect(page.get_by_role("main")).to_contain_text("年度案卷检查")
    assert buttons(page) == []
