"""Where rooms above mark what is reported, and say how ours ends when the platform ended it first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from chengxin.ground.plugboard import Board


@dataclass(frozen=True, slots=True)
class Reported:
    """A kind of publication that goes to the platform of record.

    `follow(matter=, event=, by=, at=, reason=)` ends what is published in `matter` because the platform repaired or
    withdrew it first and `by`, the head of the organ, confirmed that.
    """

    publication: str  # its code
    follow: Callable[..., Any]


_reported: Board[str, Reported] = Board()


def plug_reported(reported: Reported) -> None:
    """Mark a kind of publication as one that is reported."""
    _reported.claim(reported.publication, reported)


def reported_kinds() -> Iterable[Reported]:
    """Return every kind of publication that is reported."""
    return _reported.values()


def reported_kind(publication: str) -> Reported | None:
    """Return how a kind of publication is reported, or None where it is not."""
    return _reported.get(publication)
