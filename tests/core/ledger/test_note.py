"""Signed notes and keys, against the vector that Go's sumdb/note is tested with."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chengxin_core.ledger.note import MOST_SIGNATURES, Note, NoteMalformed, NoteSignature
from chengxin_core.ledger.signatures import (
    KeyMalformed,
    NoteUnverified,
    SignatureType,
    SigningKey,
    VerifierKey,
    verified_keys,
)

PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER_LINE = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"  # noqa: E501
ENOCH_LINE = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"  # noqa: E501

peter, enoch = VerifierKey.from_string(PETER), VerifierKey.from_string(ENOCH)
witness = SigningKey("witness.example/w1", b"w" * 32, SignatureType.COSIGNATURE)

names = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="+"), min_size=1, max_size=20)
texts = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"), max_size=80)


def note_of(*lines: str) -> Note:
    return Note.from_bytes((TEXT + "\n" + "".join(lines)).encode())


class TestNote:
    """The form."""

    def test_go_reads_what_we_write(self) -> None:
        key = SigningKey.from_secret_string(PETER_SECRET)

        note = Note(TEXT, (key.sign(TEXT),))

        assert note.to_bytes() == f"{TEXT}\n{PETER_LINE}".encode()

    @given(
        texts,
        st.lists(st.tuples(names, st.binary(min_size=4, max_size=4), st.binary(min_size=1)), min_size=1),
    )
    @settings(deadline=None)
    def test_reads_back_as_itself(self, text: str, lines: list[tuple[str, bytes, bytes]]) -> None:
        note = Note(text + "\n", tuple(NoteSignature(*line) for line in lines))

        assert Note.from_bytes(note.to_bytes()) == note

    @pytest.mark.parametrize(
        "data",
        [
            TEXT,
            TEXT + "\n",
            TEXT + "\n" + PETER_LINE[:-1],
            "\x01" + TEXT + "\n" + PETER_LINE,
            TEXT + "\r\n" + PETER_LINE,
            TEXT + "\n— Bad Name x08go/ZJkuBS9UG/\n",
            TEXT + "\n— Bad+Name x08go/ZJkuBS9UG/\n",
            TEXT + "\n- PeterNeumann x08go/ZJkuBS9UG/\n",
            TEXT + "\n— PeterNeumann x08go_ZJ\n",
            TEXT + "\n— PeterNeumann x08gow==\n",
            TEXT + "\n" + PETER_LINE + "Unexpected line.\n",
            TEXT + "\n" + PETER_LINE * (MOST_SIGNATURES + 1),
        ],
    )
    def test_refuses_what_is_no_note(self, data: str) -> None:
        with pytest.raises(NoteMalformed):
            Note.from_bytes(data.encode())

    def test_refuses_what_is_not_utf8(self) -> None:
        with pytest.raises(NoteMalformed, match="UTF-8"):
            Note.from_bytes(b"\xff" + (TEXT + "\n" + PETER_LINE).encode())

    def test_the_text_may_hold_blank_lines(self) -> None:
        assert Note.from_bytes(f"a\n\nb\n\n{PETER_LINE}".encode()).text == "a\n\nb\n"


class TestVerifying:
    """Whom to believe."""

    def test_names_the_known_keys_that_signed(self) -> None:
        assert verified_keys(note_of(PETER_LINE, ENOCH_LINE), [peter, enoch]) == (peter, enoch)

    def test_signatures_of_unknown_keys_count_for_nothing(self) -> None:
        assert verified_keys(note_of(PETER_LINE, ENOCH_LINE), [enoch]) == (enoch,)

    def test_refuses_a_note_that_no_known_key_signed(self) -> None:
        with pytest.raises(NoteUnverified, match="EnochRoot"):
            verified_keys(note_of(ENOCH_LINE), [peter])

    def test_refuses_a_note_when_one_known_key_signed_something_else(self) -> None:
        forged = enoch.key_id + bytes(64)
        line = NoteSignature(enoch.name, forged[:4], forged[4:]).to_line() + "\n"

        with pytest.raises(NoteUnverified, match="EnochRoot"):
            verified_keys(note_of(PETER_LINE, line), [peter, enoch])

    def test_refuses_a_changed_text(self) -> None:
        note = note_of(PETER_LINE)

        with pytest.raises(NoteUnverified, match="改动"):
            verified_keys(Note(note.text.replace("answer", "Answer"), note.signatures), [peter])

    def test_a_witness_says_when_it_saw_the_text(self) -> None:
        signature = witness.cosign(TEXT, posix_seconds=1_800_000_000)

        assert witness.verifier_key.verifies(TEXT, signature.signature)
        assert int.from_bytes(signature.signature[:8], "big") == 1_800_000_000

    def test_a_witness_cannot_be_made_to_have_seen_it_earlier(self) -> None:
        signature = witness.cosign(TEXT, posix_seconds=1_800_000_000).signature

        earlier = (1_700_000_000).to_bytes(8, "big") + signature[8:]

        assert not witness.verifier_key.verifies(TEXT, earlier)

    def test_a_witness_does_not_sign_as_a_log(self) -> None:
        with pytest.raises(KeyMalformed, match="附署"):
            witness.sign(TEXT)


class TestKeys:
    """Key strings."""

    def test_are_written_as_go_writes_them(self) -> None:
        key = SigningKey.from_secret_string(PETER_SECRET)

        assert str(key.verifier_key) == PETER
        assert key.to_secret_string() == PETER_SECRET

    @given(names, st.binary(min_size=32, max_size=32), st.sampled_from(SignatureType))
    @settings(deadline=None)
    def test_read_back_as_themselves(self, name: str, seed: bytes, signature_type: SignatureType) -> None:
        key = SigningKey(name, seed, signature_type)

        assert SigningKey.from_secret_string(key.to_secret_string()) == key
        assert VerifierKey.from_string(str(key.verifier_key)) == key.verifier_key

    def test_refuse_every_part_of_a_key_string(self) -> None:
        parts = [
            PETER[i:j] for i in range(len(PETER)) for j in range(i, len(PETER) + 1) if j - i < len(PETER)
        ]

        for part in parts:
            with pytest.raises(KeyMalformed):
                VerifierKey.from_string(part)

    @pytest.mark.parametrize("place", range(len(PETER)))
    def test_refuse_a_mangled_character(self, place: int) -> None:
        mangled = PETER[:place] + chr(ord(PETER[place]) + 1) + PETER[place + 1 :]

        with pytest.raises(KeyMalformed):
            VerifierKey.from_string(mangled)

    @pytest.mark.parametrize(
        "text",
        [
            "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
            "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        ],
        ids=["长度不对", "种类未知"],
    )
    def test_refuse_another_length_and_an_unknown_type(self, text: str) -> None:
        with pytest.raises(KeyMalformed):
            VerifierKey.from_string(text)

    def test_a_refusal_does_not_repeat_the_secret(self) -> None:
        with pytest.raises(KeyMalformed) as refusal:
            SigningKey.from_secret_string(PETER_SECRET[:-1])

        assert PETER_SECRET[-20:-1] not in str(refusal.value)
        assert "gQoUAtUU" not in repr(SigningKey.from_secret_string(PETER_SECRET))
