"""Every path of an objection, a repair and a redress, walked through the whole table."""

import pytest

from chengxin_core.lifecycle.ends import OBJECTION, REDRESS, REPAIR, REVOCATION, ObjectionState, RepairState
from chengxin_core.lifecycle.table import Actor, Lifecycle, NoSuchMove

TABLES = (OBJECTION, REPAIR, REVOCATION, REDRESS)

each_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.kind))


def reachable(table: Lifecycle, start: str) -> set[str]:
    found, new = {str(start)}, {str(start)}
    while new:
        new = {move.target for state in new for move in table.moves_from(state)} - found
        found |= new
    return found


@each_table
def test_every_state_can_be_reached(table: Lifecycle) -> None:
    assert reachable(table, table.initial) == set(table.states)


@each_table
def test_an_end_can_be_reached_from_every_state(table: Lifecycle) -> None:
    assert all(reachable(table, state) & table.ends for state in table.states)


@each_table
def test_nothing_leaves_an_end_and_nothing_comes_back_to_the_beginning(table: Lifecycle) -> None:
    for end in table.ends:
        assert list(table.moves_from(end)) == []
    assert all(move.target != table.initial for move in table.moves)


@each_table
def test_what_the_table_does_not_show_is_refused(table: Lifecycle) -> None:
    for move in table.moves:
        for state in table.states:
            if state in move.sources:
                assert table.step(move.code, source=state) is move
            else:
                with pytest.raises(NoSuchMove, match="不能办理"):
                    table.step(move.code, source=state)


@each_table
def test_every_move_names_its_clause(table: Lifecycle) -> None:
    assert all(move.basis for move in table.moves)


@each_table
def test_no_walk_comes_twice_to_one_state(table: Lifecycle) -> None:
    def walk(state: str, been: frozenset[str]) -> None:
        for move in table.moves_from(state):
            assert move.target not in been
            walk(move.target, been | {move.target})

    walk(table.initial, frozenset({str(table.initial)}))


WHO_MAY = {
    ("objection", "accept"): Actor.CREDIT_OFFICER,
    ("objection", "decline"): Actor.CREDIT_OFFICER,
    ("objection", "ask_supplier"): Actor.CREDIT_OFFICER,
    ("objection", "correct"): Actor.CREDIT_HEAD,
    ("objection", "remove"): Actor.CREDIT_HEAD,
    ("objection", "maintain"): Actor.CREDIT_HEAD,
    ("objection", "lapse"): Actor.SYSTEM,
    ("repair", "ask_for_more"): Actor.CREDIT_OFFICER,
    ("repair", "supplement"): Actor.LIAISON,
    ("repair", "accept"): Actor.CREDIT_OFFICER,
    ("repair", "decline"): Actor.CREDIT_OFFICER,
    ("repair", "grant"): Actor.CREDIT_HEAD,
    ("repair", "refuse"): Actor.CREDIT_HEAD,
    ("repair", "complete"): Actor.SYSTEM,
    ("repair", "lapse"): Actor.SYSTEM,
    ("repair", "revoke"): Actor.SYSTEM,
    ("revocation", "notice"): Actor.SYSTEM,
    ("revocation", "hear"): Actor.CREDIT_OFFICER,
    ("revocation", "revoke"): Actor.SYSTEM,
    ("revocation", "drop"): Actor.CREDIT_HEAD,
    ("redress", "restore"): Actor.SYSTEM,
}


def test_each_move_is_made_by_exactly_one_role() -> None:
    moves = {(table.kind, move.code): move.actors for table in TABLES for move in table.moves}

    assert moves == {key: frozenset({actor}) for key, actor in WHO_MAY.items()}


def test_only_what_goes_against_the_body_harms_and_needs_a_decider() -> None:
    harmful = {move.code for table in TABLES for move in table.moves if move.harms}

    assert harmful == {"decline", "maintain", "refuse", "revoke"}


def test_every_open_objection_and_application_lapses_with_its_record() -> None:
    assert OBJECTION.move("lapse").sources == set(OBJECTION.states) - OBJECTION.ends
    granted = {RepairState.GRANTED, RepairState.COMPLETED}
    assert REPAIR.move("lapse").sources == set(REPAIR.states) - REPAIR.ends - granted


def test_more_is_asked_for_only_once() -> None:
    assert "ask_for_more" not in {move.code for move in REPAIR.moves_from(RepairState.SUPPLEMENTED)}


def test_a_granted_repair_can_only_be_completed_or_revoked() -> None:
    assert [move.code for move in REPAIR.moves_from(RepairState.GRANTED)] == ["complete", "revoke"]
    assert [move.code for move in REPAIR.moves_from(RepairState.COMPLETED)] == ["revoke"]


def test_a_repair_is_revoked_only_after_notice_and_hearing() -> None:
    assert [(move.code, set(move.sources)) for move in REVOCATION.moves if move.target != "dropped"] == [
        ("notice", {"proposed"}),
        ("hear", {"noticed"}),
        ("revoke", {"heard"}),
    ]


def test_nothing_is_decided_before_it_was_accepted() -> None:
    assert {move.code for move in OBJECTION.moves_from(ObjectionState.FILED)} == {
        "accept",
        "decline",
        "lapse",
    }
