"""Where rooms plug in: kinds of publication, places of publication, what follows an end, names that must not leave.

A room calls these from its `kinds.py`, which is found at the start. A code registered twice stops the start.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias

import msgspec

from chengxin.foundation.matters.models import Matter
from chengxin.foundation.transparency.models import LogEntry, Publication
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
    returns only when what ended is destroyed in it. A place that somebody else runs cannot promise the last: it
    says by `waits` whether that other side has yet to answer for the newest entry of a publication.
    """

    code: str
    zh: str
    apply: Callable[[int, int], None]
    waits: Callable[[Publication], bool] = lambda publication: False


class AfterEntry(Protocol):
    """What every entry of the log brings about, in the same transaction."""

    def __call__(self, *, entry: LogEntry, at: datetime) -> object: ...


NamesIn: TypeAlias = Callable[[Sequence[Matter]], Mapping[int, Iterable[str]]]
"""Gives, by the number of each matter that it knows something of, the names of parties that must not leave."""


class AfterEnd(Protocol):
    """What the end of a publication brings about, in the same transaction."""

    def __call__(self, *, publication: Publication, at: datetime) -> object: ...


_kinds: Board[str, PublicationKind] = Board()
_sinks: Board[str, Sink] = Board()
_names: Board[str, NamesIn] = Board()
_after_ends: Board[str, AfterEnd] = Board()
_after_entries: Board[str, AfterEntry] = Board()


def plug_publication(kind: PublicationKind) -> None:
    """Make a kind of publication known."""
    _kinds.claim(kind.code, kind)


def plug_sink(sink: Sink) -> None:
    """Make a place of publication known."""
    _sinks.claim(sink.code, sink)


def plug_private_names(code: str, names_in: NamesIn) -> None:
    """Make known who can say which names of parties that are no public bodies belong to matters."""
    _names.claim(code, names_in)


def plug_after_end(code: str, operation: AfterEnd) -> None:
    """Make known what follows when a publication ends."""
    _after_ends.claim(code, operation)


def plug_after_entry(code: str, operation: AfterEntry) -> None:
    """Make known what follows whenever something is published, changed or ended."""
    _after_entries.claim(code, operation)


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


def after_entries() -> Iterable[tuple[str, AfterEntry]]:
    """Return what follows every entry of the log, by code."""
    return _after_entries.items()


def name_sources() -> Iterable[tuple[str, NamesIn]]:
    """Return who can say which private names belong to matters, by code."""
    return _names.items()


def private_names(matters: Sequence[Matter]) -> Mapping[int, set[str]]:
    """Return, by the number of each matter, the names of all parties to it that are no public bodies."""
    names: dict[int, set[str]] = defaultdict(set)
    for names_in in _names.values():
        for matter, found in names_in(matters).items():
            names[matter].update(found)
    return names
