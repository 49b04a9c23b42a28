"""What a bundle is made from: given by whoever stands above this room."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from chengxin_core.ledger.bundle import DatedKey
from chengxin_core.ledger.note import NoteSignature


class Change(Protocol):
    """One key's newest entry, and content and salt unless it ended."""

    @property
    def index(self) -> int: ...
    @property
    def entry(self) -> bytes: ...
    @property
    def content(self) -> bytes | None: ...
    @property
    def salt(self) -> bytes | None: ...


@dataclass(frozen=True, slots=True)
class House:
    """The published log, and who answers for contents, reference data and signature."""

    log: Path  # the log's folder
    keys: Sequence[DatedKey]
    sign: Callable[[str], NoteSignature]
    changes: Callable[[int, int], Iterable[Change]]  # of the keys that entries from first to end are about
    schemas: Mapping[str, Mapping[str, Any]]  # by kind of publication
    reference: Callable[[], Mapping[str, bytes]]  # files below reference/, by name
    origin: str  # where the public pages are found
    feed: Callable[[], bytes]
    sitemaps: Callable[[], Mapping[str, bytes]] = dict  # of all pages but records, by name


@dataclass(frozen=True, slots=True)
class Pages:
    """The public pages, for a bundle that carries them as static files."""

    answer: Callable[[str], tuple[int, bytes]]  # status and bytes of an address
    about: Callable[[str, Sequence[Mapping[str, Any]]], Iterable[str]]  # addresses that tell of a key
    everything: Callable[[], Iterable[str]]  # every address there is
    data: Callable[
        [Callable[[str], bytes | None]], Iterable[tuple[str, bytes]]
    ]  # the page of the bundle's files
    look: Callable[[], str]  # changes when all pages must be written anew
    files: Callable[[], Mapping[str, Path]]  # styles and pictures, by path
