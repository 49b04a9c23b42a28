"""Commands of the register: load the reference data, ask which body a name means."""

from datetime import datetime

import click

from chengxin.foundation.subjects import operations, queries
from chengxin.ground import clock
from chengxin_core.names import Ambiguous, Outside, Resolved


@click.group()
def load() -> None:
    """载入参考数据；再次运行不改变什么。

    例: chengxin load divisions
    """


@load.command()
def divisions() -> None:
    """载入山东省行政区划及其沿革。

    例: chengxin load divisions
    """
    click.echo(str(operations.load_divisions()))


@load.command()
def bodies() -> None:
    """载入各级政府、派出机关和部门，含简称、曾用名和承继关系。

    例: chengxin load bodies
    """
    click.echo(str(operations.load_bodies()))


@click.command("which-body")
@click.argument("name")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="按哪一天判断，默认今天")
@click.option("--within", help="来源所在地的区划代码，例如 370100")
def which_body(name: str, day: datetime | None, within: str | None) -> None:
    """这个名称在那一天指哪个机构: 说明理由；说不准时列出候选，从不猜测。

    例: chengxin which-body 章丘市国土资源局 --on 2015-06-01
    """
    on = day.date() if day else clock.today()
    place = queries.region_on(within, on=on) if within else None
    if within and place is None:
        raise click.BadParameter(f"{on.isoformat()} 没有代码为 {within} 的行政区划", param_hint="--within")
    found = queries.body_on(name, on=on, within=place.pk if place else None)
    match found:
        case Resolved():
            click.echo(f"{found.name}  {found.body_id}  （{found.ground.zh}）")
        case Ambiguous():
            click.echo("不能确定，候选如下:")
            for candidate in found.candidates:
                click.echo(f"  {candidate.name}  {candidate.body_id}  {'；'.join(candidate.reasons)}")
        case Outside():
            click.echo(f"不是山东省的机构: {found.region}")
        case _:
            click.echo("名录中没有这个机构")
    for reason in found.reasons:
        click.echo(f"- {reason}")


commands = (load, which_body)
