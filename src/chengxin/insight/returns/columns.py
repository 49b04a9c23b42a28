"""栏目: what a return consists of, as the rulebook has it: what the house counts, what people enter."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from chengxin.insight.returns.periods import Period, period_of
from chengxin.insight.returns.reports import REPORTS, Figure, Report
from chengxin_core.rulebook import Rulebook
from chengxin_core.rulebook.entries import Item

RETURNS, COLUMNS = "statutory_returns", "return_columns"
MONTHS = {"month": 1, "year": 12}


@dataclass(frozen=True, slots=True)
class StatedColumn:
    """One column: a figure of a report, something `counted`, or, where it is neither, a figure entered by hand."""

    code: str
    zh: Any
    unit: str
    basis: str  # the citation, or 系统默认，可调整
    figure: Figure | None = None
    counted: str = ""
    stands: bool = False  # 存量: it is so until it changes, and no count of what happened in the period
    again: str = ""  # why it is asked for although it may have been reported for the same period before

    @property
    def is_manual(self) -> bool:
        return self.figure is None and not self.counted


@dataclass(frozen=True, slots=True)
class Template:
    """表样: a return of the rulebook with its columns."""

    item: Item
    report: Report | None
    columns: tuple[StatedColumn, ...]

    @property
    def manual(self) -> tuple[StatedColumn, ...]:
        """The columns that the house cannot count."""
        return tuple(each for each in self.columns if each.is_manual)


def templates_of(book: Rulebook, *, on: date) -> list[Template]:
    """Return every return that the rulebook knows on a day."""
    extra = book.items(COLUMNS, on=on)
    return [_template(item, extra) for item in book.items(RETURNS, on=on)]


def template_named(book: Rulebook, code: str, *, on: date) -> Template:
    """Return one return. Raises `NotListed`."""
    return _template(book.item(RETURNS, code, on=on), book.items(COLUMNS, on=on))


def _template(item: Item, extra: tuple[Item, ...]) -> Template:
    report = REPORTS[item.text("report")] if "report" in item.attributes else None
    figures = report.figures if report else ()
    return Template(
        item,
        report,
        (
            *(StatedColumn(each.code, each.zh, "件", item.shown, each) for each in figures),
            *(_column(each) for each in extra if item.code in each.texts("of")),
        ),
    )


def _column(item: Item) -> StatedColumn:
    return StatedColumn(
        item.code,
        item.zh,
        item.text("unit"),
        item.shown,
        None,
        item.text("counted", ""),
        item.flag("stands"),
        item.text("again", ""),
    )


def last_day_of(book: Rulebook, item: Item, period: Period, *, on: date) -> date:
    """Return the day that the rulebook sets for the return of a period: in the period after it, or `within` it."""
    said = book.parameter(item.text("due")).on(on)
    begins = period.first if item.flag("within") else period.next().first
    if isinstance(said.value, int):
        return begins + timedelta(days=said.number - 1)
    month, day = str(said.value).split("-")
    return date(begins.year, int(month), int(day))


def period_at(item: Item, day: date) -> Period:
    """Return the period that a return was for when it could last be opened on `day`: the one that has ended.

    A return that is due within its own period is for the one that still runs.
    """
    running = period_of(day, MONTHS[item.text("every")])
    return running if item.flag("within") else running.before()
