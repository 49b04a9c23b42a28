"""The right edge of the tree: all that must be kept to append an entry and to know the root."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from chengxin_core.ledger.tree import EMPTY_ROOT, HASH_BYTES, node_hash


@dataclass(slots=True)
class Frontier:
    """The roots of the full subtrees that make up the tree, largest first: one per set bit of `size`."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Refuse a state that no sequence of appends leads to."""
        if len(self.peaks) != self.size.bit_count() or any(len(peak) != HASH_BYTES for peak in self.peaks):
            raise ValueError(f"大小为 {self.size} 的日志应当有 {self.size.bit_count()} 个 32 字节的峰")

    def append(self, leaf: bytes) -> None:
        """Add the hash of one leaf on the right."""
        peak, height = leaf, 0
        while self.size >> height & 1:
            peak, height = node_hash(self.peaks.pop(), peak), height + 1
        self.peaks.append(peak)
        self.size += 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add the hashes of several leaves, in their order."""
        for leaf in leaves:
            self.append(leaf)

    def root_hash(self) -> bytes:
        """Return the root over all leaves appended so far.

        >>> Frontier().root_hash() == EMPTY_ROOT
        True
        """
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root
