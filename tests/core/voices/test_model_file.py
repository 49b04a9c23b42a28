"""A model is read back as it was written; one byte more, less or other, or another version, and it is refused."""

import json
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.voices.samples import examples

from chengxin_core.voices.model_file import VERSION, ModelRefused, as_bytes, read_model
from chengxin_core.voices.training import train


@cache
def content() -> bytes:
    return as_bytes(train(examples()))


def test_what_is_written_is_read_back() -> None:
    assert as_bytes(read_model(content())) == content()


@given(st.data())
def test_a_torn_file_is_refused(data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(content()) - 1))

    with pytest.raises(ModelRefused, match="重新训练"):
        read_model(content()[:cut])


@given(st.data())
def test_a_file_with_another_byte_is_refused(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(content()) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != content()[at]))
    altered = content()[:at] + bytes([other]) + content()[at + 1 :]

    with pytest.raises(ModelRefused):
        read_model(altered)


@given(st.binary(max_size=200))
def test_whatever_else_a_file_holds_only_a_refusal_is_raised(noise: bytes) -> None:
    with pytest.raises(ModelRefused):
        read_model(noise)


def test_another_version_is_named() -> None:
    head, _, body = content().partition(b"\n")
    other = json.dumps({**json.loads(head), "version": VERSION + 1}).encode()

    with pytest.raises(ModelRefused, match=f"第 {VERSION + 1} 版，本程序只能读第 {VERSION} 版"):
        read_model(other + b"\n" + body)
