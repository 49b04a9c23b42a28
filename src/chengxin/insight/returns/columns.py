"""栏目: what a return consists of, as the rulebook has it: what the house counts, what people enter."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from chengxin.foundation.subjects.models import Level
from chengxin.insight.returns.models import Ask
from chengxin.insight.returns.periods import Period, period_of
from chengxin.insight.returns.reports import REPORTS, Figure, Report
from chengxin_core.rulebook import Rulebook
from chengxin_core.rulebook.entries import Item

RETURNS, COLUMNS = "statutory_returns", "return_columns"
MONTHS = {"month": 1, "year": 12}
AFTER = {Level.PROVINCE: "returns.province_sums_after", Level.CITY: "returns.city_sums_after"}


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
    is_summed: bool = False  # 汇总: the sum of what the bodies of a region handed in

    @property
    def is_manual(self) -> bool:
        return self.figure is None and not self.counted and not self.is_summed


@dataclass(frozen=True, slots=True)
class Template:
    """表样: a return of the rulebook with its columns, or what an organ asked for by hand: then `item` is None."""

    item: Item | None
    report: Report | None
    columns: tuple[StatedColumn, ...]
    zh: str
    sums: str = ""  # the return that it is the sum of, over the bodies that hand theirs in to its maker
    question: str = ""  # what is answered in words
    papers: str = ""  # which files go with it

    @property
    def manual(self) -> tuple[StatedColumn, ...]:
        """The columns that the house cannot count."""
        return tuple(each for each in self.columns if each.is_manual)


def templates_of(book: Rulebook, *, on: date) -> list[Template]:
    """Return every return that the rulebook knows on a day."""
    extra = book.items(COLUMNS, on=on)
    return [_template(book, item, extra, on) for item in book.items(RETURNS, on=on)]


def template_named(book: Rulebook, code: str, *, on: date) -> Template:
    """Return one return. Raises `NotListed`."""
    return _template(book, book.item(RETURNS, code, on=on), book.items(COLUMNS, on=on), on)


def template_asked(ask: Ask) -> Template:
    """Return what an organ asked for by hand: every figure is entered."""
    columns = (
        StatedColumn(str(each["code"]), str(each["zh"]), str(each["unit"]), ask.basis) for each in ask.columns
    )
    return Template(None, None, tuple(columns), ask.title, "", ask.question, ask.papers)


def sums_of(item: Item) -> str:
    """Return the code of the return that this one is the sum of over a region; empty for any other."""
    return item.text("sums", "")


def _template(book: Rulebook, item: Item, extra: tuple[Item, ...], on: date) -> Template:
    if sums_of(item):
        base = _template(book, book.item(RETURNS, sums_of(item), on=on), extra, on)
        columns = (
            StatedColumn(each.code, each.zh, each.unit, each.basis, is_summed=True) for each in base.columns
        )
        return Template(item, None, tuple(columns), item.zh, sums_of(item))
    report = REPORTS[item.text("report")] if "report" in item.attributes else None
    figures = report.figures if report else ()
    return Template(
        item,
        report,
        (
            *(StatedColumn(each.code, each.zh, "件", item.shown, each) for each in figures),
            *(_column(each) for each in extra if item.code in each.texts("of")),
        ),
        item.zh,
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


def last_day_of(
    book: Rulebook, item: Item, period: Period, *, on: date, level: Level = Level.PROVINCE
) -> date:
    """Return the day that the rulebook sets for the return of a period: in the period after it, or `within` it.

    The sum of a region is due some days after what it sums; those of the province after those of its cities (`level`).
    """
    if sums_of(item):
        base = last_day_of(book, book.item(RETURNS, sums_of(item), on=on), period, on=on)
        return base + timedelta(days=book.parameter(AFTER[level]).on(on).number)
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
