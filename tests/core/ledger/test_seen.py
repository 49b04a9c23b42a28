"""What was seen before is held against the log and against each other; who cosigned is told."""

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.ledger.publications import KEY, PublishedLog, published_log

from chengxin_core.ledger.bundle import (
    CHECKPOINT,
    WITNESSES,
    DatedKey,
    FileMalformed,
    WitnessedNote,
    read_dated_keys,
    read_keys,
    read_witnesses,
    write_keys,
    write_witnesses,
)
from chengxin_core.ledger.canonical import canonical_bytes
from chengxin_core.ledger.check import check_bundle
from chengxin_core.ledger.checkpoint import Checkpoint, sign_checkpoint
from chengxin_core.ledger.cosignature import signed_also
from chengxin_core.ledger.entry import parse_moment
from chengxin_core.ledger.note import Note
from chengxin_core.ledger.receipt import check_receipt
from chengxin_core.ledger.remembered import read_remembered, with_seen
from chengxin_core.ledger.report import Outcome, Report, Step
from chengxin_core.ledger.signatures import SignatureType, SigningKey, VerifierKey

LOG = published_log()
WITNESS = SigningKey("witness.example/w1", b"w" * 32, SignatureType.COSIGNATURE)
OTHER = SigningKey("witness.example/w2", b"v" * 32, SignatureType.COSIGNATURE)
NOON = 1_800_000_000


def cosigned(note: bytes, *witnesses: SigningKey) -> bytes:
    """The note with the lines of witnesses."""
    opened = Note.from_bytes(note)
    lines = [witness.cosign(opened.text, posix_seconds=NOON) for witness in witnesses]
    return signed_also(opened, lines).to_bytes()


def check(
    files: dict[str, bytes], *, witnesses: Sequence[VerifierKey] = (), earlier: Sequence[bytes] = ()
) -> Report:
    return check_bundle(
        files.get, None, verifier_keys=[KEY.verifier_key], witnesses=witnesses, earlier=earlier
    )


def step(report: Report, name: str) -> Step:
    return next(step for step in report.steps if step.name == name)


def forked_log() -> PublishedLog:
    """A log of the same origin and key that went another way after the tenth entry."""
    log = PublishedLog()
    for number in range(10):
        log.publish(number)
    log.sign()
    for number in range(400, 720):
        log.publish(number)
    log.sign()
    return log


class TestWitnesses:
    """Who stands behind a checkpoint."""

    def test_a_known_witness_is_told_with_its_time(self) -> None:
        files = {**LOG.files, CHECKPOINT: cosigned(LOG.files[CHECKPOINT], WITNESS)}

        report = check(files, witnesses=[WITNESS.verifier_key])

        assert report.outcome is Outcome.PASSED
        assert (
            step(report, "见证联署 witness.example/w1").detail == "于 2027-01-15T08:00:00Z 联署, 日志大小 302"
        )

    def test_an_unknown_witness_is_unchecked_and_decides_nothing(self) -> None:
        files = {**LOG.files, CHECKPOINT: cosigned(LOG.files[CHECKPOINT], WITNESS, OTHER)}

        report = check(files, witnesses=[WITNESS.verifier_key])

        assert report.outcome is Outcome.PASSED
        assert step(report, "见证联署 witness.example/w2").outcome is Outcome.UNCHECKED

    def test_a_witness_that_was_asked_for_and_has_not_signed_leaves_the_report_unchecked(self) -> None:
        report = check(LOG.files, witnesses=[WITNESS.verifier_key])

        assert report.outcome is Outcome.UNCHECKED
        assert step(report, "见证联署 witness.example/w1").detail == "没有这位见证人的联署"

    def test_a_forged_cosignature_fails(self) -> None:
        files = dict(LOG.files)
        line = WITNESS.cosign("其他文本\n", posix_seconds=NOON)
        files[CHECKPOINT] = signed_also(Note.from_bytes(files[CHECKPOINT]), [line]).to_bytes()

        report = check(files, witnesses=[WITNESS.verifier_key])

        assert step(report, "见证联署 witness.example/w1").outcome is Outcome.FAILED

    def test_what_a_witness_cosigned_last_is_held_against_the_log(self) -> None:
        last = cosigned(LOG.old_checkpoints[0], WITNESS)
        files = {**LOG.files, WITNESSES: write_witnesses([WitnessedNote(WITNESS.verifier_key, last)])}

        report = check(files, witnesses=[WITNESS.verifier_key])

        assert report.outcome is Outcome.PASSED
        assert "日志大小 10" in step(report, "见证联署 witness.example/w1").detail
        assert step(report, "与先前检查点一致").detail == "1 个"

    def test_a_log_that_left_what_its_witness_cosigned_is_found(self) -> None:
        last = cosigned(LOG.old_checkpoints[1], WITNESS)
        files = {
            **forked_log().files,
            WITNESSES: write_witnesses([WitnessedNote(WITNESS.verifier_key, last)]),
        }

        report = check(files, witnesses=[WITNESS.verifier_key])

        assert step(report, "与先前检查点一致").outcome is Outcome.FAILED
        assert report.evidence[0].first == last

    def test_a_receipt_tells_its_witnesses(self) -> None:
        receipt = LOG.receipt(3)
        receipt = replace(receipt, checkpoint=cosigned(receipt.checkpoint.encode(), WITNESS).decode())

        known = check_receipt(receipt.to_bytes(), [KEY.verifier_key], witnesses=[WITNESS.verifier_key])
        unknown = check_receipt(receipt.to_bytes(), [KEY.verifier_key])

        assert step(known, "见证联署 witness.example/w1").outcome is Outcome.PASSED
        assert step(unknown, "见证联署 witness.example/w1").outcome is Outcome.UNCHECKED
        assert known.outcome is unknown.outcome is Outcome.PASSED


