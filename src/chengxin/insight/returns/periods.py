"""期间: a month, a quarter or a year, as it is asked for in an address."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

_MONTH = re.compile(r"(2\d{3})-(0[1-9]|1[0-2])")
_QUARTER = re.compile(r"(2\d{3})Q([1-4])")
_YEAR = re.compile(r"2\d{3}")
EARLIEST = 2001
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A span of whole months: `code` is how an address names it; `first` and `last` are its days."""

    code: str
    first: date
    months: int

    @property
    def last(self) -> date:
        return _months_after(self.first, self.months) - ONE_DAY

    def a_year_before(self) -> "Period":
        """Return the same span of the year before."""
        return Period(
            self.code.replace(str(self.first.year), str(self.first.year - 1), 1),
            self.first.replace(year=self.first.year - 1),
            self.months,
        )

    def next(self) -> "Period":
        """Return the span that follows."""
        return period_of(_months_after(self.first, self.months), self.months)

    def before(self) -> "Period":
        """Return the span that went before."""
        return period_of(_months_after(self.first, -self.months), self.months)


def read_period(text: str) -> Period | None:
    """Return the period that a text names, such as `2026-10`, `2026Q3` or `2026`; None where it names none.

    >>> read_period("2026Q3").last
    datetime.date(2026, 9, 30)
    >>> read_period("2026-13") is None
    True
    """
    if found := _MONTH.fullmatch(text):
        return _made(text, int(found[1]), int(found[2]), 1)
    if found := _QUARTER.fullmatch(text):
        return _made(text, int(found[1]), 3 * int(found[2]) - 2, 3)
    return _made(text, int(text), 1, 12) if _YEAR.fullmatch(text) else None


def last_quarter(today: date) -> Period:
    """Return the quarter that ended last."""
    return period_of(today, 3).before()


def period_of(day: date, months: int) -> Period:
    """Return the month, quarter or year that holds a day.

    >>> period_of(date(2026, 11, 23), 3).code
    '2026Q4'
    """
    begin = (day.month - 1) // months * months + 1
    code = {1: f"{day.year}-{begin:02d}", 3: f"{day.year}Q{begin // 3 + 1}", 12: str(day.year)}[months]
    return Period(code, date(day.year, begin, 1), months)


def _made(code: str, year: int, month: int, months: int) -> Period | None:
    return Period(code, date(year, month, 1), months) if year >= EARLIEST else None


def _months_after(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
