"""Commands of retention: what waits, approving it, carrying it out."""

import click

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.queries import mandates_of, user_named
from chengxin.foundation.retention import operations
from chengxin.foundation.retention.models import DestructionList
from chengxin.foundation.retention.plugs import RecordClass, record_class
from chengxin.foundation.retention.queries import may_decide, open_lists, standing_holds
from chengxin.ground import clock


@click.group()
def retention() -> None:
    """保存与销毁: 拟制销毁清单、审批、按清单销毁。

    例: chengxin retention due
    """


@retention.command()
def due() -> None:
    """拟制本月的销毁清单，列出待审批和待销毁的；已满保存期限而被停止销毁的不拟。

    例: chengxin retention due
    """
    click.echo(f"新拟 {operations.draft_due(at=clock.now())} 份")
    for each in open_lists():
        zh = record_class(each.record_class).zh
        click.echo(f"{each.pk}: {each} {zh} {each.before} 以前 {each.count} 条（{each.state_zh}）")
    for held in standing_holds():
        click.echo(f"停止销毁 {held.pk}: {held.set_by.post} {held.ground}")


@retention.command()
@click.argument("number", type=int)
@click.option("--by", required=True, help="审批人的用户名")
@click.option("--why", required=True, help="审批意见和理由")
def approve(number: int, by: str, why: str) -> None:
    """批准编号 NUMBER 的销毁清单并立即销毁；每份只销毁一次，出具销毁证明。

    例: chengxin retention approve 3 --by shenji --why 已核对，保存期满
    """
    listed = DestructionList.objects.filter(pk=number).first()
    if listed is None:
        raise click.BadParameter(f"没有编号 {number} 的销毁清单", param_hint="NUMBER")
    try:
        mandate = _decider(by, record_class(listed.record_class))
        operations.approve(listed=listed, by=mandate, reason=why, at=clock.now())
    except operations.RetentionRefused as refusal:
        raise click.ClickException(str(refusal)) from None
    operations.carry_out(at=clock.now())
    listed.refresh_from_db()
    click.echo(f"已销毁 {listed.destroyed} 条，{listed.certificate}")


def _decider(username: str, found: RecordClass) -> Mandate:
    user = user_named(username)
    for mandate in mandates_of(user, on=clock.today()) if user else []:
        if may_decide(mandate, found):
            return mandate
    raise operations.NotCompetent(f"{username} 没有审批{found.zh}销毁的岗位")


commands = (retention,)
