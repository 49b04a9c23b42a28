"""统一社会信用代码、行政区划代码与公民身份号码。"""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from chengxin_core.names.codes import (
    CREDIT_ALPHABET,
    CodeRefused,
    DivisionCode,
    credit_check,
    is_citizen_number,
    normal_code,
    read_credit_code,
)

PRINTED_CODES = (
    "11230500001755309F",
    "11341700003244772R",
    "91230500MA1B3N1N2M",
    "11330702056851584G",
    "113700000045022274",
    "11370000MB284651XL",
)


@pytest.mark.parametrize("code", PRINTED_CODES)
def test_reads_codes_that_are_printed_in_official_papers(code: str) -> None:
    read = read_credit_code(code)

    assert read.code == code
    assert read.organisation_check_holds


def test_reads_the_parts_of_a_code() -> None:
    code = read_credit_code("11370000MB284651XL")

    assert (code.registrar, code.category, code.division, code.organisation) == (
        "1",
        "11",
        "370000",
        "MB284651X",
    )
    assert code.is_public_organ
    assert not read_credit_code("91230500MA1B3N1N2M").is_public_organ


@pytest.mark.parametrize(
    "written",
    ["１１３７００００ＭＢ２８４６５１ＸＬ", "1137 0000 mb28 4651 xl", "11370000-MB284651X-L\u200b"],
)
def test_reads_full_width_blanks_hyphens_and_lower_case(written: str) -> None:
    assert read_credit_code(written).code == "11370000MB284651XL"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1137000000450302", "18 位"),
        ("11370000004503O270"[:18], "不含 I、O、S、V、Z"),
        ("113700000045030271", "校验码 0"),
        ("", "18 位"),
    ],
)
def test_refuses_a_code_and_says_what_was_expected(written: str, expected: str) -> None:
    with pytest.raises(CodeRefused, match=expected):
        read_credit_code(written)


@given(st.text(CREDIT_ALPHABET, min_size=17, max_size=17), st.sampled_from(CREDIT_ALPHABET))
def test_agrees_with_the_outside_reference_on_any_check_character(body: str, last: str) -> None:
    code = body + last

    assert (credit_check(body) == last) == (uscc.calc_check_digit(code) == last)


@given(st.integers(0, 99_999_999_999_999_999))
def test_agrees_with_the_outside_reference_on_citizen_numbers(digits: int) -> None:
    first = f"{digits:017d}"
    number = first + ric.calc_check_digit(first + "0")

    if is_citizen_number(number):
        assert not any(is_citizen_number(first + other) for other in "0123456789X" if other != number[-1])
    else:
        assert (
            first[0] == "0"
            or not ("18" <= first[6:8] <= "20" and "01" <= first[10:12] <= "12")
            or not ("01" <= first[12:14] <= "31")
        )


@given(st.text("0123456789abcXYZ０１２ＡＢｃ -\u200b\u3000"))
def test_the_normal_form_of_a_code_is_its_own_normal_form(written: str) -> None:
    assert normal_code(normal_code(written)) == normal_code(written)


@pytest.mark.parametrize(
    ("written", "code", "level", "parents"),
    [
        ("37", "370000", 1, ()),
        ("3701", "370100", 2, ("370000",)),
        ("370116", "370116", 3, ("370000", "370100")),
        ("370102001000", "370102001", 4, ("370000", "370100", "370102")),
        ("３７０１０２０００", "370102", 3, ("370000", "370100")),
    ],
)
def test_reads_division_codes_of_any_official_length(
    written: str, code: str, level: int, parents: tuple[str, ...]
) -> None:
    read = DivisionCode.read(written)

    assert (read.code, read.level, read.parents) == (code, level, parents)
    assert read.is_shandong


@pytest.mark.parametrize("written", ["", "0701", "37011", "370102001001", "山东"])
def test_refuses_what_is_no_division_code(written: str) -> None:
    with pytest.raises(CodeRefused):
        DivisionCode.read(written)
