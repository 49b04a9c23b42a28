"""Logs that grow and part ways, and what they ask of a witness: all invented, 演示数据."""

from dataclasses import dataclass, field

from chengxin_core.ledger.checkpoint import Checkpoint, sign_checkpoint
from chengxin_core.ledger.signatures import SigningKey
from chengxin_core.ledger.tree import consistency_proof, root_hash
from chengxin_core.ledger.witness import WitnessRequest

KEY = SigningKey("log.example/chengxin", b"k" * 32)


@dataclass(frozen=True)
class GrowingLog:
    """A log of short entries."""

    entries: tuple[bytes, ...] = ()
    key: SigningKey = field(default=KEY)

    def grown(self, *entries: bytes) -> "GrowingLog":
        """The log with more entries; two that grew from one by different entries have parted ways."""
        return GrowingLog((*self.entries, *entries), self.key)

    @property
    def size(self) -> int:
        return len(self.entries)

    @property
    def root(self) -> bytes:
        return root_hash(self.entries)

    def root_at(self, size: int) -> bytes:
        return root_hash(self.entries[:size])

    def asks(self, old_size: int) -> bytes:
        """The body of a request to cosign the log as it is, from a size that the witness knows."""
        note = sign_checkpoint(Checkpoint(self.key.name, self.size, self.root), self.key)
        proof = consistency_proof(self.entries, old_size) if old_size <= self.size else []
        return WitnessRequest(old_size, tuple(proof), note).to_bytes()
