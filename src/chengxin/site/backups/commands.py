"""Commands of backups: make one, put one back, learn from the log what has ended since."""

from pathlib import Path

import click
from django.conf import settings

from chengxin.foundation.transparency.published_log import PublishedLogRefused
from chengxin.ground import clock, home
from chengxin.site.backups import replaying, restoring, taking
from chengxin.site.backups.archive import ArchiveTorn
from chengxin.site.backups.snapshots import DatabaseOccupied, DatabaseUnreadable
from chengxin_verify.places import PlaceUnreadable


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), required=False)
@click.option("--without-keys", is_flag=True, help="不含密钥；密钥须另行保管，没有它恢复不了")
def backup(folder: Path | None, *, without_keys: bool) -> None:
    """把整个家目录备份成一个可以核对的文件，放在 FOLDER（默认 CHENGXIN_BACKUPS）；不需要停止服务。

    超过 CHENGXIN_BACKUP_DAYS 天的旧备份随即删除。例: chengxin backup /srv/backups
    """
    place = folder or Path(settings.BACKUPS)
    try:
        click.echo(taking.take(place.absolute(), with_keys=not without_keys, at=clock.now()))
    except DatabaseUnreadable as fault:
        raise click.ClickException(f"没有备份: {fault}") from None


@click.command()
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--home", "_", type=click.Path(file_okay=False), help="恢复到这个空文件夹；默认 CHENGXIN_HOME")
def restore(archive: Path, _: str | None) -> None:
    """把备份 ARCHIVE 恢复到空的家目录（PostgreSQL 还要两个空库）；有一个字节不对就拒绝，什么都不动。

    恢复以后先运行 chengxin replay，才能启动服务。

    例: chengxin restore chengxin-20260202T013000Z.tar --home /srv/chengxin/home
    """
    try:
        for line in restoring.restore(archive, home.current()):
            click.echo(line)
    except (ArchiveTorn, restoring.RestoreRefused, DatabaseOccupied, DatabaseUnreadable) as fault:
        raise click.ClickException(f"没有恢复: {fault}") from None


@click.command()
@click.option(
    "--log",
    "places",
    multiple=True,
    metavar="DIR|URL",
    help="存证日志、公开数据包、公开节点或者原家目录；可多次给出，取最新的",
)
@click.option("--without-log", is_flag=True, help="没有更新的日志也要恢复服务；先看清会失去什么")
def replay(places: tuple[str, ...], *, without_log: bool) -> None:
    """从备份恢复以后运行一次: 依已公布的存证日志补办备份之后的终止公示，然后才能启动服务。

    再次运行不改变什么。例: chengxin replay --log https://open.example.gov.cn/log
    """
    if places and without_log:
        raise click.UsageError("--log 和 --without-log 不能同时给出")
    try:
        for line in replaying.replay(places, without_log=without_log, at=clock.now()):
            click.echo(line)
    except (replaying.NothingToReplayFrom, PublishedLogRefused, PlaceUnreadable) as fault:
        raise click.ClickException(f"没有补办: {fault}") from None


commands = (backup, restore, replay)
