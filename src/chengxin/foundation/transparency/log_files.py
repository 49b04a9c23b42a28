"""日志文件: tiles, checkpoint and keys in `public/log`, as `chengxin_core.ledger.bundle` lays them out.

A file appears whole or not at all. One process writes at a time; anybody reads at any time.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from chengxin.ground.home import Home
from chengxin_core.ledger.bundle import CHECKPOINT, KEYS, write_keys
from chengxin_core.ledger.signatures import VerifierKey
from chengxin_core.ledger.tiles import TILE_WIDTH, TilePath


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

    def write_tile(self, path: TilePath, data: bytes) -> None:
        """Write a tile; a full one takes the place of its beginnings."""
        self._write(self.root / str(path), data)
        if path.is_full:
            shutil.rmtree(self.root / f"{path}.p", ignore_errors=True)

    def checkpoint(self) -> bytes | None:
        """Return the signed checkpoint, or None before the first."""
        try:
            return (self.root / CHECKPOINT).read_bytes()
        except FileNotFoundError:
            return None

    def write_checkpoint(self, note: bytes, *, keys: Sequence[VerifierKey]) -> None:
        """Publish the checkpoint: from here on the log has grown."""
        self._write(self.root / KEYS, write_keys(keys))
        self._write(self.root / CHECKPOINT, note)

    def write_beside(self, name: str, data: bytes) -> None:
        """Write another file of the published directory, named as in `chengxin_core.ledger.bundle`."""
        self._write(self.root / name, data)

    def _write(self, place: Path, data: bytes) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        new = place.with_name(f"{place.name}.new")
        with new.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.replace(place)
        folder = os.open(place.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
