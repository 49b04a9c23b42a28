"""Bad ratings, reviews and monthly figures, walked through their whole tables."""

import pytest

from chengxin_core.lifecycle.ratings import BAD_RATING, CAMPAIGN, COUNTS
from chengxin_core.lifecycle.table import Actor, Lifecycle

ENDS = {
    "bad_rating": {"invalid", "closed"},
    "campaign": {"called_off", "withheld", "taken_down"},
    "complaint_counts": {"withheld", "taken_down"},
}


@pytest.mark.parametrize("lifecycle", [BAD_RATING, CAMPAIGN, COUNTS], ids=lambda each: each.kind)
def test_every_state_is_reached_and_leads_to_an_end(lifecycle: Lifecycle) -> None:
    reached, waiting = {lifecycle.initial}, [lifecycle.initial]
    while waiting:
        for move in lifecycle.moves_from(waiting.pop()):
            if move.target not in reached:
                reached.add(move.target)
                waiting.append(move.target)

    assert reached == {str(state) for state in lifecycle.states}
    assert lifecycle.ends == ENDS[lifecycle.kind]


def test_the_body_rated_decides_nothing_about_a_rating() -> None:
    by_the_body = {move.code for move in BAD_RATING.moves if Actor.LIAISON in move.actors}

    assert by_the_body == {"appeal", "reply"}


def test_whatever_strikes_a_rating_comes_from_a_head() -> None:
    striking = [move for move in BAD_RATING.moves if move.target == "invalid"]

    assert striking
    assert all(move.harms and move.actors == {Actor.CREDIT_HEAD, Actor.BODY_HEAD} for move in striking)


def test_nothing_is_public_before_a_count_and_a_release_review() -> None:
    for lifecycle, before in ((CAMPAIGN, "counted"), (COUNTS, "checked")):
        assert lifecycle.move("show").sources == {before}
        assert lifecycle.move("show").actors == {Actor.RELEASE_REVIEWER}
