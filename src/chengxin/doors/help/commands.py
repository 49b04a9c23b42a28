"""The command of help: the manual as a file."""

from pathlib import Path

import click

from chengxin.doors.help.manual import manual as manual_of
from chengxin.ground import clock


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def manual(file: Path) -> None:
    """把使用手册写成一个 PDF: 各岗位的第一天、每个页面的帮助、操作指南、术语。

    例: chengxin manual 使用手册.pdf
    """
    file.write_bytes(manual_of(at=clock.now()))
    click.echo(f"已写入 {file}")


commands = [manual]
