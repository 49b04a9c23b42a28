"""Commitments: bound to the content, silent without the salt."""

import hmac

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chengxin_core.ledger.commitment import SALT_BYTES, SaltRefused, commit, is_commitment_to

salts = st.binary(min_size=SALT_BYTES, max_size=SALT_BYTES)


@given(st.binary(), salts)
@settings(deadline=None)
def test_is_recognised_by_content_and_salt(content: bytes, salt: bytes) -> None:
    assert is_commitment_to(commit(content, salt), content, salt)


@given(st.tuples(st.binary(), salts), st.tuples(st.binary(), salts))
@settings(deadline=None)
def test_differs_when_content_or_salt_differ(one: tuple[bytes, bytes], other: tuple[bytes, bytes]) -> None:
    assert (commit(*one) == commit(*other)) == (one == other)


def test_can_be_recomputed_with_any_hmac() -> None:
    salt, content = b"s" * 32, '{"名称":"某市住建局"}'.encode()
    message = b"chengxin/commitment/v1\x00" + bytes(7) + bytes([len(content)]) + content

    assert commit(content, salt) == hmac.digest(salt, message, "sha256")


@pytest.mark.parametrize("length", [0, 16, 31, 33, 64])
def test_refuses_a_salt_of_another_length(length: int) -> None:
    with pytest.raises(SaltRefused):
        commit(b"{}", bytes(length))
