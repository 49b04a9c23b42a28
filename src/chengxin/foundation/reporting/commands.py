"""`chengxin platform`: report to the platform of record, fetch receipts, reconcile, see how it stands."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from django.db.models import Count

from chengxin.foundation.reporting import connection, reconciling, sending, sheets
from chengxin.foundation.reporting.mapping import MappingRefused, field_map
from chengxin.foundation.reporting.models import Batch, Mismatch, Submission, SubmissionState
from chengxin.foundation.reporting.queries import channels, newest_reconciliation
from chengxin.ground import clock, home, keys
from chengxin.ground.keys import KeyExposed, KeyMissing

_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
_OUT = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.group()
def platform() -> None:
    """公共信用信息平台: 报送、收取回执、对账。对接方法见 docs/how-to/connect-the-platform.md。

    例: chengxin platform status
    """


@platform.command()
def submit() -> None:
    """现在报送全部待报送的行（撤销在先），不等下一次到点；然后收取回执和来函。

    例: chengxin platform submit
    """
    with _told_plainly(), connection.alone():
        there, at = connection.platform(), clock.now()
        sent = sending.send_due(there, at=at, hurry=True)
        came = sending.fetch(there, at=at)
        _say(sent, came)


@platform.command()
def receipts() -> None:
    """只收取回执和来函，不报送。

    例: chengxin platform receipts
    """
    with _told_plainly(), connection.alone():
        _say(sending.fetch(connection.platform(), at=clock.now()))


@platform.command()
@click.option("--xlsx", type=_OUT, help="把差异写成 XLSX 文件")
@click.option("--csv", type=_OUT, help="把差异写成 CSV 文件")
def reconcile(xlsx: Path | None, csv: Path | None) -> None:
    """双向对账: 按类别、地区、日期核对条数和编号；平台缺失的重新报送，多出的请它撤销，其余列明。

    例: chengxin platform reconcile --xlsx 对账差异.xlsx
    """
    with _told_plainly():
        result = reconciling.reconcile(at=clock.now())
        if not result.is_done:
            raise click.ClickException(f"没有对成账：{result.said}")
        found = list(result.mismatches.select_related("publication__matter__body"))
        click.echo(sheets.figures_of(result))
        for each in found:
            kind = Mismatch(each.mismatch).zh
            click.echo(f"{each.key}  {kind}: 本平台{each.ours}，对方平台{each.theirs}；{each.done}")
        if xlsx:
            xlsx.write_bytes(sheets.xlsx_of(result, found))
        if csv:
            csv.write_bytes(sheets.csv_of(found))


@platform.command()
def status() -> None:
    """报送现状: 各状态的行数、没有送达的批次、最近一次联系和对账。

    例: chengxin platform status
    """
    with _told_plainly():
        if not connection.is_connected():
            click.echo("没有对接（CHENGXIN_PLATFORM 未设置）")
        else:
            fields = field_map(home.current())
            click.echo(
                f"已对接（{'HTTP' if connection.is_address() else '文件摆渡'}），报送 {len(fields.kinds)} 类信息"
            )
    counted = dict(Submission.objects.order_by().values_list("state").annotate(count=Count("pk")))
    click.echo("  ".join(f"{state.zh} {counted.get(state, 0)}" for state in SubmissionState))
    for batch in Batch.objects.filter(sent_at=None):
        click.echo(
            f"未送达批次 {batch.number}: {batch.size} 行，已试 {batch.tries} 次，{batch.said or '待报送'}"
        )
    for each in channels():
        heard = f"{each.heard_at:%Y-%m-%d %H:%M} UTC" if each.heard_at else "从未"
        click.echo(f"{each.code}: 最近联系 {heard}{f'，{each.said}' if each.said else ''}")
    newest = newest_reconciliation()
    if newest is not None:
        told = sheets.figures_of(newest) if newest.is_done else f"没有对成账：{newest.said}"
        click.echo(f"{newest.day} 对账: {told}")


@platform.command()
@click.argument("file", type=_FILE)
def token(file: Path) -> None:
    """把平台发的凭据存入家目录的 keys/platform.token（只有本账号可读）；再次运行即更换。

    例: chengxin platform token 平台凭据.txt
    """
    value = file.read_bytes().strip()
    if not value or not value.isascii() or len(value) > 4096 or len(value.split()) != 1:
        raise click.ClickException("凭据文件应当只有一行，不含空格和中文")
    here = home.current()
    here.prepare()
    if not keys.keep_key(here, connection.TOKEN, value):
        keys.replace_key(here, connection.TOKEN, value)
    click.echo("凭据已存入 keys/platform.token，请删除原文件")


def _say(*done: sending.Exchanged) -> None:
    for each in done:
        click.echo(str(each))
    said = [each.said for each in done if each.said]
    if said:
        raise click.ClickException("平台没有办完，到点自动再试")


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Tell what cannot be done in one sentence and end with 1."""
    try:
        yield
    except (
        connection.NotConnected,
        connection.AlreadySending,
        MappingRefused,
        KeyMissing,
        KeyExposed,
    ) as refusal:
        raise click.ClickException(str(refusal)) from None


commands = (platform,)
