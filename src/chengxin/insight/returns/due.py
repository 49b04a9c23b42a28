"""报送日: which returns the rulebook knows, for which period each is due next, and by which day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from chengxin.foundation.ledgers.plugs import ledger_of
from chengxin.insight.returns.periods import Period, period_of
from chengxin.insight.returns.reports import REPORTS, Report
from chengxin_core.rulebook import Rulebook
from chengxin_core.rulebook.entries import Item

RETURNS = "statutory_returns"
_MONTHS = {"month": 1, "year": 12}


@dataclass(frozen=True, slots=True)
class Due:
    """A return with the period that it is next due for, and the last day for handing it in."""

    item: Item
    period: Period
    due_on: date
    report: Report | None  # that fills it in; None where its fields are not in the rulebook
    ledger: str  # the list that fills it in, if one does

    @property
    def is_filled(self) -> bool:
        return self.report is not None or bool(self.ledger)


def returns_due(book: Rulebook, *, on: date) -> list[Due]:
    """Return what is due next, nearest day first."""
    return sorted(_due(book, on), key=lambda each: (each.due_on, each.item.code))


def _due(book: Rulebook, on: date) -> Iterator[Due]:
    for item in book.items(RETURNS, on=on):
        period = period_of(on, _MONTHS[item.text("every")]).before()
        while (day := _day(book, item, period, on)) < on:
            period = period.next()
        ledger = item.text("ledger") if "ledger" in item.attributes else ""
        report = REPORTS[item.text("report")] if "report" in item.attributes else None
        yield Due(item, period, day, report, ledger if ledger_of(ledger) else "")


def _day(book: Rulebook, item: Item, period: Period, on: date) -> date:
    """Return the day by which the return of a period is due: in the period after it, or `within` it."""
    said = book.parameter(item.text("due")).on(on)
    begins = period.first if item.flag("within") else period.next().first
    if isinstance(said.value, int):
        return begins + timedelta(days=said.number - 1)
    month, day = str(said.value).split("-")
    return date(begins.year, int(month), int(day))
