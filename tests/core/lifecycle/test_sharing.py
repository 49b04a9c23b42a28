"""Every path of stopped sharing."""

import pytest

from chengxin_core.lifecycle.sharing import SHARING_STOP, SharingStopState
from chengxin_core.lifecycle.table import Actor


@pytest.mark.parametrize("state", list(SharingStopState))
def test_what_was_found_untrue_or_is_late_always_comes_to_the_credit_office(state: SharingStopState) -> None:
    onwards = {move.target for move in SHARING_STOP.moves_from(state)}

    assert (SharingStopState.ESCALATED in onwards) == (state in {"waiting", "stopped"})


def test_only_the_head_may_end_it_without_the_answers() -> None:
    ended_by_people = [move for move in SHARING_STOP.moves if move.actors != {Actor.SYSTEM}]

    (conclude,) = ended_by_people
    assert conclude.code == "conclude"
    assert conclude.actors == frozenset({Actor.CREDIT_HEAD})
    assert conclude.sources == frozenset({str(SharingStopState.ESCALATED)})
    assert SHARING_STOP.ends == {SharingStopState.CONCLUDED}
