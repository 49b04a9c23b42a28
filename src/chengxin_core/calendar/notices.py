"""Notices of the State Council, as data: which days are off, which weekends are worked, and since when."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


class NoticeRefused(ValueError):
    """The file of notices does not say what a notice must say; the message tells where and what."""


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


def read_notices(toml: bytes) -> Notices:
    """Read a file of `[[notice]]` (with `[[notice.holiday]]`) and `[[fixed]]` tables, in UTF-8.

    Raises `NoticeRefused` where a field is missing, of another type, or contradicts another one.
    """
    try:
        tables = tomllib.loads(toml.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise NoticeRefused(f"节假日文件不是 UTF-8 的 TOML: {fault}") from fault
    notices = [_notice(table, f"第 {n} 份通知") for n, table in enumerate(tables.get("notice", []), 1)]
    fixed = [_fixed(table, f"第 {n} 个固定假日") for n, table in enumerate(tables.get("fixed", []), 1)]
    return Notices(tuple(sorted(notices, key=lambda notice: notice.issued_on)), tuple(fixed))


def _notice(table: dict[str, Any], where: str) -> Notice:
    return Notice(
        year=_field(table, "year", int, where),
        title=_field(table, "title", str, where),
        issued_on=_day(_field(table, "issued_on", date, where), where),
        source=_field(table, "source", str, where),
        holidays=tuple(_holiday(holiday, where) for holiday in _field(table, "holiday", list, where)),
    )


def _holiday(table: dict[str, Any], where: str) -> Holiday:
    name = _field(table, "name", str, where)
    off = tuple(_day(day, where) for day in table.get("off", []))
    work = tuple(_day(day, where) for day in table.get("work", []))
    if both := set(off) & set(work):
        raise NoticeRefused(f"{where}“{name}”: {min(both)} 既列为放假又列为上班")
    return Holiday(name, off, work)


def _fixed(table: dict[str, Any], where: str) -> FixedHoliday:
    until = table.get("in_force_until")
    return FixedHoliday(
        name=_field(table, "name", str, where),
        month=_field(table, "month", int, where),
        days=tuple(_field(table, "days", list, where)),
        in_force_from=_day(_field(table, "in_force_from", date, where), where),
        in_force_until=None if until is None else _day(until, where),
    )


def _field(table: dict[str, Any], name: str, kind: type, where: str) -> Any:
    if name not in table:
        raise NoticeRefused(f"{where}缺少 {name}")
    value = table[name]
    if not isinstance(value, kind):
        raise NoticeRefused(f"{where}的 {name} 应为 {kind.__name__}, 实为“{value}”")
    return value


def _day(value: object, where: str) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise NoticeRefused(f"{where}: 应为日期, 实为“{value}”")
    return value
