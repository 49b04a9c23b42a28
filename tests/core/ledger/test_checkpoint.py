"""Checkpoints: written as in the standard, and believed only when their own log signed them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chengxin_core.ledger.checkpoint import (
    Checkpoint,
    CheckpointMalformed,
    open_checkpoint,
    sign_checkpoint,
)
from chengxin_core.ledger.note import Note
from chengxin_core.ledger.signatures import NoteUnverified, SignatureType, SigningKey

EXAMPLE = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
ORIGIN = "log.example/chengxin"
old_key = SigningKey(ORIGIN, b"o" * 32)
new_key = SigningKey(ORIGIN, b"n" * 32)
stranger = SigningKey("stranger.example", b"s" * 32)
witness = SigningKey("witness.example", b"w" * 32, SignatureType.COSIGNATURE)
checkpoint = Checkpoint(ORIGIN, 7, b"r" * 32)
lines = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30)


def test_reads_and_writes_the_example_of_the_standard() -> None:
    example = Checkpoint.from_text(EXAMPLE)

    assert (example.origin, example.size) == ("example.com/behind-the-sofa", 20852163)
    assert example.to_text() == EXAMPLE


@given(lines, st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32), st.lists(lines, max_size=2))
@settings(deadline=None)
def test_reads_back_as_itself(origin: str, size: int, root: bytes, extensions: list[str]) -> None:
    whole = Checkpoint(origin, size, root, tuple(extensions))

    assert Checkpoint.from_text(whole.to_text()) == whole


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n1\n",
        EXAMPLE[:-1],
        EXAMPLE + "\n",
        EXAMPLE.replace("20852163", "020852163"),
        EXAMPLE.replace("20852163", "-1"),
        EXAMPLE.replace("20852163", "１"),
        EXAMPLE.replace("20852163", "9999999999999999999"),
        EXAMPLE.replace("q2I=", "q2J="),
        EXAMPLE.replace("q2I=", ""),
        EXAMPLE.replace("example.com/behind-the-sofa", ""),
    ],
)
def test_refuses_what_is_no_checkpoint(text: str) -> None:
    with pytest.raises(CheckpointMalformed):
        Checkpoint.from_text(text)


def test_refuses_an_origin_that_would_frame_another_checkpoint() -> None:
    with pytest.raises(CheckpointMalformed):
        Checkpoint("evil\n999", 7, b"r" * 32)


def test_is_opened_with_the_key_of_its_log() -> None:
    note = sign_checkpoint(checkpoint, old_key)

    opened = open_checkpoint(note, [old_key.verifier_key])

    assert opened.checkpoint == checkpoint
    assert opened.signed_by == (old_key.verifier_key,)


def test_two_keys_sign_while_one_replaces_the_other() -> None:
    note = sign_checkpoint(checkpoint, old_key, new_key)

    assert open_checkpoint(note, [old_key.verifier_key]).checkpoint == checkpoint
    assert open_checkpoint(note, [new_key.verifier_key]).checkpoint == checkpoint


def test_is_not_believed_on_the_word_of_another_log() -> None:
    note = sign_checkpoint(checkpoint, stranger)

    with pytest.raises(NoteUnverified, match=ORIGIN):
        open_checkpoint(note, [stranger.verifier_key])


def test_a_witness_does_not_replace_the_log() -> None:
    text = checkpoint.to_text()
    note = Note(text, (witness.cosign(text, posix_seconds=1),))

    with pytest.raises(NoteUnverified, match=ORIGIN):
        open_checkpoint(note.to_bytes(), [old_key.verifier_key, witness.verifier_key])


def test_shows_who_witnessed_it() -> None:
    text = checkpoint.to_text()
    note = Note(text, (old_key.sign(text), witness.cosign(text, posix_seconds=1)))

    opened = open_checkpoint(note.to_bytes(), [old_key.verifier_key, witness.verifier_key])

    assert opened.signed_by == (old_key.verifier_key, witness.verifier_key)
