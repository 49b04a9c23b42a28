"""A file of two checkpoints that contradict each other is checked by itself."""

import json
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.ledger.publications import KEY, published_log
from tests.core.ledger.test_seen import check, forked_log

from chengxin_core.ledger.canonical import canonical_bytes
from chengxin_core.ledger.checkpoint import Checkpoint, sign_checkpoint
from chengxin_core.ledger.contradiction import Contradiction
from chengxin_core.ledger.evidence import EvidenceMalformed, check_evidence, read_evidence
from chengxin_core.ledger.report import Outcome
from chengxin_core.ledger.signatures import SigningKey

KEYS = [KEY.verifier_key]
LOG = published_log()
STRANGER = SigningKey(KEY.name, b"s" * 32)


def signed(size: int, root: bytes, key: SigningKey = KEY) -> bytes:
    return sign_checkpoint(Checkpoint(key.name, size, root), key)


TWINS = signed(500, b"a" * 32) + b"\n" + signed(500, b"b" * 32)


@pytest.fixture(scope="module")
def contradiction() -> Contradiction:
    """What a check hands out of a log that went two ways, with its proof."""
    (evidence,) = check(forked_log().files, earlier=LOG.old_checkpoints).evidence
    return evidence


def outcome_of(data: bytes, keys: list[object] | None = None) -> Outcome:
    return check_evidence(read_evidence(data), KEYS if keys is None else keys).outcome  # type: ignore[arg-type]


class TestWhatAWitnessKeeps:
    def test_two_roots_of_one_size_prove_a_split_view(self) -> None:
        report = check_evidence(read_evidence(TWINS), KEYS)

        assert report.outcome is Outcome.PASSED
        assert "给不同的人看了不同的日志" in report.conclusion

    def test_without_the_key_of_the_log_it_proves_nothing(self) -> None:
        assert outcome_of(TWINS, []) is Outcome.UNCHECKED

    def test_what_another_key_signed_is_refused(self) -> None:
        made_up = signed(500, b"a" * 32) + b"\n" + signed(500, b"b" * 32, STRANGER)

        assert outcome_of(made_up) is Outcome.FAILED

    def test_the_same_checkpoint_twice_is_no_contradiction(self) -> None:
        assert outcome_of(signed(5, b"a" * 32) + b"\n" + signed(5, b"a" * 32)) is Outcome.FAILED

    def test_two_logs_do_not_contradict_each_other(self) -> None:
        other = SigningKey("other.example/log", b"o" * 32)
        data = signed(5, b"a" * 32) + b"\n" + signed(5, b"b" * 32, other)

        assert outcome_of(data, [*KEYS, other.verifier_key]) is Outcome.FAILED

    def test_two_sizes_without_a_proof_are_not_decided(self) -> None:
        data = signed(7, b"b" * 32) + b"\n" + signed(5, b"a" * 32)

        assert outcome_of(data) is Outcome.UNCHECKED

    def test_a_line_that_is_no_signature_is_told(self) -> None:
        with pytest.raises(EvidenceMalformed, match="读不了"):
            read_evidence(b"a\n1\nx\n\n\xe2\x80\x94 a AAAA\n\n" + TWINS[: TWINS.index(b"\n\n") + 1] + b"\n")


class TestWhatACheckHandsOut:
    def test_it_speaks_for_itself_alone_in_a_list_and_in_its_report(
        self, contradiction: Contradiction
    ) -> None:
        one = contradiction.to_json()
        for value in (one, [one], {"outcome": "failed", "evidence": [one]}):
            assert outcome_of(json.dumps(value).encode()) is Outcome.PASSED

    @pytest.mark.parametrize("member", ["first", "second", "root_at_size_of_first", "proof"])
    def test_a_changed_part_does_not_hold(self, contradiction: Contradiction, member: str) -> None:
        told = dict(contradiction.to_json())
        told[member] = {
            "first": forked_log().old_checkpoints[0].decode(),
            "second": LOG.files["checkpoint"].decode(),
            "root_at_size_of_first": "00" * 32,
            "proof": ["00" * 32],
        }[member]

        assert outcome_of(canonical_bytes(told)) is Outcome.FAILED

    def test_a_checkpoint_that_continues_the_other_is_no_contradiction(self) -> None:
        first, second = LOG.old_checkpoints[1], LOG.files["checkpoint"]
        size, root = 12, Checkpoint.from_text(first.decode().partition("\n\n")[0] + "\n").root
        honest = Contradiction(first, second, root)

        assert size
        assert check_evidence([honest, replace(honest, proof=(b"0" * 32,))], KEYS).outcome is Outcome.FAILED

    @pytest.mark.parametrize("value", [1, None, "x", {"a": 1}])
    def test_a_part_that_cannot_be_read_is_told(self, contradiction: Contradiction, value: object) -> None:
        with pytest.raises(EvidenceMalformed, match="六十四位十六进制"):
            read_evidence(json.dumps({**contradiction.to_json(), "proof": [value]}).encode())


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[]", b"{", b"\xff\xfe", LOG.receipt(3).to_bytes(), LOG.files["checkpoint"]],
    ids=["空", "对象", "列表", "残缺", "不是文字", "回执", "检查点"],
)
def test_what_is_no_evidence_is_left_to_others(data: bytes) -> None:
    assert read_evidence(data) == ()


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading(data: bytes) -> None:
    with suppress(EvidenceMalformed):
        assert check_evidence(read_evidence(data), KEYS).outcome is not Outcome.PASSED
