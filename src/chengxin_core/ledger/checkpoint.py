"""检查点: the size and root of the log at one moment, signed (C2SP tlog-checkpoint).

Two checkpoints of one log must never contradict each other; that is what everybody can watch.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chengxin_core.ledger.note import Note, NoteMalformed, decode_base64
from chengxin_core.ledger.signatures import (
    NoteUnverified,
    SignatureType,
    SigningKey,
    VerifierKey,
    verified_keys,
)
from chengxin_core.ledger.tree import HASH_BYTES

LARGEST_SIZE = 2**63 - 1

_LINE = re.compile(r"[^\x00-\x1f]+")
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


class CheckpointMalformed(ValueError):
    """Text that is no checkpoint, or values that cannot stand in one."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """检查点: what a log of this origin was when it had `size` entries."""

    origin: str  # a URL without its scheme; also the name of the log's key
    size: int
    root: bytes  # 32 bytes
    extensions: tuple[str, ...] = ()  # we write none; others may

    def __post_init__(self) -> None:
        """Refuse what would read back as another checkpoint."""
        for line in (self.origin, *self.extensions):
            if not _LINE.fullmatch(line):
                raise CheckpointMalformed(f"检查点的行“{line}”应当非空, 且不含控制字符")
        if not 0 <= self.size <= LARGEST_SIZE:
            raise CheckpointMalformed(f"检查点的大小是 {self.size}, 应当是从 0 起的整数")
        if len(self.root) != HASH_BYTES:
            raise CheckpointMalformed(f"检查点的根长 {len(self.root)} 字节, 应当是 {HASH_BYTES}")

    def to_text(self) -> str:
        """Return the text that is signed."""
        lines = (self.origin, str(self.size), b64encode(self.root).decode(), *self.extensions)
        return "".join(line + "\n" for line in lines)

    @classmethod
    def from_text(cls, text: str) -> "Checkpoint":
        """Read the text of a checkpoint; raises `CheckpointMalformed`."""
        origin, size, root, *extensions = _lines(text)
        if not _SIZE.fullmatch(size):
            raise CheckpointMalformed(f"检查点的大小是“{size}”, 应当是没有前导零的十进制数")
        try:
            return cls(origin, int(size), decode_base64(root), tuple(extensions))
        except NoteMalformed as fault:
            raise CheckpointMalformed(f"检查点的根有误: {fault}") from fault


@dataclass(frozen=True, slots=True)
class VerifiedCheckpoint:
    """A checkpoint whose log's signature was checked, and every known key that signed it."""

    checkpoint: Checkpoint
    signed_by: tuple[VerifierKey, ...]


def sign_checkpoint(checkpoint: Checkpoint, *keys: SigningKey) -> bytes:
    """Return the checkpoint as a signed note; several keys while one replaces the other."""
    text = checkpoint.to_text()
    return Note(text, tuple(key.sign(text) for key in keys)).to_bytes()


def open_checkpoint(note: bytes, keys: Iterable[VerifierKey]) -> VerifiedCheckpoint:
    """Read a signed checkpoint, and believe it only if a known key of its own log has signed it.

    A log's key bears the origin as its name; the cosignatures of witnesses come on top and do not replace it.
    Raises `NoteMalformed`, `CheckpointMalformed` or `NoteUnverified`.
    """
    opened = Note.from_bytes(note)
    signed_by = verified_keys(opened, keys)
    checkpoint = Checkpoint.from_text(opened.text)
    logs = [key for key in signed_by if key.type is SignatureType.ED25519 and key.name == checkpoint.origin]
    if not logs:
        raise NoteUnverified(f"检查点属于“{checkpoint.origin}”, 却没有以此为名的已知公钥的签名")
    return VerifiedCheckpoint(checkpoint, signed_by)


def _lines(text: str) -> Sequence[str]:
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] != "":
        raise CheckpointMalformed("检查点应当有来源、大小、根三行, 每行以换行结尾")
    return lines[:-1]
