"""更换密钥: the log's next key signs beside the one before it for a while, then alone.

The checkpoint that stands is signed by both before the next key counts, so that whoever knows one of them can
follow the log over the change. The key before it is kept, marked with the last size it signed; what it signed can be
verified with it for ever.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chengxin.foundation.transparency.log_files import LogFiles
from chengxin.foundation.transparency.sequencer import standing
from chengxin.ground import home, signer
from chengxin_core.ledger.checkpoint import Checkpoint
from chengxin_core.ledger.cosignature import signed_also
from chengxin_core.ledger.note import Note
from chengxin_core.ledger.signatures import SigningKey, VerifierKey


class OverlapRunning(RuntimeError):
    """Two keys sign already; the next change waits until the older one has signed for the last time."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """What was put in whose place, and until when both sign."""

    old: VerifierKey
    new: VerifierKey
    until: datetime


def rotate_key(*, at: datetime, overlap: timedelta) -> Replacement:
    """Make the log's next key; both sign for the `overlap`, which may be none where a key was lost to a thief.

    Raises `OverlapRunning` while an earlier change has not run out.
    """
    here, moment = home.current(), at.replace(microsecond=0)
    files = LogFiles.of(here)
    with files.only_writer():
        ring = signer.key_ring(here)
        if len(ring.in_force(at)) > 1:
            older = next(dated for dated in ring.dated if dated.until and not dated.is_retired)
            raise OverlapRunning(
                f"上一次更换的重叠期到 {older.until:%Y-%m-%d %H:%M} 才结束，此前不能再次更换"
            )
        size, _ = standing(files, ring.newest)
        new = signer.make_next_key(here, origin=ring.newest.name)
        replaced = ring.replaced_by(new, size=size, at=moment, until=moment + overlap)
        sign_also(files, new, replaced)
        signer.keep_ring(here, replaced.dated)
    return Replacement(ring.newest.verifier_key, new.verifier_key, moment + overlap)


def sign_also(files: LogFiles, key: SigningKey, ring: signer.KeyRing) -> None:
    """Let a further key sign the checkpoint that stands, above the cosignatures of witnesses."""
    data = files.checkpoint()
    if data is None:
        return
    note = Note.from_bytes(data)
    origin = Checkpoint.from_text(note.text).origin
    ours = [line for line in note.signatures if line.name == origin]
    witnesses = [line for line in note.signatures if line.name != origin]
    whole = signed_also(Note(note.text, tuple(ours)), [key.sign(note.text), *witnesses])
    files.write_checkpoint(whole.to_bytes(), keys=ring.dated)
