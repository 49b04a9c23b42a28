import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.law import the_real_rulebook, the_rulebook

from chengxin_core.determination.proportionality import (
    LEVELS,
    ConductFacts,
    Proposal,
    Relief,
    propose_measures,
    replay,
)
from chengxin_core.determination.receipts import ReceiptRefused
from chengxin_core.ledger.canonical import canonical_bytes
from chengxin_core.rulebook import NotListed, Rulebook
from chengxin_core.vocabulary import Severity
from chengxin_rulebooks import rulebook_sources

NOW = date(2026, 11, 23)
STORED = Rulebook.from_snapshot(the_rulebook().snapshot)


def codes(key: str) -> list[str]:
    return [item.code for item in the_rulebook().items(key, on=NOW)]


RELIEF = st.frozensets(st.sampled_from(codes("relief_grounds")))


@st.composite
def conduct(draw: st.DrawFn) -> ConductFacts:
    return ConductFacts(
        record_type=draw(st.sampled_from(codes("record_types"))),
        loss_fen=draw(st.integers(0, 10**13)),
        impact=draw(st.sampled_from(codes("impact_bands"))),
        relief=draw(RELIEF),
        aggravation=draw(st.frozensets(st.sampled_from(codes("aggravation_grounds")))),
    )


def proposed(facts: ConductFacts) -> Proposal:
    return propose_measures(facts, the_rulebook(), on=NOW)


def harshness(proposal: Proposal) -> tuple[int, int]:
    levels = [LEVELS.index(measure.from_severity) for measure in proposal.recommended]
    return max(levels, default=-1), len(levels)


@given(conduct(), RELIEF)
def test_more_relief_never_yields_a_harsher_proposal(facts: ConductFacts, more: frozenset[str]) -> None:
    relieved = ConductFacts(
        facts.record_type, facts.loss_fen, facts.impact, facts.relief | more, facts.aggravation
    )

    assert harshness(proposed(relieved)) <= harshness(proposed(facts))
    assert proposed(relieved).severity == proposed(facts).severity


@given(conduct(), st.integers(0, 10**13))
def test_a_greater_loss_never_yields_a_milder_severity(facts: ConductFacts, more: int) -> None:
    dearer = ConductFacts(
        facts.record_type, facts.loss_fen + more, facts.impact, facts.relief, facts.aggravation
    )

    assert LEVELS.index(proposed(dearer).severity) >= LEVELS.index(proposed(facts).severity)


@given(conduct())
def test_nothing_outside_the_list_comes_out(facts: ConductFacts) -> None:
    proposal = proposed(facts)

    assert {measure.code for measure in proposal.permitted} <= set(codes("measures"))
    assert set(proposal.recommended) <= set(proposal.permitted)
    assert all(
        LEVELS.index(measure.from_severity) <= LEVELS.index(proposal.severity)
        for measure in proposal.permitted
    )


@given(conduct())
def test_a_receipt_replays_to_the_same_bytes(facts: ConductFacts) -> None:
    proposal = proposed(facts)

    again = replay(proposal.receipt.canonical, STORED)

    assert again == proposal
    assert again.receipt.sha256 == proposal.receipt.sha256


def test_the_empty_list_yields_no_measure_and_says_so() -> None:
    sources = rulebook_sources()
    text = sources["shandong/measures.toml"].decode()
    sources["shandong/measures.toml"] = text[: text.index("[[item]]")].encode()
    empty = Rulebook.load(sources)

    proposal = propose_measures(ConductFacts("judgment_adverse", 10**12, "grave"), empty, on=NOW)

    assert proposal.permitted == proposal.recommended == ()
    assert proposal.steps[-1].startswith("惩戒措施清单没有可用的措施, 不得采取任何惩戒措施")


def test_a_measure_against_breach_is_not_for_other_records() -> None:
    breach = proposed(ConductFacts("breach_finding", 10**12, "grave"))
    judgment = proposed(ConductFacts("judgment_adverse", 10**12, "grave"))

    assert "procurement_bar" in {measure.code for measure in breach.recommended}
    assert "procurement_bar" not in {measure.code for measure in judgment.permitted}


def test_the_real_list_serves_without_the_demonstration() -> None:
    facts = ConductFacts("breach_finding", 0, "limited")

    assert propose_measures(facts, the_real_rulebook(), on=NOW).severity is Severity.MINOR


def test_serious_dishonesty_is_never_exempt() -> None:
    every = frozenset(codes("relief_grounds"))

    proposal = proposed(ConductFacts("judgment_adverse", 10**12, "grave", relief=every))

    assert proposal.relief is Relief.LIGHTER
    assert [measure.code for measure in proposal.recommended] == ["reminder_interview", "written_explanation"]


class TestRefusals:
    def test_a_ground_that_is_not_listed(self) -> None:
        with pytest.raises(NotListed, match="从轻或者免于惩戒的事由"):
            proposed(ConductFacts("breach_finding", 0, "limited", relief=frozenset({"good_mood"})))

    def test_a_negative_loss(self) -> None:
        with pytest.raises(ValueError, match="损失不能为负"):
            proposed(ConductFacts("breach_finding", -1, "limited"))

    def test_a_receipt_of_another_rulebook(self) -> None:
        receipt = proposed(ConductFacts("breach_finding", 0, "limited")).receipt.canonical

        with pytest.raises(ReceiptRefused, match="回执所用规则库"):
            replay(receipt, the_real_rulebook())

    def test_a_receipt_that_was_changed(self) -> None:
        receipt = json.loads(proposed(ConductFacts("breach_finding", 0, "limited")).receipt.canonical)
        receipt["outcome"]["recommended"] = []

        with pytest.raises(ReceiptRefused, match="不一致"):
            replay(canonical_bytes(receipt), the_rulebook())

    @pytest.mark.parametrize("data", ["", "{}", '{"on": 1}', "回执"])
    def test_bytes_that_are_no_receipt(self, data: str) -> None:
        with pytest.raises(ReceiptRefused, match="不是回执"):
            replay(data.encode("gbk"), the_rulebook())
