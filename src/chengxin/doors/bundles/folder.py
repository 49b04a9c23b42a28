"""文件夹: a folder whose files appear whole or not at all, and that knows what was written in it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

LOCK = ".lock"
MOST_SETTLED_SINGLY = 200  # beyond, one call for all is faster


@dataclass(slots=True)
class Written:
    """How much was written and removed, in files and bytes."""

    files: int = 0
    size: int = 0
    removed: int = 0


@dataclass(slots=True)
class Folder:
    """A folder, named by paths with slashes."""

    root: Path
    written: Written = field(default_factory=Written)
    named: set[str] = field(default_factory=set)  # what was to be written or removed, changed or not
    _unsettled: set[Path] = field(default_factory=set)

    @contextmanager
    def only_writer(self) -> Iterator[None]:
        """Wait until no other process writes here; the system lets go when the process dies."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file, or None where there is none."""
        try:
            return (self.root / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    def list_files(self, prefix: str) -> Iterator[str]:
        """Give the paths of all files under a folder."""
        for file in (self.root / prefix).rglob("*"):
            if not file.is_dir():
                yield file.relative_to(self.root).as_posix()

    def write(self, path: str, data: bytes) -> None:
        """Let the file hold these bytes; nothing is written where it does already."""
        self.named.add(path)
        if self.read(path) == data:
            return
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        new = place.with_name(f".{place.name}.new")
        new.write_bytes(data)
        new.replace(place)
        self._unsettled |= {place, place.parent}
        self.written.files += 1
        self.written.size += len(data)

    def remove(self, path: str) -> None:
        """Let there be no such file, nor a folder that held only this file."""
        self.named.add(path)
        place = self.root / path
        place.with_name(f".{place.name}.new").unlink(missing_ok=True)  # what a process that died left
        try:
            place.unlink()
        except (FileNotFoundError, NotADirectoryError):
            return
        self.written.removed += 1
        self._unsettled.add(place.parent)
        for folder in place.parents:
            if folder == self.root or any(folder.iterdir()):
                break
            folder.rmdir()
            self._unsettled.add(folder.parent)

    def settle(self) -> None:
        """Return when the disk has everything that was written or removed."""
        if len(self._unsettled) > MOST_SETTLED_SINGLY:
            os.sync()
        else:
            for place in self._unsettled:
                _settle(place)
        self._unsettled.clear()


def _settle(place: Path) -> None:
    try:
        descriptor = os.open(place, os.O_RDONLY)
    except FileNotFoundError:
        return  # it was removed since: the folder above tells
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
