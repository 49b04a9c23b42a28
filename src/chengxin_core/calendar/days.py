"""Which day is a working day, by the notices that were known; every day is looked up in one table."""

import hashlib
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Self

from chengxin_core.calendar.notices import FixedHoliday, Notice, Notices
from chengxin_core.ledger.canonical import Json, canonical_bytes

FIRST, LAST = date(1949, 10, 1), date(2199, 12, 31)
LATE_DECEMBER = (
    25  # from here on the notice of the next year may arrange a day; the earliest so far was the 29th
)
_ORIGIN = FIRST.toordinal()
_BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")


class OutsideTheCalendar(ValueError):
    """A day before 1949-10-01 or after 2199-12-31: surely a slip of the pen."""


def legal_day(moment: datetime) -> date:
    """Return the day in China (UTC+8) on which `moment` fell; the one place that turns a moment into a day.

    >>> legal_day(datetime.fromisoformat("2026-11-22T16:00:00+00:00"))
    datetime.date(2026, 11, 23)

    Raises `ValueError` for a moment without a zone.
    """
    if moment.tzinfo is None:
        raise ValueError(f"时刻 {moment} 没有时区")
    return moment.astimezone(_BEIJING).date()


def beginning_of(day: date) -> datetime:
    """Return the moment at which a day begins in China; `legal_day` of it is `day`, of the moment before it is not.

    >>> beginning_of(date(2026, 11, 23)).isoformat()
    '2026-11-23T00:00:00+08:00'
    """
    return datetime.combine(day, time(), _BEIJING)


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day: worked or not, why, and whether the notice of its year is still to come (`provisional`)."""

    day: date
    is_working: bool
    reason: str
    provisional: bool


class Calendar:
    """工作日历: working days as the notices known on a day arrange them.

    A day is ruled by the latest notice that names it, else by its weekday. The days of a year without notice
    are provisional: weekends and fixed-date holidays only. So are the last days of December until the notice of
    the next year, whose New Year holiday may reach back to them.
    """

    def __init__(self, notices: Iterable[Notice] = (), fixed: Iterable[FixedHoliday] = ()) -> None:
        """Keep the notices, oldest first, and the holidays that hold without one."""
        self.notices = tuple(sorted(notices, key=lambda notice: notice.issued_on))
        self.fixed = tuple(fixed)
        self.announced_years = frozenset(notice.year for notice in self.notices)
        self._known_from = [notice.issued_on for notice in self.notices]
        self._with_first = lru_cache(maxsize=None)(self._only_first)

    @classmethod
    def of(cls, source: Notices) -> Self:
        """Make the calendar of a whole file of notices."""
        return cls(source.notices, source.fixed)

    def known_on(self, day: date) -> "Calendar":
        """Return the calendar as one could know it at the end of `day`: later notices left out."""
        return self._with_first(bisect_right(self._known_from, day))

    def _only_first(self, count: int) -> "Calendar":
        return self if count == len(self.notices) else Calendar(self.notices[:count], self.fixed)

    @cached_property
    def version(self) -> str:
        """The SHA-256, in hex, of everything that this calendar rests on."""
        told: list[Json] = [_told(notice) for notice in self.notices]
        fixed: list[Json] = [
            [f.name, f.month, list(f.days), f.in_force_from.isoformat(), str(f.in_force_until)]
            for f in self.fixed
        ]
        return hashlib.sha256(canonical_bytes([told, fixed])).hexdigest()

    def is_working_day(self, day: date) -> bool:
        """Say whether `day` is worked, make-up workdays included."""
        return bool(self._worked[index_of(day)])

    def is_provisional(self, day: date) -> bool:
        """Say whether the notice that may arrange `day` is still to come."""
        return self.has_provisional(day, day)

    def has_provisional(self, first: date, last: date) -> bool:
        """Say whether a notice still to come may arrange a day from `first` to `last`, both included."""
        years = range(first.year, last.year + 1)
        return any(year not in self.announced_years for year in years) or any(
            year + 1 not in self.announced_years
            and first <= date(year, 12, 31)
            and last >= date(year, 12, LATE_DECEMBER)
            for year in years
        )

    def notices_since(self, version: str) -> tuple[Notice, ...]:
        """Return the notices that came after this calendar's earlier `version`; none for a version it never had."""
        for count in range(len(self.notices), -1, -1):
            if self._with_first(count).version == version:
                return self.notices[count:]
        return ()

    def day(self, day: date) -> CalendarDay:
        """Return `day` with the reason why it is worked or not."""
        named = self._named.get(day)
        working = self.is_working_day(day)
        if named is not None:
            reason = f"{named}调休上班" if working else f"{named}放假"
        else:
            reason = "工作日" if working else "周末"
        return CalendarDay(day, working, reason, self.is_provisional(day))

    def working_days_until(self, day: date) -> int:
        """Return how many working days the table holds up to and including `day`."""
        return self._counts[index_of(day)]

    def working_day(self, number: int) -> date:
        """Return the working day of that number, counted as `working_days_until` counts them, from 1."""
        if not 1 <= number <= len(self._working):
            raise OutsideTheCalendar(f"期限超出日历范围 ({FIRST} 至 {LAST})")
        return date.fromordinal(self._working[number - 1])

    def next_working_day(self, day: date) -> date:
        """Return `day` itself where it is worked, else the first working day after it."""
        return day if self.is_working_day(day) else self.working_day(self.working_days_until(day) + 1)

    def working_day_before(self, day: date) -> date:
        """Return the last working day before `day`."""
        return self.working_day(self.working_days_until(day - timedelta(days=1)))

    @cached_property
    def _named(self) -> dict[date, str]:
        """Days that a holiday rules, with its name; what a later notice says wins."""
        named: dict[date, str] = {}
        for year in range(FIRST.year + 1, LAST.year + 1):
            if year not in self.announced_years:
                named |= {day: holiday.name for holiday in self.fixed for day in holiday.days_of(year)}
        for notice in self.notices:
            for holiday in notice.holidays:
                named |= dict.fromkeys(holiday.off + holiday.work, holiday.name)
        return named

    @cached_property
    def _worked(self) -> bytearray:
        """One byte for each day of the table: 1 where it is worked."""
        days = LAST.toordinal() - _ORIGIN + 1
        week = bytes(int((FIRST.weekday() + n) % 7 < 5) for n in range(7))
        worked = bytearray((week * (days // 7 + 1))[:days])
        for day in self._named:
            worked[index_of(day)] = 0
        for notice in self.notices:
            for holiday in notice.holidays:
                for day in holiday.off:
                    worked[index_of(day)] = 0
                for day in holiday.work:
                    worked[index_of(day)] = 1
        return worked

    @cached_property
    def _counts(self) -> "array[int]":
        return array("i", accumulate(self._worked))

    @cached_property
    def _working(self) -> "array[int]":
        return array("i", (_ORIGIN + n for n, worked in enumerate(self._worked) if worked))


def index_of(day: date) -> int:
    """Return the place of `day` in a calendar's table; raises `OutsideTheCalendar`."""
    if not FIRST <= day <= LAST:
        raise OutsideTheCalendar(f"{day} 超出日历范围 ({FIRST} 至 {LAST})")
    return day.toordinal() - _ORIGIN


def _told(notice: Notice) -> Json:
    arranged = [[holiday.name, _texts(holiday.off), _texts(holiday.work)] for holiday in notice.holidays]
    return [notice.year, notice.title, notice.issued_on.isoformat(), arranged]


def _texts(days: Iterable[date]) -> list[str]:
    return [day.isoformat() for day in days]
