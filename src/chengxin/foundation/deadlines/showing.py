"""What others are shown of a deadline: the answer to “why this day”, as values that can be written as JSON."""

from typing import Any

from chengxin.foundation.deadlines.models import DeadlineExtension, DeadlineSuspension
from chengxin.foundation.deadlines.queries import Why
from chengxin_core.calendar import NEVER
from chengxin_core.calendar.questions import steps_told


def why_as_json(why: Why) -> dict[str, Any]:
    """Return the whole answer: rule, start, suspensions, extensions, every day, the calendar; posts, never names."""
    deadline = why.deadline
    is_open = deadline.due_on == NEVER
    return {
        "matter": deadline.matter.number,
        "title": deadline.title,
        "clock": deadline.clock,
        "owes": deadline.owes,
        "due": None if is_open else deadline.due_on.isoformat(),
        "suspended": is_open,
        "provisional": deadline.provisional,
        "rule": {"id": deadline.rule_id, "gist": why.gist, "source": why.source},
        "start": {"on": deadline.started_on.isoformat(), "event": deadline.started_by},
        "budget": deadline.budget,
        "extended": deadline.extended,
        "unit": deadline.unit,
        "suspensions": [_suspension(each) for each in why.suspensions],
        "extensions": [_extension(each) for each in why.extensions],
        "steps": steps_told(why.counted),
        "calendar_version": why.counted.calendar_version,
        "ended": None
        if deadline.ended_on is None
        else {"on": deadline.ended_on.isoformat(), "event": deadline.ended_by},
    }


def _suspension(each: DeadlineSuspension) -> dict[str, Any]:
    return {
        "ground": each.ground,
        "from": each.from_on.isoformat(),
        "until": None if each.until_on is None else each.until_on.isoformat(),
        "notice": each.notice,
        "notice_on": each.notice_on.isoformat(),
        "by": each.by.post,
    }


def _extension(each: DeadlineExtension) -> dict[str, Any]:
    return {
        "added": each.added,
        "reason": each.reason,
        "approver": each.approver,
        "approved_by": each.approved_by.post,
        "approved_at": each.at.isoformat(),
        "notice": each.notice,
        "notice_on": each.notice_on.isoformat(),
    }
