"""Personal information is found in the string where it stands, and nowhere else."""

import pytest

from chengxin.ground.personal import personal_in
from chengxin_core.ledger.canonical import Json

CONTENT: Json = {"title": "演示事项", "steps": [{"what": "联系电话 13800000000"}, {"what": "演示当事人到场"}]}


def test_it_says_where_the_first_stands() -> None:
    found = personal_in(CONTENT, names=["演示当事人"])

    assert found is not None
    assert (found.place, found.what) == ("$.steps[0].what", "电话号码")


def test_a_name_is_found_through_blanks() -> None:
    found = personal_in({"facts": "由 演示 当事人 到场"}, names=["演示当事人"])

    assert found is not None
    assert found.place == "$.facts"


def test_what_only_two_strings_together_would_say_is_not_there() -> None:
    assert personal_in(["演示", "当事人"], names=["演示当事人"]) is None


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("11010519491231002X", "身份证件号码"),
        ("13800000000", "电话号码"),
        ("+86 138-0000 0000", "电话号码"),
        ("138 0000-0000", "电话号码"),
        ("１３８００００００００", "电话号码"),
        ("0531-8600000", "电话号码"),
        ("053186000000", "电话号码"),
        ("（2025）鲁0102行初1234号，金额1234567元", None),
    ],
)
def test_a_number_is_found_however_it_is_written(written: str, what: str | None) -> None:
    found = personal_in({"facts": f"见{written}。"})

    assert (found.what if found else None) == what
