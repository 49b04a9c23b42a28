"""Commands about complaints: take work orders, write their template, register a designation of 督查."""

from datetime import datetime
from pathlib import Path

import click

from chengxin.foundation.accounts.queries import mandates_of, user_named
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.subjects.queries import body_on
from chengxin.ground import clock
from chengxin.ground.sheets import FileRefused, write_template
from chengxin.mechanisms.supervision import work_orders
from chengxin.mechanisms.supervision.urging import designate
from chengxin_core.names import Resolved

_DAY = click.DateTime(["%Y-%m-%d"])
_OUT = click.Path(dir_okay=False, path_type=Path)


@click.group()
def complaints() -> None:
    """违约失信投诉: 接收热线、信访等渠道的工单，登记督查授权。

    例: chengxin complaints take 工单.xlsx --as officer
    """


@complaints.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "username", required=True, help="以哪个用户的岗位接收")
@click.option("--refused", type=_OUT, help="未接受的行（XLSX），注明行、列、所填和应填")
def take(file: Path, username: str, refused: Path | None) -> None:
    """接收工单 FILE（XLSX、CSV 或者 JSON Lines）；同一渠道的同一编号只登记一次。

    例: chengxin complaints take 工单.xlsx --as officer --refused 退回.xlsx
    """
    user = user_named(username)
    held = mandates_of(user, on=clock.today()) if user else []
    mandate = next((each for each in held if each.role in work_orders.TAKERS), None)
    if mandate is None:
        raise click.ClickException(f"{username} 没有受理投诉的岗位")
    try:
        with file.open("rb") as source:
            batch = work_orders.take_file(file=source, name=file.name, by=mandate, at=clock.now())
    except (FileRefused, UnableToMove) as refusal:
        raise click.ClickException(str(refusal)) from None
    for row in work_orders.refused_of(batch):
        for problem in row.problems:
            click.echo(str(problem), err=True)
    if refused is not None and batch.refused:
        with refused.open("wb") as target:
            work_orders.write_refused(batch, target)
    click.echo(f"登记 {batch.kept} 件，已登记 {batch.known} 件，未接受 {batch.refused} 行")


@complaints.command()
@click.argument("out", type=_OUT)
def template(out: Path) -> None:
    """写出工单的模板 OUT。

    例: chengxin complaints template 工单模板.xlsx
    """
    out.write_bytes(write_template(work_orders.COLUMNS, title=work_orders.TITLE))
    click.echo(f"已写入 {out}")


@complaints.command("designate")
@click.argument("body")
@click.option("--document", required=True, help="本级人民政府授权的文号")
@click.option("--until", type=_DAY, help="授权的最后一天；默认长期")
def designate_(body: str, document: str, until: datetime | None) -> None:
    """登记单位 BODY 经授权开展政府督查，自今天起；没有登记的只能提醒、催办。

    例: chengxin complaints designate 演示市人民政府办公室 --document 演示政〔2026〕1号
    """
    found = body_on(body, on=clock.today())
    named = PublicBody.objects.filter(pk=found.body_id if isinstance(found, Resolved) else body).first()
    if named is None:
        raise click.BadParameter(f"名录中没有编号或者全称为“{body}”的机构", param_hint="BODY")
    try:
        made = designate(
            body=named,
            document_number=document,
            valid_from=clock.today(),
            valid_until=until.date() if until else None,
        )
    except UnableToMove as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"{named.name}：自 {made.valid_from} 可以督办（{made.document_number}）")


commands = (complaints,)
