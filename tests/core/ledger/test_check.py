"""A published directory: every kind of tampering is found and named."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.ledger.entries import anchored, corrected, published, repaired
from tests.core.ledger.publications import KEY, PublishedLog, content_of, key_of, published_log

from chengxin_core.ledger.bundle import (
    CHECKPOINT,
    KEYS,
    FileMalformed,
    PublishedContent,
    content_path,
    read_keys,
    write_keys,
)
from chengxin_core.ledger.check import check_bundle
from chengxin_core.ledger.checkpoint import Checkpoint, sign_checkpoint
from chengxin_core.ledger.entry import Event
from chengxin_core.ledger.report import Outcome, Report
from chengxin_core.ledger.signatures import SigningKey
from chengxin_core.ledger.tree import EMPTY_ROOT

LOG = published_log()
Files = dict[str, bytes]


def check(files: Files, *, listed: bool = True, earlier: list[bytes] | None = None) -> Report:
    """Check files that lie in memory."""

    def list_files(prefix: str) -> Iterator[str]:
        return (path for path in files if path.startswith(prefix))

    return check_bundle(
        files.get,
        list_files if listed else None,
        verifier_keys=[KEY.verifier_key],
        earlier=earlier or [],
    )


def failed(report: Report) -> list[str]:
    """The names of the steps that failed."""
    return [step.name for step in report.steps if step.outcome is Outcome.FAILED]


@pytest.mark.parametrize("listed", [True, False], ids=["可列目录", "不可列目录"])
def test_an_honest_directory_passes(listed: bool) -> None:
    report = check(LOG.files, listed=listed, earlier=LOG.old_checkpoints)

    assert report.outcome is Outcome.PASSED
    assert "共 302 条, 在公示 299 项, 已终止或被取代的 2 个版本" in report.conclusion


def test_an_empty_log_passes() -> None:
    files = {CHECKPOINT: sign_checkpoint(Checkpoint(KEY.name, 0, EMPTY_ROOT), KEY)}

    assert check(files).outcome is Outcome.PASSED


def test_keys_of_the_directory_prove_agreement_but_no_origin() -> None:
    report = check_bundle(LOG.files.get, None)

    assert report.outcome is Outcome.PASSED
    assert "不证明来自谁" in report.steps[0].detail


def test_a_full_tile_may_have_replaced_a_partial_one() -> None:
    log = PublishedLog()
    for number in range(256):
        log.publish(number)
    log.sign()
    files = dict(log.files)
    log.entries.pop()
    log.sign()

    assert "tile/0/000.p/255" in log.files
    at_255 = {**files, CHECKPOINT: log.files[CHECKPOINT]}
    del at_255[content_path(key_of(255), 1)]

    assert check(at_255).outcome is Outcome.PASSED


def changed(path: str) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        files[path] = files[path][:-2] + bytes([files[path][-2] ^ 1]) + files[path][-1:]

    return change


def lost(path: str) -> Callable[[Files], None]:
    def lose(files: Files) -> None:
        del files[path]

    return lose


def put(path: str, data: bytes) -> Callable[[Files], None]:
    def write(files: Files) -> None:
        files[path] = data

    return write


def signed_anew(size: int, root: bytes) -> bytes:
    return sign_checkpoint(Checkpoint(KEY.name, size, root), KEY)


TAMPERINGS: list[tuple[str, Callable[[Files], None], str]] = [
    ("检查点改动", changed(CHECKPOINT), "检查点签名"),
    ("检查点丢失", lost(CHECKPOINT), "检查点签名"),
    ("检查点另签", put(CHECKPOINT, signed_anew(302, b"x" * 32)), "根哈希"),
    ("叶分块改动", changed("tile/0/000"), "条目和分块"),
    ("末分块改动", changed("tile/0/001.p/46"), "条目和分块"),
    ("上层分块改动", changed("tile/1/000.p/1"), "条目和分块"),
    ("分块丢失", lost("tile/1/000.p/1"), "条目和分块"),
    ("旧分块改动", changed("tile/0/000.p/10"), "条目和分块"),
    ("旧条目包改动", changed("tile/entries/000.p/12"), "条目和分块"),
    ("旧分块截短", put("tile/0/000.p/10", b""), "条目和分块"),
    ("分块名不对", put("tile/0/0", b""), "条目和分块"),
    ("分块加长", put("tile/1/000.p/1", bytes(64)), "条目和分块"),
    ("条目包丢失", lost("tile/entries/000"), "条目和分块"),
    ("条目包截短", put("tile/entries/000", b"\x00\x01"), "条目和分块"),
    ("内容改动", put(content_path(key_of(3), 1), content_of(4).to_bytes()), "在公示内容与承诺值"),
    ("内容丢失", lost(content_path(key_of(3), 1)), "在公示内容与承诺值"),
    ("内容不成形", put(content_path(key_of(3), 1), b"{}"), "在公示内容与承诺值"),
    ("终止的还在", put(content_path(key_of(7), 1), content_of(7).to_bytes()), "已终止内容不存在"),
    ("旧版本还在", put(content_path(key_of(5), 1), content_of(5).to_bytes()), "已终止内容不存在"),
    ("夹带文件", put("contents/other.txt", b""), "已终止内容不存在"),
]


@pytest.mark.parametrize(
    ("tamper", "step"), [case[1:] for case in TAMPERINGS], ids=[case[0] for case in TAMPERINGS]
)
def test_names_what_was_tampered_with(tamper: Callable[[Files], None], step: str) -> None:
    files = dict(LOG.files)

    tamper(files)

    assert failed(check(files)) == [step]


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_change_of_any_byte_of_any_file_is_found(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(set(LOG.files) - {KEYS})))
    place = data.draw(st.integers(0, len(LOG.files[path]) - 1))
    tampered = bytearray(LOG.files[path])
    tampered[place] ^= data.draw(st.integers(1, 255))

    report = check({**LOG.files, path: bytes(tampered)})

    assert report.outcome is Outcome.FAILED


def test_a_changed_entry_is_found_in_tiles_and_root() -> None:
    files = dict(LOG.files)
    files["tile/entries/000"] = files["tile/entries/000"].replace(b"2026-02-02T08", b"2026-02-01T08", 1)

    assert failed(check(files)) == ["条目和分块", "根哈希"]


@pytest.mark.parametrize("path", [content_path(key_of(7), 1), content_path(key_of(5), 1)])
def test_finds_what_should_be_gone_without_a_listing(path: str) -> None:
    report = check({**LOG.files, path: b"anything"}, listed=False)

    assert failed(report) == ["已终止内容不存在"]


class TestEarlierCheckpoints:
    """The log may only grow."""

    def test_a_rewritten_log_is_found(self) -> None:
        other = PublishedLog()
        for number in range(20, 330):
            other.publish(number)
        other.sign()

        report = check(other.files, earlier=LOG.old_checkpoints)

        assert failed(report) == ["与先前检查点一致"]
        assert "前 10 条" in next(step.detail for step in report.steps if step.name == "与先前检查点一致")

    def test_a_log_that_shrank_is_found(self) -> None:
        short = PublishedLog()
        short.publish(0)
        short.sign()

        report = check(short.files, earlier=LOG.old_checkpoints)

        assert failed(report) == ["与先前检查点一致"]

    def test_a_checkpoint_of_another_log_is_refused(self) -> None:
        other = SigningKey("other.example", b"o" * 32)
        note = sign_checkpoint(Checkpoint(other.name, 0, EMPTY_ROOT), other)

        assert failed(check(LOG.files, earlier=[note])) == ["检查点签名"]


class TestHistory:
    """Entries must follow from each other."""

    @pytest.mark.parametrize(
        "wrong",
        [
            published(key=key_of(1)),
            repaired(0, key=key_of(2)),
            repaired(1, key=key_of(1)),
            repaired(0, key=key_of(1), version=2),
            replace(repaired(0, key=key_of(1)), kind="other_kind"),
            replace(repaired(0, key=key_of(1)), at=published().at.replace(year=2020)),
        ],
        ids=["重复公示", "没有公示过", "指错序号", "版本不对", "种类不同", "时间倒流"],
    )
    def test_an_entry_that_does_not_follow_is_found(self, wrong: object) -> None:
        log = PublishedLog()
        log.publish(1)
        assert isinstance(wrong, type(log.entries[0]))
        log.entries.append(wrong)
        log.sign()

        assert "条目先后" in failed(check(log.files))

    def test_nothing_follows_an_end(self) -> None:
        log = PublishedLog()
        log.end(log.publish(1))
        log.entries.append(replace(repaired(1, key=key_of(1)), event=Event.WITHDRAWN))
        log.sign()

        assert failed(check(log.files)) == ["条目先后"]


class TestFiles:
    """Content and key files."""

    @given(
        st.dictionaries(
            st.text(st.characters(codec="utf-8"), max_size=5), st.integers(-(2**53) + 1, 2**53 - 1)
        ),
        st.binary(min_size=32, max_size=32),
    )
    @settings(deadline=None)
    def test_content_reads_back_as_itself(self, content: dict[str, int], salt: bytes) -> None:
        published_content = PublishedContent(content, salt)

        assert PublishedContent.from_bytes(published_content.to_bytes()) == published_content

    def test_keys_read_back_as_themselves(self) -> None:
        keys = (KEY.verifier_key, SigningKey("other.example", b"o" * 32).verifier_key)

        assert read_keys(write_keys(keys)) == keys

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"{}",
            b'{"format":"chengxin/keys/v1","keys":["x"]}',
            b'{"format":"chengxin/keys/v1","keys":1}',
        ],
        ids=["空", "空对象", "不是公钥", "不是列表"],
    )
    def test_refuses_other_key_files(self, data: bytes) -> None:
        with pytest.raises(FileMalformed):
            read_keys(data)

    def test_without_any_key_there_is_nothing_to_believe(self) -> None:
        files = dict(LOG.files)
        del files[KEYS]

        assert failed(check_bundle(files.get, None)) == ["检查点签名"]

    @pytest.mark.parametrize("salt", ["", "0f", "0F" * 32, "zz" * 32, "0f " * 32], ids=repr)
    def test_refuses_a_content_file_with_another_salt(self, salt: str) -> None:
        data = content_of(1).to_bytes().replace(content_of(1).salt.hex().encode(), salt.encode())

        with pytest.raises(FileMalformed):
            PublishedContent.from_bytes(data)


class TestWhatIsAnchored:
    @pytest.fixture
    def log(self) -> PublishedLog:
        log = PublishedLog()
        log.publish(1)
        log.anchor()
        log.publish(2)
        log.sign()
        return log

    @pytest.mark.parametrize("listed", [True, False], ids=["可列目录", "不可列目录"])
    def test_stands_in_the_log_without_any_content(self, log: PublishedLog, listed: bool) -> None:
        report = check(log.files, listed=listed)

        assert report.outcome is Outcome.PASSED
        assert "在公示 2 项, 已终止或被取代的 0 个版本" in report.conclusion

    @pytest.mark.parametrize("listed", [True, False], ids=["可列目录", "不可列目录"])
    def test_must_not_have_content_either(self, log: PublishedLog, listed: bool) -> None:
        log.files[content_path(anchored().key, 1)] = content_of(1).to_bytes()

        assert failed(check(log.files, listed=listed)) == ["已终止内容不存在"]

    def test_is_the_last_of_its_key(self, log: PublishedLog) -> None:
        log.entries.append(replace(corrected(1, key=anchored().key), kind="audit_chain"))
        log.sign()

        assert "前者是链头存证" in next(s.detail for s in check(log.files).steps if s.name == "条目先后")
