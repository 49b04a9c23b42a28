"""`chengxin consumers`: register and end consumers, take answers that were carried, probe."""

from datetime import datetime
from pathlib import Path

import click

from chengxin.foundation.sharing import operations, queries
from chengxin.foundation.sharing.jobs import answers_to_probe, probed
from chengxin.foundation.sharing.models import Consumer, Finding
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.queries import log_size
from chengxin.ground import clock
from chengxin_core.ledger.answers import AnswerMalformed, consumer_of

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def consumers() -> None:
    """共享单位: 登记、终止、令牌、回执和核查。

    例: chengxin consumers list
    """


@consumers.command()
@click.argument("code")
@click.argument("name")
@click.option("--post", required=True, help="联系岗位，不写姓名和电话")
@click.option("--body", "body_id", default="", help="所属公共机构的编号（见 chengxin which-body）")
@click.option("--public-key", default="", help="它签署回执的公钥: 名称+校验值+base64")
@click.option("--address", default="", help="核查网址，编号处写 {key}")
def add(code: str, name: str, post: str, body_id: str, public_key: str, address: str) -> None:
    """登记一家共享单位，打印它的令牌。令牌只显示这一次。

    例: chengxin consumers add credit-city 示范市信用网 --post 信息中心值班岗
    """
    body = PublicBody.objects.filter(pk=body_id).first()
    if body_id and body is None:
        raise click.BadParameter(f"没有编号为“{body_id}”的公共机构", param_hint="--body")
    try:
        _consumer, token = operations.register_consumer(
            code=code,
            name=name,
            post=post,
            since=clock.today(),
            body=body,
            public_key=public_key,
            address=address,
            by=None,
        )
    except operations.ConsumerRefused as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"已登记。令牌只显示这一次，请当面或者以密封方式交付:\n{token}")


@consumers.command("list")
def show() -> None:
    """列出共享单位: 已取用、已办理到日志第几条，还有几项没有回执，几项逾期，几项不实。

    例: chengxin consumers list
    """
    size = log_size()
    for each in queries.standings():
        consumer = each.consumer
        until = f"，至 {consumer.until}" if consumer.until else ""
        click.echo(
            f"{consumer.code}  {consumer.name}（自 {consumer.since}{until}）  已取用 {consumer.pulled}/{size}  "
            f"已办理 {consumer.applied}/{size}  待回执 {each.open}  逾期 {each.late}  不实 {each.contradicted}"
        )


@consumers.command()
@click.argument("code")
@click.option("--until", type=_DAY, default=None, help="最后一天，默认今天")
@click.option("--has-deleted", is_flag=True, help="它已书面确认删除全部取用的信息")
def end(code: str, until: datetime | None, has_deleted: bool) -> None:
    """终止一家共享单位的登记。没有确认删除的，仍须对取用过的信息逐条回执。

    例: chengxin consumers end credit-city --has-deleted
    """
    day = until.date() if until else clock.today()
    try:
        operations.end_consumer(consumer=_named(code), until=day, has_deleted=has_deleted, by=None)
    except operations.ConsumerRefused as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"已登记终止: {day}")


@consumers.command()
@click.argument("code")
def token(code: str) -> None:
    """换发令牌，旧令牌当即失效。新令牌只显示这一次。

    例: chengxin consumers token credit-city
    """
    click.echo(operations.renew_token(consumer=_named(code), by=None))


@consumers.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
def receive(files: tuple[Path, ...]) -> None:
    """收下由网闸或者介质带进来的回执文件。只收登记了公钥的单位签名的回执。

    例: chengxin consumers receive 回执/*.note
    """
    failed = 0
    for file in files:
        try:
            click.echo(f"{file.name}: 新办结 {_taken(file.read_bytes())} 项")
        except (AnswerMalformed, operations.AnswerRefused, click.ClickException) as refusal:
            failed += 1
            click.echo(f"{file.name}: 未收下: {refusal}", err=True)
    if failed:
        raise click.ClickException(f"{failed} 份回执没有收下")


@consumers.command()
@click.argument("code", default="")
def probe(code: str) -> None:
    """向登记的核查网址逐条查询已经回执的编号；仍能查到的，回执作不实处理，升级催办。

    例: chengxin consumers probe credit-city
    """
    if code:
        _named(code)
    found = list(probed(answers_to_probe(code), at=clock.now()))
    for each in found:
        line = f"{each.owed.consumer.code}  {each.owed.stop.publication.key}  {Finding(each.finding).zh}（{each.said}）"
        click.echo(line)
    click.echo(f"核查 {len(found)} 项")


def _taken(data: bytes) -> int:
    """Take an answer that nobody brought with a token: only its signature says whose it is."""
    consumer = _named(consumer_of(data))
    if not consumer.public_key:
        raise click.ClickException(f"“{consumer.code}”没有登记公钥，回执无法核对来源")
    if not consumer.is_in_force_on(clock.today()):
        raise click.ClickException(f"“{consumer.code}”的登记已经终止")
    return operations.take_answer(consumer=consumer, data=data, at=clock.now())


def _named(code: str) -> Consumer:
    consumer = queries.consumer_named(code)
    if consumer is None:
        raise click.ClickException(f"没有代码为“{code}”的共享单位")
    return consumer


commands = (consumers,)
