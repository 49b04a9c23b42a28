"""Where rooms plug in: kinds of publication, places of publication, what follows an end, names that must not leave.

A room calls these from its `kinds.py`, which is found at the start. A code registered twice stops the start.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import msgspec

from chengxin.foundation.matters.models import Matter
from chengxin.foundation.transparency.models import Publication
from chengxin.ground.plugboard import Board


@dataclass(frozen=True, slots=True)
class PublicationKind:
    """A kind of thing that can be published: the form of its content and what a list of it shows.

    `schema` is a msgspec Struct that forbids unknown fields. `objection_marker` and `correction` are
    members of it that this room itself fills in.
    """

    code: str
    zh: str
    schema: type[msgspec.Struct]
    format: str  # stands in every content, such as "chengxin/record/v1"
    listing: tuple[str, ...]  # members that a list shows, in their order


@dataclass(frozen=True, slots=True)
class Sink:
    """A place that shows what is published.

    `apply(first, end)` brings the place to where the log stands after the entries from `first` to `end`
    (exclusive); it reads them through `contents.py`, is idempotent by entry number, applies ends first, and
    returns only when what ended is destroyed in it.
    """

    code: str
    zh: str
    apply: Callable[[int, int], None]


class AfterEnd(Protocol):
    """What the end of a publication brings about, in the same transaction."""

    def __call__(self, *, publication: Publication, at: datetime) -> object: ...


_kinds: Board[str, PublicationKind] = Board()
_sinks: Board[str, Sink] = Board()
_names: Board[str, Callable[[Matter], Iterable[str]]] = Board()
_after_ends: Board[str, AfterEnd] = Board()


def plug_publication(kind: PublicationKind) -> None:
    """Make a kind of publication known."""
    _kinds.claim(kind.code, kind)


def plug_sink(sink: Sink) -> None:
    """Make a place of publication known."""
    _sinks.claim(sink.code, sink)


def plug_private_names(code: str, names_in: Callable[[Matter], Iterable[str]]) -> None:
    """Make known who can say which names of parties that are no public bodies belong to a matter."""
    _names.claim(code, names_in)


def plug_after_end(code: str, operation: AfterEnd) -> None:
    """Make known what follows when a publication ends."""
    _after_ends.claim(code, operation)


def publication_kind(code: str) -> PublicationKind:
    """Return the kind of publication called `code`."""
    return _kinds[code]


def publication_kinds() -> Iterable[PublicationKind]:
    """Return every kind of publication."""
    return _kinds.values()


def sinks() -> Iterable[Sink]:
    """Return every place of publication, in the order of plugging in."""
    return _sinks.values()


def after_ends() -> Iterable[tuple[str, AfterEnd]]:
    """Return what follows when a publication ends, by code."""
    return _after_ends.items()


def name_sources() -> Iterable[tuple[str, Callable[[Matter], Iterable[str]]]]:
    """Return who can say which private names belong to a matter, by code."""
    return _names.items()


def private_names(matter: Matter) -> set[str]:
    """Return the names of all parties to the matter that are no public bodies."""
    return {name for names_in in _names.values() for name in names_in(matter)}
