"""Commands of the audit: verify the chain."""

import json

import click

from chengxin.foundation.audit.checking import verify as verify_chain
from chengxin.ground import clock


@click.group()
def audit() -> None:
    """审计记录: 核验。期满的由 chengxin retention 销毁。

    例: chengxin audit verify
    """


@audit.command()
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
def verify(*, as_json: bool) -> None:
    """从头到尾核验审计链，指出第一处断点；有断点时退出码为 1。

    例: chengxin audit verify
    """
    found = verify_chain(on=clock.today())
    if as_json:
        click.echo(
            json.dumps(
                {
                    "holds": found.holds,
                    "entries": found.entries,
                    "last": found.last,
                    "head": found.head,
                    "anchors": found.anchors,
                    "lost_anchors": found.lost_anchors,
                    "guarded": found.is_guarded,
                    "fault": {"number": found.fault.number, "reason": found.fault.reason}
                    if found.fault
                    else None,
                },
                ensure_ascii=False,
            )
        )
    else:
        click.echo(f"审计记录 {found.entries} 条，到第 {found.last} 条，链值 {found.head[:16]}…")
        click.echo(f"与公示日志留存的链头相符 {found.anchors} 处")
        if found.lost_anchors:
            click.echo(f"注意: 另有 {found.lost_anchors} 处存证的审计记录晚于所恢复的备份，已无从核对")
        if not found.is_guarded:
            click.echo("注意: 数据库没有拒绝修改的保护，请运行 chengxin upgrade")
        click.echo(f"第一处断点: {found.fault.reason}" if found.fault else "没有发现断点")
    raise SystemExit(0 if found.holds else 1)


commands = (audit,)
