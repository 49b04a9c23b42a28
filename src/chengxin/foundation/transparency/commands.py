"""Commands of the log: let it run, check it, show how it stands."""

from datetime import timedelta

import click

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.transparency import fsck, queries, unknown
from chengxin.foundation.transparency.log_files import LogFiles
from chengxin.foundation.transparency.models import Publication, SinkProgress
from chengxin.foundation.transparency.plugs import sinks
from chengxin.foundation.transparency.rotating import OverlapRunning, rotate_key
from chengxin.foundation.transparency.sequencer import run_sequencer, standing
from chengxin.foundation.transparency.witnesses import WitnessesMalformed, witnessed
from chengxin.foundation.transparency.witnessing import gather_cosignatures
from chengxin.ground import clock, home, signer
from chengxin_core.calendar import legal_day
from chengxin_core.ledger.bundle import DatedKey
from chengxin_core.lifecycle.table import Actor
from chengxin_core.vocabulary import Ground


@click.group()
def ledger() -> None:
    """存证日志: 编号、签名、自检。

    例: chengxin ledger status
    """


@ledger.command()
def run() -> None:
    """给排队的条目编号，写出并签署日志，更新各公示处。再次运行不改变什么。

    例: chengxin ledger run
    """
    click.echo(run_sequencer(at=clock.now()))


@ledger.command("fsck")
def check() -> None:
    """重新计算全部条目、分块、根和签名，并核对在公示内容；有错时指出第一处。

    例: chengxin ledger fsck
    """
    fault = fsck.first_fault()
    if fault:
        raise click.ClickException(fault)
    click.echo("日志无误")


@ledger.command()
def status() -> None:
    """显示日志大小、排队条数和各公示处的进度。

    例: chengxin ledger status
    """
    here = home.current()
    ring = signer.key_ring(here)
    size, root = standing(LogFiles.of(here), ring.newest)
    click.echo(f"来源 {ring.newest.name}")
    for dated in ring.dated:
        click.echo(f"公钥 {dated.key}{_validity(dated)}")
    click.echo(f"已签名 {size} 条，根 {root.hex()}")
    click.echo(f"排队 {queries.queued_entries()} 条")
    applied = dict(SinkProgress.objects.values_list("sink", "applied"))
    for sink in sinks():
        click.echo(f"{sink.zh}: 已办结 {applied.get(sink.code, 0)} 条")
    for key, last in witnessed(LogFiles.of(here)).items():
        click.echo(f"见证人 {key.name}: {last.at:%Y-%m-%d %H:%M} UTC 联署，当时 {last.size} 条")


@ledger.command("witness")
def ask_witnesses() -> None:
    """请各见证人联署现在的检查点（时钟每十五秒也会这样做），说明谁联署了、谁没有。

    例: chengxin ledger witness
    """
    try:
        click.echo(gather_cosignatures(at=clock.now()))
    except WitnessesMalformed as fault:
        raise click.ClickException(str(fault)) from None


@ledger.command("rotate-key")
@click.option(
    "--overlap-days", default=90, show_default=True, type=click.IntRange(0), help="新旧公钥同时签署的天数"
)
def rotate(overlap_days: int) -> None:
    """更换日志的密钥: 新旧两把同时签署一段时间，之后只用新的；旧的保留，旧回执仍用旧公钥核验。

    密钥可能外泄时用 --overlap-days 0。例: chengxin ledger rotate-key --overlap-days 90
    """
    try:
        done = rotate_key(at=clock.now(), overlap=timedelta(days=overlap_days))
    except OverlapRunning as fault:
        raise click.ClickException(str(fault)) from None
    click.echo(f"旧公钥 {done.old}\n新公钥 {done.new}\n新旧同时签署至 {done.until:%Y-%m-%d %H:%M} (UTC)")
    click.echo("请在平台之外公布新公钥，并告知各见证人。")


@ledger.command("unknown")
def list_unknown() -> None:
    """列出日志载明在公示、本机却没有其事项或者内容的: 它们作于所恢复的备份之后，须由人逐项决定。

    例: chengxin ledger unknown
    """
    missing, unseen = unknown.without_matter(), unknown.without_content()
    for publication in missing:
        click.echo(f"{_named(publication)}  事项不在本机: chengxin ledger end 终止，或者核实后另行公示")
    for publication in unseen:
        click.echo(
            f"{_named(publication)}  内容不在本机，不再显示: 在工作台更正或者终止（{publication.matter}）"
        )
    if not missing and not unseen:
        click.echo("没有")


@ledger.command()
@click.argument("key")
@click.option("--ground", type=click.Choice([str(ground) for ground in Ground]), required=True, help="事由")
@click.option("--clause", "clauses", multiple=True, required=True, help="依据的规则编号，如 C-55；可多次给出")
@click.option("--by", "username", required=True, help="作出决定的信用主管部门负责人的用户名")
@click.option("--reason", required=True, help="理由，只留在内部")
def end(key: str, ground: str, clauses: tuple[str, ...], username: str, reason: str) -> None:
    """终止一项本机不知其事项的公示（见 chengxin ledger unknown）；决定人、理由留存内部，事由、依据写入日志。

    例: chengxin ledger end 0f… --ground error --clause C-55 --by zhou --reason 事项已遗失，无法核实
    """
    publication = Publication.objects.filter(key=key).first()
    if publication is None:
        raise click.ClickException(f"没有编号为 {key} 的公示")
    heads = Mandate.objects.in_force_on(clock.today()).filter(
        user__username=username, user__is_active=True, role=Actor.CREDIT_HEAD
    )
    head = heads.order_by("pk").first()
    if head is None:
        raise click.ClickException(f"{username} 现在不是{Actor.CREDIT_HEAD.zh}")
    try:
        unknown.end_unknown(
            publication=publication,
            by=head,
            ground=Ground(ground),
            clauses=clauses,
            reason=reason,
            at=clock.now(),
        )
    except UnableToMove as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"{key}: 已终止（{Ground(ground).zh}），待日志编号后各处撤下")


def _named(publication: Publication) -> str:
    return f"{publication.key}  {legal_day(publication.published_at)} 公示  第 {publication.version} 版"


def _validity(dated: DatedKey) -> str:
    if dated.is_retired:
        return f"（已停用，签署至第 {dated.until_size} 条）"
    return f"（签署至 {dated.until:%Y-%m-%d %H:%M} UTC）" if dated.until else ""


commands = (ledger,)
