"""The log's key is replaced; receipts made before, during and after are verified with the key of their time."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.publishing import FEB_2, later, make_body, make_matter, make_publication
from tests.rooms.transparency.conftest import Notebook

from chengxin.foundation.transparency import fsck
from chengxin.foundation.transparency.commands import ledger
from chengxin.foundation.transparency.log_files import LogFiles
from chengxin.foundation.transparency.models import Publication
from chengxin.foundation.transparency.rotating import OverlapRunning, Replacement, rotate_key
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin.ground import signer
from chengxin.ground.home import Home
from chengxin.ground.keys import KeyExposed, read_key
from chengxin_core.ledger.bundle import DatedKey, read_dated_keys
from chengxin_core.ledger.canonical import parse_canonical
from chengxin_core.ledger.checkpoint import Checkpoint
from chengxin_core.ledger.cosignature import signed_also
from chengxin_core.ledger.entry import Entry
from chengxin_core.ledger.note import Note
from chengxin_core.ledger.receipt import LoggedEntry, Receipt, check_receipt
from chengxin_core.ledger.report import Outcome
from chengxin_core.ledger.signatures import SignatureType, SigningKey, VerifierKey
from chengxin_core.ledger.tiles import inclusion_proof_from_tiles

pytestmark = pytest.mark.django_db(databases="__all__")
OVERLAP = timedelta(days=10)


@pytest.fixture
def publish(home: Home, notebook: Notebook) -> Callable[[int], bytes]:
    """Publishes something on a day, and returns its receipt."""

    def run(day: int) -> bytes:
        number = Publication.objects.count() + 1
        publication = make_publication(make_matter(make_body(f"示范市第{number}局", number)), at=later(day))
        run_sequencer(at=later(day))
        return receipt_of(home, publication)

    return run


def receipt_of(home: Home, publication: Publication) -> bytes:
    """The receipt of a publication against the checkpoint that stands."""
    files, row = LogFiles.of(home), publication.entries.get()
    note, version = files.checkpoint(), publication.versions.get()
    assert note
    assert row.index is not None
    size = Checkpoint.from_text(Note.from_bytes(note).text).size
    proof = inclusion_proof_from_tiles(row.index, size, files.read_tile)
    return Receipt(
        LoggedEntry(Entry.from_bytes(bytes(row.data or b"")), row.index, tuple(proof)),
        note.decode(),
        parse_canonical(bytes(version.content or b"")),
        bytes(version.salt or b""),
    ).to_bytes()


def published_keys(home: Home) -> tuple[DatedKey, ...]:
    return read_dated_keys(LogFiles.of(home).read("keys.json") or b"")


def verified_with(receipt: bytes, *keys: VerifierKey) -> list[bool]:
    """Whether the receipt is verified with each of the keys alone."""
    return [check_receipt(receipt, [key]).outcome is Outcome.PASSED for key in keys]


def test_receipts_are_verified_with_the_keys_of_their_time(publish: Callable[[int], bytes]) -> None:
    before = publish(0)
    done = rotate_key(at=later(1), overlap=OVERLAP)
    during = publish(2)
    after = publish(12)

    assert verified_with(before, done.old, done.new) == [True, False]
    assert verified_with(during, done.old, done.new) == [True, True]
    assert verified_with(after, done.old, done.new) == [False, True]
    assert fsck.first_fault() is None


def test_the_published_keys_tell_from_when_to_when_each_signs(
    publish: Callable[[int], bytes], home: Home
) -> None:
    publish(0)
    done = rotate_key(at=later(1), overlap=OVERLAP)

    assert published_keys(home) == (
        DatedKey(done.old, until=later(11)),
        DatedKey(done.new, from_size=1, since=later(1)),
    )
    publish(2)
    run_sequencer(at=later(11))
    assert published_keys(home)[0] == DatedKey(done.old, until=later(11), until_size=2)


def test_the_checkpoint_that_stands_is_signed_by_both_at_once_and_keeps_its_witnesses(
    publish: Callable[[int], bytes], home: Home
) -> None:
    publish(0)
    files, witness = LogFiles.of(home), SigningKey("w.example", b"w" * 32, SignatureType.COSIGNATURE)
    note = Note.from_bytes(files.checkpoint() or b"")
    line = witness.cosign(note.text, posix_seconds=1_800_000_000)
    files.write_checkpoint(signed_also(note, [line]).to_bytes(), keys=published_keys(home))

    done = rotate_key(at=later(1), overlap=OVERLAP)

    signed = Note.from_bytes(files.checkpoint() or b"")
    assert signed.text == note.text
    assert [each.key_id for each in signed.signatures] == [done.old.key_id, done.new.key_id, line.key_id]


def test_a_key_that_signs_no_more_is_kept_and_marked(publish: Callable[[int], bytes], home: Home) -> None:
    rotate_key(at=FEB_2, overlap=timedelta(0))

    publish(1)

    assert (home.keys / "log").exists()
    assert [key.is_retired for key in signer.key_ring(home).dated] == [True, False]
    assert len(signer.key_ring(home).signing) == 1
    assert "已停用，签署至第 0 条" in CliRunner().invoke(ledger, ["status"]).output


def test_no_second_change_while_two_keys_sign(publish: Callable[[int], bytes]) -> None:
    rotate_key(at=FEB_2, overlap=OVERLAP)

    with pytest.raises(OverlapRunning, match="2026-02-12"):
        rotate_key(at=later(9), overlap=OVERLAP)
    rotate_key(at=later(10), overlap=OVERLAP)


def test_keys_are_replaced_again_and_again(publish: Callable[[int], bytes], home: Home) -> None:
    receipts, done = [publish(0)], list[Replacement]()
    for number in range(1, 4):
        done.append(rotate_key(at=later(20 * number), overlap=OVERLAP))
        receipts.append(publish(20 * number + 15))

    keys = [done[0].old, *(each.new for each in done)]

    assert [verified_with(receipt, *keys).index(True) for receipt in receipts] == [0, 1, 2, 3]
    assert [dated.is_retired for dated in signer.key_ring(home).dated] == [True, True, True, False]
    assert fsck.first_fault() is None


def test_a_change_that_was_cut_off_leaves_the_log_as_it_was(
    publish: Callable[[int], bytes], home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(0)
    old = signer.log_key(home).verifier_key

    def die(home: Home, dated: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(signer, "keep_ring", die)
        with pytest.raises(KeyboardInterrupt):
            rotate_key(at=later(1), overlap=OVERLAP)
    receipt = publish(2)

    assert signer.log_key(home).verifier_key == old
    assert verified_with(receipt, old) == [True]
    assert published_keys(home) == (DatedKey(old),)
    assert fsck.first_fault() is None


def test_the_command_says_what_to_do_next(publish: Callable[[int], bytes]) -> None:
    publish(0)

    done = CliRunner().invoke(ledger, ["rotate-key", "--overlap-days", "30"])

    assert done.exit_code == 0
    assert "请在平台之外公布新公钥" in done.output
    assert CliRunner().invoke(ledger, ["rotate-key"]).exit_code == 1


@pytest.mark.parametrize(("place", "mode", "mends"), [("log", 0o640, "600"), ("", 0o750, "700")])
def test_a_key_that_others_may_read_is_refused(home: Home, place: str, mode: int, mends: str) -> None:
    exposed: Path = home.keys / place
    exposed.chmod(mode)

    with pytest.raises(KeyExposed, match=f"0{mode:o}.*chmod {mends}"):
        read_key(home, "log")
