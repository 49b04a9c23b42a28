"""Personal information is found in the string where it stands, and nowhere else."""

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
