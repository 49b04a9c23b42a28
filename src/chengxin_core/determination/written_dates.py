"""书写的日期: days as people write them, read without guessing.

Read are `2016年3月2日`, `2016-03-02`, `2016/3/2`, `2016.3.2`, `20160302`, `二〇一六年三月二日`, each also
with blanks inside, full-width, and with a time of day behind it. Seven digits such as `2023830` are read
only where a single month and day fit them; all else is refused with the form that is expected.
"""

import re
import unicodedata
from datetime import date

_EXPECTED = "“2023-08-30”或者“2023年8月30日”这样的日期"
_TIME_OF_DAY = re.compile(r"(?<=\d)(?:[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?)$")
_BLANKS = re.compile(r"[\s\u200b\ufeff]+")
_MARKED = re.compile(
    r"(?P<y>\d{4})(?P<mark>[-/.年])(?P<m>\d{1,2})(?:(?P=mark)|(?<=\d)月)(?P<d>\d{1,2})[日号]?"
)
_EIGHT = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})")
_SEVEN = re.compile(r"(?P<y>\d{4})(?P<rest>\d{3})")
_CHINESE = re.compile(
    r"(?P<y>[〇○零Oo0一二三四五六七八九]{4})年(?P<m>[元正一二三四五六七八九十]{1,3})月(?P<d>[初一二三四五六七八九十廿卅]{1,3})[日号]"
)
_DIGITS = str.maketrans("〇○零Oo0一二三四五六七八九", "000000123456789")
_EARLIEST_YEAR = 1900


class DateUnreadable(ValueError):
    """A date that cannot be read, or can be read in two ways, or cannot have come yet."""

    def __init__(self, found: str, expected: str = _EXPECTED) -> None:
        self.found, self.expected = found[:40], expected
        super().__init__(f"日期填的是“{self.found}”，应当是{expected}。")


def read_date(text: str, *, not_after: date) -> date:
    """Return the day that `text` writes; raise `DateUnreadable` where it is none or lies after `not_after`.

    >>> read_date("二〇一六年三月二日", not_after=date(2026, 1, 1))
    datetime.date(2016, 3, 2)
    >>> read_date("202 4 年 5月6日", not_after=date(2026, 1, 1))
    datetime.date(2024, 5, 6)
    >>> read_date("2023111", not_after=date(2026, 1, 1))  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    ...
    chengxin_core.determination.written_dates.DateUnreadable: ...
    """
    readings = _readings(text)
    if not readings:
        raise DateUnreadable(text)
    if len(readings) > 1:
        both = " 或者 ".join(day.isoformat() for day in readings)
        raise DateUnreadable(text, f"写明月和日的日期：它可以是 {both}")
    if readings[0] > not_after:
        raise DateUnreadable(text, f"不晚于 {not_after.isoformat()} 的日期")
    return readings[0]


def _readings(text: str) -> list[date]:
    """Every day that the text can mean, in order."""
    width = unicodedata.normalize("NFKC", text[:80]).strip()
    plain = _BLANKS.sub("", _TIME_OF_DAY.sub("", width))
    if found := _MARKED.fullmatch(plain) or _EIGHT.fullmatch(plain):
        return _days((found["y"], found["m"], found["d"]))
    if found := _SEVEN.fullmatch(plain):
        year, rest = found["y"], found["rest"]
        return _days((year, rest[:1], rest[1:]), (year, rest[:2], rest[2:]))
    if found := _CHINESE.fullmatch(plain):
        return _days((found["y"].translate(_DIGITS), str(_number(found["m"])), str(_number(found["d"]))))
    return []


def _days(*written: tuple[str, str, str]) -> list[date]:
    days = []
    for year, month, day in written:
        try:
            days.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return sorted(day for day in days if day.year >= _EARLIEST_YEAR)


def _number(written: str) -> int:
    """Return a number below forty in Chinese characters; nonsense gives a number that no calendar has.

    >>> _number("廿三"), _number("十二"), _number("初八"), _number("元")
    (23, 12, 8, 1)
    """
    written = (
        written.removeprefix("初")
        .replace("廿", "二十")
        .replace("卅", "三十")
        .replace("元", "一")
        .replace("正", "一")
    )
    tens, ten, ones = written.rpartition("十")
    if len(ones) > 1 or len(tens) > 1:
        return 0
    value = int((tens or "1").translate(_DIGITS)) * 10 if ten else 0
    return value + (int(ones.translate(_DIGITS)) if ones else 0)
