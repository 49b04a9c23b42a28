"""Commands of the exchange."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from chengxin.chain.evidence.models import ImportRun, RunState
from chengxin.chain.evidence.sources.judgments import COLUMNS, TITLE
from chengxin.doors.exchange.operations import AlreadyRunning, receive, run_import, try_import
from chengxin.doors.exchange.reports import Results
from chengxin.foundation.rules.queries import NoRulebook
from chengxin.ground import clock
from chengxin.ground.keys import KeyMissing
from chengxin.ground.sheets import FileRefused, write_template

_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
_OUT = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.group(name="import")
def import_() -> None:
    """导入外部文件。

    例: chengxin import judgments 裁判文书.xlsx --report 结果.jsonl --refused 退回.xlsx
    """


@import_.command()
@click.argument("file", type=_FILE)
@click.option("--dry-run", is_flag=True, help="只试读：逐行给出结果，不保存任何内容")
@click.option("--report", type=_OUT, help="逐行结果，每行一个 JSON 对象")
@click.option("--refused", type=_OUT, help="未接受的行（XLSX），改正后可以再次导入")
def judgments(file: Path, dry_run: bool, report: Path | None, refused: Path | None) -> None:
    """导入行政裁判文书（JSON Lines、CSV、XLSX）。

    每一行都有结果: 已保存、重复，或者未接受并说明原因。
    中断后再次运行同一命令即从断处继续；同一个文件再次导入不改变任何内容。

    例: chengxin import judgments 裁判文书.jsonl --dry-run --report 结果.jsonl
    """
    with _told_plainly(), Results(report=report, refused=refused) as results:
        run = _try(file, results) if dry_run else _import(file, results)
        _say(run, dry_run)


@import_.command()
@click.argument("file", type=_OUT)
def template(file: Path) -> None:
    """写出裁判文书的 XLSX 模板，含下拉选项、示例行和填写说明。

    例: chengxin import template 裁判文书模板.xlsx
    """
    with _told_plainly():
        file.write_bytes(write_template(COLUMNS, title=TITLE))
    click.echo(f"已写出模板 {file.name}")


def _import(file: Path, results: Results) -> ImportRun:
    at = clock.now()
    run = receive(path=file, file_name=file.name, by=None, at=at)
    if run.rows_done:
        click.echo(f"上次导入中断在第 {run.rows_done} 行，从下一行继续")
    with _progress(file.name) as told:
        run_import(run=run, path=file, at=at, told=told)
    results.add(run)
    return run


def _try(file: Path, results: Results) -> ImportRun:
    with _progress(file.name) as told:

        def look(run: ImportRun) -> None:
            told(run)
            results.add(run)

        return try_import(path=file, file_name=file.name, at=clock.now(), told=look)


@contextmanager
def _progress(name: str) -> Iterator[Callable[[ImportRun], None]]:
    """Show how far it is, where somebody looks; a log needs only the totals."""
    with click.progressbar(
        length=1000, label=f"导入 {name}", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        yield lambda run: bar.update(run.progress - bar.pos)


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Tell what cannot be done in one sentence and end with 1."""
    try:
        yield
    except (FileRefused, AlreadyRunning, NoRulebook, KeyMissing) as refusal:
        raise click.ClickException(str(refusal)) from None
    except OSError as refusal:
        raise click.ClickException(f"无法读写 {refusal.filename}: {refusal.strerror}") from None


def _say(run: ImportRun, dry_run: bool) -> None:
    told = "试读，未保存: " if dry_run else ""
    click.echo(
        f"{told}保存 {run.kept} 行，重复 {run.duplicates} 行，未接受 {run.refused} 行，新提出失信记录 {run.opened} 件"
    )
    if run.state == RunState.REFUSED:
        raise click.ClickException(run.message)
    if run.message:
        click.echo(run.message)


commands = (import_,)
