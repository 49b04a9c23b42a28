"""Where rooms above plug in what follows from new instruments."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Protocol

from chengxin.chain.evidence.models import InstrumentBody
from chengxin.ground.plugboard import Board


class Consequence(Protocol):
    """Answers which of the adverse, effective, resolved mentions opened something; in the same transaction."""

    def __call__(self, *, mentions: Sequence[InstrumentBody], at: datetime) -> int: ...


_consequences: Board[str, Consequence] = Board()


def plug_consequence(code: str, consequence: Callable[..., int]) -> None:
    """Make known what follows when an effective instrument is found to have gone against a body of ours."""
    _consequences.claim(code, consequence)


def consequences() -> Iterable[tuple[str, Consequence]]:
    """Return every consequence plugged in, by code."""
    return _consequences.items()


def follow(*, mentions: Sequence[InstrumentBody], at: datetime) -> int:
    """Run every consequence; return how many matters were opened."""
    return sum(consequence(mentions=mentions, at=at) for consequence in _consequences.values())
