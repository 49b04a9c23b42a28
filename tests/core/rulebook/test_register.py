"""Every parameter of the collected register is a value of the rulebook, with the same number and unit."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from tests.core.rulebook.policy import POLICY
from tests.law import the_real_rulebook

from chengxin_core.rulebook import Clock, UnknownRule

FROZEN = Path(__file__).with_name("register.tsv")
NOW = date(2026, 11, 23)
_LINE = re.compile(r"^  ([a-z_]+\.[a-z_.]+|rectification|defence|lift_ack): *(\S+?) *# *(.*)$", re.MULTILINE)
_UNIT = re.compile(r"^(wd|d|m|y)\b")

# What the register calls by another name, and what it is called here; `+` is the extension of a clock.
KNOWN_AS = {
    "approval.extension": "approval.decision+",
    "approval.joint_extension": "approval.joint+",
    "disclosure.reply_extension": "disclosure.reply+",
    "petition.extend": "petition.decide+",
    "hotline.extend": "hotline.handle+",
    "suggestion.answer_months": "suggestion.answer",
    "suggestion.hard_months": "suggestion.answer_hard",
    "suggestion.co_handler_months": "suggestion.co_handler",
    "suggestion.rework_months": "suggestion.rework",
    "log.network_months": "log.network",
    "pia.keep_years": "pia.keep",
    "provision_record.keep_years": "provision_record.keep",
    "defence": "record.defence",
}


@dataclass(frozen=True, slots=True)
class Registered:
    """A line of the register: name, value as written, unit where the line names one."""

    name: str
    value: str
    unit: str

    def line(self) -> str:
        """Return it as a line of the frozen copy."""
        return "\t".join((self.name, self.value, self.unit))


def frozen() -> list[Registered]:
    """Read the frozen copy of the register."""
    return [Registered(*line.split("\t")) for line in FROZEN.read_text("utf-8").splitlines()]


def of_the_policy() -> list[Registered]:
    """Read the register of the collected law; keys without a value of their own are left out."""
    text = POLICY.read_text("utf-8").partition("## Appendix A")[2].partition("## Appendix B")[0]
    return [
        Registered(name, value.strip('"'), unit[1] if (unit := _UNIT.match(remark)) else "")
        for name, value, remark in _LINE.findall(text)
        if value != "null" and not value.startswith("{")
    ]


@pytest.mark.parametrize("registered", frozen(), ids=lambda each: each.name)
def test_a_registered_parameter_stands_in_the_rulebook(registered: Registered) -> None:
    key = KNOWN_AS.get(registered.name, registered.name)
    entry = the_real_rulebook().parameter(key.removesuffix("+")).on(NOW)

    if key.endswith("+"):
        assert isinstance(entry, Clock)
        assert str(entry.extension) == registered.value
    else:
        assert {str(entry.value), *in_other_units(entry.value)} & {registered.value}
    if registered.unit and entry.unit:
        assert str(entry.unit) == registered.unit


def test_thresholds_that_nobody_has_read_are_empty_lists() -> None:
    for key in ("debt.event_levels", "score.bands"):
        assert the_real_rulebook().items(key, on=NOW) == ()
        with pytest.raises(UnknownRule):
            the_real_rulebook().parameter(key)


def test_the_frozen_register_is_that_of_the_collected_law() -> None:
    if not POLICY.exists():
        pytest.skip("the collected law is not beside the checkout")

    assert [each.line() for each in frozen()] == [each.line() for each in of_the_policy()]


def in_other_units(value: object) -> set[str]:
    """Return how the register writes a rate that is kept in parts of ten thousand."""
    return {f"{value / 10_000:.4f}"} if isinstance(value, int) else set()
