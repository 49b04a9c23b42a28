"""Answers of consumers: as text or signed, and refused in any other form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin_core.ledger.answers import (
    MOST_KEYS,
    AnswerMalformed,
    AnswerOutcome,
    SharingAnswer,
    consumer_of,
    open_answer,
)
from chengxin_core.ledger.signatures import NoteUnverified, SigningKey

KEY = SigningKey("credit-city", b"\x05" * 32)
KEYS = st.dictionaries(
    st.integers(0, 2**128 - 1).map(lambda number: f"{number:032x}"),
    st.sampled_from(AnswerOutcome),
    max_size=5,
).map(lambda named: tuple(sorted(named.items())))
ANSWERS = st.builds(
    SharingAnswer, st.just("credit-city"), st.just("chengxin.example/log"), st.integers(0, 2**53 - 1), KEYS
)


@given(ANSWERS)
def test_an_answer_reads_back_as_it_was_written(answer: SharingAnswer) -> None:
    assert open_answer(answer.to_text().encode(), None) == answer
    assert open_answer(answer.signed(KEY), KEY.verifier_key) == answer
    assert consumer_of(answer.signed(KEY)) == consumer_of(answer.to_text().encode()) == "credit-city"


def test_who_registered_a_key_is_believed_only_with_its_signature() -> None:
    answer = SharingAnswer("credit-city", "chengxin.example/log", 3)

    with pytest.raises(AnswerMalformed):
        open_answer(answer.to_text().encode(), KEY.verifier_key)
    with pytest.raises(NoteUnverified):
        open_answer(answer.signed(SigningKey("credit-city", b"\x06" * 32)), KEY.verifier_key)
    with pytest.raises(NoteUnverified):
        open_answer(answer.signed(KEY).replace(b'"applied":3', b'"applied":9'), KEY.verifier_key)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"applied":-1,"consumer":"a","format":"chengxin/answer/v1","keys":{},"origin":"o"}',
        b'{"applied":true,"consumer":"a","format":"chengxin/answer/v1","keys":{},"origin":"o"}',
        b'{"applied":1,"consumer":"a","format":"chengxin/answer/v1","keys":[],"origin":"o"}',
        b'{"applied":1,"consumer":"a","format":"chengxin/answer/v1","keys":{"x":"removed"},"origin":"o"}',
        b'{"applied":1,"consumer":"a","format":"chengxin/answer/v1","keys":{"%s":"kept"},"origin":"o"}'
        % (b"0" * 32),
        b'{"applied":1,"consumer":"a","format":"chengxin/answer/v2","keys":{},"origin":"o"}',
    ],
    ids=repr,
)
def test_anything_else_is_no_answer(text: bytes) -> None:
    with pytest.raises(AnswerMalformed):
        open_answer(text, None)


def test_the_number_of_keys_is_bounded() -> None:
    keys = tuple((f"{number:032x}", AnswerOutcome.REMOVED) for number in range(MOST_KEYS + 1))

    with pytest.raises(AnswerMalformed, match="至多"):
        open_answer(SharingAnswer("a", "o", 1, keys).to_text().encode(), None)
