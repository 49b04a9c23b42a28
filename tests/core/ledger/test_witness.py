"""What a witness is asked and what it cosigns, by the standard; two logs that part ways are told apart."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.ledger.publications import KEY

from chengxin_core.ledger.checkpoint import Checkpoint, sign_checkpoint
from chengxin_core.ledger.cosignature import cosignature_of, read_lines, signed_also, strangers, write_lines
from chengxin_core.ledger.note import Note, NoteMalformed
from chengxin_core.ledger.signatures import KeyMalformed, NoteUnverified, SignatureType, SigningKey
from chengxin_core.ledger.tree import EMPTY_ROOT, consistency_proof, root_hash
from chengxin_core.ledger.witness import (
    LogForked,
    LogUnknown,
    LogUnverified,
    OldSizeStale,
    OldSizeTooLarge,
    ProofUnsound,
    Refusal,
    RequestMalformed,
    Witnessed,
    WitnessRequest,
    believe,
    cosign,
    logs_by_origin,
    read_known_size,
)

WITNESS = SigningKey("witness.example/w1", b"w" * 32, SignatureType.COSIGNATURE)
LOGS = logs_by_origin([KEY.verifier_key])
ENTRIES = [bytes([number]) for number in range(20)]
FORKED = [*ENTRIES[:8], *(bytes([number, 1]) for number in range(8, 20))]
NOON = 1_800_000_000

# The example of C2SP tlog-cosignature, and that of tlog-witness without its example signatures.
COSIGNED = """\
example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
"""  # noqa: E501
ASKED = """\
old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=

