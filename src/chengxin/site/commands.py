"""Commands about the installation as a whole: prepare, serve, migrate."""

import click

from chengxin.ground import jobs
from chengxin.site import installation, serving


@click.command()
def init() -> None:
    """准备一个空的家目录: 数据库结构、参考数据、密钥，不含演示数据。再次运行不改变什么。

    例: CHENGXIN_HOME=/srv/chengxin chengxin init
    """
    for line in installation.prepare():
        click.echo(line)


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


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def django(words: tuple[str, ...]) -> None:
    """运行框架自带的管理命令，供维护人员使用。

    例: chengxin django makemigrations --check
    """
    from django.core.management import execute_from_command_line

    execute_from_command_line(["chengxin django", *words])


commands = (init, serve, worker, clock, django)
