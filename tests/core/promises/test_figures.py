"""Figures are read with their units and hedges, in every usual way of writing them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin_core.promises.figures import figures, number, plain, scaled
from chengxin_core.promises.statement import Bound

DIGITS = "零一二三四五六七八九"


def in_words(value: int) -> str:
    """Write a number below ten thousand in Chinese numerals."""
    words, gap = "", False
    for place, unit in ((3, "千"), (2, "百"), (1, "十"), (0, "")):
        figure = value // 10**place % 10
        if figure:
            words += ("零" if gap and words else "") + DIGITS[figure] + unit
        gap = figure == 0
    return words or "零"


@given(st.integers(0, 9999))
def test_a_number_in_words_is_read_back(value: int) -> None:
    assert number(in_words(value)) == value


@given(hundreds=st.integers(1, 10**9), unit=st.sampled_from(["亿元", "万人", "%", "公里", "万亿斤"]))
def test_a_number_in_figures_is_read_back(hundreds: int, unit: str) -> None:
    value = Decimal(hundreds) / 100

    for written in (f"{value}", f"{value:,}"):
        (found,) = figures(plain(f"演示指标达到{written}{unit}。"))
        assert (found.value, found.unit) == (value, unit)


@pytest.mark.parametrize(
    ("written", "value", "unit", "bound"),
    [
        ("增长８．５％左右", "8.5", "%", Bound.ABOUT),
        ("增长百分之八点五", "8.5", "%", None),
        ("控制在千分之四点五以内", "4.5", "‰", Bound.AT_MOST),
        ("不低于1,200万人", "1200", "万人", Bound.AT_LEAST),
        ("突破五千亿元", "5000", "亿元", Bound.AT_LEAST),
        ("新建幼儿园两所", "2", "所", None),
        ("惠及300多万人", "300", "万人", Bound.AT_LEAST),
        ("比重接近40%", "40", "%", Bound.BELOW),
        ("失业率不超过4.5%", "4.5", "%", Bound.AT_MOST),
        ("降低三成", "30", "%", None),
        ("增加1.5个百分点", "1.5", "个百分点", None),
    ],
)
def test_reads_unit_and_hedge(written: str, value: str, unit: str, bound: Bound | None) -> None:
    (found,) = figures(plain(written))

    assert (found.value, found.unit, found.bound) == (Decimal(value), unit, bound)


@pytest.mark.parametrize("written", ["增长3%-5%", "增长3%至5%", "增长3—5%", "增长3～5%"])
def test_reads_a_range(written: str) -> None:
    (found,) = figures(plain(written))

    assert (found.value, found.high, found.unit) == (Decimal(3), Decimal(5), "%")


def test_from_and_to_are_no_range() -> None:
    assert [found.high for found in figures("由80亿元增加到100亿元")] == [None, None]


@pytest.mark.parametrize(
    "written",
    [
        "2030年3月5日",
        "第三次会议",
        "一个新的局面",
        "“三个代表”",
        "三次产业",
        "建设2×35万千瓦机组",
        "5G应用",
        "二期工程",
        "三元公司",
    ],
)
def test_leaves_out_what_counts_nothing(written: str) -> None:
    assert figures(plain(written)) == []


def test_compares_across_scales() -> None:
    assert scaled(Decimal("1.2"), "万亿元") == scaled(Decimal(12000), "亿元")
    assert scaled(Decimal(3), "万平米") == scaled(Decimal(30000), "平方米")
