"""Periods of sanctions, what a dossier bears for the year, and what may not be written of a person."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.law import the_rulebook

from chengxin_core.determination.dossiers import (
    LISTS,
    DossierInput,
    PeriodRefused,
    Standing,
    WordsRefused,
    effects_of,
    last_day,
    period_of,
    refuse_denied,
    refuse_measure,
    suggest,
)

SHIPPED = the_rulebook()
TODAY = date(2026, 11, 23)
PERIODS = {"warning": 6, "demerit": 12, "major_demerit": 18, "demotion": 24, "removal": 24}


@pytest.mark.parametrize(("sanction", "months"), PERIODS.items())
def test_each_sanction_has_the_period_of_the_law(sanction: str, months: int) -> None:
    assert period_of(sanction, SHIPPED, on=TODAY) == months


def test_dismissal_has_no_period() -> None:
    assert period_of("dismissal", SHIPPED, on=TODAY) is None
    with pytest.raises(PeriodRefused, match="没有期间"):
        period_of("dismissal", SHIPPED, on=TODAY, months=6)


@given(st.sampled_from(sorted(PERIODS)), st.integers(1, 9), st.integers(0, 80))
def test_several_equal_ones_last_between_one_period_and_their_sum_and_never_above_48(
    sanction: str, count: int, months: int
) -> None:
    one = PERIODS[sanction]
    if one <= months <= min(one * count, 48):
        assert period_of(sanction, SHIPPED, on=TODAY, count=count, months=months) == months
    else:
        with pytest.raises(PeriodRefused):
            period_of(sanction, SHIPPED, on=TODAY, count=count, months=months)


def test_several_without_a_period_are_asked_for_it() -> None:
    with pytest.raises(PeriodRefused, match="6 至 12 个月"):
        period_of("warning", SHIPPED, on=TODAY, count=2)


@pytest.mark.parametrize(
    ("decided", "months", "last"),
    [
        ("2026-03-05", 6, "2026-09-04"),
        ("2026-03-01", 6, "2026-08-31"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-01-01", 24, "2027-12-31"),
    ],
)
def test_a_period_begins_with_the_day_of_the_decision(decided: str, months: int, last: str) -> None:
    assert last_day(date.fromisoformat(decided), months) == date.fromisoformat(last)


def test_what_a_sanction_brings_about_is_what_the_law_lists() -> None:
    effects = {code: {item.code for item in effects_of(code, SHIPPED, on=TODAY)} for code in PERIODS}

    assert effects["warning"] == {"no_promotion"}
    assert effects["demerit"] == {"no_promotion", "no_pay_rise"}
    assert effects["removal"] == {"no_promotion", "no_pay_rise", "lowered"}


def test_the_four_inputs_are_those_of_the_programme() -> None:
    listed = {item.code: item.zh for item in SHIPPED.items("dossier_inputs", on=TODAY)}

    assert listed == {each: each.zh for each in list(DossierInput)[:4]}
    assert all(SHIPPED.items(LISTS[each], on=TODAY) for each in DossierInput)


def sanction(decided: date, until: date | None, **changes: object) -> Standing:
    return Standing(DossierInput.VIOLATIONS, "warning", decided, until, **changes)  # type: ignore[arg-type]


def test_a_running_sanction_bears_a_day_and_a_clause() -> None:
    found = suggest([sanction(date(2026, 9, 1), date(2027, 2, 28))], SHIPPED, year=2026, on=TODAY)

    assert (found.code, found.until) == ("in_effect", date(2027, 2, 28))
    assert "政务处分法" in found.clause


def test_a_sanction_is_over_on_the_day_after_its_last_whether_or_not_a_job_ran() -> None:
    entries = [sanction(date(2026, 5, 23), date(2026, 11, 22))]

    assert suggest(entries, SHIPPED, year=2026, on=date(2026, 11, 22)).code == "in_effect"
    assert suggest(entries, SHIPPED, year=2026, on=date(2026, 11, 23)).code == "ended"
    assert suggest(entries, SHIPPED, year=2027, on=date(2027, 3, 1)).code == "none"


@pytest.mark.parametrize(
    ("input", "item"),
    [
        (DossierInput.PERSONAL_MATTERS, "concealment"),
        (DossierInput.ANNUAL_ASSESSMENT, "incompetent"),
        (DossierInput.INTEGRITY_RECORD, "admonition"),
        (DossierInput.VIOLATIONS, "dismissal"),
    ],
)
def test_what_has_no_period_is_for_a_person_to_check(input: DossierInput, item: str) -> None:  # noqa: A002
    assert suggest([Standing(input, item, date(2026, 3, 1))], SHIPPED, year=2026, on=TODAY).code == "to_check"
    assert suggest([Standing(input, item, date(2025, 3, 1))], SHIPPED, year=2026, on=TODAY).code == "none"


def test_what_is_contested_is_not_decided_by_the_entry() -> None:
    entry = sanction(date(2026, 9, 1), date(2027, 2, 28), contested=True)

    assert suggest([entry], SHIPPED, year=2026, on=TODAY).code == "to_check"


def test_nothing_adverse_is_no_record() -> None:
    good = [Standing(DossierInput.ANNUAL_ASSESSMENT, "excellent", date(2026, 2, 1))]

    assert suggest(good, SHIPPED, year=2026, on=TODAY).reasons == ("四类信息中没有处在影响期内的记录",)
    assert "尚未收到" in suggest([], SHIPPED, year=2026, on=TODAY).reasons[1]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("家庭收入较高", "C-21"),
        ("有 存 款 若干", "C-21"),
        ("名下房产两套", "C-21"),
        ("患病请假", "C-22"),
        ("宗教信仰", "C-22"),
        ("多次信访", "C-57"),
        ("欠物业费", "C-57"),
        ("闯红灯一次", "C-57"),
    ],
)
def test_what_may_not_be_collected_is_refused_with_its_rule(text: str, rule: str) -> None:
    with pytest.raises(WordsRefused, match=rule):
        refuse_denied(text, SHIPPED, on=TODAY)


def test_the_name_of_an_organ_is_no_statement() -> None:
    refuse_denied("演示信访〔2026〕1号", SHIPPED, on=TODAY, organ="演示市信访局")
    with pytest.raises(WordsRefused):
        refuse_denied("演示信访〔2026〕1号", SHIPPED, on=TODAY, organ="演示市财政局")


@pytest.mark.parametrize(
    "text", ["信用得分 95", "评为95分", "全局第3名", "第三名", "排名靠后", "列入黑榜", "亮红灯", "信用 A 级"]
)
def test_a_person_is_given_no_number_no_rank_and_no_colour(text: str) -> None:
    with pytest.raises(WordsRefused, match="不得用分数"):
        refuse_measure(text)


@pytest.mark.parametrize("text", ["电话138 0013 8000", "999999180001000010"])
def test_no_personal_number_is_written_nor_repeated(text: str) -> None:
    with pytest.raises(WordsRefused, match="不得写入") as refusal:
        refuse_measure(text)
    assert "8000" not in str(refusal.value)


@pytest.mark.parametrize("text", ["依据处分决定，影响期内。", "本人分别于两次培训中合格", "5月15日作出决定"])
def test_plain_reasons_pass(text: str) -> None:
    refuse_measure(text)
    refuse_denied(text, SHIPPED, on=TODAY)
