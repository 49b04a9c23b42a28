"""Commands of the log: let it run, check it, show how it stands."""

import click

from chengxin.foundation.transparency import fsck, queries
from chengxin.foundation.transparency.log_files import LogFiles
from chengxin.foundation.transparency.models import SinkProgress
from chengxin.foundation.transparency.plugs import sinks
from chengxin.foundation.transparency.sequencer import run_sequencer, standing
from chengxin.ground import clock, home, signer


@click.group()
def ledger() -> None:
    """存证日志: 编号、签名、自检。

    例: chengxin ledger status
    """


@ledger.command()
def run() -> None:
    """给排队的条目编号，写出并签署日志，更新各公示处。再次运行不改变什么。

    例: chengxin ledger run
    """
    click.echo(run_sequencer(at=clock.now()))


@ledger.command("fsck")
def check() -> None:
    """重新计算全部条目、分块、根和签名，并核对在公示内容；有错时指出第一处。

    例: chengxin ledger fsck
    """
    fault = fsck.first_fault()
    if fault:
        raise click.ClickException(fault)
    click.echo("日志无误")


@ledger.command()
def status() -> None:
    """显示日志大小、排队条数和各公示处的进度。

    例: chengxin ledger status
    """
    here = home.current()
    key = signer.log_key(here)
    size, root = standing(LogFiles.of(here), key)
    click.echo(f"来源 {key.name}\n公钥 {key.verifier_key}\n已签名 {size} 条，根 {root.hex()}")
    click.echo(f"排队 {queries.queued_entries()} 条")
    applied = dict(SinkProgress.objects.values_list("sink", "applied"))
    for sink in sinks():
        click.echo(f"{sink.zh}: 已办结 {applied.get(sink.code, 0)} 条")


commands = (ledger,)
