"""Where rooms above plug in: who keeps heads of the chain where the owner of this database cannot change them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from chengxin.ground.plugboard import Board


@dataclass(frozen=True, slots=True)
class Head:
    """链头: the number and link of the entry that was the last at some time.

    Whoever keeps it may not know the number, after a restore that lost the entry: then it can be compared with nothing.
    """

    number: int | None
    link: str
    at: datetime | None = None  # when it was put where it is kept


class HeadsUnreadable(ValueError):
    """What is kept elsewhere does not agree with itself, so that nothing can be compared with it."""


_keepers: Board[str, Callable[[], Iterable[Head]]] = Board()


def plug_heads(code: str, kept: Callable[[], Iterable[Head]]) -> None:
    """Make known where heads are kept."""
    _keepers.claim(code, kept)


def head_keepers() -> Iterable[tuple[str, Callable[[], Iterable[Head]]]]:
    """Return where heads are kept, by code."""
    return _keepers.items()


def heads() -> Iterator[Head]:
    """Yield every head that is kept elsewhere; raises `HeadsUnreadable`."""
    for kept in _keepers.values():
        yield from kept()
