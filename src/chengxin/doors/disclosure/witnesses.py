"""见证人页面: who outside has witnessed the log, and when last; made on demand, because silence grows by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from chengxin.doors.disclosure.proofs import log_file
from chengxin.doors.disclosure.rendering import Rendered, page_and_twin
from chengxin_core.ledger.bundle import CHECKPOINT, WITNESSES, FileMalformed, WitnessedNote, read_witnesses
from chengxin_core.ledger.canonical import Json
from chengxin_core.ledger.checkpoint import Checkpoint, CheckpointMalformed
from chengxin_core.ledger.cosignature import cosignature_of
from chengxin_core.ledger.entry import format_moment
from chengxin_core.ledger.note import Note, NoteMalformed
from chengxin_core.ledger.signatures import NoteUnverified

ADDRESS = "/log/witnesses/"
LONG = timedelta(days=2)  # witnesses are asked at least four times a day


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness as the page shows it; without a moment it has cosigned nothing yet."""

    name: str
    key: str
    at: datetime | None
    size: int | None

    def to_json(self) -> dict[str, Json]:
        """Return what the page's twin tells."""
        at = None if self.at is None else format_moment(self.at)
        return {"name": self.name, "key": self.key, "at": at, "size": self.size}


def pages(*, at: datetime) -> Iterator[Rendered]:
    """Give the page of witnesses in both languages, and its JSON."""
    witnesses, size = _witnesses(), _size_of_log()
    last = max((each.at for each in witnesses if each.at), default=None)
    silent = last is None or at - last > LONG
    values = {"witnesses": witnesses, "size": size, "last": last, "silent": silent, "days": LONG.days}
    twin: dict[str, Json] = {
        "size": size,
        "last": None if last is None else format_moment(last),
        "silent": silent,
        "witnesses": [each.to_json() for each in witnesses],
    }
    yield from page_and_twin(ADDRESS, "witnesses", values, twin, None)


def _witnesses() -> list[Witness]:
    """Return those whom the log names, who cosigned last before the others."""
    try:
        shown = [_shown(each) for each in read_witnesses(log_file(WITNESSES) or b"")]
    except FileMalformed:
        return []
    return sorted(shown, key=lambda each: (each.at is None, -each.at.timestamp() if each.at else 0))


def _shown(each: WitnessedNote) -> Witness:
    """Show only what the witness has signed indeed."""
    try:
        note = Note.from_bytes(each.checkpoint or b"")
        cosignature, size = cosignature_of(note, each.witness), Checkpoint.from_text(note.text).size
    except (NoteMalformed, NoteUnverified, CheckpointMalformed):
        cosignature = None
    if cosignature is None:
        return Witness(each.witness.name, str(each.witness), None, None)
    return Witness(each.witness.name, str(each.witness), cosignature.at, size)


def _size_of_log() -> int:
    note = log_file(CHECKPOINT)
    return 0 if note is None else Checkpoint.from_text(Note.from_bytes(note).text).size
