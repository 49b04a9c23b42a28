"""An invented house without a database: a log in a folder, and contents in memory."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from chengxin.doors.bundles.checking import Told
from chengxin.doors.bundles.house import House
from chengxin.foundation.transparency.log_files import LogFiles
from chengxin_core.ledger.bundle import DatedKey
from chengxin_core.ledger.canonical import canonical_bytes
from chengxin_core.ledger.checkpoint import Checkpoint, sign_checkpoint
from chengxin_core.ledger.commitment import commit
from chengxin_core.ledger.entry import Certificate, Entry, Event
from chengxin_core.ledger.signatures import SigningKey
from chengxin_core.ledger.tiles import grow

START = datetime(2026, 2, 2, tzinfo=UTC)
SCHEMA = {"type": "object", "properties": {"title": {"type": "string"}}}


@dataclass
class InventedHouse:
    """Publishes and ends notes; `house` is what a bundle is made from."""

    root: Path
    key: SigningKey = field(default_factory=lambda: SigningKey("chengxin.example/log", b"7" * 32))
    entries: list[Entry] = field(default_factory=list)
    contents: dict[str, bytes] = field(default_factory=dict)
    signed: int = 0

    @property
    def house(self) -> House:
        return House(
            log=self.root,
            keys=(DatedKey(self.key.verifier_key),),
            sign=self.key.sign,
            changes=self.changes,
            schemas={"note": SCHEMA},
            reference=lambda: {"regions.json": b"[]"},
            origin="https://chengxin.example",
            feed=lambda: b"<feed/>",
        )

    def publish(self, count: int = 1, title: str = "记录") -> None:
        for _ in range(count):
            number = len(self.entries)
            key = hashlib.md5(str(number).encode()).hexdigest()
            content = canonical_bytes({"title": f"{title}{number}"})
            self.contents[key] = content
            at, salt = START + timedelta(minutes=number), self.salt_of(key)
            self.entries.append(Entry("note", key, 1, at, Event.PUBLISHED, commit(content, salt), None, None))

    def anchor(self) -> None:
        number = len(self.entries)
        at, key = START + timedelta(minutes=number), hashlib.md5(str(number).encode()).hexdigest()
        self.entries.append(Entry("audit_chain", key, 1, at, Event.ANCHORED, b"a" * 32, None, None))

    def end(self, index: int) -> None:
        before = self.entries[index]
        at = START + timedelta(minutes=len(self.entries))
        certificate = Certificate("reversed", ("C-55",), "credit_head")
        self.entries.append(Entry("note", before.key, 1, at, Event.WITHDRAWN, None, index, certificate))
        del self.contents[before.key]

    def sign(self) -> None:
        """Let the log's files grow to the entries that there are."""
        files = LogFiles(self.root)
        new = [entry.to_bytes() for entry in self.entries[self.signed :]]
        growth = grow(self.signed, new, files.read_tile)
        files.write_tiles(growth.tiles)
        note = sign_checkpoint(Checkpoint(self.key.name, growth.size, growth.root), self.key)
        files.write_checkpoint(note, keys=[DatedKey(self.key.verifier_key)])
        self.signed = growth.size

    def changes(self, first: int, end: int) -> list[Told]:
        newest = {entry.key: (index, entry) for index, entry in enumerate(self.entries[first:end], first)}
        return [self._told(index, entry) for index, entry in newest.values() if self._stands(entry)]

    def _stands(self, entry: Entry) -> bool:
        return entry.event.is_end or entry.key in self.contents

    def _told(self, index: int, entry: Entry) -> Told:
        if entry.event.is_end:
            return Told(index, entry.to_bytes(), None, None)
        return Told(index, entry.to_bytes(), self.contents[entry.key], self.salt_of(entry.key))

    @staticmethod
    def salt_of(key: str) -> bytes:
        return hashlib.sha256(key.encode()).digest()
