"""证据核验: whether a file of two checkpoints proves, by itself, that a log showed different people different logs.

Two forms are read: what `chengxin verify --json` hands out (one contradiction, a list of them, or the whole report),
and the two notes one after the other, as a witness keeps them.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chengxin_core.ledger.checkpoint import Checkpoint, CheckpointMalformed
from chengxin_core.ledger.contradiction import Contradiction
from chengxin_core.ledger.note import Note, NoteMalformed
from chengxin_core.ledger.receipt import check_signature
from chengxin_core.ledger.remembered import read_remembered
from chengxin_core.ledger.report import Outcome, Report, Step
from chengxin_core.ledger.signatures import VerifierKey
from chengxin_core.ledger.tree import HASH_BYTES

MEMBERS = frozenset({"first", "second", "root_at_size_of_first", "proof"})


class EvidenceMalformed(ValueError):
    """A file that hands out evidence and cannot be read as such."""


def read_evidence(data: bytes) -> tuple[Contradiction, ...]:
    """Return the contradictions that a file hands out; none where it is no such file.

    Raises `EvidenceMalformed` where it is one and a part of it cannot be read.
    """
    if data.lstrip()[:1] in (b"{", b"["):
        return tuple(_from_json(each) for each in _handed_out(data))
    notes = read_remembered(data)
    if len(notes) != 2:
        return ()
    try:
        first, second = sorted(notes, key=lambda note: _checkpoint(note).size)
        return (Contradiction(first, second, _checkpoint(second).root),)
    except (NoteMalformed, CheckpointMalformed) as fault:
        raise EvidenceMalformed(f"两个检查点之一读不了: {fault}") from fault


def check_evidence(evidence: Sequence[Contradiction], verifier_keys: Sequence[VerifierKey]) -> Report:
    """Check that both notes of each contradiction are signed by their log, and that they contradict each other.

    Only logs whose key is given are believed. All passed means: the log is guilty, or its key was stolen.
    """
    steps = [step for each in evidence for step in _check(each, verifier_keys)]
    return Report(tuple(steps), "".join(_conclusion(each) for each in evidence))


def _check(each: Contradiction, keys: Sequence[VerifierKey]) -> Iterator[Step]:
    first, one = check_signature(each.first, keys, name="第一个检查点签名")
    second, other = check_signature(each.second, keys, name="第二个检查点签名")
    yield from (first, second)
    if one is None or other is None:
        return
    name = "两个检查点互相矛盾"
    if one.origin != other.origin:
        yield Step(name, Outcome.FAILED, f"分属“{one.origin}”和“{other.origin}”两个日志, 不构成矛盾")
    elif one == other:
        yield Step(name, Outcome.FAILED, "是同一个检查点, 不构成矛盾")
    elif one.size != other.size and not each.proof:
        detail = f"大小是 {one.size} 和 {other.size}, 没有附证明: 请用 --json 输出的证据, 或者核验整个日志"
        yield Step(name, Outcome.UNCHECKED, detail)
    elif not each.holds:
        yield Step(name, Outcome.FAILED, "所附证明不成立, 或者前一个检查点与后一个一致")
    elif one.size == other.size:
        yield Step(name, Outcome.PASSED, f"大小同为 {one.size}, 根是 {_short(one)} 和 {_short(other)}")
    else:
        now = f"{each.root.hex()[:12]}…"
        detail = f"按后一个 (大小 {other.size}), 前 {one.size} 条的根是 {now}, 前一个却是 {_short(one)}"
        yield Step(name, Outcome.PASSED, detail)


def _conclusion(each: Contradiction) -> str:
    try:
        origin = _checkpoint(each.first).origin
    except (NoteMalformed, CheckpointMalformed):
        return ""
    return (
        f"“{origin}”的日志就同样的条目签署过互相矛盾的两个检查点: 它给不同的人看了不同的日志, 或者密钥为他人所用。"
        "谁看到的是真的, 这份证据不能说明。"
    )


def _short(checkpoint: Checkpoint) -> str:
    return f"{checkpoint.root.hex()[:12]}…"


def _checkpoint(note: bytes) -> Checkpoint:
    return Checkpoint.from_text(Note.from_bytes(note).text)


def _handed_out(data: bytes) -> list[Mapping[str, Any]]:
    """Return the objects that have the members of evidence; none where the file is something else."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return []
    if isinstance(value, dict) and "evidence" in value:
        value = value["evidence"]
    found = value if isinstance(value, list) else [value]
    return found if all(isinstance(each, dict) and each.keys() == MEMBERS for each in found) else []


def _from_json(value: Mapping[str, Any]) -> Contradiction:
    try:
        return Contradiction(
            value["first"].encode(),
            value["second"].encode(),
            _hash(value["root_at_size_of_first"]),
            tuple(_hash(node) for node in value["proof"]),
        )
    except (AttributeError, TypeError, ValueError) as fault:
        raise EvidenceMalformed(
            "证据应当有 first、second (两个签名的检查点)、root_at_size_of_first 和 proof (六十四位十六进制)"
        ) from fault


def _hash(text: str) -> bytes:
    data = bytes.fromhex(text)
    if len(data) != HASH_BYTES:
        raise ValueError(f"{len(data)} 字节")
    return data
