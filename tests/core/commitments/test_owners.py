"""Somebody always answers: whoever is named while in post, else the head, else who speaks, else the keeper."""

from hypothesis import given, settings
from hypothesis import strategies as st

from chengxin_core.commitments import Answerable, owner_among

POSTS = st.lists(st.integers(1, 9), max_size=4)


@given(named=st.none() | st.integers(1, 9), heads=POSTS, speakers=POSTS)
@settings(max_examples=100)
def test_who_answers_holds_a_post_or_is_the_keeper(
    named: int | None, heads: list[int], speakers: list[int]
) -> None:
    owner = owner_among(named, heads, speakers)

    if heads or speakers:
        assert owner.post in {*heads, *speakers}
    else:
        assert (owner.why, owner.post) == (Answerable.KEEPER, None)


def test_a_post_that_is_held_no_more_answers_for_nothing() -> None:
    assert owner_among(7, [3], [9]).post == 3
