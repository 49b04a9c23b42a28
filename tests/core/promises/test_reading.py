"""A report is read into targets: only from what it plans, with measure, kind, figure, year and sentence."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.promises.reports import AIMS, RESULTS

from chengxin_core.promises import Basis, Bound, Kind, Resolve, Statement, read_results, read_targets, year_of
from chengxin_core.promises.reading import YearUnknown
from chengxin_core.promises.text import MOST_BYTES, ReportUnreadable, report_text

TARGETS = read_targets(AIMS, 2030)
PLAIN_SENTENCES = [
    "我们要继续努力。",
    "各位代表！",
    "要坚持稳中求进、实事求是。",
    "认真办理人大代表建议和政协委员提案。",
]


def target(metric: str, kind: Kind = Kind.LEVEL) -> Statement:
    (found,) = [told for told in TARGETS if (told.metric, told.kind, told.year) == (metric, kind, 2030)]
    return found


@pytest.mark.parametrize(
    ("metric", "kind", "value", "unit"),
    [
        ("地区生产总值", Kind.GROWTH_PCT, "8", "%"),
        ("地区生产总值", Kind.LEVEL, "100", "亿元"),
        ("一般公共预算收入", Kind.LEVEL, "1.2", "万亿元"),
        ("一般公共预算收入", Kind.GROWTH_PCT, "5", "%"),
        ("城镇登记失业率", Kind.LEVEL, "4", "%"),
        ("城镇居民人均可支配收入", Kind.GROWTH_PCT, "7", "%"),
        ("农村居民人均可支配收入", Kind.GROWTH_PCT, "7", "%"),
        ("单位生产总值能耗", Kind.DECLINE_PCT, "3", "%"),
        ("新建农村公路", Kind.LEVEL, "30", "公里"),
        ("改造老旧小区", Kind.LEVEL, "12", "个"),
        ("实施棚户区改造", Kind.LEVEL, "50", "万平方米"),
        ("机关会议", Kind.DECLINE_PCT, "10", "%"),
        ("文件", Kind.DECLINE_PCT, "15", "%"),
    ],
)
def test_finds_a_target(metric: str, kind: Kind, value: str, unit: str) -> None:
    found = target(metric, kind)

    assert (found.value, found.unit, found.year) == (Decimal(value), unit, 2030)
    assert found.sentence in AIMS


def test_keeps_how_a_target_is_hedged() -> None:
    assert target("地区生产总值", Kind.GROWTH_PCT).bound is Bound.ABOUT
    assert target("城镇登记失业率").bound is Bound.AT_MOST
    assert target("一般公共预算收入").resolve is Resolve.FIRM
    assert target("一般公共预算收入", Kind.GROWTH_PCT).resolve is Resolve.STRIVE
    assert (target("粮食产量").value, target("粮食产量").high) == (Decimal(3), Decimal(4))


def test_a_target_in_two_steps_is_two_targets() -> None:
    steps = [told for told in TARGETS if told.metric == "科技型企业"]

    assert [(told.value, told.bound, told.resolve) for told in steps] == [
        (Decimal(4), Bound.AT_LEAST, Resolve.FIRM),
        (Decimal(5), None, Resolve.STRIVE),
    ]


@pytest.mark.parametrize("second", ["、力争6.5%", "，力争达到6.5%"])
def test_the_second_step_is_of_the_kind_of_the_first(second: str) -> None:
    read = read_targets(f"二、2030年工作安排\n地区生产总值增长6%以上{second}。", 2030)

    assert [(told.kind, told.resolve) for told in read] == [
        (Kind.GROWTH_PCT, Resolve.FIRM),
        (Kind.GROWTH_PCT, Resolve.STRIVE),
    ]


def test_the_five_years_ahead_are_not_the_next_year() -> None:
    ahead = {(told.metric, told.basis): told for told in TARGETS if told.year == 2034}

    assert ahead["地区生产总值", Basis.ANNUAL_AVERAGE].value == 6
    assert ahead["新增就业", Basis.CUMULATIVE].value == 3
    assert len(ahead) == 2


def test_neither_the_past_nor_a_capacity_nor_a_past_year_is_a_target() -> None:
    assert {told.value for told in TARGETS} & {
        Decimal(90),
        Decimal(6),
        Decimal(20),
        Decimal(700),
        Decimal(60),
    } == {Decimal(6)}


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "城乡居民人均可支配收入分别增长8%、9%。",
            {"城镇居民人均可支配收入": "8", "农村居民人均可支配收入": "9"},
        ),
        ("甲产业、乙产业增加值分别增长8%和9%。", {"甲产业增加值": "8", "乙产业增加值": "9"}),
        ("养老金、低保标准再次提高，分别提高20元、9元。", {"养老金标准": "20", "低保标准": "9"}),
        ("甲区收入达到8亿元，乙区收入达到9亿元，分别增长7%。", {"甲区收入": "7", "乙区收入": "7"}),
        ("城镇调查失业率和登记失业率稳定在5%左右。", {"城镇调查失业率": "5", "登记失业率": "5"}),
        ("财政收入12亿元、增长8%，高于全市2个百分点。", {"财政收入": "8"}),
        ("民生支出达到9亿元，占财政支出的80%。", {"民生支出": "9", "民生支出占财政支出的比重": "80"}),
        ("建成2家菜市场和10个储菜库。", {"建成菜市场": "2", "建成储菜库": "10"}),
        ("完成甲街、乙路等9条道路工程。", {"完成道路工程": "9"}),
        ("投资3亿元实施管网改造工程。", {"管网改造工程投资": "3"}),
        ("2030年人均收入比2020年翻一番。", {"人均收入": "2"}),
        ("城乡低保标准分别提高到每人每月800元和600元。", {"城镇低保标准": "800", "农村低保标准": "600"}),
        ("旅游接待人次、旅游综合收入均增长15%。", {"旅游接待人次": "15", "旅游综合收入": "15"}),
        ("处理率分别达到95%、85%。", {}),
        ("一般公共预算收入同口径增长8%。", {"一般公共预算收入": "8"}),
        ("●演示产量稳定在11亿斤以上", {"演示产量": "11"}),
    ],
)
def test_a_figure_goes_to_the_measure_that_it_is_said_of(sentence: str, told: dict[str, str]) -> None:
    read = read_targets(f"二、2030年工作安排\n{sentence}", 2030)

    assert {found.metric: str(found.value) for found in read} == told


@pytest.mark.parametrize(
    "text", ["2030年地区生产总值增长6%。", "今年经济社会发展预期目标\n●地区生产总值增长6%"]
)
def test_without_headings_the_words_say_what_is_planned(text: str) -> None:
    assert [target.metric for target in read_targets(f"2029年地区生产总值增长5%。\n{text}", 2030)] == [
        "地区生产总值"
    ]


def test_aims_that_were_reached_are_no_plan() -> None:
    text = (
        "一、2029年工作回顾\n圆满完成预期目标：地区生产总值增长5%。\n二、2030年工作安排\n地区生产总值增长6%。"
    )

    assert [target.value for target in read_targets(text, 2030)] == [Decimal(6)]


def test_results_come_from_the_review_alone() -> None:
    told = {(result.metric, result.kind): result.value for result in read_results(RESULTS, 2031)}

    assert told["地区生产总值", Kind.GROWTH_PCT] == Decimal("8.1")
    assert "粮食产量" not in {metric for metric, _ in told}, "half a year is no year"


@given(place=st.integers(0, 30), sentence=st.sampled_from(PLAIN_SENTENCES))
def test_a_sentence_without_figures_changes_nothing(place: int, sentence: str) -> None:
    lines = AIMS.split("\n")
    lines.insert(min(place, len(lines)), sentence)

    assert read_targets("\n".join(lines), 2030) == TARGETS


@given(st.text(alphabet="二、2030年工作安排今增长达到分别的和0123456789.%亿元万，。；\n", max_size=200))
def test_any_text_is_read(text: str) -> None:
    for told in read_targets(f"二、2030年工作安排\n{text}", 2030):
        assert told.metric
        assert told.value.is_finite()
        assert told.year >= 2030


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("二、2014年工作安排\n为实现2020年目标而努力。", 2014),
        ("一、2013年工作回顾\n", 2014),
        ("2020年12月28日在演示县人民代表大会上\n各位代表", 2021),
        ("2020年2月28日在演示县人民代表大会上\n各位代表", 2020),
    ],
)
def test_a_report_says_which_year_it_is_of(text: str, year: int) -> None:
    assert year_of(text) == year


def test_a_report_that_does_not_is_refused() -> None:
    with pytest.raises(YearUnknown, match="哪一年"):
        year_of("各位代表：")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "空的"),
        (b" \n", "空的"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04", "DOCX"),
        ("二、工作安排".encode("gbk"), "GBK"),
        (b"\xff\xff\xff", "UTF-8"),
        (b"a\x00b", "空字符"),
        (b"a" * (MOST_BYTES + 1), "MB"),
    ],
    ids=["empty", "blank", "pdf", "docx", "gbk", "bytes", "nul", "huge"],
)
def test_refuses_what_is_no_text(data: bytes, told: str) -> None:
    with pytest.raises(ReportUnreadable, match=told):
        report_text(data)


def test_takes_the_mark_of_utf_8_away() -> None:
    assert report_text("\ufeff报告\r\n".encode()) == "报告\n"
