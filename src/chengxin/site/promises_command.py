"""`chengxin promises`: reads yearly work reports on the command line. No database, no framework: it starts at once."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from chengxin_core.promises import (
    Finding,
    Kind,
    LineRefused,
    ReportUnreadable,
    Statement,
    Verdict,
    YearUnknown,
    judge,
    read_targets,
    report_text,
    target_line,
    targets_of,
    verdict_line,
    year_of,
)
from chengxin_core.promises.text import MOST_BYTES

_YEAR = click.IntRange(1949, 2100)
_FILE = click.Path(path_type=Path, allow_dash=True)
_TOLD = {
    Verdict.MET: "达到",
    Verdict.MISSED: "没有达到",
    Verdict.UNDISCLOSED: "没有公布",
    Verdict.CONFLICTING: "前后矛盾",
}
_MEASURES = {
    Kind.LEVEL: "数值",
    Kind.GROWTH_PCT: "增长率",
    Kind.DECLINE_PCT: "下降率",
    Kind.INCREASE: "增加",
    Kind.DECREASE: "减少",
    Kind.MULTIPLE: "倍数",
}


@click.group()
def promises() -> None:
    """读政府工作报告: 报告里的目标、下一份报告里的结果。不需要数据库。"""


@promises.command()
@click.argument("report", type=_FILE)
@click.option("--year", type=_YEAR, help="报告所部署的年份，默认从报告里读出")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出，一行一个目标")
def read(report: Path, year: int | None, as_json: bool) -> None:
    """读出报告里带数字的目标: 指标、数字、单位、年份、原句。供人确认，不是定论。

    例: chengxin promises read 2014年报告.txt --year 2014 --json
    """
    text = _text(report)
    targets = read_targets(text, _year(text, year, "--year"))
    if not targets:
        click.echo("没有读出带数字的目标：请检查报告里有没有部署当年工作的部分。", err=True)
    for target in targets:
        click.echo(target_line(target) if as_json else _told(target))


@promises.command()
@click.argument("targets", type=_FILE)
@click.argument("next_report", metavar="NEXT", type=_FILE)
@click.option("--next-year", type=_YEAR, help="下一份报告所部署的年份，默认从报告里读出")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出，一行一个目标")
def verdicts(targets: Path, next_report: Path, next_year: int | None, as_json: bool) -> None:
    """对照下一份报告: 每个目标达到了没有，两份报告的原句并列。没有公布的、前后矛盾的，如实标明。

    例: chengxin promises verdicts 目标.jsonl 2015年报告.txt --json
    """
    wanted = _targets(targets)
    text = _text(next_report)
    for finding in judge(wanted, text, _year(text, next_year, "--next-year")):
        click.echo(verdict_line(finding) if as_json else _found(finding))


def _text(file: Path, holds: str = "一份工作报告的正文") -> str:
    try:
        return report_text(_content(file), holds=holds)
    except ReportUnreadable as fault:
        raise click.ClickException(f"{file}：{fault}") from None


def _targets(file: Path) -> Sequence[Statement]:
    try:
        return list(targets_of(_text(file, holds="chengxin promises read --json 输出的目标")))
    except LineRefused as fault:
        raise click.ClickException(f"{file}：{fault}") from None


def _content(file: Path) -> bytes:
    """Return no more of a file than tells that it is too large."""
    if str(file) == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise click.ClickException(f"没有这个文件：{file}") from None
    except IsADirectoryError:
        raise click.ClickException(f"{file} 是一个文件夹，应当是一个文件。") from None
    except OSError as fault:
        raise click.ClickException(f"读不了 {file}：{fault.strerror}") from None


def _year(text: str, given: int | None, option: str) -> int:
    """Return the year given or read; say so where the report itself names another."""
    try:
        own = year_of(text)
    except YearUnknown as fault:
        if given is None:
            raise click.ClickException(str(fault).replace("--year", option)) from None
        return given
    if given is not None and given != own:
        click.echo(f"注意：{option} 写的是{given}年，报告自己像是{own}年的。", err=True)
    return own if given is None else given


def _told(target: Statement) -> str:
    return (
        f"{target.year}年 {target.metric}（{_MEASURES[target.kind]}）{_number(target)}\n    {target.sentence}"
    )


def _found(finding: Finding) -> str:
    target = finding.target
    actual = "" if finding.actual is None else f"，实际 {finding.actual.normalize():f}{target.unit}"
    lines = [
        f"{_TOLD[finding.verdict]}: {target.metric}（{_MEASURES[target.kind]}）目标 {_number(target)}{actual}"
    ]
    lines.append(f"    目标: {target.sentence}")
    lines += [f"    结果: {sentence}" for sentence in finding.evidence]
    return "\n".join([*lines, *([f"    说明: {finding.why}"] if finding.why else [])])


def _number(target: Statement) -> str:
    high = "" if target.high is None else f"-{target.high.normalize():f}"
    return f"{target.value.normalize():f}{high}{target.unit}"
