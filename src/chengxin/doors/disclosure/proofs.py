"""存证回执: what a visitor may take home: entry, path to the root, signed checkpoint, content and salt."""

from pathlib import Path

from chengxin.doors.disclosure.models import Document
from chengxin.ground import home
from chengxin_core.ledger.bundle import CHECKPOINT, KEYS, WITNESSES, PublishedContent
from chengxin_core.ledger.canonical import parse_canonical
from chengxin_core.ledger.checkpoint import Checkpoint
from chengxin_core.ledger.entry import Entry
from chengxin_core.ledger.note import Note
from chengxin_core.ledger.receipt import LoggedEntry, Receipt
from chengxin_core.ledger.tiles import TileMalformed, TilePath, inclusion_proof_from_tiles
from chengxin_core.ledger.withdrawals import first_of


class NoCheckpointYet(LookupError):
    """There is no log beside these pages, so nothing can be proved."""


def log_folder() -> Path:
    """Return where the log's files are."""
    return home.current().root / "public" / "log"


def log_file(name: str) -> bytes | None:
    """Return a file of the log by its name below the log's address; None for any other name."""
    if name not in (CHECKPOINT, KEYS, WITNESSES) and first_of(name) is None:
        try:
            TilePath.from_path(name)
        except TileMalformed:
            return None
    try:
        return (log_folder() / name).read_bytes()
    except FileNotFoundError:
        return None


def receipt_of(document: Document) -> bytes:
    """Return the receipt of what is in force, against the newest checkpoint."""
    note = log_file(CHECKPOINT)
    if note is None:
        raise NoCheckpointYet
    checkpoint = Checkpoint.from_text(Note.from_bytes(note).text)
    proof = inclusion_proof_from_tiles(document.index, checkpoint.size, _read_tile)
    entry = Entry.from_bytes(bytes(document.entry))
    return Receipt(
        logged=LoggedEntry(entry, document.index, tuple(proof)),
        checkpoint=note.decode(),
        content=parse_canonical(bytes(document.content)),
        salt=bytes(document.salt),
    ).to_bytes()


def content_file(document: Document) -> bytes:
    """Return content and salt as they lie beside the log, for whoever checks the whole of it."""
    return PublishedContent(parse_canonical(bytes(document.content)), bytes(document.salt)).to_bytes()


def _read_tile(path: TilePath) -> bytes:
    """Return a tile, or the full one that took its place."""
    for candidate in (path, TilePath(path.level, path.index)):
        data = log_file(str(candidate))
        if data is not None:
            return data
    raise FileNotFoundError(str(path))
