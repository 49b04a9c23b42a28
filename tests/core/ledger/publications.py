"""A small log with its published directory, to check and to tamper with: all invented, 演示数据."""

from dataclasses import dataclass, field

from tests.core.ledger.entries import anchored, corrected, published, repaired

from chengxin_core.ledger.bundle import CHECKPOINT, KEYS, PublishedContent, content_path, write_keys
from chengxin_core.ledger.canonical import Json
from chengxin_core.ledger.checkpoint import Checkpoint, sign_checkpoint
from chengxin_core.ledger.entry import Entry
from chengxin_core.ledger.receipt import LoggedEntry, Receipt
from chengxin_core.ledger.signatures import SigningKey
from chengxin_core.ledger.tiles import TilePath, grow, inclusion_proof_from_tiles

KEY = SigningKey("log.example/chengxin", b"k" * 32)


def content_of(number: int, version: int = 1) -> PublishedContent:
    """The content of publication `number`."""
    content: Json = {"title": f"演示数据 第{number}号", "version": version, "amount": 1_000 * number}
    return PublishedContent(content, (number.to_bytes(2, "big") + bytes([0, version])) * 8)


def key_of(number: int) -> str:
    """The opaque key of publication `number`; a real one is random."""
    return f"{number:032x}"


@dataclass
class PublishedLog:
    """A log that is appended to, and the files that are published of it."""

    files: dict[str, bytes] = field(default_factory=lambda: {KEYS: write_keys([KEY.verifier_key])})
    entries: list[Entry] = field(default_factory=list)
    old_checkpoints: list[bytes] = field(default_factory=list)

    def publish(self, number: int) -> int:
        """Publish something new; return its number in the log."""
        return self._put(published(content_of(number).commitment, key=key_of(number)), content_of(number))

    def correct(self, index: int, number: int) -> int:
        """Replace what entry `index` published."""
        self._destroy(index)
        content = content_of(number, 2)
        return self._put(corrected(index, content.commitment, key=key_of(number)), content)

    def end(self, index: int) -> int:
        """End what entry `index` published, and destroy it."""
        self._destroy(index)
        earlier = self.entries[index]
        return self._put(repaired(index, key=earlier.key, version=earlier.version), None)

    def anchor(self, link: bytes = b"a" * 32) -> int:
        """Keep where a chain stood; nothing is published of it."""
        return self._put(anchored(link), None)

    def sign(self) -> None:
        """Integrate all entries and sign a checkpoint."""
        growth = grow(0, [entry.to_bytes() for entry in self.entries], lambda path: b"")
        self.files |= {str(path): data for path, data in growth.tiles.items()}
        if CHECKPOINT in self.files:
            self.old_checkpoints.append(self.files[CHECKPOINT])
        self.files[CHECKPOINT] = sign_checkpoint(Checkpoint(KEY.name, growth.size, growth.root), KEY)

    def receipt(self, index: int, *successors: int) -> Receipt:
        """The receipt of entry `index` as the files now allow it, with what followed."""
        entry = self.entries[index]
        data = self.files.get(content_path(entry.key, entry.version))
        content = PublishedContent.from_bytes(data) if data else None
        return Receipt(
            logged=self._logged(index),
            checkpoint=self.files[CHECKPOINT].decode(),
            content=content.content if content else None,
            salt=content.salt if content else None,
            successors=tuple(self._logged(successor) for successor in successors),
        )

    def _logged(self, index: int) -> LoggedEntry:
        proof = inclusion_proof_from_tiles(index, len(self.entries), self._read_tile)
        return LoggedEntry(self.entries[index], index, tuple(proof))

    def _read_tile(self, path: TilePath) -> bytes:
        return self.files[str(path)]

    def _put(self, entry: Entry, content: PublishedContent | None) -> int:
        self.entries.append(entry)
        if content is not None:
            self.files[content_path(entry.key, entry.version)] = content.to_bytes()
        return len(self.entries) - 1

    def _destroy(self, index: int) -> None:
        entry = self.entries[index]
        del self.files[content_path(entry.key, entry.version)]


def published_log() -> PublishedLog:
    """Three checkpoints; 300 publications, of which 5 was corrected and 7 ended; two levels of tiles."""
    log = PublishedLog()
    for number in range(10):
        log.publish(number)
    log.sign()
    log.correct(5, 5)
    log.end(7)
    log.sign()
    for number in range(10, 300):
        log.publish(number)
    log.sign()
    return log