"""


def checkpoint_of(entries: list[bytes], size: int) -> Checkpoint:
    """The checkpoint over the first entries."""
    return Checkpoint(KEY.name, size, root_hash(entries[:size]))


def asked(entries: list[bytes], old_size: int, size: int, key: SigningKey = KEY) -> WitnessRequest:
    """What the log asks that grew from one size to another."""
    proof = consistency_proof(entries[:size], old_size) if old_size <= size else []
    return WitnessRequest(old_size, tuple(proof), sign_checkpoint(checkpoint_of(entries, size), key))


def witness(request: WitnessRequest, last: Witnessed | None = None, *, at: int = NOON) -> Witnessed:
    """Let the witness cosign; return what it then stands by."""
    checkpoint = believe(request, LOGS)
    line = cosign(request, checkpoint, last=last, key=WITNESS, posix_seconds=at)
    note = signed_also(Note.from_bytes(request.checkpoint), [line])
    made = cosignature_of(note, WITNESS.verifier_key)
    assert made is not None
    return Witnessed(checkpoint, int(made.at.timestamp()))


class TestRequest:
    """The body of `add-checkpoint`."""

    def test_reads_the_example_of_the_standard(self) -> None:
        request = WitnessRequest.from_bytes((ASKED + COSIGNED).encode())

        assert (request.old_size, len(request.proof)) == (20852014, 2)
        assert request.checkpoint == COSIGNED.encode()
        assert request.to_bytes() == (ASKED + COSIGNED).encode()

    @given(
        st.integers(0, 2**63 - 1),
        st.lists(st.binary(min_size=32, max_size=32), max_size=63),
        st.binary(min_size=1, max_size=200),
    )
    @settings(deadline=None)
    def test_reads_back_as_itself(self, old_size: int, proof: list[bytes], checkpoint: bytes) -> None:
        request = WitnessRequest(old_size, tuple(proof), checkpoint)

        assert WitnessRequest.from_bytes(request.to_bytes()) == request

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"old 1\n",
            b"1\n\nx\n",
            b"old 01\n\nx\n",
            b"old -1\n\nx\n",
            b"old  1\n\nx\n",
            "old １\n\nx\n".encode(),
            b"old 99999999999999999999\n\nx\n",
            b"old 1\nAAAA\n\nx\n",
            b"old 1\n" + b"PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw\n" + b"\nx\n",
            b"old 1\n" + b"PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n" * 64 + b"\nx\n",
        ],
        ids=["空", "无空行", "无 old", "前导零", "负数", "两个空格", "全角", "过大", "短", "缺填充", "过多"],
    )
    def test_refuses_another_form(self, body: bytes) -> None:
        with pytest.raises(RequestMalformed):
            WitnessRequest.from_bytes(body)

    @given(st.binary(max_size=300))
    def test_whatever_is_sent_is_read_or_refused(self, body: bytes) -> None:
        with suppress(Refusal):
            believe(WitnessRequest.from_bytes(body), LOGS)


class TestWhatIsCosigned:
    """The checks of the standard, in their order, and the status of each refusal."""

    @given(st.lists(st.integers(0, 20), min_size=1, max_size=6))
    @settings(deadline=None)
    def test_a_log_that_only_grows_is_always_cosigned(self, sizes: list[int]) -> None:
        last = None
        for size in sorted(sizes):
            last = witness(asked(ENTRIES, last.checkpoint.size if last else 0, size), last)

        assert last is not None
        assert last.checkpoint.size == max(sizes)

    @given(st.integers(9, 20), st.integers(9, 20))
    @settings(deadline=None)
    def test_a_log_that_parted_ways_is_never_cosigned(self, size: int, forked: int) -> None:
        last = witness(asked(ENTRIES, 0, size))

        for old_size in range(size + 1):
            with pytest.raises(Refusal) as refused:
                witness(asked(FORKED, old_size, forked), last)
            assert refused.value.status in {400, 409, 422}

    def test_tells_the_size_it_knows(self) -> None:
        last = witness(asked(ENTRIES, 0, 7))

        with pytest.raises(OldSizeStale) as refused:
            witness(asked(ENTRIES, 0, 9), last)

        assert (refused.value.status, refused.value.known_size) == (409, 7)

    def test_another_root_of_the_same_size_is_a_fork(self) -> None:
        last = witness(asked(ENTRIES, 0, 12))

        with pytest.raises(LogForked):
            witness(asked(FORKED, 12, 12), last)

    def test_another_branch_has_no_sound_proof(self) -> None:
        last = witness(asked(ENTRIES, 0, 12))

        with pytest.raises(ProofUnsound):
            witness(asked(FORKED, 12, 15), last)

    def test_a_size_beyond_the_checkpoint_is_a_bad_request(self) -> None:
        with pytest.raises(OldSizeTooLarge):
            witness(asked(ENTRIES, 9, 8))

    @pytest.mark.parametrize(("old_size", "size"), [(0, 5), (5, 5)])
    def test_a_proof_where_none_is_needed_is_refused(self, old_size: int, size: int) -> None:
        last = witness(asked(ENTRIES, 0, 5)) if old_size else None

        with pytest.raises(ProofUnsound):
            witness(replace(asked(ENTRIES, old_size, size), proof=(b"x" * 32,)), last)

    def test_an_empty_log_has_one_root_only(self) -> None:
        wrong = Checkpoint(KEY.name, 0, b"x" * 32)

        with pytest.raises(LogForked):
            witness(WitnessRequest(0, (), sign_checkpoint(wrong, KEY)))
        assert witness(asked([], 0, 0)).checkpoint.root == EMPTY_ROOT

    def test_a_log_that_is_not_followed_is_not_found(self) -> None:
        stranger = SigningKey("stranger.example", b"s" * 32)
        note = sign_checkpoint(Checkpoint(stranger.name, 0, EMPTY_ROOT), stranger)

        with pytest.raises(LogUnknown):
            witness(WitnessRequest(0, (), note))

    def test_a_checkpoint_that_the_log_did_not_sign_is_forbidden(self) -> None:
        impostor = SigningKey(KEY.name, b"i" * 32)

        with pytest.raises(LogUnverified):
            witness(asked(ENTRIES, 0, 5, impostor))

    def test_a_bad_signature_of_a_known_key_is_forbidden_whoever_else_signed(self) -> None:
        other = SigningKey(KEY.name, b"o" * 32)
        request = asked(ENTRIES, 0, 5, other)
        note = Note.from_bytes(request.checkpoint)
        forged = Note(
            note.text, (*note.signatures, replace(note.signatures[0], key_id=KEY.verifier_key.key_id))
        ).to_bytes()

        with pytest.raises(LogUnverified):
            believe(
                replace(request, checkpoint=forged),
                logs_by_origin([KEY.verifier_key, other.verifier_key]),
            )

    def test_follows_a_log_from_one_key_to_the_next(self) -> None:
        after = SigningKey(KEY.name, b"n" * 32)
        logs = logs_by_origin([KEY.verifier_key, after.verifier_key])

        assert believe(asked(ENTRIES, 0, 5, KEY), logs).size == 5
        assert believe(asked(ENTRIES, 5, 6, after), logs).size == 6

    def test_follows_no_witness_as_if_it_were_a_log(self) -> None:
        with pytest.raises(KeyMalformed):
            logs_by_origin([WITNESS.verifier_key])

    def test_the_time_never_runs_back(self) -> None:
        last = witness(asked(ENTRIES, 0, 5), at=NOON)

        assert witness(asked(ENTRIES, 5, 6), last, at=NOON - 60).posix_seconds == NOON
        assert witness(asked(ENTRIES, 5, 6), last, at=NOON + 60).posix_seconds == NOON + 60


class TestCosignature:
    """The line below the checkpoint."""

    note = Note.from_bytes(sign_checkpoint(checkpoint_of(ENTRIES, 5), KEY))
    line = WITNESS.cosign(note.text, posix_seconds=NOON)

    def test_stands_below_the_logs_own_and_leaves_the_text(self) -> None:
        both = signed_also(self.note, [self.line])

        assert both.text == self.note.text
        assert [each.name for each in both.signatures] == [KEY.name, WITNESS.name]

    def test_a_newer_one_takes_the_place_of_the_older(self) -> None:
        newer = WITNESS.cosign(self.note.text, posix_seconds=NOON + 1)

        both = signed_also(signed_also(self.note, [self.line]), [newer])

        assert both.signatures[1:] == (newer,)

    def test_is_read_back_as_it_was_answered(self) -> None:
        assert read_lines(write_lines([self.line])) == (self.line,)

    @pytest.mark.parametrize(
        "answer",
        [b"", b"\xff\n", b"x\n", "— a QUJDRGE=".encode(), b"x" * 20_000 + b"\n"],
        ids=["空", "非 UTF-8", "非签名行", "无换行", "过长"],
    )
    def test_refuses_another_answer(self, answer: bytes) -> None:
        with pytest.raises(NoteMalformed):
            read_lines(answer)

    def test_of_another_text_is_refused(self) -> None:
        other = WITNESS.cosign(checkpoint_of(ENTRIES, 6).to_text(), posix_seconds=NOON)

        with pytest.raises(NoteUnverified):
            cosignature_of(signed_also(self.note, [other]), WITNESS.verifier_key)

    def test_without_a_time_is_refused(self) -> None:
        untimed = WITNESS.cosign(self.note.text, posix_seconds=0)

        with pytest.raises(NoteUnverified):
            cosignature_of(signed_also(self.note, [untimed]), WITNESS.verifier_key)

    def test_of_a_stranger_is_named(self) -> None:
        both = signed_also(self.note, [self.line])

        assert strangers(both, origin=KEY.name, known=[]) == [WITNESS.name]
        assert strangers(both, origin=KEY.name, known=[WITNESS.verifier_key]) == []


@pytest.mark.parametrize(
    ("told", "size"),
    [(b"7\n", 7), (b"0\n", 0), (b"7", None), (b"07\n", None), (b"-1\n", None), (b"", None)],
    ids=repr,
)
def test_reads_the_size_that_a_witness_tells(told: bytes, size: int | None) -> None:
    assert read_known_size(told) == size
