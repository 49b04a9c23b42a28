"""Notices of the State Council, as data: which days are off, which weekends are worked, and since when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Holiday:
    """One holiday as a notice arranges it: its days off, and the weekend days worked instead (调休)."""

    name: str
    off: tuple[date, ...]
    work: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """节假日安排通知: the arrangement of a year, or a later change of it, known from `issued_on`."""

    year: int
    title: str
    issued_on: date
    source: str
    holidays: tuple[Holiday, ...]


@dataclass(frozen=True, slots=True)
class FixedHoliday:
    """法定假日 on fixed days of a month: all that is known of a year before its notice."""

    name: str
    month: int
    days: tuple[int, ...]
    in_force_from: date
    in_force_until: date | None = None

    def days_of(self, year: int) -> Iterator[date]:
        """Yield the days of this holiday in `year` on which it was in force."""
        for number in self.days:
            day = date(year, self.month, number)
            if self.in_force_from <= day and (self.in_force_until is None or day < self.in_force_until):
                yield day


@dataclass(frozen=True, slots=True)
class Notices:
    """All notices, oldest first, and the holidays that hold without one."""

    notices: tuple[Notice, ...]
    fixed: tuple[FixedHoliday, ...] = ()

    def with_further(self, more: Iterable[Notice]) -> "Notices":
        """Return these and the further ones; one of a year and a day of issue that is here already is left out."""
        here = {(notice.year, notice.issued_on) for notice in self.notices}
        new = (notice for notice in more if (notice.year, notice.issued_on) not in here)
        return Notices(tuple(sorted((*self.notices, *new), key=lambda notice: notice.issued_on)), self.fixed)
