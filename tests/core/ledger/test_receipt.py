"""Receipts: they prove what was published, and a change of any byte shows."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.ledger.publications import KEY, PublishedLog, content_of, published_log

from chengxin_core.ledger.canonical import canonical_bytes
from chengxin_core.ledger.receipt import Receipt, ReceiptMalformed, check_receipt, receipt_in_force
from chengxin_core.ledger.report import Outcome, Report
from chengxin_core.ledger.signatures import SigningKey

KEYS = [KEY.verifier_key]
LOG = published_log()
RECEIPT = LOG.receipt(3).to_bytes()


def failed(report: Report) -> list[str]:
    """The names of the steps that failed."""
    return [step.name for step in report.steps if step.outcome is Outcome.FAILED]


def test_reads_back_as_itself() -> None:
    for receipt in (LOG.receipt(3), LOG.receipt(5, 10), LOG.receipt(7, 11), LOG.receipt(11)):
        assert Receipt.from_bytes(receipt.to_bytes()) == receipt


def test_it_is_the_same_file_from_bytes_that_are_canonical_already() -> None:
    receipt = LOG.receipt(3)
    assert receipt.salt is not None

    written = receipt_in_force(
        entry=receipt.logged.entry.to_bytes(),
        index=receipt.logged.index,
        proof=receipt.logged.proof,
        checkpoint=receipt.checkpoint,
        content=canonical_bytes(receipt.content),
        salt=receipt.salt,
    )

    assert written == receipt.to_bytes()


def test_proves_what_was_published_and_when() -> None:
    report = check_receipt(RECEIPT, KEYS)

    assert report.outcome is Outcome.PASSED
    assert "2026-02-02T08:00:00Z 公示" in report.conclusion
    assert [step.name for step in report.steps] == ["回执格式", "检查点签名", "第 3 条在日志中", "内容"]


def test_still_proves_it_when_it_was_saved_before_the_end() -> None:
    log = PublishedLog()
    log.publish(1)
    log.sign()
    saved = log.receipt(0).to_bytes()

    log.end(0)
    log.sign()

    assert check_receipt(saved, KEYS).outcome is Outcome.PASSED


def test_proves_without_the_content_that_something_was_published_and_ended() -> None:
    receipt = LOG.receipt(7, 11)

    report = check_receipt(receipt.to_bytes(), KEYS)

    assert receipt.content is None
    assert report.outcome is Outcome.PASSED
    assert "2026-02-02T08:00:00Z 公示" in report.conclusion
    assert "2026-05-04T08:00:00Z 修复后终止公示 (版本 1, 事由 repaired)" in report.conclusion


def test_proves_a_correction_of_which_only_the_new_content_is_left() -> None:
    assert check_receipt(LOG.receipt(10).to_bytes(), KEYS).outcome is Outcome.PASSED
    assert LOG.receipt(5, 10).content is None


def test_without_content_and_without_an_end_the_content_stays_unchecked() -> None:
    report = check_receipt(replace(LOG.receipt(3), content=None, salt=None).to_bytes(), KEYS)

    assert report.outcome is Outcome.UNCHECKED
    assert report.steps[-1].name == "内容"


def test_without_a_key_the_signature_stays_unchecked() -> None:
    report = check_receipt(RECEIPT, [])

    assert report.outcome is Outcome.UNCHECKED
    assert "--key" in report.steps[1].detail


def test_another_logs_key_proves_nothing() -> None:
    stranger = SigningKey("stranger.example", b"s" * 32).verifier_key

    assert failed(check_receipt(RECEIPT, [stranger])) == ["检查点签名"]


@pytest.mark.parametrize("change", [0x01, 0x20, 0x80])
def test_shows_a_change_of_any_byte(change: int) -> None:
    for place in range(len(RECEIPT)):
        tampered = bytearray(RECEIPT)
        tampered[place] ^= change

        assert check_receipt(bytes(tampered), KEYS).outcome is Outcome.FAILED, place


@given(st.data())
@settings(deadline=None)
def test_shows_bytes_taken_out_or_put_in(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(RECEIPT)))
    end = data.draw(st.integers(start, len(RECEIPT)))
    put_in = data.draw(st.binary(max_size=8).filter(lambda new: new != RECEIPT[start:end]))

    report = check_receipt(RECEIPT[:start] + put_in + RECEIPT[end:], KEYS)

    assert report.outcome is Outcome.FAILED


FORGERIES: list[tuple[str, Callable[[Receipt], Receipt], str]] = [
    ("换了内容", lambda receipt: replace(receipt, content=content_of(4).content), "内容"),
    ("换了盐", lambda receipt: replace(receipt, salt=content_of(4).salt), "内容"),
    ("换了条目", lambda receipt: replace(receipt, logged=LOG.receipt(4).logged), "内容"),
    (
        "换了序号",
        lambda receipt: replace(receipt, logged=replace(receipt.logged, index=2)),
        "第 2 条在日志中",
    ),
    (
        "换了检查点",
        lambda receipt: replace(receipt, checkpoint=LOG.old_checkpoints[0].decode()),
        "第 3 条在日志中",
    ),
    (
        "借了别人的终止",
        lambda receipt: replace(receipt, successors=LOG.receipt(7, 11).successors),
        "后续条目衔接",
    ),
]


@pytest.mark.parametrize(
    ("forge", "step"), [case[1:] for case in FORGERIES], ids=[case[0] for case in FORGERIES]
)
def test_names_the_step_at_which_a_forgery_fails(forge: Callable[[Receipt], Receipt], step: str) -> None:
    forged = forge(LOG.receipt(3))

    assert failed(check_receipt(forged.to_bytes(), KEYS)) == [step]


def test_an_end_that_is_not_in_the_log_ends_nothing() -> None:
    receipt = LOG.receipt(7, 11)
    invented = replace(receipt.successors[0], index=12)

    report = check_receipt(replace(receipt, successors=(invented,)).to_bytes(), KEYS)

    assert failed(report) == ["第 12 条在日志中"]


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"null", b"\xff", b"[" * 50_000, b'{"format":1}'],
    ids=["空", "空对象", "null", "乱码", "过深", "只有格式"],
)
def test_says_of_anything_else_that_it_is_no_receipt(data: bytes) -> None:
    assert failed(check_receipt(data, KEYS)) == ["回执格式"]


def test_refuses_content_without_its_salt() -> None:
    with pytest.raises(ReceiptMalformed):
        replace(LOG.receipt(3), salt=None)


class TestWhatIsAnchored:
    @pytest.fixture
    def receipt(self) -> Receipt:
        log = PublishedLog()
        log.anchor(b"\xab" * 32)
        log.sign()
        return log.receipt(0)

    def test_is_proved_with_its_hash_and_needs_no_content(self, receipt: Receipt) -> None:
        report = check_receipt(receipt.to_bytes(), KEYS)

        assert report.outcome is Outcome.PASSED
        assert f"链值 {'ab' * 32}于 2026-02-02T08:00:00Z 链头存证" in report.conclusion

    def test_cannot_carry_content(self, receipt: Receipt) -> None:
        with pytest.raises(ReceiptMalformed, match="链头存证的条目没有内容"):
            replace(receipt, content={"title": "演示数据"}, salt=b"s" * 32)
