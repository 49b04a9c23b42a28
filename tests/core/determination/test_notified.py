"""Nothing is decided beyond what was told: the rule against the same rule written another way."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chengxin_core.determination.notified import Burden, beyond
from chengxin_core.determination.proportionality import LEVELS
from chengxin_core.vocabulary import Severity

CODES = ("reminder", "warning", "order", "funds")
MILDER = {"warning": frozenset({"reminder"})}
FIRST = date(2026, 11, 23)

days = st.none() | st.integers(0, 3).map(lambda days: FIRST + timedelta(days))
burdens = st.builds(
    Burden,
    record_type=st.sampled_from(("", "judgment_adverse", "breach_finding")),
    severity=st.none() | st.sampled_from(Severity),
    last_day=days,
    measures=st.sets(st.sampled_from(CODES)).map(lambda codes: {code: code for code in sorted(codes)}),
)


def may_be_decided(decided: Burden, told: Burden) -> bool:
    """The rule as one would say it: every part of what is decided was told, at least as grave."""
    grades = [None, *LEVELS]
    return (
        decided.record_type in {"", told.record_type}
        and grades.index(decided.severity) <= grades.index(told.severity)
        and (decided.last_day or date.min) <= (told.last_day or date.min)
        and all(
            code in told.measures or (code == "reminder" and "warning" in told.measures)
            for code in decided.measures
        )
    )


@given(decided=burdens, told=burdens)
def test_agrees_with_the_rule_in_plain_words(decided: Burden, told: Burden) -> None:
    assert (beyond(decided, told, milder=MILDER) == ()) is may_be_decided(decided, told)


@given(told=burdens)
def test_what_was_told_may_be_decided(told: Burden) -> None:
    assert beyond(told, told, milder=MILDER) == ()


@given(told=burdens)
def test_deciding_nothing_is_always_allowed(told: Burden) -> None:
    assert beyond(Burden(), told, milder=MILDER) == ()


@given(first=burdens, second=burdens, third=burdens)
def test_what_is_within_what_is_within_is_within(first: Burden, second: Burden, third: Burden) -> None:
    if not beyond(first, second, milder=MILDER) and not beyond(second, third, milder=MILDER):
        assert beyond(first, third, milder=MILDER) == ()


def test_says_each_thing_that_goes_beyond() -> None:
    told = Burden("judgment_adverse", Severity.GENERAL, FIRST, {"reminder": "提示约谈"})
    decided = Burden(
        "breach_finding", Severity.SERIOUS, FIRST + timedelta(1), {"warning": "警示约谈", "funds": "限制资金"}
    )

    assert beyond(decided, told, milder=MILDER) == (
        "认定的清单事项与告知的不同",
        "失信程度由告知的“一般”加重为“严重”",
        "告知公示至 2026-11-23，拟公示至 2026-11-24",
        "没有告知“警示约谈”",
        "没有告知“限制资金”",
    )
