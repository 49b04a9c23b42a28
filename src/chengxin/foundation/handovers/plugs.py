"""Where rooms say what a person has in hands beside matters: keys, tokens, promises; and how it goes to another."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chengxin.foundation.accounts.models import Mandate
from chengxin.ground.plugboard import Board


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: what kind of thing, its number, what it is, by when."""

    category: str
    number: str
    what: str
    due: str = ""


class PassOn(Protocol):
    """What goes from a post to the one that takes its place, in the transaction of the signature; returns how much."""

    def __call__(self, *, was: Mandate, now: Mandate, at: datetime) -> int: ...


@dataclass(frozen=True, slots=True)
class Holding:
    """What a room's things a person holds: `lines(posts)` lists them, `pass_on` gives them to who follows."""

    code: str
    lines: Callable[[Sequence[Mandate]], Iterable[Line]]
    pass_on: PassOn | None = None


_holdings: Board[str, Holding] = Board()


def plug_holding(holding: Holding) -> None:
    """Let a room add to the list of a handover."""
    _holdings.claim(holding.code, holding)


def holdings() -> Iterable[Holding]:
    """Return every room's part of the list."""
    return _holdings.values()
