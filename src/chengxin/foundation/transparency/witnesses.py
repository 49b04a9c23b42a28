"""见证人: whom this log asks to cosign, and the published file of what each cosigned last."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from chengxin.foundation.transparency.log_files import LogFiles
from chengxin_core.ledger.bundle import WITNESSES, WitnessedNote, read_witnesses, write_witnesses
from chengxin_core.ledger.checkpoint import Checkpoint
from chengxin_core.ledger.cosignature import Cosignature, cosignature_of
from chengxin_core.ledger.note import Note
from chengxin_core.ledger.signatures import KeyMalformed, NoteUnverified, SignatureType, VerifierKey


class WitnessesMalformed(ValueError):
    """A setting of witnesses that is not a list of verifier keys with addresses."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness that this log asks: its key, and the address below which it answers."""

    key: VerifierKey
    url: str


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What a witness cosigned last: the note, which it alone has cosigned, and its line."""

    note: Note
    cosignature: Cosignature

    @property
    def size(self) -> int:
        """How many entries the log had."""
        return Checkpoint.from_text(self.note.text).size

    @property
    def at(self) -> datetime:
        """When, by the clock of the witness."""
        return self.cosignature.at


def configured_witnesses(setting: str) -> tuple[Witness, ...]:
    """Read the setting, `VKEY URL` with commas between; raise `WitnessesMalformed`, naming the part."""
    return tuple(_witness(part.strip()) for part in setting.split(",") if part.strip())


def witnessed(files: LogFiles) -> dict[VerifierKey, Witnessed]:
    """Return what each witness cosigned last, as it is published; who never did is left out.

    Raises `FileMalformed` or `NoteUnverified` for a file that others have changed.
    """
    data = files.read(WITNESSES)
    found = {}
    for each in () if data is None else read_witnesses(data):
        if each.checkpoint is not None:
            found[each.witness] = cosigned_by(each.witness, Note.from_bytes(each.checkpoint))
    return found


def cosigned_by(witness: VerifierKey, note: Note) -> Witnessed:
    """Return a note as cosigned by `witness`; raise `NoteUnverified` where it is not."""
    cosignature = cosignature_of(note, witness)
    if cosignature is None:
        raise NoteUnverified(f"检查点没有“{witness.name}”的联署")
    return Witnessed(note, cosignature)


def publish_witnesses(files: LogFiles, asked: Iterable[Witness], newer: dict[VerifierKey, Witnessed]) -> None:
    """Publish what each witness cosigned last: those asked first, then those that were asked before."""
    known = witnessed(files)
    for key, cosigned in newer.items():
        if key not in known or (known[key].size, known[key].at) < (cosigned.size, cosigned.at):
            known[key] = cosigned
    keys = dict.fromkeys([*(witness.key for witness in asked), *known])
    rows = [WitnessedNote(key, known[key].note.to_bytes() if key in known else None) for key in keys]
    if rows:
        files.write_if_changed(WITNESSES, write_witnesses(rows))


def _witness(part: str) -> Witness:
    key, _, url = part.partition(" ")
    try:
        verifier_key = VerifierKey.from_string(key)
        address = urlsplit(url.strip())
    except (KeyMalformed, ValueError) as fault:
        raise WitnessesMalformed(f"见证人设置中的“{part}”有误: {fault}") from fault
    if verifier_key.type is not SignatureType.COSIGNATURE:
        raise WitnessesMalformed(f"见证人设置中的“{key}”是日志的公钥，应当是见证人的公钥")
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise WitnessesMalformed(f"见证人设置中“{verifier_key.name}”之后应当是空格和网址")
    return Witness(verifier_key, url.strip().rstrip("/"))
