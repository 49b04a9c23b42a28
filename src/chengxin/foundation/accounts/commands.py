"""Commands about people: who may sign in, and in which posts."""

import getpass
import secrets
from datetime import datetime

import click
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localtime

from chengxin.foundation.accounts.models import Change, Mandate, Outcome, Reach, User
from chengxin.foundation.accounts.operations import (
    MandateRefused,
    create_user,
    end_mandate,
    grant_mandate,
    note_change,
)
from chengxin.foundation.accounts.program_commands import programs
from chengxin.foundation.accounts.queries import REACHES, changes, mandates_at, mandates_of
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.subjects.queries import body_on
from chengxin.ground import clock
from chengxin_core.lifecycle.table import Actor
from chengxin_core.names import Resolved

ROLES = {str(actor): actor for actor in Actor if actor not in {Actor.SYSTEM, Actor.OFFICIAL}}
REACHES_BY_CODE = {str(reach): reach for reach in Reach}
_EACH_ROLE = "\n".join(f"  {code:<20}{actor.zh}" for code, actor in ROLES.items())


@click.group(epilog=f"\b\n角色:\n{_EACH_ROLE}")
def user() -> None:
    """用户和岗位: 新增、列出、停用。

    例: chengxin user list
    """


@user.command()
@click.argument("name")
@click.option("--post", required=True, help="岗位名称，对外显示，不写姓名")
@click.option("--role", required=True, type=click.Choice(list(ROLES)), help="角色")
@click.option("--body", required=True, help="单位的编号或者全称")
@click.option("--reach", type=click.Choice(list(REACHES_BY_CODE)), help="数据范围，默认依角色")
@click.option("--scope", help="区划范围的路径，默认为单位所在区划")
@click.option("--part", "parts", multiple=True, help="自定义范围中的一个区划或者单位的路径，可以多次")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="最后一天，默认今后一直有效")
@click.option("--ask-password", is_flag=True, help="在终端输入口令；默认生成一个，只显示一次")
@transaction.atomic
def add(
    name: str,
    post: str,
    role: str,
    body: str,
    reach: str | None,
    scope: str | None,
    parts: tuple[str, ...],
    until: datetime | None,
    *,
    ask_password: bool,
) -> None:
    """新增用户 NAME 并授予岗位；用户已存在时只增加岗位。授权变更记录写明由服务器上的哪个账户办理。

    例: chengxin user add zhang --post 信用科经办 --role credit_officer --body 济南市发展和改革委员会
    """
    organ = _body(body)
    person = User.objects.filter(username=name).first()
    password = "" if person else _password(ask=ask_password)
    far = Reach(reach) if reach else REACHES[ROLES[role]][0]
    try:
        person = person or create_user(username=name, password=password, display_name=post)
        mandate = grant_mandate(
            user=person,
            role=ROLES[role],
            body_id=organ.pk,
            reach=far,
            scope=scope or (organ.region.path if far is Reach.REGION else organ.path),
            parts=parts,
            post=post,
            valid_from=clock.today(),
            valid_until=until.date() if until else None,
        )
    except (ValidationError, MandateRefused) as refusal:
        raise click.ClickException("；".join(getattr(refusal, "messages", [str(refusal)]))) from None
    _note(Change.GRANT, mandate)
    click.echo(f"{name}: {mandate}，{organ.name}，范围 {mandate.scope}")
    if password and not ask_password:
        click.echo(f"口令: {password}（只显示这一次，请转交本人）")


@user.command("list")
@click.option("--body", help="只列出一个单位的: 编号或者全称")
def list_users(body: str | None) -> None:
    """列出今天有效的岗位授权，以及没有岗位的用户。

    例: chengxin user list
    """
    if body:
        for mandate in mandates_at(_body(body), on=clock.today()):
            click.echo(f"{mandate.user.username}\t{mandate}\t{mandate.scope}{_until(mandate)}")
        return
    for person in User.objects.order_by("username"):
        held = mandates_of(person, on=clock.today())
        for mandate in held:
            click.echo(f"{person.username}\t{mandate}\t{mandate.body.name}\t{mandate.scope}{_until(mandate)}")
        if not held:
            click.echo(f"{person.username}\t没有岗位")


@user.command()
@click.argument("name")
def end(name: str) -> None:
    """停止用户 NAME 的全部岗位: 今天是最后一天。办理过的事项不受影响。

    例: chengxin user end zhang
    """
    person = User.objects.filter(username=name).first()
    if person is None:
        raise click.BadParameter(f"没有用户 {name}", param_hint="NAME")
    held = mandates_of(person, on=clock.today())
    for mandate in held:
        end_mandate(mandate=mandate, on=clock.today())
        _note(Change.END, mandate)
    click.echo(f"{name}: 停止 {len(held)} 个岗位，今天是最后一天")


@user.command("changes")
@click.option("--last", default=50, show_default=True, help="最近多少条")
def list_changes(last: int) -> None:
    """列出授权变更记录: 何时、什么变更、谁的、谁提出、谁复核。

    例: chengxin user changes --last 20
    """
    for change in changes()[:last]:
        asked = change.asked_by.username if change.asked_by else f"命令行 {change.asked_on_console}"
        decided = f"，{change.decided_by.username} 复核" if change.decided_by else ""
        what = f"{Change(change.change).zh}（{Outcome(change.outcome).zh}）"
        whose = f"{change.user.username} {change.post} {change.body.name}"
        click.echo(
            f"{localtime(change.asked_at):%Y-%m-%d %H:%M}\t{what}\t{whose}\t{asked} 提出{decided}\t{change.reason}"
        )


def _note(change: Change, mandate: Mandate) -> None:
    note_change(
        change=change,
        mandate=mandate,
        by=None,
        at=clock.now(),
        reason="命令行办理",
        console=getpass.getuser(),
    )


def _body(said: str) -> PublicBody:
    found = body_on(said, on=clock.today())
    wanted = found.body_id if isinstance(found, Resolved) else said
    body = PublicBody.objects.select_related("region").filter(pk=wanted).first()
    if body is None:
        raise click.BadParameter(f"名录中没有编号或者全称为“{said}”的机构", param_hint="--body")
    return body


def _password(*, ask: bool) -> str:
    if not ask:
        return secrets.token_urlsafe(12)
    asked: str = click.prompt("口令", hide_input=True, confirmation_prompt="再输入一次")
    return asked


def _until(mandate: Mandate) -> str:
    return f"\t至 {mandate.valid_until}" if mandate.valid_until else ""


commands = (user, programs)
