"""提醒级别: which warnings a deadline gives and on which days; two always, further ones by the rulebook's list."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from chengxin.foundation.deadlines.models import Deadline, Rung
from chengxin.foundation.rules.queries import NoRulebook, rulebook_of
from chengxin_core.calendar import NEVER, Calendar, Unit
from chengxin_core.rulebook import UnknownRule
from chengxin_core.rulebook.entries import Item, NotStated

LIST = "deadline_rungs"
SILENCE = "silence"  # the rung on which what the law makes of silence comes about
EVERY_CLOCK = "*"


@dataclass(frozen=True, slots=True)
class RungRule:
    """One warning: `after` units past the due day (before it where negative); `effect` is what rooms plug into."""

    code: str
    zh: str
    after: int
    unit: Unit
    effect: str

    def day(self, due_on: date, calendar: Calendar) -> date:
        """Return the day on which the rung is reached."""
        if due_on == NEVER:
            return NEVER
        if self.unit is Unit.DAYS:
            return due_on + timedelta(days=self.after)
        if self.after < 0:
            before = calendar.working_days_until(due_on - timedelta(days=1))
            return calendar.working_day(before + 1 + self.after)
        return (
            calendar.working_day(calendar.working_days_until(due_on) + self.after) if self.after else due_on
        )


AMBER = RungRule(Rung.AMBER, Rung.AMBER.zh, -1, Unit.WORKING_DAYS, Rung.AMBER)
RED = RungRule(Rung.RED, Rung.RED.zh, 1, Unit.DAYS, Rung.RED)


def rungs_for(deadline: Deadline) -> tuple[RungRule, ...]:
    """Return the warnings that a deadline gives."""
    return rungs_of(deadline.matter.rulebook, deadline.clock, deadline.started_on)


@lru_cache(maxsize=4096)
def rungs_of(rulebook: str, clock: str, on: date) -> tuple[RungRule, ...]:
    """Return the warnings of a clock by a rulebook: amber and red, and what its list adds or words otherwise.

    An item for the clock itself goes before one of the same code for every clock.
    """
    found = {AMBER.code: AMBER, RED.code: RED}
    items = _items(rulebook, on)
    for applies_to in (EVERY_CLOCK, clock):
        found |= {item.code: _rung(item) for item in items if item.text("clock", EVERY_CLOCK) == applies_to}
    return tuple(found.values())


def longest_lead(rulebook: str, on: date) -> int:
    """Return how many days (or working days) before a due day the first warning of a rulebook comes."""
    return max(-AMBER.after, *(-item.number("after") for item in _items(rulebook, on)), 0)


def _items(rulebook: str, on: date) -> tuple[Item, ...]:
    """Return the rungs that a rulebook adds; none where it has no such list, or is not here."""
    try:
        return rulebook_of(rulebook).items(LIST, on=on)
    except (NoRulebook, UnknownRule):
        return ()


def _rung(item: Item) -> RungRule:
    unit = item.text("unit", Unit.WORKING_DAYS)
    if unit not in {Unit.WORKING_DAYS, Unit.DAYS}:
        raise NotStated(f"{item.file}:{item.line} “{item.zh}”的 unit 为“{unit}”，应为 wd 或者 d")
    return RungRule(item.code, item.zh, item.number("after"), Unit(unit), item.text("effect", item.code))
