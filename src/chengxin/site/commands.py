"""Commands about the installation as a whole: prepare, serve, migrate."""

import json
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import click
from django.conf import settings

from chengxin.foundation.rules.commands import rulebook
from chengxin.ground import home, jobs, keys
from chengxin.ground.clock import now
from chengxin.site import installation, scrubbing, serving
from chengxin.site.backups import commands as backups
from chengxin.site.backups.replaying import require_level_with_log
from chengxin.site.backups.snapshots import DatabaseUnreadable
from chengxin.site.backups.taking import take_by_settings
from chengxin.site.doctor.examination import StartRefused, refuse_weak_start
from chengxin.site.doctor.findings import Deployment
from chengxin.site.home_rules import NotACity
from chengxin.site.key_commands import keys_group
from chengxin_core.calendar import legal_day
from chengxin_core.rulebook import RulebookRefused


@click.command()
def init() -> None:
    """准备一个空的家目录: 数据库结构、参考数据、密钥，不含演示数据。再次运行不改变什么。

    例: CHENGXIN_HOME=/srv/chengxin chengxin init
    """
    _tell(installation.prepare())


@click.command()
@click.option("--without-backup", is_flag=True, help="不先备份；仅在另有备份时使用")
def upgrade(*, without_backup: bool) -> None:
    """升级以后运行一次: 先备份，再更新数据库结构，保存制度规则库的新版本，重新推算期限，核验存证日志。

    在办事项仍依开始时的版本；换用新版本会改变什么，见 chengxin rulebook impact。

    例: chengxin upgrade
    """
    try:
        installation.refuse_a_newer_home()
        if not without_backup:
            click.echo(take_by_settings(at=now()))
        _tell(installation.upgrade())
    except (installation.NewerThanProgram, installation.LogAtFault, DatabaseUnreadable) as refusal:
        raise click.ClickException(str(refusal)) from None


def _tell(lines: Iterable[str]) -> None:
    """Say each step as it is done; rules that were refused are told with file and line."""
    try:
        for line in lines:
            click.echo(line)
    except (RulebookRefused, NotACity) as refusal:
        raise click.ClickException(f"制度规则库没有载入:\n{refusal}") from None


@click.command()
def check() -> None:
    """自查: 作为政府网站还缺什么设置，公示页面是否是用现在的设置生成的；什么也不改。

    例: chengxin check
    """
    from chengxin.site.self_check import findings

    found = list(findings(on=legal_day(now())))
    for each in found:
        click.echo(f"{'✓' if each.is_right else '✗'} {each.text}")
    raise SystemExit(0 if all(each.is_right for each in found) else 1)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址")
@click.option("--port", default=8000, show_default=True, help="监听端口")
@click.option("--workers", default=2, show_default=True, help="网页进程数")
def serve(host: str, port: int, workers: int) -> None:
    """启动服务: 网页、后台作业和时钟，同属一个父进程；按 Ctrl+C 停止。

    例: chengxin serve --port 8000
    """
    require_level_with_log(home.current())
    if wrong := list(keys.faults(home.current())):
        raise click.ClickException("密钥不全，没有启动:\n" + "\n".join(wrong))
    try:
        refuse_weak_start(Deployment(home.current(), settings, now()))
    except StartRefused as refusal:
        raise click.ClickException(str(refusal)) from None
    raise SystemExit(serving.serve(host=host, port=port, workers=workers))


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址")
@click.option("--port", default=8000, show_default=True, help="监听端口")
@click.option("--no-serve", is_flag=True, help="只载入演示数据，不启动服务")
def demo(host: str, port: int, no_serve: bool) -> None:
    """载入真实区划、机构和演示数据，启动服务，打印网址和演示账号；再次运行几秒内启动。

    例: chengxin demo --port 8000
    """
    from chengxin.site.demo import LOGINS, PASSWORD, tell

    _tell(chain(installation.prepare(), tell()))
    click.echo(
        f"\n网址      http://{host}:{port}/\n工作台    http://{host}:{port}/desk/\n口令      {PASSWORD}\n"
    )
    liaisons = [login.username for login in LOGINS if login.username.startswith("liaison")]
    for login in LOGINS:
        if login.username not in liaisons:
            click.echo(f"  {login.username:<15} {login.role.zh}（{login.post}）")
    click.echo(f"  {liaisons[0]} … {liaisons[-1]}  各演示单位的联络员\n  official, official2  公务员本人\n")
    if not no_serve:
        raise SystemExit(serving.serve(host=host, port=port, workers=2))


@click.command()
def worker() -> None:
    """只运行后台作业（serve 已包含）。

    例: chengxin worker
    """
    require_level_with_log(home.current())
    jobs.run_worker()


@click.command()
def clock() -> None:
    """只运行时钟: 到点提醒、公示日志、夜间任务（serve 已包含）。

    例: chengxin clock
    """
    require_level_with_log(home.current())
    jobs.run_clock()


@click.command()
def scrub() -> None:
    """重写数据库，使已终止公示的内容在空闲页、预写日志和死行中也不复存在；请先停止服务。

    例: chengxin scrub
    """
    try:
        for line in scrubbing.scrub():
            click.echo(line)
    except scrubbing.Occupied as refusal:
        raise click.ClickException(str(refusal)) from None


@click.command()
def plugs() -> None:
    """列出各模块登记的事项、按钮、文书、夜间任务等（即 docs/reference/plugs.md）。

    例: chengxin plugs > docs/reference/plugs.md
    """
    from chengxin.site import plugged

    click.echo(plugged.page(), nl=False)


@click.command()
def openapi() -> None:
    """打印公开 JSON 接口和共享单位接口的 OpenAPI 说明（即 docs/reference/openapi.json）。

    例: chengxin openapi > openapi.json
    """
    from chengxin.site.openapi import document

    click.echo(json.dumps(document(), ensure_ascii=False, indent=1))


@rulebook.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="写入的文件")
def page(out: Path) -> None:
    """把整个规则库写成一个可以阅读、打印、转发的网页文件。

    例: chengxin rulebook page --out rules.html
    """
    from chengxin.doors.disclosure.rules import reference_page
    from chengxin.foundation.rules.queries import comparisons, current_rulebook

    out.write_bytes(reference_page(current_rulebook(), comparisons()))
    click.echo(f"已写入 {out}")


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def django(words: tuple[str, ...]) -> None:
    """运行框架自带的管理命令，供维护人员使用。

    例: chengxin django makemigrations --check
    """
    from django.core.management import execute_from_command_line

    execute_from_command_line(["chengxin django", *words])


commands = (
    init,
    upgrade,
    check,
    serve,
    demo,
    worker,
    clock,
    *backups.commands,
    scrub,
    keys_group,
    plugs,
    openapi,
    django,
)
