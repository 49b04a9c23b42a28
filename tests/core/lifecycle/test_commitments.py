"""The table of promises: every state is reached, what runs ends, and whoever promised decides nothing of it."""

import pytest

from chengxin_core.lifecycle.commitments import CHANGING, COMMITMENT, OPEN, CommitmentState
from chengxin_core.lifecycle.table import Actor

VERDICTS = {"fulfilled", "fulfilled_late", "disputed", "broken", "ended", "invalid"}


def reached_from(state: str) -> set[str]:
    found, layer = {state}, [state]
    while layer:
        layer = [
            move.target for here in layer for move in COMMITMENT.moves_from(here) if move.target not in found
        ]
        found.update(layer)
    return found


def test_every_state_is_reached() -> None:
    assert reached_from(COMMITMENT.initial) == set(CommitmentState)


@pytest.mark.parametrize("state", sorted(OPEN))
def test_whatever_is_owed_can_be_kept_and_can_be_broken(state: str) -> None:
    assert reached_from(state) >= {"fulfilled", "fulfilled_late", "broken", "invalid"}


def test_no_verdict_is_given_by_whoever_promised() -> None:
    for move in COMMITMENT.moves:
        if move.target in VERDICTS:
            assert Actor.LIAISON not in move.actors, move.code


def test_what_is_unlawful_is_never_broken() -> None:
    assert reached_from("invalid") == {"invalid"}
    assert reached_from("rejected") == {"rejected"}


def test_only_a_head_decides_what_harms() -> None:
    assert {move.code for move in COMMITMENT.moves if move.harms} == {"break", "invalidate"}
    for code in ("break", "invalidate"):
        assert COMMITMENT.move(code).actors == {Actor.CREDIT_HEAD}


def test_nothing_changes_without_procedure_and_compensation() -> None:
    for code in ("adopt_change", "end"):
        assert COMMITMENT.move(code).sources == {"compensation_fixed"}
    assert COMMITMENT.move("fix_compensation").sources == {"procedure"}
    assert COMMITMENT.move("check_procedure").sources == {CHANGING[0]}


def test_every_move_cites_a_rule() -> None:
    assert all(move.basis for move in COMMITMENT.moves)
