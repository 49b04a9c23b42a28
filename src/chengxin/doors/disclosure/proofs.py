"""存证回执: what a visitor may take home: entry, path to the root, signed checkpoint, content and salt."""

from functools import lru_cache, partial
from pathlib import Path
from typing import Protocol

from chengxin.ground import home
from chengxin_core.ledger.bundle import CHECKPOINT, KEYS, WITNESSES, PublishedContent
from chengxin_core.ledger.canonical import parse_canonical
from chengxin_core.ledger.checkpoint import Checkpoint
from chengxin_core.ledger.note import Note
from chengxin_core.ledger.receipt import receipt_in_force
from chengxin_core.ledger.tiles import TileMalformed, TilePath, inclusion_proof_from_tiles
from chengxin_core.ledger.withdrawals import first_of


class NoCheckpointYet(LookupError):
    """There is no log beside these pages, so nothing can be proved."""


TILES_KEPT = 1024  # in memory, of at most 8 KB


class InForce(Protocol):
    """What is in force under a key, as it is stored: its number in the log, entry, content and salt."""

    @property
    def index(self) -> int: ...
    @property
    def entry(self) -> bytes | memoryview: ...
    @property
    def content(self) -> bytes | memoryview: ...
    @property
    def salt(self) -> bytes | memoryview: ...


def log_folder() -> Path:
    """Return where the log's files are."""
    return home.current().root / "public/log"


def log_file(name: str) -> bytes | None:
    """Return a file of the log by its name below the log's address; None for any other name."""
    if name not in (CHECKPOINT, KEYS, WITNESSES) and first_of(name) is None:
        try:
            TilePath.from_path(name)
        except TileMalformed:
            return None
    return _read(log_folder(), name)


def receipt_of(document: InForce) -> bytes:
    """Return the receipt of what is in force, against the newest checkpoint."""
    folder = log_folder()
    note = _read(folder, CHECKPOINT)
    if note is None:
        raise NoCheckpointYet
    return receipt_in_force(
        entry=bytes(document.entry),
        index=document.index,
        proof=inclusion_proof_from_tiles(document.index, _size_under(note), partial(_read_tile, folder)),
        checkpoint=note.decode(),
        content=bytes(document.content),
        salt=bytes(document.salt),
    )


def content_file(document: InForce) -> bytes:
    """Return content and salt as they lie beside the log, for whoever checks the whole of it."""
    return PublishedContent(parse_canonical(bytes(document.content)), bytes(document.salt)).to_bytes()


@lru_cache(maxsize=1)
def _size_under(note: bytes) -> int:
    """Return the size of the log that a signed checkpoint tells of."""
    return Checkpoint.from_text(Note.from_bytes(note).text).size


@lru_cache(maxsize=TILES_KEPT)
def _read_tile(folder: Path, path: TilePath) -> bytes:
    """Return a tile, or the full one that took its place: neither ever changes."""
    data = _read(folder, str(path))
    return (folder / str(TilePath(path.level, path.index))).read_bytes() if data is None else data


def _read(folder: Path, name: str) -> bytes | None:
    try:
        return (folder / name).read_bytes()
    except FileNotFoundError:
        return None
