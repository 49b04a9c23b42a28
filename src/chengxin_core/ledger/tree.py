"""The Merkle tree, straight from its definition (RFC 6962 §2.1, RFC 9162 §2.1), and the checks of its proofs.

What builds a root or a proof here follows the recursive definition and needs every entry: it is the norm that
the fast ways (`frontier`, `tiles`) are tested against. What verifies a proof needs only the proof.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()


class ProofRefused(ValueError):
    """A proof that does not lead from what is claimed to the root that was given."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of one entry as a leaf (RFC 6962 §2.1)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node over its two children (RFC 6962 §2.1)."""
    return sha256(b"\x01" + left + right).digest()


def leaf_hashes(entries: Iterable[bytes]) -> list[bytes]:
    """Return what `leaf_hash` gives for each entry; a call for each would cost as much as the hashing."""
    return [sha256(b"\x00" + entry).digest() for entry in entries]


def row_above(row: Sequence[bytes]) -> list[bytes]:
    """Return what `node_hash` gives for each two neighbours of a row of even length."""
    return [sha256(b"\x01" + left + right).digest() for left, right in zip(row[::2], row[1::2], strict=True)]


def root_hash(entries: Sequence[bytes]) -> bytes:
    """Return the tree hash MTH(D[n]) of `entries` (RFC 6962 §2.1)."""
    return root_of_hashes(leaf_hashes(entries))


def root_of_hashes(leaves: Sequence[bytes]) -> bytes:
    """Return the tree hash over leaves that are hashed already.

    >>> root_of_hashes([leaf_hash(b"a"), leaf_hash(b"b")]) == node_hash(leaf_hash(b"a"), leaf_hash(b"b"))
    True
    """
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    split = largest_power_of_two_below(len(leaves))
    return node_hash(root_of_hashes(leaves[:split]), root_of_hashes(leaves[split:]))


def largest_power_of_two_below(size: int) -> int:
    """Return k with k < size ≤ 2k: where the definition splits a tree of `size` ≥ 2 leaves.

    >>> [largest_power_of_two_below(size) for size in (2, 3, 4, 5, 8, 9)]
    [1, 2, 2, 4, 4, 8]
    """
    return 1 << (size - 1).bit_length() - 1


# Which subtrees a proof is made of: each is a half-open range of leaves (RFC 9162 §2.1.3.1, §2.1.4.1).


def inclusion_ranges(index: int, size: int) -> list[tuple[int, int]]:
    """Return the ranges whose tree hashes are the path of leaf `index` to the root, leaf first (§2.1.3.1).

    >>> inclusion_ranges(2, 7)
    [(3, 4), (0, 2), (4, 7)]
    """
    if not 0 <= index < size:
        raise ProofRefused(f"第 {index} 条不在大小为 {size} 的日志中")
    path, start, end = [], 0, size
    while end - start > 1:
        split = start + largest_power_of_two_below(end - start)
        if index < split:
            path.append((split, end))
            end = split
        else:
            path.append((start, split))
            start = split
    return path[::-1]


def consistency_ranges(old_size: int, size: int) -> list[tuple[int, int]]:
    """Return the ranges whose tree hashes prove one tree to be the beginning of another (§2.1.4.1).

    The proof is empty for an empty old tree and for equal sizes.

    >>> consistency_ranges(3, 7)
    [(2, 3), (3, 4), (0, 2), (4, 7)]
    """
    if not 0 <= old_size <= size:
        raise ProofRefused(f"大小为 {old_size} 的日志不可能是大小为 {size} 的日志的开头")
    if old_size in (0, size):
        return []
    path, start, end, old_root_is_known = [], 0, size, True
    while end != old_size:
        split = start + largest_power_of_two_below(end - start)
        if old_size <= split:
            path.append((split, end))
            end = split
        else:
            path.append((start, split))
            start, old_root_is_known = split, False
    if not old_root_is_known:
        path.append((start, end))
    return path[::-1]


def inclusion_proof(entries: Sequence[bytes], index: int) -> list[bytes]:
    """Return the path from entry `index` to the root over `entries`, by definition."""
    return [root_hash(entries[start:end]) for start, end in inclusion_ranges(index, len(entries))]


def consistency_proof(entries: Sequence[bytes], old_size: int) -> list[bytes]:
    """Return the proof that the first `old_size` of `entries` were the log once, by definition."""
    return [root_hash(entries[start:end]) for start, end in consistency_ranges(old_size, len(entries))]


# Checking proofs: RFC 9162 §2.1.3.2 and §2.1.4.2.


def verify_inclusion(*, leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Check that the leaf hash `leaf` is number `index` of the `size` leaves under `root`.

    Raises `ProofRefused`; returns nothing when the proof holds (RFC 9162 §2.1.3.2).
    """
    if not 0 <= index < size:
        raise ProofRefused(f"第 {index} 条不在大小为 {size} 的日志中")
    siblings = _checked(proof)
    position, last, found = index, size - 1, leaf
    while last:
        if position & 1:
            found = node_hash(_next(siblings), found)
        elif position < last:
            found = node_hash(found, _next(siblings))
        position, last = position >> 1, last >> 1
    if next(siblings, None) is not None:
        raise ProofRefused("包含证明比日志的高度长")
    if found != root:
        raise ProofRefused(f"包含证明得出的根是 {found.hex()}, 检查点上的根是 {root.hex()}")


def verify_consistency(
    *, old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]
) -> None:
    """Check that the tree of `old_size` under `old_root` is the beginning of the tree of `size` under `root`.

    Raises `ProofRefused`; returns nothing when the proof holds (RFC 9162 §2.1.4.2).
    """
    if not 0 <= old_size <= size:
        raise ProofRefused(f"大小为 {old_size} 的日志不可能是大小为 {size} 的日志的开头")
    if old_size in (0, size):
        _verify_trivial_consistency(old_size, old_root, size, root, proof)
        return
    position, last = old_size - 1, size - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    siblings = _checked(proof)
    old_found = found = _next(siblings) if position else old_root
    while last:
        if position & 1:
            sibling = _next(siblings)
            old_found, found = node_hash(sibling, old_found), node_hash(sibling, found)
        elif position < last:
            found = node_hash(found, _next(siblings))
        position, last = position >> 1, last >> 1
    if next(siblings, None) is not None:
        raise ProofRefused("一致性证明比日志的高度长")
    if old_found != old_root or found != root:
        raise ProofRefused("一致性证明得不出这两个检查点上的根: 较早的日志不是较晚的日志的开头")


def _verify_trivial_consistency(
    old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]
) -> None:
    if proof:
        raise ProofRefused("大小相同或原为空的日志之间, 一致性证明应当为空")
    if old_size == 0 and old_root != EMPTY_ROOT:
        raise ProofRefused("空日志的根不是 SHA-256 的空值")
    if old_size == size and old_root != root:
        raise ProofRefused(f"大小同为 {size} 的两个检查点, 根却不同: 日志分叉了")


def _checked(proof: Sequence[bytes]) -> Iterator[bytes]:
    for number, sibling in enumerate(proof):
        if len(sibling) != HASH_BYTES:
            raise ProofRefused(f"证明的第 {number} 个哈希长 {len(sibling)} 字节, 应当是 {HASH_BYTES}")
        yield sibling


def _next(siblings: Iterator[bytes]) -> bytes:
    sibling = next(siblings, None)
    if sibling is None:
        raise ProofRefused("证明不完整: 比日志的高度短")
    return sibling
