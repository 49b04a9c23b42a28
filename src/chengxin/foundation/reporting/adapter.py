"""接口: what the program asks of a platform of record, whatever it is spoken to by."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Generic, Protocol, TypeVar

from chengxin.foundation.reporting.messages import Held, Notice, Receipt

Message = TypeVar("Message")


class PlatformSilent(OSError):
    """The platform was not reached or did not answer sensibly; it is asked again later."""


class PlatformRefused(RuntimeError):
    """The platform refused a whole package or a question; the text holds what it said."""


@dataclass(frozen=True, slots=True)
class Package:
    """报送包: rows under one number."""

    number: str
    made_at: datetime
    rows: Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Fetched(Generic[Message]):
    """收件: what came, the cursor after it, and what to do once it is kept (files are then put away)."""

    messages: Sequence[Message]
    cursor: str
    kept: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class Tally:
    """分组计数: how many keys are held of a kind, a region and a day, and the digest of keys and versions."""

    count: int
    digest: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """库存: what the platform holds, by kind, region and day; `keys_of` gives the keys of one such group."""

    as_of: datetime
    tallies: dict[tuple[str, str, str], Tally]
    keys_of: Callable[[tuple[str, str, str]], Sequence[Held]]


class Platform(Protocol):
    """公共信用信息平台, as this program speaks to it. Every method may raise `PlatformSilent` or `PlatformRefused`."""

    def deliver(self, package: Package) -> None:
        """Hand over a package; the same one again changes nothing there."""

    def knows(self, number: str) -> bool:
        """Say whether a package with this number has arrived whole."""

    def receipts(self, after: str) -> Fetched[Receipt]:
        """Return the receipts after a cursor."""

    def notices(self, after: str) -> Fetched[Notice]:
        """Return the notices after a cursor."""

    def inventory(self) -> Inventory:
        """Return what it holds."""

    def answer(self, notice: str, answer: str) -> None:
        """Say why ours does not follow a notice."""

    def forget(self, keys: Collection[str]) -> None:
        """Take what ended out of whatever waits on our side to be carried."""


def digest_of(held: Sequence[tuple[str, int]]) -> str:
    """Return the digest of keys and versions that both sides compute.

    >>> digest_of([("b", 1), ("a", 2)]) == digest_of([("a", 2), ("b", 1)])
    True
    """
    lines = "".join(f"{key}:{version}\n" for key, version in sorted(held))
    return sha256(lines.encode()).hexdigest()
