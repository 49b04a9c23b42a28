"""Commands of the deadlines."""

import click

from chengxin.foundation.deadlines.nightly import run_nightly
from chengxin.ground import clock


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


commands = (nightly,)
