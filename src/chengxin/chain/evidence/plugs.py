"""Where rooms above plug in what follows from new instruments."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from chengxin.chain.evidence.models import InstrumentBody


class Consequence(Protocol):
    """Answers which of the adverse, effective, resolved mentions opened something; in the same transaction."""

    def __call__(self, *, mentions: Sequence[InstrumentBody], at: datetime) -> int: ...


@dataclass(slots=True)
class _Board:
    consequences: dict[str, Consequence] = field(default_factory=dict)


_board = _Board()


class PluggedTwice(RuntimeError):
    """Two rooms claimed one code."""


def plug_consequence(code: str, consequence: Callable[..., int]) -> None:
    """Make known what follows when an effective instrument is found to have gone against a body of ours."""
    if code in _board.consequences:
        raise PluggedTwice(f"“{code}”登记了两次")
    _board.consequences[code] = consequence


def consequences() -> Iterable[tuple[str, Consequence]]:
    """Return every consequence plugged in, by code."""
    return _board.consequences.items()


def follow(*, mentions: Sequence[InstrumentBody], at: datetime) -> int:
    """Run every consequence; return how many matters were opened."""
    return sum(consequence(mentions=mentions, at=at) for consequence in _board.consequences.values())
