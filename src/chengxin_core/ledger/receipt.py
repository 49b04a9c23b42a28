"""回执: all that a citizen must keep to prove, alone and for ever, what was published and when.

A receipt holds the entry, its path to the root, the signed checkpoint, and content and salt while they may be
had. Later entries of the same key can be added: then it also proves what became of the publication.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from chengxin_core.ledger.canonical import (
    Json,
    NotCanonical,
    canonical_bytes,
    canonical_object,
    parse_canonical,
)
from chengxin_core.ledger.checkpoint import Checkpoint, CheckpointMalformed, open_checkpoint
from chengxin_core.ledger.commitment import SALT_BYTES, is_commitment_to
from chengxin_core.ledger.cosigned import check_cosignatures
from chengxin_core.ledger.entry import Entry, EntryMalformed, Event, format_moment
from chengxin_core.ledger.history import HistoryBroken, require_successor
from chengxin_core.ledger.note import Note, NoteMalformed
from chengxin_core.ledger.report import Outcome, Report, Step
from chengxin_core.ledger.signatures import NoteUnverified, VerifierKey
from chengxin_core.ledger.tree import ProofRefused, leaf_hash, verify_inclusion

FORMAT = "chengxin/receipt/v1"
SIGNATURE, SUCCESSION, CONTENT = "检查点签名", "后续条目衔接", "内容"

_HASH = re.compile(r"[0-9a-f]{64}")


class ReceiptMalformed(ValueError):
    """Bytes that are no receipt, or parts that cannot stand in one together."""


@dataclass(frozen=True, slots=True)
class LoggedEntry:
    """An entry, its number in the log, and its path to the root of the receipt's checkpoint."""

    entry: Entry
    index: int
    proof: tuple[bytes, ...]

    def to_json(self) -> dict[str, Json]:
        """Return the JSON object that a receipt holds."""
        return {
            "entry": self.entry.to_json(),
            "index": self.index,
            "proof": [node.hex() for node in self.proof],
        }

    @classmethod
    def from_json(cls, value: Json) -> "LoggedEntry":
        """Read what `to_json` writes; raises `ReceiptMalformed`."""
        members = _object(value, {"entry", "index", "proof"})
        index, proof = members["index"], members["proof"]
        if not isinstance(index, int) or isinstance(index, bool) or not isinstance(proof, list):
            raise ReceiptMalformed("回执中的序号应当是整数, 证明应当是列表")
        try:
            return cls(Entry.from_json(members["entry"]), index, tuple(_hash(node) for node in proof))
        except EntryMalformed as fault:
            raise ReceiptMalformed(str(fault)) from fault


