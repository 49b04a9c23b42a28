"""恢复: an empty home is filled from a backup. It serves nothing until the log's later ends were replayed.

Everything is read, compared with the manifest and laid beside its place first; only then is the home filled, the mark
that a replay is due before anything else. So a restore that is interrupted leaves a home that says so.
"""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from django.db.migrations.loader import MigrationLoader

from chengxin.ground.home import Home
from chengxin.site.backups import snapshots
from chengxin.site.backups.archive import KEYS, About, read_manifest, unpack

STAGING = ".restoring"


class RestoreRefused(RuntimeError):
    """A backup that is not for this home or this program; nothing was touched."""


def restore(archive: Path, here: Home) -> Iterator[str]:
    """Fill an empty home from a backup, saying what was done.

    Raises `RestoreRefused`, `ArchiveTorn`, `DatabaseOccupied` or `DatabaseUnreadable`, and the home is as it was.
    """
    _require_empty(here)
    manifest = read_manifest(archive)
    _require_for_us(manifest.about)
    staging = here.root / STAGING
    here.root.mkdir(parents=True, exist_ok=True)
    staging.mkdir(mode=0o700)
    try:
        unpack(archive, manifest, staging)
        yield f"备份完整: 作于 {manifest.about.made_at:%Y-%m-%d %H:%M} UTC，文件 {len(manifest.files)} 个，全部核对无误"
        dump = staging / snapshots.DUMP
        if manifest.about.engine == "postgresql":
            snapshots.put_back_server(dump)
            dump.unlink()
    except BaseException:
        shutil.rmtree(staging)
        raise
    _fill(here, staging, manifest.about)
    yield f"已恢复到 {here.root}，日志 {manifest.about.log_size} 条"
    if not manifest.has_keys:
        yield f"备份不含密钥: 请先把另行保管的密钥放回 {here.keys}（文件夹 0700，文件 0600）"
    yield "对外服务之前，必须补办备份之后终止公示的内容: chengxin replay --log 存证日志所在的文件夹或者网址"


def restored_from(here: Home) -> About | None:
    """Return which backup the home was restored from and waits for its replay; None where none is due."""
    try:
        return msgspec.json.decode(here.replay_due.read_bytes(), type=About)
    except FileNotFoundError:
        return None


def _require_empty(here: Home) -> None:
    found = sorted(file.name for file in here.root.iterdir()) if here.root.exists() else []
    if STAGING in found:
        raise RestoreRefused(f"{here.root} 上次恢复没有完成；请清空这个文件夹，再恢复")
    if found:
        raise RestoreRefused(f"{here.root} 不是空的（有 {'、'.join(found[:3])} 等）；请恢复到空的家目录")


def _require_for_us(about: About) -> None:
    if about.engine != snapshots.engine():
        raise RestoreRefused(
            f"备份里的数据库是 {about.engine}，现在的设置是 {snapshots.engine()}；请核对 CHENGXIN_DATABASE"
        )
    if newer := sorted(_unknown(about.migrations)):
        raise RestoreRefused(
            f"备份由更新的程序（{about.program}）写成，本程序不认得 {'、'.join(newer)}；请使用不低于它的版本"
        )
    if about.engine == "postgresql":
        snapshots.require_empty_server()


def _unknown(migrations: Iterable[str]) -> Iterator[str]:
    """Give the migrations of our own rooms and libraries that this program does not have."""
    loader = MigrationLoader(None)
    known = {f"{app}.{name}" for app, name in {*loader.disk_migrations, *loader.replacements}}
    for migration in migrations:
        if migration not in known and migration.partition(".")[0] in loader.migrated_apps:
            yield migration


def _fill(here: Home, staging: Path, about: About) -> None:
    here.replay_due.write_bytes(msgspec.json.encode(about))
    if (staging / KEYS).exists():
        (staging / KEYS).chmod(0o700)
    for entry in sorted(staging.iterdir(), key=lambda entry: entry.suffix == ".db"):
        entry.replace(here.root / entry.name)
    staging.rmdir()
    here.prepare()
