"""Sums are read to the 分 in every usual way of writing them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin_core.determination.written_amounts import AmountUnreadable, is_rough, read_amount

CAPITALS, SMALL = "零壹贰叁肆伍陆柒捌玖", "零一二三四五六七八九"


def section(number: int, digits: str, units: tuple[str, str, str, str]) -> str:
    """Write a number below ten thousand."""
    words, gap = "", False
    for place in (3, 2, 1, 0):
        figure = number // 10**place % 10
        if figure:
            words += ("零" if gap and words else "") + digits[figure] + units[place]
        gap = figure == 0
    return words


def in_words(yuan: int, *, capital: bool) -> str:
    digits = CAPITALS if capital else SMALL
    units = ("", "拾", "佰", "仟") if capital else ("", "十", "百", "千")
    words = ""
    for place, name in ((2, "亿"), (1, "万"), (0, "")):
        part = yuan // 10 ** (4 * place) % 10**4
        if part:
            words += ("零" if words and part < 1000 else "") + section(part, digits, units) + name
    return words


@given(yuan=st.integers(1, 10**12 - 1), jiao=st.integers(0, 9), fen=st.integers(0, 9), capital=st.booleans())
def test_a_sum_in_words_is_read_back(yuan: int, jiao: int, fen: int, capital: bool) -> None:
    digits = CAPITALS if capital else SMALL
    written = in_words(yuan, capital=capital) + "元"
    written += f"{digits[jiao]}角" if jiao else ""
    written += f"{digits[fen]}分" if fen else "整"

    assert read_amount(f"人民币{written}") == yuan * 100 + jiao * 10 + fen


@given(fen=st.integers(0, 10**15))
def test_a_sum_in_figures_is_read_back(fen: int) -> None:
    yuan, rest = divmod(fen, 100)

    assert read_amount(f"{yuan:,}.{rest:02}元") == fen
    assert read_amount(f"￥{yuan}.{rest:02}") == fen


@given(hundreds=st.integers(0, 10**9))
def test_a_sum_in_ten_thousands_is_read_back(hundreds: int) -> None:
    assert read_amount(f"{hundreds // 100}.{hundreds % 100:02}万元") == hundreds * 100 * 100


@pytest.mark.parametrize(
    ("written", "yuan"),
    [
        ("人民币壹佰贰拾叁万元", 1_230_000),
        ("130余万元", 1_300_000),
        ("1,234.5万元", 12_345_000),
        ("１，２３４.５ 万元", 12_345_000),
        ("3万5千元", 35_000),
        ("十二万元", 120_000),
        ("1.2亿元", 120_000_000),
        ("两千万元", 20_000_000),
        ("一万亿元", 10**12),
        ("叁拾万零伍佰元整", 300_500),
        ("壹佰元（100元）", 100),
    ],
)
def test_reads_how_documents_write_sums(written: str, yuan: int) -> None:
    assert read_amount(written) == yuan * 100


def test_knows_a_rough_sum() -> None:
    assert is_rough("约三百万元")
    assert not is_rough("三百万元")


@pytest.mark.parametrize(
    "written",
    [
        "",
        "元",
        "1234.5",
        "130万",
        "100美元",
        "-5元",
        "三万五元",
        "一二三元",
        "1.005元",
        "壹佰元（200元）",
        "万元",
        "百元",
    ],
)
def test_refuses_what_is_no_sum_or_could_be_two(written: str) -> None:
    with pytest.raises(AmountUnreadable):
        read_amount(written)


@given(text=st.text(alphabet="0123456789.,万亿元角分十百千零一二三整人民币 ()", max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(AmountUnreadable):
        assert read_amount(text) >= 0
