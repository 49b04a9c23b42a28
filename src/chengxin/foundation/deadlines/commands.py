"""Commands of the deadlines and of the calendar that they are counted by."""

from itertools import islice
from pathlib import Path

import click

from chengxin.foundation.deadlines.nightly import run_nightly
from chengxin.foundation.deadlines.operations import reproject_all
from chengxin.foundation.deadlines.reprojecting import Counted, moved_under
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.rules.loading_notices import calendar_with, further_notices, load_notices
from chengxin.foundation.rules.notice_folder import copy_into_folder
from chengxin.foundation.rules.queries import calendar as known_calendar
from chengxin.foundation.rules.queries import loaded_files
from chengxin.ground import clock, home
from chengxin_core.calendar import Notice, NoticeRefused

SHOWN = 100  # of the deadlines that a notice would move


@click.command()
def nightly() -> None:
    """立即办理今天的夜间任务: 到期提醒、公示届满、归档；今天已办理过的不再重复。

    例: chengxin nightly
    """
    done = run_nightly(at=clock.now())
    for task, count in done.items():
        click.echo(f"{task}: {count}")
    if not done:
        click.echo("今天的夜间任务已经办理完毕")


@click.group()
def calendar() -> None:
    """工作日历: 载入和列出国务院的节假日安排通知。

    例: chengxin calendar list
    """


@calendar.command("list")
def list_notices() -> None:
    """列出已知的节假日安排通知，先公布的在前。

    例: chengxin calendar list
    """
    known = known_calendar()
    for notice in known.notices:
        click.echo(_named(notice))
    years = sorted(known.announced_years)
    click.echo(
        f"已知 {years[0]} 至 {years[-1]} 年，共 {len(known.notices)} 份；日历版本 {known.version[:12]}"
    )


@calendar.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="不再询问")
@click.option("--dry-run", is_flag=True, help="只列出将要变动的期限，不载入")
@click.option("--all", "show_all", is_flag=True, help=f"列出全部变动的期限，而不只是前 {SHOWN} 项")
def load(file: Path, yes: bool, dry_run: bool, show_all: bool) -> None:
    """载入一份新的节假日安排通知: 先列出哪些期限变动，确认以后重新推算；同一份再次载入不改变什么。

    例: chengxin calendar load 2027.toml
    """
    content, today = file.read_bytes(), clock.today()
    try:
        further = further_notices(content, on=today)
        _preview(further, show_all)
        if dry_run:
            return
        if further and not yes:
            click.confirm("载入并重新推算这些期限？", abort=True)
        load_notices(content=content, at=clock.now(), on=today)
    except NoticeRefused as fault:
        raise click.ClickException(f"{file.name}: {fault}") from None
    for digest, kept in loaded_files():
        copy_into_folder(home.current(), digest, kept)
    click.echo(f"已重新推算，变动 {reproject_all(at=clock.now())} 项期限")


def _preview(further: tuple[Notice, ...], show_all: bool) -> None:
    if not further:
        click.echo("该文件里的通知都已经载入，没有变化")
        return
    for notice in further:
        click.echo(f"将要载入 {_named(notice)}")
    moved = moved_under(calendar_with(further))
    count = 0
    while some := list(islice(moved, SHOWN)):
        if show_all or not count:
            _show(some)
        count += len(some)
    hidden = 0 if show_all else max(count - SHOWN, 0)
    click.echo(f"将要变动 {count} 项期限" + (f"，以上列出 {SHOWN} 项，用 --all 列出全部" if hidden else ""))


def _show(moved: list[Counted]) -> None:
    matters = Matter.objects.in_bulk({each.matter_id for each in moved})
    for each in moved:
        matter = matters[each.matter_id]
        click.echo(f"  {matter.number} {matter.title} “{each.title}”: {each.due_on} → {each.now.due_on}")


def _named(notice: Notice) -> str:
    off = sum(len(holiday.off) for holiday in notice.holidays)
    work = sum(len(holiday.work) for holiday in notice.holidays)
    return f"{notice.issued_on} {notice.title}（{notice.year} 年，放假 {off} 日，上班 {work} 日）"


commands = (nightly, calendar)
