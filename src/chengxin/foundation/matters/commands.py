"""Commands about who may see what."""

import re

import click

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.queries import mandates_of, user_named
from chengxin.foundation.matters import sights
from chengxin.foundation.matters.explaining import Explanation, why_seen
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.queries import matter_numbered
from chengxin.ground import clock

_NUMBER = re.compile(r"(?:\d{4}-)?(\d{1,18})")


@click.group()
def access() -> None:
    """谁能看什么: 逐条说明。

    例: chengxin access why zhang 2026-000012
    """


@access.command()
@click.argument("user")
@click.argument("matter")
def why(user: str, matter: str) -> None:
    """说明用户 USER 的每个岗位为什么能看或者不能看编号为 MATTER 的事项，或者工作台的一个地址。

    逐条列出可见范围的条件是否满足。条件就是筛选所用的条件，没有第二套。不显示内容。
    地址可以是事项、文件、档案、查询等任何按单件开放的页面。

    例: chengxin access why zhang 2026-000012

    例: chengxin access why zhang /desk/dossiers/GN42K32A/
    """
    person = user_named(user)
    if person is None:
        raise click.BadParameter(f"没有用户 {user}", param_hint="USER")
    held = mandates_of(person, on=clock.today())
    if not held:
        click.echo(f"{user}: 今天没有有效的岗位授权，什么也看不到")
    for mandate in held:
        if matter.startswith("/"):
            _tell_page(mandate, matter)
        else:
            _tell(why_seen(mandate, _matter(matter)))


def _tell_page(mandate: Mandate, address: str) -> None:
    page = sights.page_at(address)
    if page is None:
        raise click.BadParameter(f"工作台没有地址“{address}”", param_hint="MATTER")
    if page.sight is None:
        raise click.BadParameter(f"{address} 按岗位的角色开放，不按单件", param_hint="MATTER")
    today = clock.today()
    verdict = "能看" if sights.sees(mandate, page.sight, page.key, on=today) else "不能看"
    click.echo(f"{_whose(mandate)}: {verdict} {address}（{page.sight.zh}）")
    for number, reasons in enumerate(sights.reasons_for(mandate, page.sight, page.key, on=today), start=1):
        click.echo(f"  情形之{number}")
        for reason in reasons:
            click.echo(f"    {'是' if reason.is_met else '否'}  {reason.clause}（{reason.clause.rule}）")


def _tell(told: Explanation) -> None:
    verdict = "能看" if told.sees else "不能看"
    click.echo(f"{_whose(told.mandate)}: {verdict} {told.matter.number}")
    for reason in told.reasons:
        click.echo(f"  {'是' if reason.is_met else '否'}  {reason.clause}（{reason.clause.rule}）")


def _whose(mandate: Mandate) -> str:
    return f"{mandate}，{mandate.body.name}，范围 {mandate.scope}"


def _matter(said: str) -> Matter:
    number = _NUMBER.fullmatch(said.strip())
    found = matter_numbered(int(number[1])) if number else None
    if found is None or (said.count("-") and found.number != said.strip()):
        raise click.BadParameter(f"没有编号为“{said}”的事项，编号如 2026-000012", param_hint="MATTER")
    return found


commands = (access,)
