"""矛盾: two checkpoints that one log has signed and of which neither continues the other, as evidence.

Nobody can make them up without the log's key. Where the proof is there, they speak for themselves: it leads from
`root`, which is not the root of the first, to the root of the second.
"""

from dataclasses import dataclass

from chengxin_core.ledger.canonical import Json
from chengxin_core.ledger.checkpoint import Checkpoint
from chengxin_core.ledger.note import Note
from chengxin_core.ledger.tree import ProofRefused, verify_consistency


@dataclass(frozen=True, slots=True)
class Contradiction:
    """矛盾: two signed checkpoints; `root` is what the entries of the second give at the size of the first."""

    first: bytes  # a signed note
    second: bytes  # a signed note of at least the same size
    root: bytes
    proof: tuple[bytes, ...] = ()

    @property
    def holds(self) -> bool:
        """Tell whether the two contradict each other indeed; who signed them is not asked here."""
        first, second = (Checkpoint.from_text(Note.from_bytes(n).text) for n in (self.first, self.second))
        try:
            verify_consistency(
                old_size=first.size,
                old_root=self.root,
                size=second.size,
                root=second.root,
                proof=self.proof,
            )
        except ProofRefused:
            return False
        return first.origin == second.origin and first.root != self.root

    def to_json(self) -> dict[str, Json]:
        """Return the evidence for programs to read."""
        return {
            "first": self.first.decode(),
            "second": self.second.decode(),
            "root_at_size_of_first": self.root.hex(),
            "proof": [node.hex() for node in self.proof],
        }
