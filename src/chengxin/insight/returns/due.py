"""报送日: which returns the rulebook knows, for which period each is due next, and by which day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from chengxin.foundation.ledgers.plugs import ledger_of
from chengxin.foundation.rules.queries import calendar
from chengxin.foundation.subjects.models import Level, PublicBody
from chengxin.insight.returns.asking import has_an_end, missing_from, why_of
from chengxin.insight.returns.columns import MONTHS, Template, last_day_of, templates_of
from chengxin.insight.returns.periods import Period, period_of
from chengxin.insight.returns.reports import Report
from chengxin_core.rulebook import Rulebook
from chengxin_core.rulebook.entries import Item


@dataclass(frozen=True, slots=True)
class Due:
    """A return with the period that it is next due for, and the last day for handing it in."""

    template: Template
    period: Period
    said_on: date  # as the rulebook has it
    due_on: date  # that day, or the next working day
    basis: str  # the citation of the day, or 系统默认，可调整
    ledger: str  # the list that fills it in, if one does
    why: str  # what it is asked for
    missing: tuple[str, ...]  # of basis, owner and end, what it does not state: then it is not asked for

    @property
    def item(self) -> Item:
        assert self.template.item is not None  # it comes from the rulebook
        return self.template.item

    @property
    def report(self) -> Report | None:
        """The report that fills it in, if one does."""
        return self.template.report

    @property
    def is_filled(self) -> bool:
        """Whether the house counts all of it."""
        return not self.template.manual


def returns_due(book: Rulebook, *, on: date, level: Level = Level.PROVINCE) -> list[Due]:
    """Return what is due next, nearest day first; the sum of a region as an office of that level owes it."""
    return sorted(_due(book, on, level), key=lambda each: (each.due_on, each.item.code))


def due_day(book: Rulebook, item: Item, period: Period, *, on: date, level: Level = Level.PROVINCE) -> date:
    """Return the last day for the return of a period; one that is not worked moves to the next working day (G-03)."""
    return calendar().next_working_day(last_day_of(book, item, period, on=on, level=level))


def level_of(body: PublicBody) -> Level:
    """Return by which level the day of a sum is counted: the province's own, or a city's."""
    return Level.PROVINCE if body.region.level == Level.PROVINCE else Level.CITY


def _due(book: Rulebook, on: date, level: Level) -> Iterator[Due]:
    for template in templates_of(book, on=on):
        item = template.item
        assert item is not None  # it comes from the rulebook
        if not has_an_end(book, item, on=on):
            continue
        period = period_of(on, MONTHS[item.text("every")]).before()
        while (day := due_day(book, item, period, on=on, level=level)) < on:
            period = period.next()
        ledger = item.text("ledger", "")
        basis = book.parameter(item.text("due")).on(on).shown
        said_on = last_day_of(book, item, period, on=on, level=level)
        missing = tuple(missing_from(book, item, on=on))
        found = ledger if ledger_of(ledger) else ""
        yield Due(template, period, said_on, day, basis, found, why_of(item), missing)
