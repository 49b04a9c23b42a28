"""The cases of gate, repair, objection, silence and excuses, which jurists can read, come out as they say."""

from datetime import date
from typing import Any, TypeVar

import pytest
from tests.law import the_calendar, the_real_rulebook, the_rulebook
from tests.spec.cases import cases

from chengxin_core.calendar import due
from chengxin_core.determination.excuses import LIST, Duty, judge_excuse
from chengxin_core.determination.gate import GateFacts, Instrument, Standing, SubjectKind, record_gate
from chengxin_core.determination.opinions import Opinion
from chengxin_core.determination.repair import RepairFacts, may_apply, may_grant
from chengxin_core.determination.silence import silence_of
from chengxin_core.determination.windows import RecordFacts
from chengxin_core.rulebook import Law, Rulebook
from chengxin_core.vocabulary import InstrumentKind, Severity, Term
from chengxin_rulebooks import rulebook_sources

NOW = date(2026, 11, 23)
TermT = TypeVar("TermT", bound=Term)


@pytest.mark.parametrize("case", cases("gate.toml"))
def test_the_gate_opens_where_its_case_says(case: dict[str, Any]) -> None:
    rulebook = the_real_rulebook() if case.get("list") == "真实清单" else the_rulebook()
    types = {item.zh: item.code for item in rulebook.items("record_types", on=NOW)}
    facts = GateFacts(
        subject=term(SubjectKind, case["subject"]),
        instruments=tuple(instrument(each) for each in case["instruments"]),
        record_type=types[case["record_type"]] if case["record_type"] else "",
        standing=term(Standing, case["standing"]),
        instrument_on=case["instrument_on"],
    )

    told = record_gate(facts, rulebook, on=case.get("on", NOW))

    assert told.holds is case["open"], told.explain()
    assert_refused_because(told, case)


@pytest.mark.parametrize("case", cases("repair.toml"))
def test_repair_is_open_where_its_case_says(case: dict[str, Any]) -> None:
    record = RecordFacts(
        term(Severity, case["severity"]),
        case["instrument_on"],
        fulfilment_confirmed_on=case.get("confirmed_on"),
    )
    facts = RepairFacts(
        record=record,
        has_proof=case.get("proof", False),
        has_commitment=case.get("commitment", False),
        is_corrected=case.get("corrected", False),
        is_performed=case.get("performed", False),
        excluded_by=case.get("excluded_by", ""),
    )

    applied = may_apply(facts, the_rulebook(), on=case["on"])
    granted = may_grant(facts, the_rulebook(), on=case["on"])

    assert applied.holds is case["apply"], applied.explain()
    assert granted.holds is case["grant"], granted.explain()
    assert_refused_because(granted, case)


@pytest.mark.parametrize("case", cases("objection.toml"))
def test_an_objection_is_due_on_the_day_its_case_says(case: dict[str, Any]) -> None:
    book = Rulebook.load(rulebook_sources(case["place"])) if "place" in case else the_rulebook()
    clock = book.clock(case["clock"]).on(case["from"])
    budget = clock.budget + (clock.extension if case.get("extended") else 0)

    told = due(case["from"], budget, clock.counted_in, the_calendar())

    assert told.due_on == case["due"], told.explain()
    assert told.provisional is case.get("provisional", False)
    assert isinstance(clock.authority, Law) is case["law"]


@pytest.mark.parametrize("case", cases("excuses.toml"))
def test_an_excuse_is_refused_where_its_case_says(case: dict[str, Any]) -> None:
    rulebook = the_real_rulebook()
    codes = {item.zh: item.text("excuse") for item in rulebook.items(LIST, on=NOW)}

    told = judge_excuse(
        codes.get(case["excuse"], case["excuse"]), term(Duty, case["duty"]), rulebook, on=case.get("on", NOW)
    )

    assert told.is_refused is case["refused"], told.explain()
    assert all(any(words in line for line in told.explain()) for words in case.get("by", []))


@pytest.mark.parametrize("case", cases("silence.toml"))
def test_silence_brings_about_what_its_case_says(case: dict[str, Any]) -> None:
    told = silence_of(case["clock"], case["from"], the_real_rulebook(), the_calendar(), on=case["on"])

    assert told.effect.zh == case["effect"]
    assert told.last_day == case["runs_out"]
    assert case.get("by", "") in told.source


def assert_refused_because(told: Opinion, case: dict[str, Any]) -> None:
    """Check the first answer that is no against what the case says of it."""
    if told.refusal is None:
        assert "because" not in case
        return
    rule, words = case["because"]
    assert (told.refusal.rule_id, words in told.refusal.reason) == (rule, True), told.explain()


def instrument(table: dict[str, Any]) -> Instrument:
    """Return an instrument as a case has it; one without a kind is only a lead."""
    kind = term(InstrumentKind, table["kind"]) if "kind" in table else None
    return Instrument(kind, table.get("effective_on"), table.get("excluded", False))


def term(kind: type[TermT], zh: str) -> TermT:
    """Return the member of a closed list with that wording."""
    (found,) = [member for member in kind if member.zh == zh]
    return found
