"""The whole tables of measures and rectifications: every way through them, walked."""

from collections.abc import Iterator

import pytest

from chengxin_core.lifecycle.consequences import MEASURE, RECTIFICATION, MeasureState, RectificationState
from chengxin_core.lifecycle.table import Actor, Lifecycle, Move

LIFECYCLES = [MEASURE, RECTIFICATION]
CREDIT_ORGAN = {Actor.CREDIT_OFFICER, Actor.CREDIT_HEAD, Actor.LEGAL_REVIEWER, Actor.RELEASE_REVIEWER}


def ways(lifecycle: Lifecycle, made: tuple[Move, ...] = ()) -> Iterator[tuple[Move, ...]]:
    """Yield every way through the table that makes no move twice."""
    yield made
    standing = made[-1].target if made else lifecycle.initial
    for move in lifecycle.moves_from(standing):
        if move not in made:
            yield from ways(lifecycle, (*made, move))


@pytest.mark.parametrize("lifecycle", LIFECYCLES, ids=lambda each: each.kind)
class TestEveryTable:
    def test_reaches_every_state(self, lifecycle: Lifecycle) -> None:
        reached = {lifecycle.initial} | {way[-1].target for way in ways(lifecycle) if way}

        assert reached == set(lifecycle.states)

    def test_leads_from_every_state_to_an_end(self, lifecycle: Lifecycle) -> None:
        open_ways = {way[-1].target for way in ways(lifecycle) if way and way[-1].target in lifecycle.ends}

        assert open_ways == lifecycle.ends
        for state in set(lifecycle.states) - lifecycle.ends:
            assert any(move.target != state for move in lifecycle.moves_from(state))

    def test_cites_a_rule_for_every_move(self, lifecycle: Lifecycle) -> None:
        assert all(move.basis for move in lifecycle.moves)


class TestMeasures:
    def test_are_never_in_force_without_notice_hearing_and_decision(self) -> None:
        in_force = [way for way in ways(MEASURE) if way and way[-1].target == MeasureState.IN_FORCE]

        assert in_force
        for way in in_force:
            assert [move.code for move in way] == ["notice", "hear", "decide", "apply"]

    def test_are_decided_by_their_owner_alone(self) -> None:
        for code in ("decide", "refuse", "apply", "lift", "acknowledge"):
            assert MEASURE.move(code).actors == {Actor.MEASURE_OWNER}

    def test_harm_only_by_decision_and_application(self) -> None:
        assert {move.code for move in MEASURE.moves if move.harms} == {"decide", "apply"}

    def test_are_moved_by_no_person_of_the_credit_organ(self) -> None:
        assert not any(move.actors & CREDIT_ORGAN for move in MEASURE.moves)

    @pytest.mark.parametrize("state", sorted(set(MeasureState) - MEASURE.ends - {MeasureState.LIFTING}))
    def test_can_be_ended_by_the_platform_wherever_they_stand(self, state: str) -> None:
        endings = [move.target for move in MEASURE.moves_from(state) if Actor.SYSTEM in move.actors]

        expected = MeasureState.LIFTING if state == MeasureState.IN_FORCE else MeasureState.DROPPED
        assert expected in endings

    def test_once_called_off_only_end(self) -> None:
        assert {move.target for move in MEASURE.moves_from("lifting")} == {"lifting", "lifted"}

    def test_leave_nothing_to_decide_again(self) -> None:
        assert MEASURE.ends == {MeasureState.REFUSED, MeasureState.LIFTED, MeasureState.DROPPED}


class TestRectification:
    def test_binds_nobody_without_a_served_order(self) -> None:
        before = {"noticed", "heard", "exempted", "ended"}
        for way in ways(RECTIFICATION):
            binding = [move.code for move in way if move.target not in before]
            assert binding[:1] in ([], ["order"])
        assert RECTIFICATION.move("order").actors == {Actor.SYSTEM}
        assert RECTIFICATION.move("order").harms

    def test_is_verified_by_nobody_of_the_body(self) -> None:
        for move in RECTIFICATION.moves:
            if move.target == RectificationState.RECTIFIED:
                assert move.actors == {Actor.CREDIT_OFFICER}

    def test_is_mended_by_the_body_alone(self) -> None:
        moved = {move.code for move in RECTIFICATION.moves if Actor.LIAISON in move.actors}

        assert moved == {"explain", "plan", "report"}

    def test_orders_what_was_told_anew_only_after_it_was_heard_on(self) -> None:
        for way in ways(RECTIFICATION):
            codes = [move.code for move in way]
            if "notice" in codes and "order" in codes:
                assert codes[: codes.index("order")] == ["notice", "hear"]
        assert RECTIFICATION.move("notice").actors == {Actor.SYSTEM}

    def test_exempts_only_before_the_order_and_by_the_head(self) -> None:
        exempt = RECTIFICATION.move("exempt")

        assert set(exempt.sources) == {"proposed", "noticed", "heard"}
        assert set(exempt.actors) == {Actor.CREDIT_HEAD}

    @pytest.mark.parametrize("state", sorted(set(RectificationState) - {RectificationState.ENDED}))
    def test_ends_with_its_record_wherever_it_stands(self, state: str) -> None:
        assert RECTIFICATION.step("end", source=state).actors == {Actor.SYSTEM}

    def test_lets_a_late_body_still_make_good(self) -> None:
        assert {move.code for move in RECTIFICATION.moves_from("escalated")} == {
            "explain",
            "plan",
            "report",
            "end",
        }
