"""联署: what a witness signs below a checkpoint, and when (C2SP tlog-cosignature, Ed25519)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from chengxin_core.ledger.note import MOST_SIGNATURES, Note, NoteMalformed, NoteSignature
from chengxin_core.ledger.signatures import (
    TIMESTAMP_BYTES,
    NoteUnverified,
    SignatureType,
    VerifierKey,
    verified_keys,
)
from chengxin_core.ledger.text import NotText, read_text

LARGEST_ANSWER = 16 * 1024  # bytes: cosignature lines of one witness
LATEST_SECOND = int(datetime(9999, 12, 31, tzinfo=UTC).timestamp())


@dataclass(frozen=True, slots=True)
class Cosignature:
    """联署: a witness's word that at this time this was the newest checkpoint of its log that it knew."""

    witness: VerifierKey
    at: datetime  # UTC, whole seconds, by the witness's clock
    line: NoteSignature


def cosignature_of(note: Note, witness: VerifierKey) -> Cosignature | None:
    """Return what `witness` has signed below `note`, or None where it has not.

    Raises `NoteUnverified` for a line that bears its name and key id and was not made by it.
    """
    if witness.type is not SignatureType.COSIGNATURE:
        return None
    for line in note.signatures:
        if (line.name, line.key_id) != (witness.name, witness.key_id):
            continue
        verified_keys(note, [witness])
        seconds = int.from_bytes(line.signature[:TIMESTAMP_BYTES], "big")
        if not 0 < seconds < LATEST_SECOND:
            raise NoteUnverified(f"“{witness.name}”的联署没有可信的时间: {seconds}")
        return Cosignature(witness, datetime.fromtimestamp(seconds, UTC), line)
    return None


def strangers(note: Note, *, origin: str, known: Iterable[VerifierKey]) -> list[str]:
    """Return the names of those below `note` whose key is not known and who are not the log itself."""
    keys = {(key.name, key.key_id) for key in known}
    lines = (line for line in note.signatures if (line.name, line.key_id) not in keys)
    return list(dict.fromkeys(line.name for line in lines if line.name != origin))


def write_lines(signatures: Iterable[NoteSignature]) -> bytes:
    """Return signature lines as a witness answers them."""
    return "".join(f"{signature.to_line()}\n" for signature in signatures).encode()


def read_lines(data: bytes) -> tuple[NoteSignature, ...]:
    """Read the lines that a witness answers; raises `NoteMalformed`."""
    try:
        text = read_text(data)
    except NotText as fault:
        raise NoteMalformed(f"联署{fault}") from fault
    if len(data) > LARGEST_ANSWER or not text.endswith("\n"):
        raise NoteMalformed(f"联署长 {len(data)} 字节, 应当至多 {LARGEST_ANSWER} 字节并以换行结尾")
    return tuple(NoteSignature.from_line(line) for line in text[:-1].split("\n"))


def signed_also(note: Note, more: Sequence[NoteSignature]) -> Note:
    """Return `note` with more signatures below those it has; a newer one of the same key replaces the older.

    The text, and with it what was signed, stays as it is; what finds no room is left out.
    """
    newer = {(line.name, line.key_id) for line in more}
    kept = [line for line in note.signatures if (line.name, line.key_id) not in newer]
    return Note(note.text, tuple([*kept, *more][:MOST_SIGNATURES]))
