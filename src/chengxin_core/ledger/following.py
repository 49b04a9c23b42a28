"""后续: what became of a publication since its receipt was saved, as the log of today tells whoever holds it.

The entries from the receipt's own to the log's last are hashed anew on one walk. Where it passes the size of the
receipt's checkpoint the root must be that one; where it ends, the root that the log signs today. So the log is
the receipt's own, grown, and no later entry can have been kept back.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from chengxin_core.ledger.bundle import CHECKPOINT
from chengxin_core.ledger.check import ReadFile, TileMissing, read_tile_or_fuller
from chengxin_core.ledger.checkpoint import Checkpoint
from chengxin_core.ledger.entry import Entry, EntryMalformed
from chengxin_core.ledger.note import Note
from chengxin_core.ledger.receipt import (
    CONTENT,
    SUCCESSION,
    LoggedEntry,
    Receipt,
    check_receipt,
    check_signature,
    told_of,
)
from chengxin_core.ledger.report import Outcome, Report, Step
from chengxin_core.ledger.signatures import VerifierKey
from chengxin_core.ledger.tiles import (
    TILE_HEIGHT,
    TILE_WIDTH,
    ReadTile,
    TileMalformed,
    TilePath,
    frontier_from_tiles,
    inclusion_proof_from_tiles,
    read_bundle,
)
from chengxin_core.ledger.tree import leaf_hash

TODAY, SAME_LOG, FOLLOWED = "日志现在的检查点", "与回执的检查点一致", "后续条目"


class LogContradictsReceipt(ValueError):
    """A log of the receipt's origin that does not continue what the receipt's checkpoint says."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What was found, and the receipt with every later entry under its key; None where a step failed."""

    report: Report
    receipt: Receipt | None


def follow_receipt(data: bytes, read: ReadFile, verifier_keys: Sequence[VerifierKey]) -> Followed:
    """Check a receipt, then bring it up to the log whose files `read` gives. Never raises for bad input.

    A receipt whose publication has ended is given back without its content, as the log has it: it may be
    shown to others. The old one, with the content, stays true; keeping it is up to its holder.
    """
    old = check_receipt(data, verifier_keys)
    if old.outcome is Outcome.FAILED:
        return Followed(old, None)
    steps = [step for step in old.steps if step.name != CONTENT]
    note = read(CHECKPOINT)
    if note is None:
        return _stopped(steps, Step(TODAY, Outcome.UNCHECKED, f"这里没有日志的文件 {CHECKPOINT}"))
    receipt = Receipt.from_bytes(data)
    then = Checkpoint.from_text(Note.from_bytes(receipt.checkpoint.encode()).text)
    signature, today = check_signature(note, verifier_keys, name=TODAY)
    if today is not None and today.origin != then.origin:
        where = f"回执属于日志“{then.origin}”, 这里是另一日志“{today.origin}”: 请给出前者的地址"
        return _stopped(steps, Step(SAME_LOG, Outcome.FAILED, where))
    if today is None or signature.outcome is Outcome.FAILED:
        return _stopped(steps, signature)
    try:
        newer = _brought_up(receipt, then, note, today, read)
    except LogContradictsReceipt as fault:
        return _stopped([*steps, signature], Step(SAME_LOG, Outcome.FAILED, str(fault)))
    except TileMissing as fault:
        return _stopped([*steps, signature], Step(FOLLOWED, Outcome.UNCHECKED, f"{fault}, 后续无从得知"))
    except (TileMalformed, EntryMalformed) as fault:
        return _stopped([*steps, signature], Step(FOLLOWED, Outcome.FAILED, str(fault)))
    return _told([*steps, signature], newer, verifier_keys)


def _stopped(steps: Sequence[Step], last: Step) -> Followed:
    return Followed(Report((*steps, last), ""), None)


def _told(steps: Sequence[Step], receipt: Receipt, keys: Sequence[VerifierKey]) -> Followed:
    newer = check_receipt(receipt.to_bytes(), keys)
    what = "; ".join(f"第 {each.index} 条: {told_of(each.entry)}" for each in receipt.successors)
    found = [
        Step(SAME_LOG, Outcome.PASSED, "从回执的条目到最后一条逐条重算, 前后两个根都相符"),
        Step(FOLLOWED, Outcome.PASSED, what or "至今没有"),
        *(step for step in newer.steps if step.name in {SUCCESSION, CONTENT}),
    ]
    report = Report((*steps, *found), newer.conclusion)
    if report.outcome is Outcome.FAILED:
        return Followed(report, None)
    has_ended = any(each.entry.event.is_end for each in receipt.successors)
    return Followed(report, replace(receipt, content=None, salt=None) if has_ended else receipt)


def _brought_up(
    receipt: Receipt, then: Checkpoint, note: bytes, today: Checkpoint, read: ReadFile
) -> Receipt:
    """Return the receipt under today's checkpoint; raises what the walk found amiss."""
    if then.size > today.size:
        raise LogContradictsReceipt(
            f"回执的检查点上日志有 {then.size} 条, 这里只有 {today.size} 条: 拷贝旧于回执, 或者日志被改写"
        )
    read_tile = _tiles_of_today(read, today.size)
    first, key = receipt.logged.index, receipt.logged.entry.key
    walked = _walk(first, then, today, read)
    later = [(index, entry) for index, entry in walked if index > first and entry.key == key]

    def logged(index: int, entry: Entry) -> LoggedEntry:
        return LoggedEntry(entry, index, tuple(inclusion_proof_from_tiles(index, today.size, read_tile)))

    return replace(
        receipt,
        logged=logged(first, receipt.logged.entry),
        checkpoint=note.decode(),
        successors=tuple(logged(*each) for each in later),
    )


def _walk(first: int, then: Checkpoint, today: Checkpoint, read: ReadFile) -> Iterator[tuple[int, Entry]]:
    """Yield every entry of the log from the bundle of entry `first` on, and see that both roots come out."""
    start = first // TILE_WIDTH * TILE_WIDTH
    frontier = frontier_from_tiles(start, _tiles_of_today(read, today.size))
    for bundle in range(start // TILE_WIDTH, -(-today.size // TILE_WIDTH)):
        path = TilePath(None, bundle, min(TILE_WIDTH, today.size - bundle * TILE_WIDTH))
        bundled, width = read_tile_or_fuller(read, path)
        for data in read_bundle(bundled, width)[: path.width]:
            frontier.append(leaf_hash(data))
            if frontier.size == then.size and frontier.root_hash() != then.root:
                raise LogContradictsReceipt(
                    f"前 {then.size} 条与回执的检查点不符: 日志被改写或者分叉。请保存回执和这里的检查点, 这是证据"
                )
            yield frontier.size - 1, Entry.from_bytes(data)
    if frontier.root_hash() != today.root:
        raise LogContradictsReceipt(
            f"由条目重算的根是 {frontier.root_hash().hex()}, 检查点上是 {today.root.hex()}"
        )


def _tiles_of_today(read: ReadFile, size: int) -> ReadTile:
    """Return a reader of tiles as wide as a log of `size` entries has them: narrower ones may be gone."""

    def read_tile(path: TilePath) -> bytes:
        count = size >> TILE_HEIGHT * (path.level or 0)
        widest = replace(path, width=min(TILE_WIDTH, count - path.index * TILE_WIDTH))
        return read_tile_or_fuller(read, widest)[0]

    return read_tile
