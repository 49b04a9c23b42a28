"""日志文件: tiles, checkpoint and keys in `public/log`, as `chengxin_core.ledger.bundle` lays them out.

A file appears whole or not at all. One process writes at a time; anybody reads at any time.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from chengxin.ground.home import Home
from chengxin_core.ledger.bundle import CHECKPOINT, KEYS, DatedKey, write_keys
from chengxin_core.ledger.tiles import TILE_WIDTH, TilePath

FILES_WAITED_FOR = 8  # together: the system writes down in one go what is asked for meanwhile


@dataclass(frozen=True, slots=True)
class LogFiles:
    """The folder of one log."""

    root: Path

    @classmethod
    def of(cls, home: Home) -> "LogFiles":
        """Return the log of an installation."""
        return cls(home.root / "public" / "log")

    @contextmanager
    def only_writer(self) -> Iterator[None]:
        """Wait until no other process writes the log; the system lets go when the process dies."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root.parent / "log.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def read_tile(self, path: TilePath) -> bytes:
        """Return a tile or a fuller one; raise `FileNotFoundError` where there is neither."""
        try:
            return (self.root / str(path)).read_bytes()
        except FileNotFoundError:
            if path.is_full:
                raise
            return (self.root / str(TilePath(path.level, path.index, TILE_WIDTH))).read_bytes()

    def write_tiles(self, tiles: Mapping[TilePath, bytes]) -> None:
        """Write tiles; a full one takes the place of its beginnings."""
        self._write({self.root / str(path): data for path, data in tiles.items()})
        for path in tiles:
            if path.is_full:
                shutil.rmtree(self.root / f"{path}.p", ignore_errors=True)

    def checkpoint(self) -> bytes | None:
        """Return the signed checkpoint, or None before the first."""
        return self.read(CHECKPOINT)

    def write_checkpoint(self, note: bytes, *, keys: Sequence[DatedKey]) -> None:
        """Publish the checkpoint: from here on the log has grown."""
        self.write_keys(keys)
        self._write({self.root / CHECKPOINT: note})

    def write_keys(self, keys: Sequence[DatedKey]) -> None:
        """Publish which key signs when, unless it is published already."""
        self.write_if_changed(KEYS, write_keys(keys))

    def write_if_changed(self, name: str, data: bytes) -> None:
        """Write a file beside tiles and checkpoint, unless it holds the same already."""
        if self.read(name) != data:
            self._write({self.root / name: data})

    def read(self, name: str) -> bytes | None:
        """Return a file beside tiles and checkpoint, or None where there is none."""
        try:
            return (self.root / name).read_bytes()
        except FileNotFoundError:
            return None

    def _write(self, files: Mapping[Path, bytes]) -> None:
        """Let files appear whole; all are on the disk when this returns."""
        folders = {folder for place in files for folder in self._folders_above(place)}
        for folder in {place.parent for place in files}:
            folder.mkdir(parents=True, exist_ok=True)
        for place, data in files.items():
            _new(place).write_bytes(data)
        with ThreadPoolExecutor(FILES_WAITED_FOR) as pool:
            list(pool.map(_wait_until_on_disk, map(_new, files)))
            for place in files:
                _new(place).replace(place)
            list(pool.map(_wait_until_on_disk, folders))

    def _folders_above(self, place: Path) -> Iterator[Path]:
        while place != self.root:
            place = place.parent
            yield place


def _new(place: Path) -> Path:
    return place.with_name(f"{place.name}.new")


def _wait_until_on_disk(place: Path) -> None:
    number = os.open(place, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
