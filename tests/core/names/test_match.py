"""Which body is this, on that day? Asked of an invented prefecture."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.names.cast import BODIES, DAY, INDEX, MERGER, REFORM

from chengxin_core.names import (
    Ambiguous,
    MatchGround,
    Outside,
    Resolution,
    Resolved,
    Unknown,
    place_of,
    resolve,
)


def ask(name: str, on: date = DAY, within: str | None = None) -> Resolution:
    return resolve(name, on=on, index=INDEX, within=within)


@pytest.mark.parametrize(
    ("name", "body_id"),
    [
        ("河湾市人民政府", "c-gov"),
        ("山东省河湾市人民政府", "c-gov"),
        ("山东河湾市政府", "c-gov"),
        ("河湾政府", "c-gov"),
        ("山东省人民政府", "p-gov"),
        ("省政府", ""),
        ("河湾市市中区人民政府槐树街道办事处", "s-gov"),
        ("河湾市槐树街道办", "s-gov"),
        ("泉县范镇人民政府。", "t-gov"),
        ("河湾市市中区自然资源局", "d-land"),
        ("河湾高新区管委会", "zone"),
        ("河湾高新区管理委员会", "zone"),
    ],
)
def test_finds_a_body_by_its_names(name: str, body_id: str) -> None:
    found = ask(name)

    assert (found.body_id if isinstance(found, Resolved) else "") == body_id
    assert found.reasons


def test_every_official_name_means_its_own_body() -> None:
    for body in BODIES:
        days = [kind.since or MERGER for kind in body.kinds[:1]] or [DAY]

        found = ask(body.name, days[0])

        assert isinstance(found, Resolved), (body.name, found)
        assert found.body_id == body.id


def test_a_name_that_ended_means_the_body_it_was_the_name_of_and_tells_who_came_after() -> None:
    then, now = ask("河湾市市中区国土局", date(2016, 1, 1)), ask("河湾市市中区国土局")

    assert isinstance(then, Resolved)
    assert isinstance(now, Resolved)
    assert (then.body_id, then.ground) == ("d-soil", MatchGround.ALIAS)
    assert (now.body_id, now.ground) == ("d-soil", MatchGround.FORMER)
    assert [(step.to, step.on) for step in now.successions] == [("d-land", REFORM)]


def test_a_region_that_was_renamed_is_found_by_both_names() -> None:
    before, after = ask("石港市石城区人民政府", date(2010, 1, 1)), ask("河湾市石港区人民政府")

    assert isinstance(before, Resolved)
    assert isinstance(after, Resolved)
    assert before.body_id == after.body_id == "e-gov"


def test_who_bears_a_debt_depends_on_the_day() -> None:
    assert INDEX.bearers_of("o-gov", on=date(2018, 12, 25)) == ("o-gov",)
    assert INDEX.bearers_of("o-gov", on=MERGER) == ("c-gov",)


def test_leaves_a_name_open_that_two_bodies_share() -> None:
    found = ask("市中区人民政府")

    assert isinstance(found, Ambiguous)
    assert {candidate.body_id for candidate in found.candidates} == {"d-gov", "g-gov"}


def test_leaves_a_name_open_that_another_province_shares() -> None:
    found = ask("市中区公安局")

    assert isinstance(found, Ambiguous)
    assert "乐山市" in found.reasons[0]
    assert isinstance(ask("山东省市中区公安局"), Resolved)


def test_the_place_of_the_source_chooses_between_namesakes_and_is_told() -> None:
    found = ask("市中区人民政府", within="c")

    assert isinstance(found, Resolved)
    assert found.body_id == "d-gov"
    assert "来源所在的河湾市" in found.reasons[0]


@pytest.mark.parametrize(
    ("court", "place"),
    [
        ("河湾市中级人民法院", "c"),
        ("河湾市市中区人民法院", "d"),
        ("山东省高级人民法院", "p"),
        ("市中区人民法院", None),
        ("江苏省高级人民法院", None),
        ("太仓市人民法院", None),
    ],
)
def test_tells_the_place_in_whose_name_a_court_speaks(court: str, place: str | None) -> None:
    assert place_of(court, on=DAY, index=INDEX) == place


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("江苏省人民政府", "江苏省"),
        ("广东东莞市政府", "广东省"),
        ("太仓市公安局", "江苏省苏州市"),
        ("鼓楼区人民政府", "江苏省南京市、福建省福州市"),
        ("银川经济技术开发区管理委员会", "宁夏回族自治区银川市"),
        ("国家发展改革委", "中央国家机关"),
        ("住房和城乡建设部", "中央国家机关"),
    ],
)
def test_never_takes_a_body_of_another_province_for_ours(name: str, region: str) -> None:
    found = ask(name)

    assert isinstance(found, Outside)
    assert found.region == region


@pytest.mark.parametrize(
    "name", ["教育局", "人民政府", "有关部门", "", "（）", "市中区", "未见市人民政府", "河湾市市中区市教育局"]
)
def test_does_not_guess(name: str) -> None:
    assert not isinstance(ask(name), Resolved)


def test_forgives_one_slip_of_the_pen_in_a_long_name() -> None:
    doubled, lost = ask("河湾市市中区自然资源和规划划局"), ask("河湾市市中区自然资和规划局")

    for found in (doubled, lost):
        assert isinstance(found, Resolved)
        assert (found.body_id, found.ground) == ("d-land", MatchGround.SLIP)


def test_another_character_is_another_thing() -> None:
    found = ask("河湾市市中区医疗保险局")

    assert isinstance(found, Ambiguous)
    assert found.candidates[0].body_id == "d-insurance"


def test_a_part_of_a_body_is_offered_with_the_body_but_not_taken_for_it() -> None:
    found = ask("河湾市市中区公安局交通警察大队")

    assert isinstance(found, Ambiguous)
    assert found.candidates[0].body_id == "d-police"
    assert "派出机构" in found.candidates[0].reasons[0]


def test_a_misprinted_region_is_offered_but_never_taken() -> None:
    found = ask("泉现范镇人民政府")

    assert isinstance(found, Ambiguous)
    assert found.candidates[0].body_id == "t-gov"


@given(
    st.sampled_from([body.name for body in BODIES]), st.sampled_from("鲁济南中县市局甲"), st.integers(0, 12)
)
def test_a_slip_never_leads_to_another_body(name: str, letter: str, place: int) -> None:
    place %= len(name)
    wrong = name[:place] + letter + name[place + 1 :]

    found = ask(wrong, date(2019, 6, 1))

    if isinstance(found, Resolved) and found.ground is MatchGround.SLIP:
        assert INDEX.bodies[found.body_id].name == name


@given(st.text("省市县区镇街道人民政府国土局河湾泉中（）", max_size=20))
def test_any_text_is_answered_with_reasons(name: str) -> None:
    assert ask(name).reasons


def test_the_same_question_has_the_same_answer() -> None:
    assert ask("市中区国土资源和规划局") == ask("市中区国土资源和规划局")


def test_an_unknown_name_is_unknown() -> None:
    assert ask("未见市未见区人民政府") == Unknown(("未见“未见市”这一地名",))
