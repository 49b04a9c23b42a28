"""见证: what a witness is asked, and what it may cosign (C2SP tlog-witness, `add-checkpoint`).

A witness keeps, of each log that it follows, the checkpoint it cosigned last, and cosigns only what continues
it. Every refusal bears the HTTP status that the standard gives it.
"""

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from chengxin_core.ledger.checkpoint import Checkpoint, CheckpointMalformed
from chengxin_core.ledger.note import Note, NoteMalformed, NoteSignature, decode_base64
from chengxin_core.ledger.signatures import (
    KeyMalformed,
    NoteUnverified,
    SignatureType,
    SigningKey,
    VerifierKey,
    verified_keys,
)
from chengxin_core.ledger.tree import EMPTY_ROOT, HASH_BYTES, ProofRefused, verify_consistency

LARGEST_REQUEST = 64 * 1024  # bytes
MOST_PROOF_LINES = 63
SIZE_TYPE = "text/x.tlog.size"  # of the answer that tells the size the witness knows

_OLD_SIZE = re.compile(r"old (0|[1-9][0-9]{0,18})")
_TOLD_SIZE = re.compile(rb"(0|[1-9][0-9]{0,18})\n")

Logs = Mapping[str, Sequence[VerifierKey]]
"""The keys of the logs that a witness follows, by the origin of the log."""


class Refusal(ValueError):
    """A request that is not cosigned; `status` is what the standard has the witness answer."""

    status: ClassVar[int] = 400


class RequestMalformed(Refusal):
    """A body that is not of the form of the standard."""


class OldSizeTooLarge(Refusal):
    """The log claims that its checkpoint continues a larger one."""


class LogUnknown(Refusal):
    """A checkpoint of a log that this witness does not follow."""

    status = 404


class LogUnverified(Refusal):
    """A checkpoint that no known key of its log has signed."""

    status = 403


class OldSizeStale(Refusal):
    """The proof does not begin where this witness stands; `known_size` is where it does."""

    status = 409

    def __init__(self, known_size: int) -> None:
        super().__init__(f"见证人见过的大小是 {known_size}")
        self.known_size = known_size


class LogForked(Refusal):
    """Another root for the size that was cosigned already: the log contradicts itself."""

    status = 409


class ProofUnsound(Refusal):
    """A consistency proof that does not lead from what was cosigned to what is asked for."""

    status = 422


@dataclass(frozen=True, slots=True)
class WitnessRequest:
    """见证请求: a signed checkpoint, and the proof that it continues the one of `old_size`."""

    old_size: int
    proof: tuple[bytes, ...]
    checkpoint: bytes  # a signed note

    def to_bytes(self) -> bytes:
        """Return the body that a log sends."""
        lines = (f"old {self.old_size}", *(b64encode(node).decode() for node in self.proof))
        return "".join(f"{line}\n" for line in lines).encode() + b"\n" + self.checkpoint

    @classmethod
    def from_bytes(cls, data: bytes) -> "WitnessRequest":
        """Read the body; raises `RequestMalformed`."""
        head, blank_line, checkpoint = data.partition(b"\n\n")
        try:
            first, *proof = head.decode("ascii").split("\n")
            old_size = _OLD_SIZE.fullmatch(first)
            nodes = tuple(decode_base64(line) for line in proof)
        except (UnicodeDecodeError, NoteMalformed) as fault:
            raise RequestMalformed(f"请求的开头有误: {fault}") from fault
        if not blank_line or old_size is None:
            raise RequestMalformed("请求应当以 old 和大小一行开头, 空一行之后是检查点")
        if len(nodes) > MOST_PROOF_LINES or any(len(node) != HASH_BYTES for node in nodes):
            raise RequestMalformed(f"一致性证明应当至多 {MOST_PROOF_LINES} 行, 每行 {HASH_BYTES} 字节")
        return cls(int(old_size[1]), nodes, checkpoint)


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What a witness cosigned last of a log."""

    checkpoint: Checkpoint
    posix_seconds: int


def logs_by_origin(keys: Sequence[VerifierKey]) -> dict[str, list[VerifierKey]]:
    """Group the keys of logs; several of one origin stand beside each other while one replaces the other.

    Raises `KeyMalformed` for the key of a witness.
    """
    logs: dict[str, list[VerifierKey]] = {}
    for key in keys:
        if key.type is not SignatureType.ED25519:
            raise KeyMalformed(f"“{key.name}”是见证人的公钥, 不是日志的")
        logs.setdefault(key.name, []).append(key)
    return logs


def believe(request: WitnessRequest, logs: Logs) -> Checkpoint:
    """Return the checkpoint of a request if a known key of its own log has signed it.

    Raises `RequestMalformed`, `LogUnknown` or `LogUnverified`.
    """
    try:
        note = Note.from_bytes(request.checkpoint)
        checkpoint = Checkpoint.from_text(note.text)
    except (NoteMalformed, CheckpointMalformed) as fault:
        raise RequestMalformed(str(fault)) from fault
    if checkpoint.origin not in logs:
        raise LogUnknown(f"不见证“{checkpoint.origin}”的日志")
    try:
        verified_keys(note, logs[checkpoint.origin])
    except NoteUnverified as fault:
        raise LogUnverified(str(fault)) from fault
    return checkpoint


def cosign(
    request: WitnessRequest,
    checkpoint: Checkpoint,
    *,
    last: Witnessed | None,
    key: SigningKey,
    posix_seconds: int,
) -> NoteSignature:
    """Cosign the believed `checkpoint` of a request if it continues what was cosigned `last`.

    The time never runs back: it is `posix_seconds` or that of the last cosignature, whichever is later. Whoever
    calls must hold the log alone from reading `last` until the answer is kept. Raises `OldSizeTooLarge`,
    `OldSizeStale`, `LogForked` or `ProofUnsound`.
    """
    size, root = (last.checkpoint.size, last.checkpoint.root) if last else (0, EMPTY_ROOT)
    if request.old_size > checkpoint.size:
        raise OldSizeTooLarge(f"原大小 {request.old_size} 大于检查点的大小 {checkpoint.size}")
    if request.old_size != size:
        raise OldSizeStale(size)
    if checkpoint.size == size and checkpoint.root != root:
        raise LogForked(f"大小同为 {size} 的两个检查点, 根却不同: 日志分叉了")
    try:
        verify_consistency(
            old_size=size, old_root=root, size=checkpoint.size, root=checkpoint.root, proof=request.proof
        )
    except ProofRefused as fault:
        raise ProofUnsound(str(fault)) from fault
    seconds = max(posix_seconds, last.posix_seconds) if last else posix_seconds
    return key.cosign(checkpoint.to_text(), posix_seconds=seconds)


def read_known_size(data: bytes) -> int | None:
    """Return the size that a witness tells when the proof began elsewhere; None for anything else."""
    told = _TOLD_SIZE.fullmatch(data)
    return int(told[1]) if told else None
