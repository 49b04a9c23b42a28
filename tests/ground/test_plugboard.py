"""A code is plugged in once."""

import pytest

from chengxin.ground.plugboard import Board, PluggedTwice


def test_keeps_plugs_in_the_order_of_plugging_in() -> None:
    board: Board[str, int] = Board()

    for code in ("b", "a", "c"):
        board.claim(code, ord(code))

    assert list(board.items()) == [("b", 98), ("a", 97), ("c", 99)]


def test_refuses_a_code_that_is_taken_and_keeps_who_has_it() -> None:
    board: Board[tuple[str, str], str] = Board()
    board.claim(("record", "accept"), "one")

    with pytest.raises(PluggedTwice, match="“record accept”登记了两次"):
        board.claim(("record", "accept"), "two")
    assert board["record", "accept"] == "one"
