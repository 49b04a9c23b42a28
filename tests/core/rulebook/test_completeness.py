"""Every rule that was collected stands in a rulebook with its periods, or is named with the reason why not."""

import re

import pytest
from tests.core.rulebook.policy import POLICY, ROOT, PolicyRule, frozen_rules, rules_of_the_policy
from tests.core.rulebook.shipped import every_entry

from chengxin_core.rulebook import Clock, Entry, Item, Law, Parameter
from chengxin_rulebooks import provinces

LEFT_OUT = ROOT / "docs" / "reference" / "rules-not-encoded.md"

# Periods that the collected row states but that are no value of an entry, and why.
NOT_A_VALUE = {
    ("G-02", "1 m"): "the example of a month that ends early",
}

# Decisions of ours that quote a statute which was read, and which one.
QUOTES_A_STATUTE = {
    "Q-06": "山东省社会信用条例第四十九条",
}


def left_out() -> set[str]:
    """Return the ids that the reference names as not encoded."""
    whole, _, _ = LEFT_OUT.read_text("utf-8").partition("## 编号已经编入")
    return set(re.findall(r"^\| `([A-Z]\d?-\d{2})` \|", whole, re.MULTILINE))


def entries_of(rule_id: str) -> list[Entry]:
    """Return every entry that carries an id, of all times, other provinces included."""
    return [entry for entry in every_entry() if entry.rule_id == rule_id]


def numbers_in(entry: Entry) -> set[str]:
    """Return the periods of an entry as `7 wd`; a number of a list's item may stand for any unit."""
    found: set[str] = set()
    if isinstance(entry, Parameter) and entry.unit:
        found.add(f"{entry.value} {entry.unit}")
    if isinstance(entry, Clock) and entry.extension:
        found |= {f"{entry.extension} {entry.unit}", f"{entry.budget + entry.extension} {entry.unit}"}
    if isinstance(entry, Item):
        numbers = [value for value in entry.attributes.values() if type(value) is int]
        found |= {f"{number} {unit}" for number in numbers for unit in ("wd", "d", "m", "y")}
    return found


def in_months(period: str) -> str:
    """Return a period of years in months; any other as it is."""
    number, unit = period.split()
    return f"{int(number) * 12} m" if unit == "y" else period


@pytest.mark.parametrize("rule", frozen_rules(), ids=lambda rule: rule.id)
def test_a_rule_is_encoded_or_left_out_with_a_reason(rule: PolicyRule) -> None:
    entries = entries_of(rule.id)

    assert bool(entries) != (rule.id in left_out()), "encode it, or say why not: one of the two"


@pytest.mark.parametrize("rule", [r for r in frozen_rules() if r.periods], ids=lambda rule: rule.id)
def test_a_rule_has_the_periods_that_were_collected(rule: PolicyRule) -> None:
    found = {in_months(number) for entry in entries_of(rule.id) for number in numbers_in(entry)}

    missing = {
        period
        for period in rule.periods
        if in_months(period) not in found and (rule.id, period) not in NOT_A_VALUE
    }

    assert rule.id in left_out() or missing == set()


@pytest.mark.parametrize("rule", frozen_rules(), ids=lambda rule: rule.id)
def test_nothing_is_law_that_was_not_read_in_its_text(rule: PolicyRule) -> None:
    ours = [entry for entry in entries_of(rule.id) if entry.issuer not in provinces()[1:]]
    as_law = [entry for entry in ours if isinstance(entry.authority, Law)]

    assert rule.is_verified or rule.id in QUOTES_A_STATUTE or as_law == []


def test_every_entry_carries_the_id_of_a_collected_rule() -> None:
    known = {rule.id for rule in frozen_rules()}

    assert sorted({entry.rule_id for entry in every_entry()} - known) == []


def test_what_is_not_a_statute_says_where_it_was_read() -> None:
    untold = [
        f"{entry.file}:{entry.line} {entry.rule_id}"
        for entry in every_entry()
        if entry.authority.confidence in ("V:web", "V:seed", "V:code", "V-sec") and not entry.source
    ]

    assert untold == []


def test_the_frozen_ids_are_those_of_the_collected_law() -> None:
    if not POLICY.exists():
        pytest.skip("the collected law is not beside the checkout")

    assert [rule.line() for rule in frozen_rules()] == [rule.line() for rule in rules_of_the_policy()]
