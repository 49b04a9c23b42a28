"""备份的保管: one folder, one backup at a time, each for so many days and no longer.

A backup holds what was public when it was made; that it goes is part of the promise that what ended is gone.
"""

import fcntl
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

_NAME = re.compile(r"chengxin-(\d{8}T\d{6}Z)\.tar")
_UNFINISHED = ".chengxin-*"
_FORM = "%Y%m%dT%H%M%SZ"


def name_at(at: datetime) -> str:
    """Return the name of a backup made at a moment.

    >>> name_at(datetime(2026, 2, 2, 1, 30, tzinfo=UTC))
    'chengxin-20260202T013000Z.tar'
    """
    return f"chengxin-{at.astimezone(UTC).strftime(_FORM)}.tar"


@contextmanager
def only_backup(folder: Path) -> Iterator[None]:
    """Wait until nobody else makes a backup here, and clear away what one that died has left."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in folder.glob(_UNFINISHED):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        yield


def remove_older(folder: Path, *, days: int, at: datetime) -> list[Path]:
    """Remove the backups made more than `days` days ago, by the moment in their names; return them."""
    until = at - timedelta(days=days)
    older = [file for file, made_at in _backups(folder) if made_at < until]
    for file in older:
        file.unlink()
    return older


def _backups(folder: Path) -> Iterator[tuple[Path, datetime]]:
    for file in sorted(folder.iterdir()):
        named = _NAME.fullmatch(file.name)
        if named:
            yield file, datetime.strptime(named[1], _FORM).replace(tzinfo=UTC)
