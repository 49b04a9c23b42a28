"""做备份: the whole home but what can be made again, consistent although everything runs on.

The order makes it so. First the log with its keys, while nobody writes it; then the database, which therefore knows
every entry of that log; then the files that the database names, which are written before they are named and never
change.
"""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from chengxin.foundation.transparency.log_files import LogFiles
from chengxin.ground import clock, home
from chengxin.ground.home import Home
from chengxin.ground.jobs import task
from chengxin.site.backups import keeping, snapshots
from chengxin.site.backups.archive import KEYS, About, Manifest, Writer, writing
from chengxin_core.ledger.checkpoint import Checkpoint
from chengxin_core.ledger.note import Note

LOG = "public/log/"
MADE_AGAIN = ("replay-due", "public")  # of the home, beside the public database
_SIDE_FILES = ("-wal", "-shm", "-journal")  # of an embedded database


@dataclass(frozen=True, slots=True)
class Taken:
    """A backup that is whole, and those that it was time to remove."""

    place: Path
    manifest: Manifest
    removed: int

    def __str__(self) -> str:
        size = sum(held.size for held in self.manifest.files.values())
        keys = (
            "含密钥: 拿到它的人可以读出加密的当事人信息、冒签日志，须与密钥同等保管"
            if self.manifest.has_keys
            else "不含密钥: 请另行保管 keys 目录，没有它恢复不了"
        )
        return (
            f"已备份到 {self.place}\n文件 {len(self.manifest.files)} 个，{size} 字节，"
            f"日志 {self.manifest.about.log_size} 条；{keys}\n删除过期备份 {self.removed} 个"
        )


def take(folder: Path, *, with_keys: bool, at: datetime) -> Taken:
    """Write a backup of this home into a folder, then remove those that are too old.

    One that is interrupted leaves nothing that looks like a backup. Raises `DatabaseUnreadable`.
    """
    with keeping.only_backup(folder):
        place = folder / keeping.name_at(at)
        with writing(place) as writer:
            log_size = _add_everything(writer, folder, with_keys=with_keys)
            manifest = writer.finish(
                About(at, version("chengxin"), snapshots.engine(), applied_migrations(), log_size)
            )
        removed = keeping.remove_older(folder, days=settings.BACKUP_DAYS, at=at)
    return Taken(place, manifest, len(removed))


def applied_migrations() -> tuple[str, ...]:
    """Return what was applied to the internal database, by room and name."""
    applied = MigrationRecorder(connections["default"]).applied_migrations()
    return tuple(sorted(f"{app}.{name}" for app, name in applied))


def take_by_settings(*, at: datetime) -> Taken:
    """Write a backup where the settings say, with the keys unless they say otherwise. Raises `DatabaseUnreadable`."""
    return take(Path(settings.BACKUPS).absolute(), with_keys=settings.BACKUP_KEYS, at=at)


@task()
def back_up() -> None:
    """Make the backup of the night; the clock does not wait for it."""
    take_by_settings(at=clock.now())


def ask_for_nightly(*, at: datetime) -> int:
    """Put the backup of the night into the queue, unless the settings say that there is none."""
    if not settings.BACKUP_NIGHTLY:
        return 0
    back_up.enqueue()
    return 1


def _add_everything(writer: Writer, folder: Path, *, with_keys: bool) -> int:
    here = home.current()
    log = LogFiles.of(here)
    with log.only_writer():
        log_size = _signed_size(log)
        _add_folder(writer, LOG, log.root)
        if with_keys:
            _add_folder(writer, KEYS, here.keys)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".chengxin-") as room:
        _add_databases(writer, here, Path(room))
    for path, file in _rest_of(here, apart=(folder, here.keys)):
        writer.add(path, file)
    return log_size


def _add_databases(writer: Writer, here: Home, room: Path) -> None:
    """Add the internal database, and any other one of the home that holds what nothing else holds."""
    embedded = {file.name: file for file in here.root.glob("*.db") if file != here.database("public")}
    if snapshots.engine() == "postgresql":
        snapshots.take_server(room / snapshots.DUMP)
        writer.add(snapshots.DUMP, room / snapshots.DUMP)
    else:
        internal = Path(str(connections["default"].settings_dict["NAME"]))
        embedded[here.database("internal").name] = internal
    for name, file in sorted(embedded.items()):
        snapshots.take_embedded(file, room / name)
        writer.add(name, room / name)


def _add_folder(writer: Writer, prefix: str, folder: Path) -> None:
    for path, file in _files_below(folder, apart=()):
        writer.add(prefix + path, file)


def _rest_of(here: Home, *, apart: tuple[Path, ...]) -> Iterator[tuple[str, Path]]:
    """Give every other file of the home: no database, no lock, and nothing that is published from it."""
    published = (Path(settings.BUNDLE).absolute(),) if settings.BUNDLE else ()
    made_again = (here.root / name for name in MADE_AGAIN)
    for path, file in _files_below(
        here.root, apart=(*apart, here.backups, here.exports, *published, *made_again)
    ):
        if not _belongs_to_a_database(path) and not path.endswith(".lock"):
            yield path, file


def _files_below(folder: Path, *, apart: tuple[Path, ...]) -> Iterator[tuple[str, Path]]:
    """Give the files below a folder by their paths, but those in folders apart; links to folders are followed."""
    for place, folders, names in os.walk(folder, followlinks=True):
        folders[:] = sorted(name for name in folders if Path(place, name) not in apart)
        for name in sorted(names):
            file = Path(place, name)
            if file not in apart and file.is_file():
                yield file.relative_to(folder).as_posix(), file


def _belongs_to_a_database(path: str) -> bool:
    """Say whether a file at the top of the home is an embedded database, or lies beside one."""
    name = path
    for ending in _SIDE_FILES:
        name = name.removesuffix(ending)
    return "/" not in path and name.endswith(".db")


def _signed_size(log: LogFiles) -> int:
    note = log.checkpoint()
    return 0 if note is None else Checkpoint.from_text(Note.from_bytes(note).text).size
