"""The cases of deadlines, windows and proportionality, which jurists can read, come out as they say."""

from datetime import date
from typing import Any

import pytest
from tests.law import the_calendar, the_rulebook
from tests.spec.cases import cases

from chengxin_core.calendar import Suspension, Unit, due
from chengxin_core.determination.proportionality import ConductFacts, propose_measures
from chengxin_core.determination.windows import RecordFacts, publication_window
from chengxin_core.vocabulary import Severity

NOW = date(2026, 11, 23)
SEVERITIES = {severity.zh: severity for severity in Severity}


@pytest.mark.parametrize("case", cases("deadlines.toml"))
def test_a_deadline_falls_on_the_day_its_case_says(case: dict[str, Any]) -> None:
    excluded = [Suspension(e["from"], e["until"], e["ground"]) for e in case.get("excluded", [])]
    calendar = the_calendar().known_on(case["known_on"]) if "known_on" in case else the_calendar()

    told = due(case["from"], *period(case), calendar, roll=case.get("roll", True), excluded=excluded)

    assert told.due_on == case["due"], told.explain()
    assert told.provisional is case.get("provisional", False)
    assert list(told.rule_ids) == case.get("rules", list(told.rule_ids))


@pytest.mark.parametrize("case", cases("windows.toml"))
def test_a_window_ends_on_the_day_its_case_says(case: dict[str, Any]) -> None:
    facts = RecordFacts(
        severity=SEVERITIES[case["severity"]],
        instrument_on=case["instrument_on"],
        conduct_ended_on=case.get("conduct_ended_on"),
        fulfilment_confirmed_on=case.get("fulfilment_confirmed_on"),
        publication_required=case.get("publication_required", False),
    )

    window = publication_window(facts, the_rulebook(), on=case["on"])

    assert window.last_day == case.get("last_day"), window.explain()
    assert (window.binding.rule_id if window.binding else None) == case.get("by")
    assert window.permission.allowed is case["may_publish"], window.permission.reason
    assert case.get("because", "") in window.permission.reason
    if "repairable_from" in case:
        assert window.repairable_from == case["repairable_from"]


@pytest.mark.parametrize("case", cases("proportionality.toml"))
def test_a_proposal_is_what_its_case_says(case: dict[str, Any]) -> None:
    facts = ConductFacts(
        record_type=code("record_types", case["record_type"]),
        loss_fen=case["loss_yuan"] * 100,
        impact=code("impact_bands", case["impact"]),
        relief=frozenset(code("relief_grounds", ground) for ground in case.get("relief_grounds", [])),
        aggravation=frozenset(
            code("aggravation_grounds", ground) for ground in case.get("aggravation_grounds", [])
        ),
    )

    proposal = propose_measures(facts, the_rulebook(), on=case.get("on", NOW))

    assert proposal.severity.zh == case["severity"], proposal.steps
    assert proposal.relief.zh == case["relief"]
    assert [measure.zh for measure in proposal.recommended] == case["recommended"]


def period(case: dict[str, Any]) -> tuple[int, Unit]:
    """Return the period that a case gives itself, or that the rulebook gives its clock."""
    if "clock" in case:
        return the_rulebook().clock(case["clock"]).on(case["from"]).period
    return case["days"], Unit(case["unit"])


def code(key: str, zh: str) -> str:
    """Return the code of a listed item by its wording."""
    (item,) = [item for item in the_rulebook().items(key, on=NOW) if item.zh == zh]
    return item.code
