"""Pieces are what the message writes: in it, at the place told, never over a blank."""

from hypothesis import given
from hypothesis import strategies as st

from chengxin_core.voices.pieces import pieces, placed_pieces, words_at

WRITTEN = st.text(st.sampled_from("噪音扰民施工Ａa12ﬁ，。 \n"), max_size=60) | st.text(max_size=60)


@given(WRITTEN)
def test_a_chinese_piece_stands_in_the_message_where_it_says(text: str) -> None:
    for piece, at in placed_pieces(text):
        if not piece.isascii():
            assert text[at : at + len(piece)] == piece


@given(WRITTEN, WRITTEN)
def test_no_piece_reaches_over_a_blank(one: str, other: str) -> None:
    assert list(pieces(f"{one} {other}")) == [*pieces(one), *pieces(other)]


@given(WRITTEN)
def test_words_made_of_pieces_stand_in_the_message(text: str) -> None:
    words = words_at(text, ((at, len(piece)) for piece, at in placed_pieces(text)))

    assert all(word and word in text for word in words)


def test_width_and_case_of_latin_letters_do_not_matter() -> None:
    assert list(pieces("ＷｉＦｉ")) == list(pieces("wifi")) == ["wifi"]
