"""Commands about officials: enter them, authorise suppliers, let an official see the own dossier."""

from datetime import datetime
from pathlib import Path

import click

from chengxin.foundation.accounts.models import User
from chengxin.foundation.accounts.operations import MandateRefused
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.subjects.models import Official, PublicBody
from chengxin.foundation.subjects.queries import body_on
from chengxin.ground import clock
from chengxin.ground.sheets import FileRefused, write_template
from chengxin.mechanisms.dossiers.registering import COLUMNS, enter_from, let_see_own
from chengxin.mechanisms.dossiers.supplying import grant_authority
from chengxin_core.determination.dossiers import DossierInput
from chengxin_core.names import Resolved

_INPUTS = {each.zh: each for each in DossierInput}
_DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def dossier() -> None:
    """公务员信用档案: 登记公务员、授权提供信息、开通本人查阅。

    例: chengxin dossier enter 名册.xlsx
    """


@dossier.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def enter(file: Path) -> None:
    """登记名册 FILE（XLSX、CSV 或者 JSON Lines）中的公务员；同一号码只登记一次。姓名、号码密封保存。

    例: chengxin dossier enter 名册.xlsx
    """
    new = known = wrong = 0
    try:
        with file.open("rb") as source:
            for entered in enter_from(source, name=file.name, at=clock.now(), on=clock.today()):
                new, known = new + entered.is_new, known + bool(entered.code and not entered.is_new)
                wrong += bool(entered.problems)
                for problem in entered.problems:
                    click.echo(str(problem), err=True)
    except FileRefused as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"新登记 {new} 人，已登记 {known} 人，未接受 {wrong} 行")


@dossier.command()
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
def template(out: Path) -> None:
    """写出名册的模板 OUT。

    例: chengxin dossier template 名册模板.xlsx
    """
    out.write_bytes(write_template(COLUMNS, title="公务员名册"))
    click.echo(f"已写入 {out}")


@dossier.command()
@click.argument("body")
@click.option("--input", "name", required=True, type=click.Choice(list(_INPUTS)), help="信息类别")
@click.option("--document", required=True, help="授权的文号，如“演示组〔2026〕1号”")
@click.option("--until", type=_DAY, help="授权的最后一天；默认长期")
def authorise(body: str, name: str, document: str, until: datetime | None) -> None:
    """授权单位 BODY 提供一类档案信息，自今天起。

    例: chengxin dossier authorise 演示市纪律检查委员会 --input 违法违纪违约行为 --document 演示组〔2026〕1号
    """
    try:
        granted = grant_authority(
            body=_body(body),
            input=_INPUTS[name],
            document_number=document,
            valid_from=clock.today(),
            valid_until=until.date() if until else None,
            at=clock.now(),
        )
    except UnableToMove as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"{granted}，自 {granted.valid_from}，{granted.document_number}")


@dossier.command("let-see")
@click.argument("code")
@click.argument("username")
def let_see(code: str, username: str) -> None:
    """让用户 USERNAME 查阅本人的档案 CODE；请先当面核对身份。

    例: chengxin dossier let-see G7K3M9QX zhang
    """
    official = Official.objects.select_related("employer").filter(pk=code.upper()).first()
    user = User.objects.filter(username=username).first()
    if official is None or user is None:
        raise click.ClickException(f"没有档案 {code}" if official is None else f"没有用户 {username}")
    try:
        let_see_own(official=official, user=user, valid_from=clock.today())
    except MandateRefused as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"{username}: 可以查阅本人的档案 {official.code}")


def _body(said: str) -> PublicBody:
    found = body_on(said, on=clock.today())
    body = PublicBody.objects.filter(pk=found.body_id if isinstance(found, Resolved) else said).first()
    if body is None:
        raise click.BadParameter(f"名录中没有编号或者全称为“{said}”的机构", param_hint="BODY")
    return body


commands = (dossier,)
