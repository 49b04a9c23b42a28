"""Every way of a complaint, walked through the whole table."""

from collections.abc import Iterator

import pytest

from chengxin_core.lifecycle.complaints import (
    BAD_RATINGS,
    COMPLAINT,
    ComplaintChannel,
    ComplaintState,
    Satisfaction,
)
from chengxin_core.lifecycle.table import Actor, Move

EXPECTED_ENDS = {"declined", "passed_on", "merged", "quashed", "closed"}
TAKEN_FROM_WHO_COMPLAINS = {"decline", "pass_on"}  # they harm the complainer and leave the body as it stands


def ways(made: tuple[Move, ...] = ()) -> Iterator[tuple[Move, ...]]:
    """Yield every way through the table that makes no move twice."""
    yield made
    standing = made[-1].target if made else COMPLAINT.initial
    for move in COMPLAINT.moves_from(standing):
        if move not in made:
            yield from ways((*made, move))


EVERY_WAY = list(ways())


def test_every_state_is_reached_and_leads_to_an_end() -> None:
    reached = {COMPLAINT.initial} | {way[-1].target for way in EVERY_WAY if way}

    assert reached == set(COMPLAINT.states)
    assert COMPLAINT.ends == EXPECTED_ENDS


def test_a_breach_is_determined_only_after_order_notice_and_hearing_each_in_its_turn() -> None:
    determined = [way for way in EVERY_WAY if way and way[-1].code == "determine"]

    assert determined
    for way in determined:
        codes = [move.code for move in way]
        assert codes[-4:] == ["find_true", "notice", "hear", "determine"]
        assert {"accept", "assign", "ask"} <= set(codes)


def test_what_changes_the_state_of_the_body_comes_with_a_served_paper_or_from_a_head() -> None:
    for move in COMPLAINT.moves:
        if move.harms and move.code not in TAKEN_FROM_WHO_COMPLAINS:
            assert move.actors <= {Actor.SYSTEM, Actor.CREDIT_HEAD, Actor.BODY_HEAD}, move.code


def test_the_body_complained_of_asks_for_a_review_of_its_finding_and_makes_no_other_move() -> None:
    assert {move.code for move in COMPLAINT.moves if Actor.LIAISON in move.actors} == {"seek_recheck"}


def test_a_complaint_is_passed_on_or_merged_only_before_it_is_assigned() -> None:
    for code in ("pass_on", "merge"):
        assert COMPLAINT.move(code).sources == {"received", "accepted"}


@pytest.mark.parametrize("state", sorted(set(ComplaintState) - EXPECTED_ENDS))
def test_something_can_be_done_wherever_it_stands(state: str) -> None:
    assert any(move.target != state for move in COMPLAINT.moves_from(state))


def test_every_move_cites_a_rule() -> None:
    assert all(move.basis for move in COMPLAINT.moves)


def test_there_are_six_channels_and_five_grades_of_which_two_are_bad() -> None:
    assert len(ComplaintChannel) == 6
    assert len(Satisfaction) == 5
    assert [grade for grade in Satisfaction if grade in BAD_RATINGS] == list(Satisfaction)[3:]
