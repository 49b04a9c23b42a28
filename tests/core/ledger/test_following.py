"""An old receipt and the log of today: what followed is added, and a log that is not the receipt's is found out."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.ledger.publications import KEY, PublishedLog, published_log

from chengxin_core.ledger.bundle import CHECKPOINT
from chengxin_core.ledger.checkpoint import Checkpoint, sign_checkpoint
from chengxin_core.ledger.following import FOLLOWED, SAME_LOG, TODAY, Followed, follow_receipt
from chengxin_core.ledger.receipt import check_receipt
from chengxin_core.ledger.report import Outcome
from chengxin_core.ledger.signatures import SigningKey

KEYS = [KEY.verifier_key]


def small_log(*, entries: int = 3) -> PublishedLog:
    """A log with so many publications, signed."""
    log = PublishedLog()
    for number in range(entries):
        log.publish(number)
    log.sign()
    return log


def follow(receipt: bytes, log: PublishedLog) -> Followed:
    """Ask the log what followed."""
    return follow_receipt(receipt, log.files.get, KEYS)


def said(followed: Followed, name: str) -> tuple[Outcome, str]:
    """How a step came out."""
    step = next(step for step in followed.report.steps if step.name == name)
    return step.outcome, step.detail


def test_says_that_nothing_followed() -> None:
    log = small_log()
    receipt = log.receipt(1).to_bytes()

    followed = follow(receipt, log)

    assert followed.report.outcome is Outcome.PASSED
    assert said(followed, FOLLOWED) == (Outcome.PASSED, "至今没有")
    assert followed.receipt == log.receipt(1)


def test_adds_a_later_end_and_leaves_the_content_out() -> None:
    log = small_log()
    saved = log.receipt(1)
    log.end(1)
    log.sign()

    followed = follow(saved.to_bytes(), log)

    assert followed.report.outcome is Outcome.PASSED
    assert said(followed, "内容") == (Outcome.PASSED, "与日志中的承诺值相符, 逐字未改")
    assert followed.report.conclusion.endswith("修复后终止公示 (版本 1, 事由 repaired)。")
    assert saved.content is not None
    assert followed.receipt == log.receipt(1, 3)
    assert followed.receipt.content is None


def test_a_receipt_without_its_content_is_explained_by_the_end() -> None:
    log = small_log()
    bare = replace(log.receipt(1), content=None, salt=None)
    assert check_receipt(bare.to_bytes(), KEYS).outcome is Outcome.UNCHECKED
    log.end(1)
    log.sign()

    assert follow(bare.to_bytes(), log).report.outcome is Outcome.PASSED


def test_what_was_brought_up_once_is_brought_up_again() -> None:
    log = small_log()
    first = log.receipt(1).to_bytes()
    log.correct(1, 1)
    log.sign()
    second = follow(first, log).receipt
    assert second is not None
    log.end(3)
    log.sign()

    third = follow(second.to_bytes(), log).receipt

    assert third is not None
    assert [each.index for each in third.successors] == [3, 4]
    assert check_receipt(third.to_bytes(), KEYS).outcome is Outcome.PASSED


@settings(max_examples=30)
@given(index=st.integers(0, 9), grown=st.sampled_from((0, 1, 240, 256, 300)))
def test_adds_what_the_log_holds_at_every_size(index: int, grown: int) -> None:
    log = small_log(entries=10)
    saved = log.receipt(index).to_bytes()
    for number in range(10, 10 + grown):
        log.publish(number)
    correction = log.correct(index, index)
    end = log.end(correction)
    log.sign()

    assert follow(saved, log).receipt == log.receipt(index, correction, end)


def test_reads_no_bundle_before_the_receipts_own() -> None:
    log = published_log()
    read: list[str] = []

    def reading(path: str) -> bytes | None:
        read.append(path)
        return log.files.get(path)

    follow_receipt(log.receipt(270).to_bytes(), reading, KEYS)

    assert "tile/entries/001.p/46" in read
    assert "tile/entries/000" not in read


@pytest.mark.parametrize("is_known", [True, False], ids=["公钥已知", "公钥未知"])
def test_a_log_of_another_name_is_said_to_be_another(*, is_known: bool) -> None:
    log, other = small_log(), small_log()
    key = SigningKey("log.other/chengxin", b"o" * 32)
    other.files[CHECKPOINT] = sign_checkpoint(Checkpoint(key.name, 3, b"r" * 32), key)
    known = [*KEYS, key.verifier_key] if is_known else KEYS

    followed = follow_receipt(log.receipt(1).to_bytes(), other.files.get, known)

    outcome, detail = said(followed, SAME_LOG)
    assert outcome is Outcome.FAILED
    assert "回执属于日志“log.example/chengxin”, 这里是另一日志“log.other/chengxin”" in detail
    assert followed.receipt is None


def test_a_checkpoint_that_the_known_key_did_not_sign_is_not_believed() -> None:
    log = small_log()
    receipt = log.receipt(1).to_bytes()
    log.files[CHECKPOINT] = sign_checkpoint(
        Checkpoint(KEY.name, 3, b"r" * 32), SigningKey(KEY.name, b"x" * 32)
    )

    assert said(follow(receipt, log), TODAY)[0] is Outcome.FAILED


def test_a_rewritten_log_contradicts_the_receipt() -> None:
    log = small_log()
    receipt = log.receipt(1).to_bytes()
    forked = PublishedLog()
    for number in (0, 1, 9, 3):
        forked.publish(number)
    forked.sign()

    outcome, detail = said(follow(receipt, forked), SAME_LOG)

    assert outcome is Outcome.FAILED
    assert "前 3 条与回执的检查点不符: 日志被改写或者分叉" in detail


def test_a_log_shorter_than_the_receipt_contradicts_it() -> None:
    log = small_log()
    log.publish(3)
    log.sign()

    outcome, detail = said(follow(log.receipt(1).to_bytes(), small_log()), SAME_LOG)

    assert outcome is Outcome.FAILED
    assert "回执的检查点上日志有 4 条, 这里只有 3 条" in detail


def test_an_end_that_is_kept_back_is_missed() -> None:
    log = small_log()
    receipt = log.receipt(1).to_bytes()
    log.end(1)
    log.sign()
    hiding = PublishedLog()
    for number in (0, 1, 2, 3):
        hiding.publish(number)
    hiding.sign()
    log.files["tile/entries/000.p/4"] = hiding.files["tile/entries/000.p/4"]

    outcome, detail = said(follow(receipt, log), SAME_LOG)

    assert outcome is Outcome.FAILED
    assert "由条目重算的根是" in detail


@pytest.mark.parametrize("name", [CHECKPOINT, "tile/entries/000.p/4", "tile/0/000.p/4"])
def test_a_log_that_lacks_a_file_leaves_it_open(name: str) -> None:
    log = small_log()
    receipt = log.receipt(1).to_bytes()
    log.publish(3)
    log.sign()
    del log.files[name]

    followed = follow(receipt, log)

    assert followed.report.outcome is Outcome.UNCHECKED
    assert name in followed.report.steps[-1].detail
    assert followed.receipt is None


def test_a_full_tile_does_for_a_partial_one_that_is_gone() -> None:
    log = published_log()
    receipt = log.receipt(3).to_bytes()
    signed = log.files[CHECKPOINT]
    for number in range(300, 520):
        log.publish(number)
    log.sign()
    for name in ("tile/entries/001.p/46", "tile/0/001.p/46"):
        del log.files[name]
    log.files[CHECKPOINT] = signed

    assert follow(receipt, log).report.outcome is Outcome.PASSED


@pytest.mark.parametrize("bundle", [b"\x00", b"\x00\x01x" * 4], ids=["截断", "不是条目"])
def test_nonsense_in_the_log_fails(bundle: bytes) -> None:
    log = small_log()
    receipt = log.receipt(1).to_bytes()
    log.publish(3)
    log.sign()
    log.files["tile/entries/000.p/4"] = bundle

    assert follow(receipt, log).report.outcome is Outcome.FAILED


def test_a_receipt_that_is_none_is_not_followed() -> None:
    followed = follow(b"{}", small_log())

    assert followed.report.outcome is Outcome.FAILED
    assert [step.name for step in followed.report.steps] == ["回执格式"]


def test_without_a_key_nothing_is_proven() -> None:
    log = small_log()

    followed = follow_receipt(log.receipt(1).to_bytes(), log.files.get, [])

    assert followed.report.outcome is Outcome.UNCHECKED
