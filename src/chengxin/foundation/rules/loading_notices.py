"""Loading a further notice: checked against what is known, kept under its hash, never in place of another."""

from datetime import date, datetime
from hashlib import sha256

from chengxin.foundation.rules.models import LoadedNotice
from chengxin.foundation.rules.queries import calendar
from chengxin_core.calendar import Calendar, Holiday, Notice, NoticeRefused, Notices, read_notices


def further_notices(content: bytes, *, on: date) -> tuple[Notice, ...]:
    """Return what a file adds to the notices known; nothing where all of it is known.

    Raises `NoticeRefused` where its form is wrong, where it was issued after `on`, or where a notice of that year
    and day of issue is known with other days: a correction has a day of its own.
    """
    told = read_notices(content)
    if told.fixed:
        raise NoticeRefused("文件有 [[fixed]], 应只有 [[notice]]: 固定假日随程序提供")
    if not told.notices:
        raise NoticeRefused("文件没有通知, 应至少有一个 [[notice]]")
    known = calendar().notices
    return tuple(notice for notice in told.notices if not _is_known(notice, known, on))


def calendar_with(further: tuple[Notice, ...]) -> Calendar:
    """Return the calendar as it would be with these notices."""
    known = calendar()
    return Calendar.of(Notices(known.notices, known.fixed).with_further(further))


def load_notices(*, content: bytes, at: datetime, on: date) -> bool:
    """Keep a file of notices; say whether it was new. The same file again changes nothing.

    Raises `NoticeRefused` as `further_notices` does.
    """
    if not further_notices(content, on=on):
        return False
    _, is_new = LoadedNotice.objects.get_or_create(
        digest=sha256(content).hexdigest(), defaults={"content": content, "loaded_at": at}
    )
    return is_new


def _is_known(notice: Notice, known: tuple[Notice, ...], on: date) -> bool:
    if notice.issued_on > on:
        raise NoticeRefused(f"“{notice.title}”的 issued_on 为 {notice.issued_on}, 应不晚于今天 ({on})")
    for each in known:
        if (each.year, each.issued_on) == (notice.year, notice.issued_on):
            if _days(each.holidays) != _days(notice.holidays):
                raise NoticeRefused(
                    f"{notice.issued_on} 关于 {notice.year} 年的通知已经载入, 放假和上班日与“{notice.title}”不同, "
                    "应与已载入的一致; 以后的调整应写它自己的 issued_on"
                )
            return True
    return False


def _days(holidays: tuple[Holiday, ...]) -> tuple[set[date], set[date]]:
    return {day for each in holidays for day in each.off}, {day for each in holidays for day in each.work}
