"""封签: the statement, signed by the log's key, that a catalogue and all it names belong to a log of this size.

The log vouches for what was published. Divisions, bodies, rules and bulk files are no entries of it; by the seal a node
that got them on a disk knows that they come from the house. Its first line keeps it from being a checkpoint.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256

from chengxin_core.ledger.note import Note, NoteMalformed, NoteSignature
from chengxin_core.ledger.signatures import NoteUnverified, VerifierKey, verified_keys

FORMAT = "chengxin/catalog/v1"


class SealBroken(ValueError):
    """A catalogue whose seal is missing, is not of a known key, or speaks of something else."""


@dataclass(frozen=True, slots=True)
class Seal:
    """What is sealed: the log, how many entries it had, and the catalogue at the top."""

    origin: str
    size: int
    digest: str  # SHA-256 of the catalogue, in hexadecimal

    @classmethod
    def of(cls, origin: str, size: int, catalog: bytes) -> "Seal":
        """Describe what is to be sealed."""
        return cls(origin, size, sha256(catalog).hexdigest())

    def to_text(self) -> str:
        """Return the text that is signed."""
        return f"{FORMAT}\n{self.origin}\n{self.size}\n{self.digest}\n"

    def sign(self, sign: Callable[[str], NoteSignature]) -> bytes:
        """Return the seal as a signed note."""
        text = self.to_text()
        return Note(text, (sign(text),)).to_bytes()


def require_seal(note: bytes | None, expected: Seal, keys: Iterable[VerifierKey]) -> None:
    """Raise `SealBroken` unless `note` is the seal of exactly this, by one of these keys."""
    if note is None:
        raise SealBroken("没有封签 catalog.note")
    try:
        opened = Note.from_bytes(note)
        verified_keys(opened, keys)
    except (NoteMalformed, NoteUnverified) as fault:
        raise SealBroken(f"封签: {fault}") from None
    if opened.text != expected.to_text():
        found = "、".join(opened.text.split("\n")[1:4])
        raise SealBroken(f"封签写的是 {found}，实际是 {expected.origin}、{expected.size}、{expected.digest}")
