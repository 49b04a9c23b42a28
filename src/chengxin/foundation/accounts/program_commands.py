"""`chengxin programs`: register, list and end programs; give one another token."""

from datetime import datetime

import click

from chengxin.foundation.accounts import programs as register
from chengxin.foundation.accounts.models import Program
from chengxin.foundation.accounts.queries import program_named
from chengxin.foundation.accounts.queries import programs as all_programs
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.subjects.queries import body_on
from chengxin.ground import clock
from chengxin_core.names import Resolved

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def programs() -> None:
    """接口单位: 登记、终止以令牌查询或者报送的业务系统，更换令牌。

    例: chengxin programs list
    """


@programs.command()
@click.argument("code")
@click.argument("name")
@click.option("--body", required=True, help="所属机关的全称或者编号；接口以它的名义查询、报送")
@click.option("--post", required=True, help="联系岗位，不写姓名和电话")
@click.option(
    "--may", "permissions", multiple=True, required=True, help="接口权限的代码，如 screen.funds，可以多次给出"
)
@click.option("--pace", type=click.IntRange(min=1), help="每分钟至多的对象数；默认见规则库")
def add(code: str, name: str, body: str, post: str, permissions: tuple[str, ...], pace: int | None) -> None:
    """登记一家接口单位，打印它的令牌。令牌只显示这一次。

    例: chengxin programs add funds-system 演示资金管理系统 --body 演示市财政局 --post 信息中心值班岗 --may screen.funds
    """
    try:
        _program, token = register.register_program(
            code=code,
            name=name,
            body=_body(body),
            post=post,
            permissions=permissions,
            since=clock.today(),
            by=None,
            subjects_a_minute=pace,
        )
    except register.ProgramRefused as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"已登记。令牌只显示这一次，请当面或者以密封方式交付:\n{token}")


@programs.command("list")
def show() -> None:
    """列出接口单位: 所属机关、接口权限、每分钟至多的对象数。

    例: chengxin programs list
    """
    for each in all_programs():
        until = f"，至 {each.until}" if each.until else ""
        click.echo(
            f"{each.code}  {each.name}（{each.body}，自 {each.since}{until}）  {'、'.join(each.permissions)}  "
            f"每分钟 {each.subjects_a_minute}"
        )


@programs.command()
@click.argument("code")
@click.option("--until", type=_DAY, default=None, help="最后一天，默认今天")
def end(code: str, until: datetime | None) -> None:
    """终止一家接口单位的登记，其后令牌不再有效。

    例: chengxin programs end funds-system
    """
    day = until.date() if until else clock.today()
    try:
        register.end_program(program=_program(code), until=day, by=None)
    except register.ProgramRefused as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"已登记终止: {day}")


@programs.command()
@click.argument("code")
def token(code: str) -> None:
    """更换一家接口单位的令牌，打印新的；原令牌随即失效。

    例: chengxin programs token funds-system
    """
    renewed = register.renew_token(program=_program(code), by=None)
    click.echo(f"新令牌只显示这一次，请当面或者以密封方式交付:\n{renewed}")


def _program(code: str) -> Program:
    found = program_named(code)
    if found is None:
        raise click.ClickException(f"没有代码为“{code}”的接口单位")
    return found


def _body(said: str) -> PublicBody:
    found = body_on(said, on=clock.today())
    body = PublicBody.objects.filter(pk=found.body_id if isinstance(found, Resolved) else said).first()
    if body is None:
        raise click.BadParameter(f"名录中没有编号或者全称为“{said}”的机构", param_hint="--body")
    return body
