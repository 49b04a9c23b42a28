"""Commands about people: who may sign in, and in which posts."""

import secrets

import click
from django.core.exceptions import ValidationError
from django.db import transaction

from chengxin.foundation.accounts.models import Mandate, User
from chengxin.foundation.accounts.operations import MandateRefused, create_user, end_mandate, grant_mandate
from chengxin.foundation.accounts.queries import mandates_of, scope_of
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.subjects.queries import body_on
from chengxin.ground import clock
from chengxin_core.lifecycle.table import Actor
from chengxin_core.names import Resolved

ROLES = {str(actor): actor for actor in Actor if actor is not Actor.SYSTEM}
_EACH_ROLE = "\n".join(f"  {code:<17}{actor.zh}" for code, actor in ROLES.items())


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
@click.option("--scope", help="管辖范围，默认为本单位（联络员、措施实施单位）或者单位所在区划")
@click.option("--ask-password", is_flag=True, help="在终端输入口令；默认生成一个，只显示一次")
@transaction.atomic
def add(name: str, post: str, role: str, body: str, scope: str | None, *, ask_password: bool) -> None:
    """新增用户 NAME 并授予岗位；用户已存在时只增加岗位。

    例: chengxin user add zhang --post 信用科经办 --role credit_officer --body 济南市发展和改革委员会
    """
    organ = _body(body)
    person = User.objects.filter(username=name).first()
    password = "" if person else _password(ask=ask_password)
    try:
        person = person or create_user(username=name, password=password, display_name=post)
        mandate = grant_mandate(
            user=person,
            role=ROLES[role],
            body_id=organ.pk,
            scope=scope or scope_of(ROLES[role], organ),
            post=post,
            valid_from=clock.today(),
        )
    except (ValidationError, MandateRefused) as refusal:
        raise click.ClickException("；".join(getattr(refusal, "messages", [str(refusal)]))) from None
    click.echo(f"{name}: {mandate}，{organ.name}，范围 {mandate.scope}")
    if password and not ask_password:
        click.echo(f"口令: {password}（只显示这一次，请转交本人）")


@user.command("list")
def list_users() -> None:
    """列出今天有效的岗位授权，以及没有岗位的用户。

    例: chengxin user list
    """
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
    click.echo(f"{name}: 停止 {len(held)} 个岗位，今天是最后一天")


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


commands = (user,)
