"""Commands about the installation as a whole: prepare, serve, migrate."""

from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import click

from chengxin.foundation.rules.commands import rulebook
from chengxin.ground import jobs
from chengxin.site import installation, serving
from chengxin.site.home_rules import NotACity
from chengxin_core.rulebook import RulebookRefused


@click.command()
def init() -> None:
    """准备一个空的家目录: 数据库结构、参考数据、密钥，不含演示数据。再次运行不改变什么。

    例: CHENGXIN_HOME=/srv/chengxin chengxin init
    """
    _tell(installation.prepare())


@click.command()
def upgrade() -> None:
    """升级以后运行一次: 更新数据库结构，保存制度规则库的新版本，重新推算期限。请先备份家目录。

    在办事项仍依开始时的版本；换用新版本会改变什么，见 chengxin rulebook impact。

    例: chengxin upgrade
    """
    try:
        _tell(installation.upgrade())
    except installation.NewerThanProgram as refusal:
        raise click.ClickException(str(refusal)) from None


def _tell(lines: Iterable[str]) -> None:
    """Say each step as it is done; rules that were refused are told with file and line."""
    try:
        for line in lines:
            click.echo(line)
    except (RulebookRefused, NotACity) as refusal:
        raise click.ClickException(f"制度规则库没有载入:\n{refusal}") from None


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址")
@click.option("--port", default=8000, show_default=True, help="监听端口")
@click.option("--workers", default=2, show_default=True, help="网页进程数")
def serve(host: str, port: int, workers: int) -> None:
    """启动服务: 网页、后台作业和时钟，同属一个父进程；按 Ctrl+C 停止。

    例: chengxin serve --port 8000
    """
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
    for login in LOGINS[:13]:
        click.echo(f"  {login.username:<12}{login.role.zh}（{login.post}）")
    click.echo("  liaison02 … liaison16  各演示单位的联络员\n")
    if not no_serve:
        raise SystemExit(serving.serve(host=host, port=port, workers=2))


@click.command()
def worker() -> None:
    """只运行后台作业（serve 已包含）。

    例: chengxin worker
    """
    jobs.run_worker()


@click.command()
def clock() -> None:
    """只运行时钟: 到点提醒、公示日志、夜间任务（serve 已包含）。

    例: chengxin clock
    """
    jobs.run_clock()


@click.command()
def plugs() -> None:
    """列出各模块登记的事项、按钮、文书、夜间任务等（即 docs/reference/plugs.md）。

    例: chengxin plugs > docs/reference/plugs.md
    """
    from chengxin.site import plugged

    click.echo(plugged.page(), nl=False)


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


commands = (init, upgrade, serve, demo, worker, clock, plugs, django)
