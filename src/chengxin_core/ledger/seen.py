"""先前所见: checkpoints seen before, held against the log as it is now and against each other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from chengxin_core.ledger.checkpoint import Checkpoint, open_checkpoint
from chengxin_core.ledger.contradiction import Contradiction
from chengxin_core.ledger.note import Note
from chengxin_core.ledger.signatures import VerifierKey
from chengxin_core.ledger.tiles import ReadTile, consistency_proof_from_tiles


@dataclass(frozen=True, slots=True)
class Seen:
    """A checkpoint that its log has signed, with the note that proves so."""

    note: bytes
    checkpoint: Checkpoint


def open_seen(note: bytes, keys: Sequence[VerifierKey]) -> Seen:
    """Read a checkpoint and believe it as `open_checkpoint` does, with the same errors."""
    return Seen(note, open_checkpoint(note, keys).checkpoint)


def is_by_a_key_not_given(note: bytes, keys: Sequence[VerifierKey], origin: str) -> bool:
    """Tell whether a note of this log bears only signatures of keys not given, such as a replaced one."""
    opened = Note.from_bytes(note)
    known = {(key.name, key.key_id) for key in keys}
    of_the_log = [line for line in opened.signatures if line.name == origin]
    return (
        opened.text.startswith(f"{origin}\n")
        and bool(of_the_log)
        and all((line.name, line.key_id) not in known for line in opened.signatures)
    )


def faults(earlier: Sequence[Seen], now: Checkpoint, roots: Mapping[int, bytes]) -> Iterator[str]:
    """Tell how each earlier checkpoint does not fit the log now; `roots` holds its root at every size."""
    for each in (seen.checkpoint for seen in earlier):
        if each.origin != now.origin:
            yield f"先前的检查点属于另一日志“{each.origin}”"
        elif each.size > now.size:
            yield f"日志曾有 {each.size} 条, 现在只有 {now.size} 条"
        elif roots[each.size] != each.root:
            yield f"前 {each.size} 条与当时的检查点不符: 日志被改写或分叉"
    for one, other in _unequal_twins(earlier):
        yield f"先前见过两个大小同为 {one.checkpoint.size} 的检查点, 根却不同: {other.checkpoint.origin} 分叉了"


def contradictions(
    earlier: Sequence[Seen], now: Seen, roots: Mapping[int, bytes], read_tile: ReadTile
) -> Iterator[Contradiction]:
    """Give the evidence of every contradiction, with a proof that leads to the checkpoint of now."""
    size = now.checkpoint.size
    for seen in earlier:
        was = seen.checkpoint
        if was.origin == now.checkpoint.origin and was.size <= size and roots[was.size] != was.root:
            proof = consistency_proof_from_tiles(was.size, size, read_tile)
            yield Contradiction(seen.note, now.note, roots[was.size], tuple(proof))
    for one, other in _unequal_twins(earlier):
        yield Contradiction(one.note, other.note, other.checkpoint.root)


def _unequal_twins(earlier: Sequence[Seen]) -> Iterator[tuple[Seen, Seen]]:
    for one, other in combinations(earlier, 2):
        same = (one.checkpoint.origin, one.checkpoint.size) == (
            other.checkpoint.origin,
            other.checkpoint.size,
        )
        if same and one.checkpoint.root != other.checkpoint.root:
            yield one, other
