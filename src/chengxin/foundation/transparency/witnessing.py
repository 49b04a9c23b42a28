"""见证: the standing checkpoint is shown to the witnesses, and published again with what they cosigned.

The log never waits: a checkpoint is published when it is signed, and again, with the same text, once it is cosigned.
Witnesses are asked side by side and without the log's lock; it is held only to put lines below a checkpoint that still
stands.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from chengxin.foundation.transparency.asking import WitnessSilent, ask
from chengxin.foundation.transparency.log_files import LogFiles
from chengxin.foundation.transparency.witnesses import (
    Witness,
    Witnessed,
    configured_witnesses,
    publish_witnesses,
    witnessed,
)
from chengxin.ground import home, signer
from chengxin_core.ledger.bundle import WITNESSES
from chengxin_core.ledger.checkpoint import Checkpoint
from chengxin_core.ledger.cosignature import signed_also
from chengxin_core.ledger.note import Note
from chengxin_core.ledger.signatures import VerifierKey
from chengxin_core.ledger.tiles import consistency_proof_from_tiles

REFRESH = timedelta(hours=6)  # after which a witness is asked again though the log has not grown
PATIENCE = 30.0  # seconds; who answers later is listened to no more

log = logging.getLogger(__name__)
_complained: dict[VerifierKey, str] = {}
_still_asking: dict[VerifierKey, threading.Thread] = {}


@dataclass(frozen=True, slots=True)
class Gathered:
    """Who cosigned what was asked, and what the others said."""

    size: int
    cosigned: tuple[str, ...]
    refused: tuple[str, ...]

    def __str__(self) -> str:
        told = f"见证: 日志 {self.size} 条，新联署 {len(self.cosigned)} 位"
        return "；".join((told, *self.refused))


def gather_cosignatures(*, at: datetime) -> Gathered:
    """Ask every witness that has not seen the standing checkpoint, or not for long; publish what they cosign.

    Raises `WitnessesMalformed` for a setting that cannot be read. A witness that does not answer is asked again the
    next time; one that objects is told of in the log of errors, for that is what it is there for.
    """
    witnesses = configured_witnesses(settings.WITNESSES)
    files = LogFiles.of(home.current())
    data = files.checkpoint()
    if not witnesses or data is None:
        return Gathered(0, (), ())
    note = Note.from_bytes(data)
    last = witnessed(files)
    due = [each for each in witnesses if _is_due(last.get(each.key), note, at)]
    cosigned, refused = _ask_all(due, note, files, last, at)
    if cosigned or files.read(WITNESSES) is None:
        _publish(files, witnesses, note, cosigned)
    return Gathered(Checkpoint.from_text(note.text).size, tuple(key.name for key in cosigned), tuple(refused))


def _is_due(last: Witnessed | None, note: Note, at: datetime) -> bool:
    return last is None or last.note.text != note.text or at - last.at >= REFRESH


def _ask_all(
    witnesses: Sequence[Witness],
    note: Note,
    files: LogFiles,
    last: dict[VerifierKey, Witnessed],
    at: datetime,
) -> tuple[dict[VerifierKey, Witnessed], list[str]]:
    """Ask side by side, so that one that is slow delays no other; return what was cosigned and what was said."""
    checkpoint = Checkpoint.from_text(note.text)
    own = Note(note.text, tuple(line for line in note.signatures if line.name == checkpoint.origin))

    def proof_from(old_size: int) -> list[bytes]:
        return consistency_proof_from_tiles(old_size, checkpoint.size, files.read_tile)

    def ask_one(witness: Witness) -> Witnessed:
        known = last.get(witness.key)
        return ask(witness, own, proof_from, known_size=known.size if known else 0, at=at)

    cosigned, refused = dict[VerifierKey, Witnessed](), list[str]()
    for key, answer in _side_by_side(witnesses, ask_one).items():
        if isinstance(answer, Witnessed):
            cosigned[key] = answer
            _complained.pop(key, None)
        else:
            refused.append(str(answer))
            _complain(key, answer)
    return cosigned, refused


def _side_by_side(
    witnesses: Sequence[Witness], ask_one: Callable[[Witness], Witnessed]
) -> dict[VerifierKey, Witnessed | Exception]:
    """Ask each in a thread of its own and wait for all, but not for ever; who is still at it is not asked twice."""
    answers: dict[VerifierKey, Witnessed | Exception] = {
        each.key: WitnessSilent(f"见证人“{each.key.name}”没有在 {PATIENCE:g} 秒内答复") for each in witnesses
    }

    def listen(witness: Witness) -> None:
        try:
            answers[witness.key] = ask_one(witness)
        except Exception as fault:
            answers[witness.key] = fault

    for each in witnesses:
        before = _still_asking.get(each.key)
        if before is None or not before.is_alive():
            _still_asking[each.key] = threading.Thread(target=listen, args=[each], daemon=True)
            _still_asking[each.key].start()
    deadline = time.monotonic() + PATIENCE
    for each in witnesses:
        _still_asking[each.key].join(max(0.0, deadline - time.monotonic()))
    return dict(answers)


def _complain(witness: VerifierKey, fault: Exception) -> None:
    """Write down what is wrong with a witness, once until it changes; silence is no fault of ours, the rest may be."""
    if _complained.get(witness) != str(fault):
        _complained[witness] = str(fault)
        log.log(logging.WARNING if isinstance(fault, WitnessSilent) else logging.ERROR, "%s", fault)


def _publish(
    files: LogFiles, witnesses: Sequence[Witness], note: Note, cosigned: dict[VerifierKey, Witnessed]
) -> None:
    """Put the lines below the checkpoint if it still stands, and publish what each cosigned last in any case."""
    lines = [each.cosignature.line for each in cosigned.values()]
    with files.only_writer():
        standing = Note.from_bytes(files.checkpoint() or b"")
        if standing.text == note.text and lines:
            whole = signed_also(standing, lines)
            files.write_checkpoint(whole.to_bytes(), keys=signer.key_ring(home.current()).dated)
        publish_witnesses(files, witnesses, cosigned)
