"""审计链: records that each bind the one before, so that nothing can be changed, left out or moved unseen.

A link is SHA-256, or SM3 where a house says so, over the link before it and the canonical bytes of the record; which
of the two, the record itself says, so that a chain may go over from one to the other. Whoever holds a later link, from
the transparency log say, holds every record before it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.hazmat.primitives import hashes

from chengxin_core.vocabulary import Term

LINK_BYTES = 32
BEGINNING = bytes(LINK_BYTES)


class LinkHash(Term):
    """链值算法: both give 32 bytes (policy T-47)."""

    SHA256 = "sha256", "SHA-256"
    SM3 = "sm3", "SM3"


@dataclass(frozen=True, slots=True)
class Linked:
    """A record as it is kept: its number, its canonical bytes, and the link that was computed for it."""

    number: int
    record: bytes
    link: bytes
    by: LinkHash = LinkHash.SHA256


@dataclass(frozen=True, slots=True)
class Break:
    """断点: the first record at which the chain does not hold, and why."""

    number: int
    reason: str


def link_of(previous: bytes, record: bytes, by: LinkHash = LinkHash.SHA256) -> bytes:
    """Return the link of `record` after `previous`, 32 bytes.

    >>> link_of(BEGINNING, b"{}").hex()[:16]
    'fb1634c4e6cd4b1f'
    >>> len(link_of(BEGINNING, b"{}", LinkHash.SM3))
    32
    """
    if by is LinkHash.SHA256:
        return sha256(previous + record).digest()
    digest = hashes.Hash(hashes.SM3())
    digest.update(previous + record)
    return digest.finalize()


def first_break(
    records: Iterable[Linked], *, after: int = 0, previous: bytes = BEGINNING
) -> Break | tuple[int, bytes]:
    """Follow the chain from the record after number `after`, whose link is `previous`, to its end.

    Returns the last number and its link where everything holds, else the first `Break`: a number left out or twice, or
    a record that is not what was linked.
    """
    number = after
    for each in records:
        if each.number != number + 1:
            return Break(number + 1, _told_order(number + 1, each.number))
        if link_of(previous, each.record, each.by) != each.link:
            return Break(each.number, f"第 {each.number} 条的内容或者前一条与链值不符")
        number, previous = each.number, each.link
    return number, previous


def _told_order(expected: int, found: int) -> str:
    if found > expected:
        return f"缺少第 {expected} 条，其后是第 {found} 条"
    return f"第 {found} 条重复或者次序颠倒，应当是第 {expected} 条"
