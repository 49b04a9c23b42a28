"""Canonical JSON: the fast way of writing it is the library's, byte for byte, and refuses what that refuses."""

import json
from enum import StrEnum
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from chengxin_core.ledger.canonical import Json, NotCanonical, canonical_bytes, parse_canonical

LARGEST = 2**53 - 1
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
NAMES = st.one_of(TEXTS, st.text(st.characters(max_codepoint=127)))
WHOLE = st.integers(-LARGEST, LARGEST)


def nested(scalars: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.recursive(
        scalars, lambda inner: st.one_of(st.lists(inner), st.dictionaries(NAMES, inner)), max_leaves=20
    )


VALUES = nested(st.one_of(st.none(), st.booleans(), WHOLE, TEXTS))


@given(VALUES)
def test_what_is_written_is_what_the_library_writes(value: Json) -> None:
    assert canonical_bytes(value) == rfc8785.dumps(value)


@given(VALUES)
def test_what_is_written_is_read_back(value: Json) -> None:
    assert parse_canonical(canonical_bytes(value)) == value


def test_every_control_character_is_escaped_as_the_norm_says() -> None:
    every = "".join(map(chr, range(0x100))) + "\u2028\u2029\ufeff\U0001f600"

    assert canonical_bytes({"all": every}) == rfc8785.dumps({"all": every})


def test_names_are_sorted_by_their_utf_16_units() -> None:
    """RFC 8785 §3.2.3: U+1F600 is written with surrogates, which stand before U+FB33."""
    value = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\x80": 6, "\xf6": 7}

    assert list(parse_canonical(canonical_bytes(value))) == [  # type: ignore[arg-type]
        "\r",
        "1",
        "\x80",
        "\xf6",
        "\u20ac",
        "\U0001f600",
        "\ufb33",
    ]


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        {"a": [1.0]},
        {"诚": 1, "信": 0.5},
        [{"诚": 1}, 2.0],
        2**53,
        -(2**53),
        {"a": "\ud800"},
        {"\udfff": 1},
        {1: "a"},
        {"a": {1, 2}},
        b"bytes",
    ],
    ids=ascii,
)
def test_what_has_no_canonical_form_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical_bytes(value)


def test_a_code_of_a_closed_list_is_written_as_its_text() -> None:
    class Code(StrEnum):
        ONE = "one"

    assert canonical_bytes([Code.ONE]) == b'["one"]'


@given(
    st.one_of(
        st.binary(),
        VALUES.map(lambda value: json.dumps(value).encode()),
        st.from_regex(rb"[-0-9.eE\[\]{}\",:a ]*"),
    )
)
def test_bytes_are_read_where_the_library_would_have_written_them(data: bytes) -> None:
    """Whatever reads quickly reads nothing that the norm does not know."""
    try:
        value = parse_canonical(data)
    except NotCanonical:
        with pytest.raises((ValueError, rfc8785.CanonicalizationError, AssertionError, RecursionError)):
            read = json.loads(data.decode(), parse_float=_refuse)
            assert rfc8785.dumps(read) == data
    else:
        assert rfc8785.dumps(value) == data


def _refuse(number: str) -> None:
    raise ValueError(number)


@pytest.mark.parametrize("value", [{"a": "\ud800"}, {"\ud800": 1}])
def test_half_a_character_is_named(value: Any) -> None:
    with pytest.raises(NotCanonical, match=r"U\+D800"):
        canonical_bytes(value)
