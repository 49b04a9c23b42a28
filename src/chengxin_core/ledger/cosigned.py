"""见证核验: which known witnesses stand behind a checkpoint, and who else has signed it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chengxin_core.ledger.bundle import WitnessedNote
from chengxin_core.ledger.checkpoint import Checkpoint, CheckpointMalformed
from chengxin_core.ledger.cosignature import Cosignature, cosignature_of, strangers
from chengxin_core.ledger.entry import format_moment
from chengxin_core.ledger.note import Note, NoteMalformed
from chengxin_core.ledger.report import Outcome, Step
from chengxin_core.ledger.signatures import NoteUnverified, VerifierKey

NAME = "见证联署"


@dataclass(frozen=True, slots=True)
class Cosigned:
    """How a known witness stands behind a log: the step, and the note that it signed where it did."""

    step: Step
    note: bytes | None = None


def check_cosignatures(
    note: bytes, *, witnesses: Sequence[VerifierKey], published: Sequence[WitnessedNote] = ()
) -> Iterator[Cosigned]:
    """Look for each witness below the checkpoint `note`, then below what is `published` as its last.

    A witness whose key is given and that has not signed leaves the report unchecked; who signed with a key that is
    not given is named, and decides nothing. What was signed elsewhere is still to be held against the log.
    """
    opened = Note.from_bytes(note)
    for witness in witnesses:
        elsewhere = [each.checkpoint for each in published if each.witness == witness and each.checkpoint]
        yield _cosigned(witness, [note, *elsewhere])
    origin = opened.text.partition("\n")[0]
    for name in strangers(opened, origin=origin, known=witnesses):
        detail = "没有给出它的公钥: 请从见证人处取得, 用 --witness 给出"
        yield Cosigned(Step(f"{NAME} {name}", Outcome.UNCHECKED, detail, decides=False))


def _cosigned(witness: VerifierKey, notes: Sequence[bytes]) -> Cosigned:
    name = f"{NAME} {witness.name}"
    try:
        for data in notes:
            note = Note.from_bytes(data)
            cosignature = cosignature_of(note, witness)
            if cosignature:
                size = Checkpoint.from_text(note.text).size
                return Cosigned(Step(name, Outcome.PASSED, _told(cosignature, size)), data)
    except (NoteMalformed, CheckpointMalformed, NoteUnverified) as fault:
        return Cosigned(Step(name, Outcome.FAILED, str(fault)))
    return Cosigned(Step(name, Outcome.UNCHECKED, "没有这位见证人的联署"))


def _told(cosignature: Cosignature, size: int) -> str:
    return f"于 {format_moment(cosignature.at)} 联署, 日志大小 {size}"
