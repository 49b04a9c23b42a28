"""The table of suggestions and proposals: all of it is reached and ends, and only a head answers."""

import pytest

from chengxin_core.lifecycle.proposals import CO_HANDLING, PROPOSAL, ProposalState
from chengxin_core.lifecycle.table import Actor


def reached_from(state: str) -> set[str]:
    found, layer = {state}, [state]
    while layer:
        layer = [
            move.target for here in layer for move in PROPOSAL.moves_from(here) if move.target not in found
        ]
        found.update(layer)
    return found


def test_every_state_is_reached() -> None:
    assert reached_from(PROPOSAL.initial) == set(ProposalState)


@pytest.mark.parametrize("state", sorted(ProposalState))
def test_whatever_was_registered_can_be_answered_and_closed(state: str) -> None:
    assert "closed" in reached_from(state)


def test_there_is_no_answer_without_the_signature_of_the_head() -> None:
    assert {(move.code, *move.actors) for move in PROPOSAL.moves if move.target == "answered"} == {
        ("sign", Actor.BODY_HEAD),
        ("sign_on_paper", Actor.LIAISON),  # of a township, with the scan of what its head signed by hand
    }


def test_a_draft_that_the_head_returns_waits_for_the_body_alone() -> None:
    assert PROPOSAL.move("return_draft").actors == {Actor.BODY_HEAD}
    assert [(move.code, move.target, *move.actors) for move in PROPOSAL.moves_from("to_revise")] == [
        ("resubmit", "to_sign", Actor.LIAISON)
    ]


def test_what_is_planned_ends_in_another_answer_alone() -> None:
    assert {move.code for move in PROPOSAL.moves_from("follow_up")} == {"draft"}


def test_nobody_judges_an_answer_of_their_own() -> None:
    for code in ("follow", "redo", "close", "keep", "reassign"):
        assert PROPOSAL.move(code).actors == {Actor.INTAKE_OFFICER}


def test_nothing_of_it_harms() -> None:
    assert not any(move.harms for move in (*PROPOSAL.moves, *CO_HANDLING.moves))