@dataclass(frozen=True, slots=True)
class Receipt:
    """回执: an entry that is in the log, the content it stands for, and what followed."""

    logged: LoggedEntry
    checkpoint: str  # a signed note
    content: Json = None  # an object; None when it is not to be had any more
    salt: bytes | None = None
    successors: tuple[LoggedEntry, ...] = ()  # each supersedes the one before

    def __post_init__(self) -> None:
        """Refuse content without salt, and content of an entry that commits to none."""
        if (self.content is None) is not (self.salt is None):
            raise ReceiptMalformed("回执中内容和盐应当同时有或同时没有")
        event = self.logged.entry.event
        if self.content is not None and not event.has_content:
            raise ReceiptMalformed(f"{event.zh}的条目没有内容")

    def to_bytes(self) -> bytes:
        """Return the file, in canonical form: a change of any byte makes it no receipt or another one."""
        return canonical_bytes(
            {
                "format": FORMAT,
                "logged": self.logged.to_json(),
                "successors": [logged.to_json() for logged in self.successors],
                "checkpoint": self.checkpoint,
                "content": self.content,
                "salt": None if self.salt is None else self.salt.hex(),
            }
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> "Receipt":
        """Read the file; raises `ReceiptMalformed`."""
        try:
            members = _object(
                parse_canonical(data), {"format", "logged", "successors", "checkpoint", "content", "salt"}
            )
        except NotCanonical as fault:
            raise ReceiptMalformed(f"回执{fault}") from fault
        checkpoint, content, successors = members["checkpoint"], members["content"], members["successors"]
        if members["format"] != FORMAT:
            raise ReceiptMalformed(f"回执的 format 是“{members['format']}”, 应当是 {FORMAT}")
        if not isinstance(checkpoint, str) or not isinstance(successors, list):
            raise ReceiptMalformed("回执中的检查点应当是文本, 后续条目应当是列表")
        if content is not None and not isinstance(content, dict):
            raise ReceiptMalformed("回执中的内容应当是对象或空")
        return cls(
            logged=LoggedEntry.from_json(members["logged"]),
            checkpoint=checkpoint,
            content=content,
            salt=None if members["salt"] is None else _hash(members["salt"]),
            successors=tuple(LoggedEntry.from_json(logged) for logged in successors),
        )


def receipt_in_force(
    *, entry: bytes, index: int, proof: Sequence[bytes], checkpoint: str, content: bytes, salt: bytes
) -> bytes:
    """Return the file of `Receipt.to_bytes` for what is in force, from entry and content in canonical form already."""
    path: list[Json] = [node.hex() for node in proof]
    logged = {"entry": entry, "index": canonical_bytes(index), "proof": canonical_bytes(path)}
    return canonical_object(
        {
            "format": canonical_bytes(FORMAT),
            "logged": canonical_object(logged),
            "successors": canonical_bytes([]),
            "checkpoint": canonical_bytes(checkpoint),
            "content": content,
            "salt": canonical_bytes(salt.hex()),
        }
    )


def check_receipt(
    data: bytes, verifier_keys: Sequence[VerifierKey], *, witnesses: Sequence[VerifierKey] = ()
) -> Report:
    """Check the bytes of a receipt, believing only logs and witnesses whose key is given.

    Never raises for bad input.
    """
    try:
        receipt = Receipt.from_bytes(data)
    except ReceiptMalformed as fault:
        return Report((Step("回执格式", Outcome.FAILED, str(fault)),), "")
    signature, checkpoint = check_signature(receipt.checkpoint.encode(), verifier_keys)
    steps = [Step("回执格式", Outcome.PASSED, FORMAT), signature]
    if checkpoint is not None:
        note = receipt.checkpoint.encode()
        steps += [cosigned.step for cosigned in check_cosignatures(note, witnesses=witnesses)]
    steps += [_check_inclusion(logged, checkpoint) for logged in (receipt.logged, *receipt.successors)]
    if receipt.successors:
        steps.append(_check_succession(receipt))
    if receipt.logged.entry.event.has_content:
        steps.append(_check_content(receipt))
    return Report(tuple(steps), _conclusion(receipt, checkpoint))


def check_signature(
    note: bytes, keys: Sequence[VerifierKey], *, name: str = SIGNATURE
) -> tuple[Step, Checkpoint | None]:
    """Return the step called `name`, and the checkpoint as far as it can be read, believed or not."""
    try:
        stated = Checkpoint.from_text(Note.from_bytes(note).text)
    except (NoteMalformed, CheckpointMalformed) as fault:
        return Step(name, Outcome.FAILED, str(fault)), None
    if not keys:
        detail = f"没有给出公钥: 请从平台之外取得“{stated.origin}”的公钥, 用 --key 给出"
        return Step(name, Outcome.UNCHECKED, detail), stated
    try:
        signed_by = open_checkpoint(note, keys).signed_by
    except NoteUnverified as fault:
        return Step(name, Outcome.FAILED, str(fault)), stated
    signers = "、".join(f"{key.name} ({key.type.zh})" for key in signed_by)
    return Step(name, Outcome.PASSED, f"日志大小 {stated.size}; 签名: {signers}"), stated


def _check_inclusion(logged: LoggedEntry, checkpoint: Checkpoint | None) -> Step:
    name = f"第 {logged.index} 条在日志中"
    if checkpoint is None:
        return Step(name, Outcome.UNCHECKED, "检查点无法读取")
    try:
        verify_inclusion(
            leaf=leaf_hash(logged.entry.to_bytes()),
            index=logged.index,
            size=checkpoint.size,
            proof=logged.proof,
            root=checkpoint.root,
        )
    except ProofRefused as fault:
        return Step(name, Outcome.FAILED, str(fault))
    return Step(name, Outcome.PASSED, told_of(logged.entry))


def _check_succession(receipt: Receipt) -> Step:
    chain = (receipt.logged, *receipt.successors)
    try:
        for earlier, later in pairwise(chain):
            require_successor(earlier.index, earlier.entry, later.index, later.entry)
    except HistoryBroken as fault:
        return Step(SUCCESSION, Outcome.FAILED, str(fault))
    return Step(SUCCESSION, Outcome.PASSED, f"{len(receipt.successors)} 条, 依次取代前一条")


def _check_content(receipt: Receipt) -> Step:
    commitment = receipt.logged.entry.commitment
    ended = any(logged.entry.event.is_end for logged in receipt.successors)
    if receipt.content is None or receipt.salt is None or commitment is None:
        if ended:
            return Step(CONTENT, Outcome.PASSED, "公示已经终止, 内容和盐已经销毁; 承诺值不透露内容")
        return Step(CONTENT, Outcome.UNCHECKED, "回执没有附上内容, 也没有证明公示已经终止")
    if not is_commitment_to(commitment, canonical_bytes(receipt.content), receipt.salt):
        return Step(CONTENT, Outcome.FAILED, "内容或盐与日志中的承诺值不符: 这不是当时公示的内容")
    return Step(CONTENT, Outcome.PASSED, "与日志中的承诺值相符, 逐字未改")


def _conclusion(receipt: Receipt, checkpoint: Checkpoint | None) -> str:
    if receipt.logged.entry.event is Event.ANCHORED:
        what = f"一条不公开的链的链值 {(receipt.logged.entry.commitment or b'').hex()}"
    else:
        what = "所附内容" if receipt.content is not None else "一项内容 (其承诺值在日志中)"
    told = "; 其后".join(told_of(logged.entry) for logged in (receipt.logged, *receipt.successors))
    log = f"“{checkpoint.origin}”的日志 (大小 {checkpoint.size})" if checkpoint else "日志"
    return f"{log}记载: {what}于 {told}。" if receipt.logged.entry.commitment else f"{log}记载: {told}。"


def told_of(entry: Entry) -> str:
    """Say in words when what happened, of no named body."""
    ground = f", 事由 {entry.certificate.ground}" if entry.certificate else ""
    return f"{format_moment(entry.at)} {entry.event.zh} (版本 {entry.version}{ground})"


def _object(value: Json, names: set[str]) -> dict[str, Json]:
    if not isinstance(value, dict) or set(value) != names:
        raise ReceiptMalformed(f"回执的这一部分应当是恰有“{'、'.join(sorted(names))}”的对象")
    return value


def _hash(value: Json) -> bytes:
    if not isinstance(value, str) or not _HASH.fullmatch(value):
        raise ReceiptMalformed(f"回执中的“{value}”应当是 {2 * SALT_BYTES} 位小写十六进制")
    return bytes.fromhex(value)
