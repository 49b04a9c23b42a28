"""Checking a whole published directory: every leaf, tile and content, and the absence of what ended."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from chengxin_core.ledger.bundle import (
    CHECKPOINT,
    CONTENTS,
    KEYS,
    WITNESSES,
    FileMalformed,
    PublishedContent,
    WitnessedNote,
    content_path,
    read_keys,
    read_witnesses,
)
from chengxin_core.ledger.checkpoint import CheckpointMalformed
from chengxin_core.ledger.contradiction import Contradiction
from chengxin_core.ledger.cosigned import check_cosignatures
from chengxin_core.ledger.entry import Entry, EntryMalformed
from chengxin_core.ledger.frontier import Frontier
from chengxin_core.ledger.history import History, HistoryBroken
from chengxin_core.ledger.note import NoteMalformed
from chengxin_core.ledger.report import Outcome, Report, Step
from chengxin_core.ledger.seen import Seen, contradictions, faults, is_by_a_key_not_given, open_seen
from chengxin_core.ledger.signatures import NoteUnverified, VerifierKey
from chengxin_core.ledger.tiles import (
    TILE_WIDTH,
    TileMalformed,
    TilePath,
    read_bundle,
    root_of_full,
    tiles_of,
)
from chengxin_core.ledger.tree import EMPTY_ROOT, HASH_BYTES, leaf_hash

ReadFile: TypeAlias = Callable[[str], bytes | None]
"""Gives the bytes of a file of the directory, or None where there is none."""

ListFiles: TypeAlias = Callable[[str], Iterable[str]]
"""Gives the paths of all files whose path begins so."""

TILE_FOLDER = "tile/"
SIGNATURE, TILES, HISTORY, ROOT = "检查点签名", "条目和分块", "条目先后", "根哈希"
EARLIER, IN_FORCE, GONE = "与先前检查点一致", "在公示内容与承诺值", "已终止内容不存在"


class TileMissing(TileMalformed):
    """A tile that a log of this size has is not there."""


@dataclass(slots=True)
class _Findings:
    """The first fault of every step; a step without a fault has passed once it was looked at."""

    faults: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, step: str, fault: str) -> None:
        self.faults.setdefault(step, fault)
        self.counts[step] = self.counts.get(step, 0) + 1

    def step(self, name: str, detail: str) -> Step:
        if name not in self.faults:
            return Step(name, Outcome.PASSED, detail)
        more = self.counts[name] - 1
        return Step(name, Outcome.FAILED, self.faults[name] + (f" (另有 {more} 处)" if more else ""))


@dataclass(frozen=True, slots=True)
class _Signed:
    """What the log has signed: the checkpoint to check, those seen earlier, and what witnesses say."""

    now: Seen
    earlier: tuple[Seen, ...]
    unread: int  # earlier ones that only keys have signed which were not given
    steps: tuple[Step, ...]


def check_bundle(
    read: ReadFile,
    list_files: ListFiles | None,
    *,
    verifier_keys: Sequence[VerifierKey] = (),
    earlier: Sequence[bytes] = (),
    witnesses: Sequence[VerifierKey] = (),
) -> Report:
    """Check a published directory from its first entry to its last content. Never raises for bad files.

    Without `verifier_keys` those of the directory itself are used, which proves agreement but no origin; the
    report says so. `earlier` are signed checkpoints seen before: the log must begin with each of them, and with
    what each of `witnesses` has cosigned. Where the directory cannot be listed, the contents that must be gone are
    asked for one by one.
    """
    try:
        keys = tuple(verifier_keys) or read_keys(read(KEYS) or b"")
        signed = _open(read, keys, earlier, witnesses)
    except (FileMalformed, NoteMalformed, CheckpointMalformed, NoteUnverified) as fault:
        return Report((Step(SIGNATURE, Outcome.FAILED, str(fault)),), "")
    checkpoint = signed.now.checkpoint
    whose = "给出的公钥" if verifier_keys else "目录自带的公钥 (只证明前后一致, 不证明来自谁)"
    steps = [Step(SIGNATURE, Outcome.PASSED, f"日志大小 {checkpoint.size}; {whose}"), *signed.steps]
    findings = _Findings()
    walk = _Walk(read, checkpoint.size, {seen.checkpoint.size for seen in signed.earlier})
    walk.go(findings)
    if walk.is_complete and list_files is not None:
        _check_older_tiles(read, list_files, checkpoint.size, findings)
    steps.append(findings.step(TILES, f"{checkpoint.size} 条, {walk.tiles} 个文件, 逐个重算"))
    if not walk.is_complete:
        left = [ROOT, HISTORY, IN_FORCE, GONE, *([EARLIER] if earlier else [])]
        return Report((*steps, *(Step(name, Outcome.UNCHECKED, "条目不全") for name in left)), "")
    evidence = _check_roots(signed, walk, findings)
    steps.append(findings.step(ROOT, checkpoint.root.hex()))
    steps += _told_of_earlier(signed, findings)
    steps.append(findings.step(HISTORY, f"{len(walk.history.last)} 个编号"))
    in_force, gone, anchored = walk.history.in_force(), walk.history.gone(), walk.history.anchored()
    _check_contents(read, in_force, findings)
    _check_absence(read, list_files, in_force, [*gone, *anchored], findings)
    steps.append(findings.step(IN_FORCE, f"{len(in_force)} 项"))
    steps.append(
        findings.step(
            GONE, f"{len(gone)} 个版本" + (f"; 链头存证 {len(anchored)} 条, 本无内容" if anchored else "")
        )
    )
    return Report(
        tuple(steps),
        f"“{checkpoint.origin}”的日志共 {checkpoint.size} 条, 在公示 {len(in_force)} 项, "
        f"已终止或被取代的 {len(gone)} 个版本的内容均不在目录中。",
        evidence,
    )


def _open(
    read: ReadFile,
    keys: Sequence[VerifierKey],
    earlier: Sequence[bytes],
    witnesses: Sequence[VerifierKey],
) -> _Signed:
    """Open every checkpoint that is spoken of; raises as `open_checkpoint` does, and `FileMalformed`."""
    now = open_seen(read(CHECKPOINT) or b"", keys)
    cosigned = list(
        check_cosignatures(now.note, witnesses=witnesses, published=_published(read) if witnesses else ())
    )
    seen, unread = [], 0
    for note in dict.fromkeys([*earlier, *(each.note for each in cosigned if each.note)]):
        if note != now.note or note in earlier:
            if is_by_a_key_not_given(note, keys, now.checkpoint.origin):
                unread += 1
            else:
                seen.append(open_seen(note, keys))
    return _Signed(now, tuple(seen), unread, tuple(each.step for each in cosigned))


def _published(read: ReadFile) -> tuple[WitnessedNote, ...]:
    data = read(WITNESSES)
    return () if data is None else read_witnesses(data)


@dataclass(slots=True)
class _Walk:
    """One pass over all entries, from which every hash is computed anew."""

    read: ReadFile
    size: int
    wanted: set[int]  # sizes at which the root is to be kept
    frontier: Frontier = field(default_factory=Frontier)
    history: History = field(default_factory=History)
    roots: dict[int, bytes] = field(default_factory=lambda: {0: EMPTY_ROOT})
    rows: dict[int, list[bytes]] = field(
        default_factory=dict
    )  # of each level, the hashes not yet in a full tile
    tiles: int = 0

    @property
    def is_complete(self) -> bool:
        return self.frontier.size == self.size

    def go(self, findings: _Findings) -> None:
        """Read all entries and compare all tiles; stop where entries are missing or unreadable."""
        try:
            for data in self._entries():
                self._take(data, findings)
        except TileMalformed as fault:
            findings.add(TILES, str(fault))
            return
        self.roots[self.size] = self.frontier.root_hash()
        for path in tiles_of(self.size):
            if path.level is not None and not path.is_full:
                self._compare(path, self.rows[path.level], findings)

    def _entries(self) -> Iterator[bytes]:
        for path in tiles_of(self.size):
            if path.level is None:
                data, width = read_tile_or_fuller(self.read, path)
                yield from read_bundle(data, width)[: path.width]
                self.tiles += 1

    def _take(self, data: bytes, findings: _Findings) -> None:
        index = self.frontier.size
        try:
            self.history.add(index, Entry.from_bytes(data))
        except (EntryMalformed, HistoryBroken) as fault:
            findings.add(HISTORY, f"第 {index} 条: {fault}")
        leaf = leaf_hash(data)
        self.frontier.append(leaf)
        if self.frontier.size in self.wanted:
            self.roots[self.frontier.size] = self.frontier.root_hash()
        self._push(0, leaf, findings)

    def _push(self, level: int, node: bytes, findings: _Findings) -> None:
        """Add a hash to its row; a full row is compared with its tile and becomes one hash above."""
        row = self.rows.setdefault(level, [])
        row.append(node)
        if len(row) == TILE_WIDTH:
            number = (self.frontier.size >> 8 * (level + 1)) - 1
            self._compare(TilePath(level, number), row, findings)
            self.rows[level] = []
            self._push(level + 1, root_of_full(row), findings)

    def _compare(self, path: TilePath, row: Sequence[bytes], findings: _Findings) -> None:
        self.tiles += 1
        try:
            data, width = read_tile_or_fuller(self.read, path)
        except TileMalformed as fault:
            findings.add(TILES, str(fault))
            return
        if len(data) != width * HASH_BYTES or data[: path.width * HASH_BYTES] != b"".join(row):
            findings.add(TILES, f"分块 {path} 与由条目重算的不同")


def read_tile_or_fuller(read: ReadFile, path: TilePath) -> tuple[bytes, int]:
    """Return a tile and its width; where a partial one is gone, the full one that replaced it."""
    for candidate in dict.fromkeys((path, TilePath(path.level, path.index))):
        data = read(str(candidate))
        if data is not None:
            return data, candidate.width
    raise TileMissing(f"文件 {path} 缺失")


def _check_older_tiles(read: ReadFile, list_files: ListFiles, size: int, findings: _Findings) -> None:
    """Compare what is left of partial tiles of earlier sizes with the tiles that took their place."""
    today = {(path.level, path.index): path for path in tiles_of(size)}
    for name in sorted(list_files(TILE_FOLDER)):
        try:
            path = TilePath.from_path(name)
            current = today.get((path.level, path.index))
            if current is None or path.width >= current.width:
                continue  # of a later size, or looked at already
            part, whole = read(name) or b"", read_tile_or_fuller(read, current)[0]
            if path.level is None:
                read_bundle(part, path.width)
            elif len(part) != path.width * HASH_BYTES:
                raise TileMalformed(f"分块 {path} 长 {len(part)} 字节")
            if not whole.startswith(part):
                raise TileMalformed(f"分块 {path} 不是 {current} 的开头")
        except TileMalformed as fault:
            findings.add(TILES, str(fault))


def _check_roots(signed: _Signed, walk: "_Walk", findings: _Findings) -> tuple[Contradiction, ...]:
    """Hold every checkpoint against the entries; return the evidence where the log contradicts itself."""
    now = signed.now.checkpoint
    for fault in faults(signed.earlier, now, walk.roots):
        findings.add(EARLIER, fault)
    if walk.roots[now.size] != now.root:
        findings.add(ROOT, f"由条目重算的根是 {walk.roots[now.size].hex()}, 检查点上是 {now.root.hex()}")
        return ()
    if TILES in findings.faults:
        return ()

    def read_tile(path: TilePath) -> bytes:
        return read_tile_or_fuller(walk.read, path)[0]

    return tuple(contradictions(signed.earlier, signed.now, walk.roots, read_tile))


def _told_of_earlier(signed: _Signed, findings: _Findings) -> Iterator[Step]:
    if signed.earlier:
        yield findings.step(EARLIER, f"{len(signed.earlier)} 个")
    if signed.unread:
        detail = f"{signed.unread} 个由没有给出的公钥签署: 日志更换过公钥的, 把旧公钥也用 --key 给出"
        yield Step(EARLIER, Outcome.UNCHECKED, detail)


def _check_contents(read: ReadFile, in_force: Sequence[Entry], findings: _Findings) -> None:
    for entry in in_force:
        path = content_path(entry.key, entry.version)
        data = read(path)
        if data is None:
            findings.add(IN_FORCE, f"{path} 缺失")
            continue
        try:
            if PublishedContent.from_bytes(data).commitment != entry.commitment:
                findings.add(IN_FORCE, f"{path} 与承诺值不符")
        except FileMalformed as fault:
            findings.add(IN_FORCE, f"{path}: {fault}")


def _check_absence(
    read: ReadFile,
    list_files: ListFiles | None,
    in_force: Sequence[Entry],
    gone: Sequence[tuple[str, int]],
    findings: _Findings,
) -> None:
    if list_files is None:
        still_there = [path for path in (content_path(*each) for each in gone) if read(path) is not None]
    else:
        expected = {content_path(entry.key, entry.version) for entry in in_force}
        still_there = sorted(set(list_files(CONTENTS)) - expected)
    for path in still_there:
        findings.add(GONE, f"{path} 不应存在")
