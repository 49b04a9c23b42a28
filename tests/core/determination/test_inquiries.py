"""An answer is the least that a purpose needs, and whatever lies outside the purpose changes nothing of it."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.law import the_rulebook

from chengxin_core.determination.inquiries import (
    Answer,
    Outcome,
    Purpose,
    Seen,
    Source,
    answer,
    purpose_named,
    purposes,
)
from chengxin_core.determination.small_numbers import hidden_below, sum_of_shown
from chengxin_core.rulebook import NotListed
from chengxin_core.vocabulary import Area, Severity

TODAY = date(2026, 11, 23)
BOOK = the_rulebook()
LISTED = purposes(BOOK, on=TODAY)
CODES = sorted(
    {
        item.code
        for name in ("measures", "discipline_effects", "official_opinions")
        for item in BOOK.items(name, on=TODAY)
    }
    | set(Severity)
)
days = st.integers(-900, 900).map(lambda off: TODAY + timedelta(days=off))
things = st.builds(
    Seen,
    source=st.sampled_from(Source),
    code=st.sampled_from(CODES),
    since=days,
    until=st.none() | days,
    clause=st.sampled_from(["甲法第一条", "乙法第二条", ""]),
    doubtful=st.booleans(),
    area=st.sampled_from(["", *Area]),
)
every_purpose = st.sampled_from(LISTED)


@given(purpose=every_purpose, standing=st.lists(things, max_size=8), others=st.lists(things, max_size=12))
@settings(max_examples=300)
def test_what_lies_outside_the_purpose_changes_nothing(
    purpose: Purpose, standing: list[Seen], others: list[Seen]
) -> None:
    outside = [each for each in others if not purpose.concerns(each)]

    told = answer(purpose, standing, on=TODAY)

    assert answer(purpose, [*outside, *standing], on=TODAY) == told
    assert answer(purpose, [*standing, *outside], on=TODAY) == told
    assert answer(purpose, [each for each in standing if purpose.concerns(each)], on=TODAY) == told


@given(purpose=every_purpose, standing=st.lists(things, max_size=8), on=days)
def test_the_order_of_what_stands_changes_nothing(purpose: Purpose, standing: list[Seen], on: date) -> None:
    assert answer(purpose, standing, on=on) == answer(purpose, reversed(standing), on=on)


@given(purpose=every_purpose, standing=st.lists(things, max_size=8), on=days)
def test_a_day_and_a_clause_are_told_of_an_obstacle_alone(
    purpose: Purpose, standing: list[Seen], on: date
) -> None:
    told = answer(purpose, standing, on=on)

    assert (told.until is not None) == (told.outcome is Outcome.OBSTACLE)
    assert told.until is None or told.until >= on
    assert told.clause == "" or told.outcome is Outcome.OBSTACLE


@given(purpose=every_purpose, standing=st.lists(things, max_size=8))
def test_nothing_stands_in_the_way_once_everything_is_over(purpose: Purpose, standing: list[Seen]) -> None:
    over = [each for each in standing if each.until is not None]
    later = max([TODAY, *(each.until for each in over if each.until)]) + timedelta(days=1)

    assert answer(purpose, over, on=later) == Answer(Outcome.CLEAR)


def seen(source: Source, code: str, **more: object) -> Seen:
    plain = {"since": date(2026, 1, 1), "until": date(2027, 6, 1), "clause": "某法第一条"}
    return Seen(source, code, **(plain | more))  # type: ignore[arg-type]


BAR = seen(Source.MEASURE, "honours_bar")


@pytest.mark.parametrize(
    ("code", "standing", "expected"),
    [
        ("award", [], Answer(Outcome.CLEAR)),
        ("award", [BAR], Answer(Outcome.OBSTACLE, date(2027, 6, 1), "某法第一条")),
        ("procurement", [BAR], Answer(Outcome.CLEAR)),
        ("award", [seen(Source.MEASURE, "honours_bar", doubtful=True)], Answer(Outcome.PERSON)),
        ("award", [seen(Source.MEASURE, "honours_bar", until=None)], Answer(Outcome.PERSON)),
        ("award", [seen(Source.MEASURE, "honours_bar", until=date(2026, 11, 22))], Answer(Outcome.CLEAR)),
        ("award", [seen(Source.MEASURE, "honours_bar", since=date(2026, 11, 24))], Answer(Outcome.CLEAR)),
        ("award", [seen(Source.RECORD, "general")], Answer(Outcome.PERSON)),
        ("award", [seen(Source.RECORD, "minor")], Answer(Outcome.CLEAR)),
        ("procurement", [seen(Source.RECORD, "serious", area="procurement")], Answer(Outcome.PERSON)),
        ("procurement", [seen(Source.RECORD, "serious", area="township")], Answer(Outcome.CLEAR)),
        ("promotion", [seen(Source.EFFECT, "no_promotion")], Answer(Outcome.OBSTACLE, date(2027, 6, 1), "某法第一条")),
        ("promotion", [seen(Source.EFFECT, "no_pay_rise")], Answer(Outcome.CLEAR)),
        ("promotion", [seen(Source.OPINION, "to_check")], Answer(Outcome.PERSON)),
        ("promotion", [seen(Source.OPINION, "none")], Answer(Outcome.CLEAR)),
    ],
)  # fmt: skip
def test_the_answer_of_the_shipped_rules(code: str, standing: list[Seen], expected: Answer) -> None:
    assert answer(purpose_named(BOOK, code, on=TODAY), standing, on=TODAY) == expected


def test_of_several_obstacles_the_longest_is_told() -> None:
    longer = seen(Source.MEASURE, "local_honours_limit", until=date(2028, 1, 1), clause="另一条")

    told = answer(purpose_named(BOOK, "award", on=TODAY), [longer, BAR], on=TODAY)

    assert told == Answer(Outcome.OBSTACLE, date(2028, 1, 1), "另一条")


def test_a_use_that_the_law_does_not_know_is_refused() -> None:
    with pytest.raises(NotListed, match="表彰奖励"):
        purpose_named(BOOK, "curiosity", on=TODAY)


def test_every_purpose_names_its_clause_and_looks_only_at_what_the_lists_know() -> None:
    assert {each.code for each in LISTED} == {
        "award", "promotion", "recruitment", "procurement", "funds", "pilot",
    }  # fmt: skip
    for each in LISTED:
        assert "第二十二条" in each.basis
        assert each.subjects <= {"body", "official"}
        assert each.subjects
        assert each.roles
        assert each.measures | each.effects | each.opinions <= set(CODES)
        assert each.severities <= set(Severity)
        assert each.areas <= set(Area)
        assert bool(each.effects | each.opinions) == ("official" in each.subjects)


counts = st.dictionaries(st.sampled_from([*Outcome, "more"]), st.integers(0, 30))


@given(counts=counts, smallest=st.integers(1, 15), data=st.data())
def test_small_counts_are_told_by_nothing_that_is_shown(
    counts: dict[str, int], smallest: int, data: st.DataObject
) -> None:
    other = {
        name: data.draw(st.integers(1, smallest - 1)) if 0 < count < smallest else count
        for name, count in counts.items()
    }

    shown, shown_of_other = hidden_below(counts, smallest), hidden_below(other, smallest)

    assert shown == shown_of_other
    assert sum_of_shown(shown) == sum_of_shown(shown_of_other)
    assert all(count is None or count == 0 or count >= smallest for count in shown.values())
