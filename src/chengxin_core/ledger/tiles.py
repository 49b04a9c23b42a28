"""The tree cut into tiles of 256 hashes, each a file that never changes once it is full (C2SP tlog-tiles).

A tile at level L holds 256 consecutive hashes of subtrees of 256^L entries. Any root and any proof can be
computed from a handful of tiles; whoever serves the log needs no more than a directory of files.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TypeAlias

from chengxin_core.ledger.frontier import Frontier
from chengxin_core.ledger.tree import (
    EMPTY_ROOT,
    HASH_BYTES,
    consistency_ranges,
    inclusion_ranges,
    largest_power_of_two_below,
    leaf_hashes,
    node_hash,
    row_above,
)

TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT
HIGHEST_LEVEL = 63
LENGTH_BYTES = 2
LARGEST_ENTRY = 2 ** (8 * LENGTH_BYTES) - 1

_PATH = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)"
    r"/(?P<index>(?:x[0-9]{3}/)*[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


class TileMalformed(ValueError):
    """A tile path, or bytes of a tile or entry bundle, that break the layout."""


@dataclass(frozen=True, slots=True, order=True)
class TilePath:
    """Where a tile lies: its level (None for a bundle of entries), its number there, and how full it is."""

    level: int | None
    index: int
    width: int = TILE_WIDTH

    def __post_init__(self) -> None:
        """Refuse what cannot be written as a path and read back."""
        fits = self.level is None or 0 <= self.level <= HIGHEST_LEVEL
        if not fits or self.index < 0 or not 1 <= self.width <= TILE_WIDTH:
            raise TileMalformed(f"没有这样的分块: 第 {self.level} 层第 {self.index} 块, 宽 {self.width}")

    def __str__(self) -> str:
        """Return the path below the log's URL.

        >>> str(TilePath(level=0, index=1234067))
        'tile/0/x001/x234/067'
        >>> str(TilePath(level=None, index=7, width=12))
        'tile/entries/007.p/12'
        """
        digits = str(self.index)
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[start : start + 3] for start in range(0, len(digits), 3)]
        number = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
        level = "entries" if self.level is None else self.level
        return f"tile/{level}/{number}" + ("" if self.is_full else f".p/{self.width}")

    @classmethod
    def from_path(cls, text: str) -> "TilePath":
        """Read what `str` writes; raises `TileMalformed` for anything else."""
        match = _PATH.fullmatch(text)
        if match is not None:
            level = None if match["level"] == "entries" else int(match["level"])
            index = int(match["index"].replace("/", "").replace("x", ""))
            path = cls(level, index, int(match["width"] or TILE_WIDTH))
            if str(path) == text:
                return path
        raise TileMalformed(f"“{text}”不是分块的路径")

    @property
    def is_full(self) -> bool:
        """Tell whether the tile can never change again."""
        return self.width == TILE_WIDTH


ReadTile: TypeAlias = Callable[[TilePath], bytes]
Pyramid: TypeAlias = tuple[list[bytes], ...]  # hashes of a tile, those of their pairs, …, to the top
PYRAMIDS_KEPT = 128  # in memory, of 50 KB; neighbours in a log share theirs
"""Gives the bytes of a tile; may give a fuller tile than was asked for, of which the beginning is used."""


# Which tiles a log has.


def tiles_of(size: int) -> Iterator[TilePath]:
    """Give every tile and entry bundle of a log of `size` entries."""
    return changed_tiles(0, size)


def changed_tiles(old_size: int, size: int) -> Iterator[TilePath]:
    """Give every tile and entry bundle that is new or wider when a log grows from `old_size` to `size`.

    >>> [str(path) for path in changed_tiles(255, 257)]
    ['tile/entries/000', 'tile/entries/001.p/1', 'tile/0/000', 'tile/0/001.p/1', 'tile/1/000.p/1']
    """
    if old_size < size:
        yield from _changed_at(None, old_size, size)
    level = 0
    while old_size < size:
        yield from _changed_at(level, old_size, size)
        level, old_size, size = level + 1, old_size >> TILE_HEIGHT, size >> TILE_HEIGHT


def _changed_at(level: int | None, old_count: int, count: int) -> Iterator[TilePath]:
    for index in range(old_count // TILE_WIDTH, -(-count // TILE_WIDTH)):
        yield TilePath(level, index, min(TILE_WIDTH, count - index * TILE_WIDTH))


# Entry bundles: each entry behind its length in two bytes, big-endian.


def write_bundle(entries: Sequence[bytes]) -> bytes:
    """Return at most 256 entries as one bundle; raises `TileMalformed` for one beyond 65,535 bytes."""
    longest = max(map(len, entries), default=0)
    if longest > LARGEST_ENTRY:
        raise TileMalformed(f"条目长 {longest} 字节, 至多 {LARGEST_ENTRY}")
    return b"".join(len(entry).to_bytes(LENGTH_BYTES, "big") + entry for entry in entries)


def read_bundle(data: bytes, width: int = TILE_WIDTH) -> list[bytes]:
    """Return the `width` entries of a bundle; raises `TileMalformed` when there are more or fewer.

    >>> read_bundle(write_bundle([b"one", b""]), 2)
    [b'one', b'']
    """
    entries = _entries_in(data)
    if len(entries) != width:
        raise TileMalformed(f"条目包长 {len(data)} 字节, 读出 {len(entries)} 条; 应当恰有 {width} 条")
    return entries


def beginning_of_bundle(data: bytes, width: int) -> list[bytes]:
    """Return the first `width` entries of a bundle that may be fuller; raises `TileMalformed` when there are fewer.

    A log that died after it wrote the full bundle, and before it signed it, finds that one for the partial one.
    """
    entries = _entries_in(data)
    if len(entries) < width:
        raise TileMalformed(f"条目包长 {len(data)} 字节, 读出 {len(entries)} 条; 应当至少有 {width} 条")
    return entries[:width]


def _entries_in(data: bytes) -> list[bytes]:
    entries, position = [], 0
    while position < len(data):
        start = position + LENGTH_BYTES
        position = start + int.from_bytes(data[position:start], "big")
        entries.append(data[start:position])
    if position != len(data):
        raise TileMalformed(f"条目包长 {len(data)} 字节, 读出 {len(entries)} 条, 止于第 {position} 字节")
    return entries


# Growing.


@dataclass(frozen=True, slots=True)
class Growth:
    """What must be written for the log to have grown: every new or wider tile, then the checkpoint."""

    size: int
    root: bytes
    tiles: dict[TilePath, bytes]


def grow(size: int, entries: Sequence[bytes], read_tile: ReadTile) -> Growth:
    """Append `entries` to a log of `size` entries, of which only the right edge is read.

    Raises `TileMalformed` when a tile that is read is shorter than a log of this size must have it.
    """
    tiles: dict[TilePath, bytes] = {}
    new_size = size + len(entries)
    if entries:
        kept = _kept(read_tile, None, size)
        tiles |= _cut(None, size, [*beginning_of_bundle(kept, size % TILE_WIDTH), *entries], write_bundle)
    level, old_count, hashes = 0, size, leaf_hashes(entries)
    while hashes:
        kept = _kept(read_tile, level, old_count)
        row = [*_hashes_in(kept), *hashes]
        tiles |= _cut(level, old_count, row, b"".join)
        full = range(0, len(row) - len(row) % TILE_WIDTH, TILE_WIDTH)
        hashes = [root_of_full(row[start : start + TILE_WIDTH]) for start in full]
        level, old_count = level + 1, old_count >> TILE_HEIGHT

    def read_new_tile(path: TilePath) -> bytes:
        return tiles[path] if path in tiles else read_tile(path)

    return Growth(new_size, root_from_tiles(new_size, read_new_tile), tiles)


def _kept(read_tile: ReadTile, level: int | None, count: int) -> bytes:
    """Return the partial tile at the end of a row of `count`, which is to be continued."""
    index, width = divmod(count, TILE_WIDTH)
    if not width:
        return b""
    data = read_tile(TilePath(level, index, width))
    return data if level is None else _checked(data, TilePath(level, index, width))


def _cut(
    level: int | None, old_count: int, row: list[bytes], write: Callable[[list[bytes]], bytes]
) -> dict[TilePath, bytes]:
    """Cut a row, which starts with what the last partial tile held, into tiles."""
    first, tiles = old_count // TILE_WIDTH, {}
    for number, start in enumerate(range(0, len(row), TILE_WIDTH)):
        part = row[start : start + TILE_WIDTH]
        tiles[TilePath(level, first + number, len(part))] = write(part)
    return tiles


# Reading: hashes, roots and proofs from tiles.


def root_from_tiles(size: int, read_tile: ReadTile) -> bytes:
    """Return the root of a log of `size` entries from the tiles at its right edge."""
    return _range_hashes([(0, size)], size, read_tile)[0] if size else EMPTY_ROOT


def frontier_from_tiles(size: int, read_tile: ReadTile) -> Frontier:
    """Return the state from which a log of `size` entries is continued."""
    peaks, start = [], 0
    for height in reversed(range(size.bit_length())):
        if size >> height & 1:
            peaks.append((start, start + (1 << height)))
            start += 1 << height
    return Frontier(size, _range_hashes(peaks, size, read_tile))


def inclusion_proof_from_tiles(index: int, size: int, read_tile: ReadTile) -> list[bytes]:
    """Return the path of entry `index` to the root of a log of `size` entries (RFC 9162 §2.1.3.1)."""
    return _range_hashes(inclusion_ranges(index, size), size, read_tile)


def consistency_proof_from_tiles(old_size: int, size: int, read_tile: ReadTile) -> list[bytes]:
    """Return the proof that a log of `size` entries continues the one of `old_size` (RFC 9162 §2.1.4.1)."""
    return _range_hashes(consistency_ranges(old_size, size), size, read_tile)


def _range_hashes(ranges: Iterable[tuple[int, int]], size: int, read_tile: ReadTile) -> list[bytes]:
    """Return the tree hash of each range, reading each tile once.

    The ranges must be such as the definition of the tree arrives at by splitting.
    """

    @cache
    def read_pyramid(level: int, tile: int) -> Pyramid:
        count = size >> level * TILE_HEIGHT
        path = TilePath(level, tile, min(TILE_WIDTH, count - tile * TILE_WIDTH))
        return _pyramid_over(_checked(read_tile(path), path))

    def range_hash(start: int, end: int) -> bytes:
        width = end - start
        if width & (width - 1):
            split = start + largest_power_of_two_below(width)
            return node_hash(range_hash(start, split), range_hash(split, end))
        level, height = divmod(width.bit_length() - 1, TILE_HEIGHT)
        tile, place = divmod(start >> level * TILE_HEIGHT, TILE_WIDTH)
        return read_pyramid(level, tile)[height][place >> height]

    return [range_hash(start, end) for start, end in ranges]


@lru_cache(maxsize=PYRAMIDS_KEPT)
def _pyramid_over(data: bytes) -> Pyramid:
    """Return the hashes of a tile, above them those of their pairs, and so on as far as pairs are whole."""
    rows = [_hashes_in(data)]
    while len(rows[-1]) > 1:
        below = rows[-1]
        rows.append(row_above(below[: len(below) & ~1]))
    return tuple(rows)


def root_of_full(row: Sequence[bytes]) -> bytes:
    """Return the root over a power of two of hashes, level by level."""
    while len(row) > 1:
        row = row_above(row)
    return row[0]


def _checked(data: bytes, path: TilePath) -> bytes:
    expected = path.width * HASH_BYTES
    if len(data) < expected or len(data) % HASH_BYTES:
        raise TileMalformed(f"分块 {path} 长 {len(data)} 字节, 应当是 {expected}")
    return data[:expected]


def _hashes_in(data: bytes) -> list[bytes]:
    return [data[start : start + HASH_BYTES] for start in range(0, len(data), HASH_BYTES)]
