"""Messages: where, what was found, what was expected; and never a number of a person."""

import doctest
import importlib
import pkgutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin.ground import sheets
from chengxin.ground.sheets import FileRefused, Problem, shown


@pytest.mark.parametrize(
    "number",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "１３８００１３８０００",
        "+8613800138000",
        "370102198001010013",
        "37010219800101001X",
        "370102 19800101 001X",
        "0531-86012345",
        "6222020200011122233",
    ],
)
def test_hides_numbers_of_persons(number: str) -> None:
    said = str(Problem(1, f"电话{number}", f"张某{number}联系", "空白")) + str(
        FileRefused("x", filename=number)
    )

    assert number not in said
    assert "***" in said


@pytest.mark.parametrize("value", ["2023830", "（2018）鲁0102行初123号", "2018-02-02 10:00:00", "12345.67"])
def test_repeats_what_is_no_number_of_a_person(value: str) -> None:
    assert f"“{value}”" in str(Problem(1, "列", value, "别的"))


@given(st.text())
def test_what_is_repeated_is_one_short_line(value: str) -> None:
    assert len(shown(value)) <= 80
    assert len(shown(value).splitlines()) <= 1
    shown(value).encode()


def test_a_long_number_is_hidden_also_where_the_text_is_cut() -> None:
    assert "1380013" not in shown("长" * 70 + "13800138000" + "长" * 70)


def test_the_examples_in_the_code_hold() -> None:
    for module in pkgutil.iter_modules(sheets.__path__, f"{sheets.__name__}."):
        assert doctest.testmod(importlib.import_module(module.name)).failed == 0
