"""Commands of the exchange."""

from pathlib import Path

import click

from chengxin.chain.evidence.models import ImportRun, RunState
from chengxin.chain.evidence.sources.judgments import COLUMNS, TITLE
from chengxin.doors.exchange.operations import AlreadyRunning, receive, run_import, try_import
from chengxin.doors.exchange.reports import write_refused, write_report
from chengxin.ground import clock
from chengxin.ground.sheets import write_template

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUT = click.Path(dir_okay=False, path_type=Path)


@click.group(name="import")
def import_() -> None:
    """导入外部文件。

    例: chengxin import judgments 裁判文书.xlsx --report 结果.jsonl --refused 退回.xlsx
    """


@import_.command()
@click.argument("file", type=_FILE)
@click.option("--dry-run", is_flag=True, help="只试读，不保存任何内容")
@click.option("--report", type=_OUT, help="每行一个 JSON 对象的逐行结果")
@click.option("--refused", type=_OUT, help="未接受的行，改正后可以再次导入")
def judgments(file: Path, dry_run: bool, report: Path | None, refused: Path | None) -> None:
    """导入行政裁判文书（JSON Lines、CSV、XLSX）；中断后再次运行即继续。

    例: chengxin import judgments 裁判文书.jsonl --dry-run
    """
    at = clock.now()
    run = receive(path=file, file_name=file.name, by=None, at=at)
    with click.progressbar(length=1000, label=f"导入 {file.name}") as bar:
        shown = [0]

        def told(run: ImportRun) -> None:
            bar.update(run.progress - shown[0])
            shown[0] = run.progress

        def tell(run: ImportRun) -> None:
            bar.update(1000 - shown[0])
            _write(run, report, refused)

        try:
            if dry_run:
                try_import(run=run, at=at, told=told, before_taking_back=tell)
            else:
                tell(run_import(run=run, at=at, told=told))
        except AlreadyRunning as refusal:
            raise click.ClickException(str(refusal)) from None
    _say(run, dry_run)


@import_.command()
@click.argument("file", type=_OUT)
def template(file: Path) -> None:
    """写出裁判文书的 XLSX 模板，含下拉选项、示例行和填写说明。

    例: chengxin import template 裁判文书模板.xlsx
    """
    file.write_bytes(write_template(COLUMNS, title=TITLE))
    click.echo(f"已写出模板 {file.name}")


def _write(run: ImportRun, report: Path | None, refused: Path | None) -> None:
    if report is not None:
        write_report(run, report)
    if refused is not None and run.refused:
        write_refused(run, refused)


def _say(run: ImportRun, dry_run: bool) -> None:
    if run.state == RunState.REFUSED:
        raise click.ClickException(run.message)
    told = "试读，未保存: " if dry_run else ""
    click.echo(
        f"{told}保存 {run.kept} 行，重复 {run.duplicates} 行，未接受 {run.refused} 行，新提出失信记录 {run.opened} 件"
    )
    if run.message:
        click.echo(run.message)


commands = (import_,)
