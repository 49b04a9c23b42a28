"""问答: a question after one due day as it stands on a line of JSON, and its answer; a fault is told in Chinese."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from chengxin_core.calendar.counting import Counted, Due, Projection, Unit, due, projected
from chengxin_core.calendar.days import Calendar, OutsideTheCalendar

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FIELDS = ("from", "days", "unit", "known_on", "roll")


class QuestionRefused(ValueError):
    """The question does not say what it must; the message tells the field, what was found and what is expected."""


@dataclass(frozen=True, slots=True)
class Question:
    """问: a period, its start, what was known (None: everything), and whether a last day off moves on (G-03)."""

    start: date
    days: int
    unit: Unit
    known_on: date | None = None
    roll: bool = True

    def told(self, calendar: Calendar) -> Due:
        """Answer with every step; raises `OutsideTheCalendar`."""
        return due(self.start, self.days, self.unit, self._known(calendar), roll=self.roll)

    def answered(self, calendar: Calendar) -> Projection:
        """Answer without the steps; raises `OutsideTheCalendar`."""
        return projected(self.start, self.days, self.unit, self._known(calendar), roll=self.roll)

    def _known(self, calendar: Calendar) -> Calendar:
        return calendar if self.known_on is None else calendar.known_on(self.known_on)


def answer_line(line: bytes, number: int, calendar: Calendar, *, roll: bool = True) -> dict[str, Any]:
    """Answer one line of a batch: `{"due", "provisional"}`, or `{"error"}` with the number of the line.

    `roll` holds for a line that does not say it itself.
    """
    try:
        found = read_question(line, roll=roll).answered(calendar)
    except (QuestionRefused, OutsideTheCalendar) as fault:
        return {"error": f"第 {number} 行: {fault}"}
    return {"due": found.due_on.isoformat(), "provisional": found.provisional}


def read_question(line: bytes, *, roll: bool = True) -> Question:
    """Read a question from a JSON object with `from`, `days`, `unit`, and perhaps `known_on` and `roll`.

    Raises `QuestionRefused`.
    """
    try:
        told = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise QuestionRefused("不是 UTF-8 的 JSON 对象, 应如 " + _LIKE) from None
    if not isinstance(told, dict):
        raise QuestionRefused(f"应为 JSON 对象, 如 {_LIKE}, 实为“{_short(told)}”")
    if unknown := sorted(set(told) - set(_FIELDS)):
        raise QuestionRefused(f"不认识的字段 {_short(unknown[0])}, 应为 {'、'.join(_FIELDS)}")
    known_on = told.get("known_on")
    return Question(
        start=day_of(told.get("from"), "from"),
        days=_days(told.get("days")),
        unit=_unit(told.get("unit")),
        known_on=None if known_on is None else day_of(known_on, "known_on"),
        roll=_flag(told, roll),
    )


def steps_told(told: Due) -> list[dict[str, Any]]:
    """Return each day that was counted or skipped, with its reason and its rule."""
    return [
        {
            "day": step.day.isoformat(),
            "counted": step.verdict is Counted.COUNTED,
            "reason": step.reason,
            "rule": step.rule_id,
        }
        for step in told.steps
    ]


def day_of(value: object, field: str) -> date:
    """Return the day that a text such as 2024-02-08 names; raises `QuestionRefused`."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise QuestionRefused(f"{field} 应为日期 (如 2024-02-08), 实为“{_short(value)}”")


def _days(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise QuestionRefused(f"days 应为不小于 0 的整数, 实为“{_short(value)}”")
    return value


def _unit(value: object) -> Unit:
    if not isinstance(value, str) or value not in set(Unit):
        units = "、".join(f"{unit} ({unit.zh})" for unit in Unit)
        raise QuestionRefused(f"unit 应为 {units} 之一, 实为“{_short(value)}”")
    return Unit(value)


def _flag(told: Mapping[str, Any], default: bool) -> bool:
    value = told.get("roll", default)
    if not isinstance(value, bool):
        raise QuestionRefused(f"roll 应为 true 或 false, 实为“{_short(value)}”")
    return value


def _short(value: object) -> str:
    if value is None:
        return "空"
    try:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    except ValueError:  # a number of more digits than can be written
        return "过长的数"
    return text if len(text) <= 40 else f"{text[:40]}…"


_LIKE = '{"from": "2024-02-08", "days": 7, "unit": "wd"}'
