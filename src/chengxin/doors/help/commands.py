"""The command of help: the manual as a file."""

from pathlib import Path

import click

from chengxin.doors.help.manual import GUIDES
from chengxin.doors.help.manual import manual as manual_of
from chengxin.ground import clock


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--guides",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="操作指南的文件夹（docs/how-to）；不写时，源代码旁有就收入",
)
def manual(file: Path, guides: Path | None) -> None:
    """把使用手册写成一个 PDF: 各岗位的第一天、每个页面的帮助、操作指南、术语。

    例: chengxin manual 使用手册.pdf
    """
    found = guides or (GUIDES if GUIDES.is_dir() else None)
    file.write_bytes(manual_of(at=clock.now(), guides=found))
    click.echo(f"已写入 {file}" + ("" if found else "（没有操作指南，可以用 --guides 指明文件夹）"))


commands = [manual]
