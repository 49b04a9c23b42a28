"""From TOML to notices: what a file must say; a fault is told with its place, what was found, what is expected."""

import re
import tomllib
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from chengxin_core.calendar.days import FIRST, LAST, LATE_DECEMBER
from chengxin_core.calendar.notices import FixedHoliday, Holiday, Notice, Notices

_T = TypeVar("_T")
_WORDS: Mapping[type, str] = {str: "文字", int: "整数", date: "日期 (如 2026-01-01)", list: "列表"}


class NoticeRefused(ValueError):
    """The file of notices does not say what a notice must say; the message tells where, found and expected."""


def read_notices(toml: bytes) -> Notices:
    """Read a file of `[[notice]]` (with `[[notice.holiday]]`) and `[[fixed]]` tables, in UTF-8.

    Raises `NoticeRefused` where a field is missing, unknown, of another type, or contradicts another one.
    """
    tables = _tables(toml)
    _refuse_unknown(tables, {"notice", "fixed"}, "文件")
    notices = [_notice(table, f"第 {n} 份通知") for n, table in enumerate(_list(tables, "notice", "文件"), 1)]
    fixed = [_fixed(table, f"第 {n} 个固定假日") for n, table in enumerate(_list(tables, "fixed", "文件"), 1)]
    return Notices(tuple(sorted(notices, key=lambda notice: notice.issued_on)), tuple(fixed))


def _tables(toml: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(toml.decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        line = toml[: fault.start].count(b"\n") + 1
        raise NoticeRefused(f"第 {line} 行: 不是 UTF-8 编码, 应为 UTF-8 的 TOML 文件") from fault
    except tomllib.TOMLDecodeError as fault:
        found = re.search(r"line (\d+), column (\d+)", str(fault))
        where = f"第 {found[1]} 行第 {found[2]} 列" if found else "文件末尾"
        raise NoticeRefused(f"{where}: 不是 UTF-8 的 TOML, 应为 [[notice]] 一类的表 ({fault})") from fault


def _notice(table: Any, where: str) -> Notice:
    _refuse_unknown(table, {"year", "title", "issued_on", "source", "holiday"}, where)
    year = _field(table, "year", int, where)
    if not FIRST.year < year <= LAST.year:
        raise NoticeRefused(f"{where}的 year 为 {year}, 应在 {FIRST.year + 1} 至 {LAST.year} 之间")
    holidays = _list(table, "holiday", where)
    if not holidays:
        raise NoticeRefused(f"{where}缺少 holiday, 应至少有一个 [[notice.holiday]]")
    notice = Notice(
        year=year,
        title=_text(table, "title", where),
        issued_on=_day(_field(table, "issued_on", date, where), f"{where}的 issued_on"),
        source=_text(table, "source", where),
        holidays=tuple(_holiday(each, year, f"{where}第 {n} 个假日") for n, each in enumerate(holidays, 1)),
    )
    _refuse_contradiction(notice, where)
    return notice


def _holiday(table: Any, year: int, where: str) -> Holiday:
    _refuse_unknown(table, {"name", "off", "work"}, where)
    name = _text(table, "name", where)
    place = f"{where}“{name}”"
    off, work = (_days(table, field, year, place) for field in ("off", "work"))
    if not off and not work:
        raise NoticeRefused(f"{place}没有列出任何一天, 应有 off (放假) 或者 work (上班)")
    return Holiday(name, off, work)


def _days(table: Any, field: str, year: int, where: str) -> tuple[date, ...]:
    days = tuple(_day(day, f"{where}的 {field}") for day in _list(table, field, where))
    first, last = date(year - 1, 12, LATE_DECEMBER), date(year, 12, 31)
    for n, day in enumerate(days):
        if not first <= day <= last:
            raise NoticeRefused(f"{where}的 {field} 有 {day}, 应在 {first} 至 {last} 之间")
        if day in days[:n]:
            raise NoticeRefused(f"{where}的 {field} 有两个 {day}, 应只列一次")
    return days


def _refuse_contradiction(notice: Notice, where: str) -> None:
    off = {day: holiday.name for holiday in notice.holidays for day in holiday.off}
    for holiday in notice.holidays:
        for day in holiday.work:
            if day in off:
                names = "、".join(dict.fromkeys((off[day], holiday.name)))
                raise NoticeRefused(f"{where}: {day} 既列为放假又列为上班 ({names}), 应只列一处")


def _fixed(table: Any, where: str) -> FixedHoliday:
    _refuse_unknown(table, {"name", "month", "days", "in_force_from", "in_force_until"}, where)
    until = table.get("in_force_until")
    return FixedHoliday(
        name=_text(table, "name", where),
        month=_field(table, "month", int, where),
        days=tuple(_field(table, "days", list, where)),
        in_force_from=_day(_field(table, "in_force_from", date, where), f"{where}的 in_force_from"),
        in_force_until=None if until is None else _day(until, f"{where}的 in_force_until"),
    )


def _refuse_unknown(table: Any, known: Collection[str], where: str) -> None:
    if not isinstance(table, dict):
        raise NoticeRefused(f"{where}为“{table}”, 应为表")
    if unknown := sorted(set(table) - set(known)):
        raise NoticeRefused(f"{where}有不认识的字段 {unknown[0]}, 应为 {'、'.join(sorted(known))}")


def _list(table: dict[str, Any], name: str, where: str) -> list[Any]:
    value = table.get(name, [])
    if not isinstance(value, list):
        raise NoticeRefused(f"{where}的 {name} 应为列表, 实为“{value}”")
    return value


def _text(table: dict[str, Any], name: str, where: str) -> str:
    value = _field(table, name, str, where).strip()
    if not value:
        raise NoticeRefused(f"{where}的 {name} 是空的, 应为文字")
    return value


def _field(table: dict[str, Any], name: str, kind: type[_T], where: str) -> _T:
    if name not in table:
        raise NoticeRefused(f"{where}缺少 {name}, 应为{_WORDS[kind]}")
    value = table[name]
    if not isinstance(value, kind) or isinstance(value, bool):
        raise NoticeRefused(f"{where}的 {name} 应为{_WORDS[kind]}, 实为“{value}”")
    return value


def _day(value: object, where: str) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise NoticeRefused(f"{where} 应为日期 (如 2026-01-01), 实为“{value}”")
    return value
