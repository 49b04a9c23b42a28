"""The table of received opinions: answered by the body, concluded by another, and nothing of it harms."""

from chengxin_core.lifecycle.opinions import RECEIVED_OPINION
from chengxin_core.lifecycle.table import Actor


def test_the_body_answers_and_never_concludes() -> None:
    assert {move.code for move in RECEIVED_OPINION.moves if Actor.LIAISON in move.actors} == {
        "answer",
        "hold",
    }


def test_its_only_end_is_a_result() -> None:
    assert RECEIVED_OPINION.ends == {"concluded"}


def test_nothing_of_it_harms() -> None:
    assert not any(move.harms for move in RECEIVED_OPINION.moves)
