"""Numbers of cases and documents have one normal form, and what is none is refused with the form expected."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin_core.determination.case_numbers import (
    CaseNumberUnreadable,
    DocumentNumberUnreadable,
    normal_case_number,
    normal_document_number,
)

BRACKETS = st.sampled_from(["（）", "()", "〔〕", "﹝﹞", "[]", "【】", "［］"])
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@given(
    year=st.integers(1950, 2049),
    court=st.sampled_from(["鲁", "最高法", "鲁01", "演法", "京73"]),
    kind=st.sampled_from(["行初", "行终", "行申", "行终字第", "行审"]),
    number=st.integers(1, 99999),
    brackets=BRACKETS,
    blanks=st.lists(st.integers(0, 30), max_size=4),
    wide=st.booleans(),
)
def test_every_way_of_typing_a_case_number_gives_one_form(
    year: int, court: str, kind: str, number: int, brackets: str, blanks: list[int], wide: bool
) -> None:
    typed = f"{brackets[0]}{year}{brackets[1]}{court}{kind}{number}号"
    if wide:
        typed = typed.translate(FULL_WIDTH)
    for place in blanks:
        typed = typed[:place] + " " + typed[place:]

    normal = normal_case_number(typed)

    assert normal == f"（{year}）{court}{kind}{number}号"
    assert normal_case_number(normal) == normal


@given(year=st.integers(1950, 2049), number=st.integers(1, 9999), brackets=BRACKETS)
def test_every_way_of_typing_a_document_number_gives_one_form(year: int, number: int, brackets: str) -> None:
    typed = f" 演政办发 {brackets[0]}{year}{brackets[1]} {number} 号"

    assert normal_document_number(typed) == f"演政办发〔{year}〕{number}号"


@pytest.mark.parametrize(
    "written", ["", "甘行申25号", "（2016）甘行申25", "（16）甘行申25号", "（2016甘行申25号", "（2016）号"]
)
def test_refuses_what_is_no_case_number_and_says_what_was_expected(written: str) -> None:
    with pytest.raises(CaseNumberUnreadable) as refused:
        normal_case_number(written)

    assert written in str(refused.value)
    assert "（2016）甘行申25号" in str(refused.value)


def test_refuses_a_document_number_without_its_organ() -> None:
    with pytest.raises(DocumentNumberUnreadable):
        normal_document_number("〔2026〕3号")


def test_a_cell_of_a_million_characters_is_refused_at_once() -> None:
    with pytest.raises(CaseNumberUnreadable) as refused:
        normal_case_number("（2016）" + "行" * 1_000_000)

    assert len(str(refused.value)) < 200
