"""`chengxin deadline`: counts a day on the command line. No database, no framework: it starts at once."""

import json
import sys
from collections.abc import Iterator
from datetime import date
from typing import IO, Any

import click

from chengxin.foundation.rules.notice_folder import notices_in_folder
from chengxin.ground import home
from chengxin_core.calendar import Calendar, Due, NoticeRefused, OutsideTheCalendar, Unit
from chengxin_core.calendar.questions import Question, QuestionRefused, answer_line, day_of, steps_told


def _day(context: click.Context, option: click.Parameter, value: str | None) -> date | None:
    """Read a day such as 2024-02-08."""
    try:
        return None if value is None else day_of(value, "")
    except QuestionRefused as fault:
        raise click.BadParameter(str(fault).strip()) from None


@click.group()
def deadline() -> None:
    """推算期限: 不需要数据库。"""


@deadline.command()
@click.option("--from", "start", callback=_day, help="起算之日（当日不计）")
@click.option("--days", type=click.IntRange(min=0), help="期限的长度")
@click.option("--unit", type=click.Choice([unit.value for unit in Unit]), help="wd 工作日，d 日，m 月，y 年")
@click.option("--known-on", callback=_day, help="按该日已经公布的节假日通知推算，默认为全部")
@click.option("--no-roll", is_flag=True, help="最后一日遇休假日不顺延")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@click.option("--batch", type=click.File("rb"), help="JSONL 文件，一行一问，- 为标准输入")
def due(
    start: date | None,
    days: int | None,
    unit: str | None,
    known_on: date | None,
    no_roll: bool,
    as_json: bool,
    batch: IO[bytes] | None,
) -> None:
    """推算到期日: 哪一天届满、是否暂定、每一天为什么计入或者不计。

    例: chengxin deadline due --from 2024-02-08 --days 7 --unit wd

    成批: chengxin deadline due --batch 问题.jsonl，每行如 {"from": "2024-02-08", "days": 7, "unit": "wd"}
    """
    calendar = _calendar()
    if batch is not None:
        if (start, days, unit, known_on) != (None, None, None, None):
            raise click.UsageError("--batch 不能与 --from、--days、--unit、--known-on 同用：它们写在每一行里")
        sys.stdout.writelines(_answers(batch, calendar, roll=not no_roll))
        return
    if start is None or days is None or unit is None:
        raise click.UsageError("请给出 --from、--days 和 --unit，或者 --batch")
    question = Question(start, days, Unit(unit), known_on, not no_roll)
    try:
        told = question.told(calendar)
    except OutsideTheCalendar as fault:
        raise click.ClickException(str(fault)) from None
    if as_json:
        click.echo(json.dumps(_as_json(question, told), ensure_ascii=False, indent=2))
        return
    click.echo(f"到期日: {told.due_on}")
    click.echo(f"暂定: {'是' if told.provisional else '否'}")
    for line in told.explain():
        click.echo(line)


def _calendar() -> Calendar:
    """Return the calendar of the shipped notices and of those loaded in this home."""
    try:
        return Calendar.of(notices_in_folder(home.current()))
    except NoticeRefused as fault:
        raise click.ClickException(str(fault)) from None


def _answers(batch: IO[bytes], calendar: Calendar, *, roll: bool) -> Iterator[str]:
    for number, line in enumerate(batch, 1):
        yield json.dumps(answer_line(line, number, calendar, roll=roll), ensure_ascii=False) + "\n"


def _as_json(question: Question, told: Due) -> dict[str, Any]:
    return {
        "from": told.start.isoformat(),
        "days": told.budget,
        "unit": told.unit,
        "known_on": None if question.known_on is None else question.known_on.isoformat(),
        "roll": question.roll,
        "due": told.due_on.isoformat(),
        "provisional": told.provisional,
        "calendar_version": told.calendar_version,
        "steps": steps_told(told),
    }