class TestContradiction:
    """Two logs of one origin."""

    def test_both_checkpoints_are_evidence_with_a_proof_that_speaks_for_itself(self) -> None:
        report = check(forked_log().files, earlier=LOG.old_checkpoints)

        (evidence,) = report.evidence
        assert report.outcome is Outcome.FAILED
        assert evidence.first == LOG.old_checkpoints[1]
        assert evidence.holds
        assert json.loads(canonical_bytes(evidence.to_json()))["first"].startswith(
            "log.example/chengxin\n12\n"
        )

    def test_the_evidence_against_an_honest_log_does_not_hold(self) -> None:
        (evidence,) = check(forked_log().files, earlier=LOG.old_checkpoints).evidence

        assert not replace(evidence, first=forked_log().old_checkpoints[0]).holds
        assert not replace(evidence, second=LOG.files[CHECKPOINT]).holds

    def test_two_that_were_seen_of_one_size_contradict_each_other(self) -> None:
        forked = sign_checkpoint(Checkpoint(KEY.name, 500, b"a" * 32), KEY)
        other = sign_checkpoint(Checkpoint(KEY.name, 500, b"b" * 32), KEY)

        report = check(LOG.files, earlier=[forked, other])

        assert step(report, "与先前检查点一致").outcome is Outcome.FAILED
        assert report.evidence[0].holds

    def test_what_only_a_replaced_key_signed_is_unchecked_until_that_key_is_given(self) -> None:
        replaced = SigningKey(KEY.name, b"o" * 32)
        old = sign_checkpoint(Checkpoint.from_text(Note.from_bytes(LOG.old_checkpoints[0]).text), replaced)
        keys = [KEY.verifier_key, replaced.verifier_key]

        report = check(LOG.files, earlier=[old])
        with_both = check_bundle(LOG.files.get, None, verifier_keys=keys, earlier=[old])

        assert report.outcome is Outcome.UNCHECKED
        assert "把旧公钥也用 --key 给出" in step(report, "与先前检查点一致").detail
        assert with_both.outcome is Outcome.PASSED


class TestRemembered:
    """The file of everything seen."""

    notes = [*LOG.old_checkpoints, LOG.files[CHECKPOINT]]

    def test_one_checkpoint_is_such_a_file(self) -> None:
        assert read_remembered(self.notes[0]) == self.notes[:1]

    @given(st.permutations(notes))
    @settings(deadline=None)
    def test_keeps_every_checkpoint_that_was_seen(self, notes: list[bytes]) -> None:
        file = b""
        for note in notes:
            file = with_seen(read_remembered(file), note)

        assert read_remembered(file) == notes

    def test_keeps_a_checkpoint_once_with_the_most_signatures(self) -> None:
        bare, witnessed = self.notes[0], cosigned(self.notes[0], WITNESS)

        assert with_seen([bare], witnessed) == witnessed
        assert with_seen([witnessed], bare) == witnessed


class TestFiles:
    """Dated keys and witnesses."""

    def test_dated_keys_read_back_as_themselves(self) -> None:
        at = parse_moment("2026-02-01T00:00:00Z")
        keys = (
            DatedKey(KEY.verifier_key, until=at, until_size=7),
            DatedKey(SigningKey(KEY.name, b"n" * 32).verifier_key, from_size=5, since=at),
        )

        assert read_dated_keys(write_keys(keys)) == keys

    def test_the_format_before_is_still_read(self) -> None:
        old = canonical_bytes({"format": "chengxin/keys/v1", "keys": [str(KEY.verifier_key)]})

        assert read_keys(old) == (KEY.verifier_key,)

    def test_witnesses_read_back_as_themselves(self) -> None:
        witnesses = (
            WitnessedNote(WITNESS.verifier_key, cosigned(LOG.files[CHECKPOINT], WITNESS)),
            WitnessedNote(OTHER.verifier_key, None),
        )

        assert read_witnesses(write_witnesses(witnesses)) == witnesses

    @pytest.mark.parametrize("rows", ["[1]", '[{"key":"x"}]', '[{"checkpoint":null,"key":"x"}]', "{}"])
    def test_refuses_other_witness_files(self, rows: str) -> None:
        with pytest.raises(FileMalformed):
            read_witnesses(f'{{"format":"chengxin/witnesses/v1","witnesses":{rows}}}'.encode())
