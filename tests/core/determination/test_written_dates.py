"""Dates are read in every usual way of writing them, and never guessed."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin_core.determination.written_dates import DateUnreadable, read_date

TODAY = date(2026, 9, 1)
DAYS = st.dates(date(1950, 1, 1), TODAY)
DIGITS = "〇一二三四五六七八九"


def chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[ones] if ones else "")


@given(day=DAYS)
def test_every_usual_way_of_writing_a_day_is_read_back(day: date) -> None:
    year = "".join(DIGITS[int(figure)] for figure in str(day.year))
    ways = [
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f" {day.year // 10} {day.year % 10} 年{day.month:02} 月 {day.day} 日",
        f"{year}年{chinese(day.month)}月{chinese(day.day)}日",
        f"{day.isoformat()} 00:00:00",
        f"{day.isoformat()}T08:30:00",
    ]

    assert {read_date(way, not_after=TODAY) for way in ways} == {day}


@given(day=DAYS)
def test_a_date_without_marks_is_read_only_where_one_day_fits(day: date) -> None:
    written = f"{day.year}{day.month}{day.day}"

    two_ways = len(written) == 7 and written[4:6] in ("10", "11", "12") and written[6] != "0"
    if len(written) == 6 or two_ways:
        with pytest.raises(DateUnreadable):
            read_date(written, not_after=date(9999, 1, 1))
    else:
        assert read_date(written, not_after=date(9999, 1, 1)) == day


def test_reads_seven_digits_that_fit_one_day() -> None:
    assert read_date("2023830", not_after=TODAY) == date(2023, 8, 30)


def test_refuses_seven_digits_that_fit_two_days_and_names_both() -> None:
    with pytest.raises(DateUnreadable, match="2023-01-11 或者 2023-11-01"):
        read_date("2023111", not_after=TODAY)


def test_refuses_a_day_that_has_not_come() -> None:
    with pytest.raises(DateUnreadable, match="不晚于 2026-09-01"):
        read_date("2026-09-02", not_after=TODAY)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "无",
        "2023年8月",
        "2023-13-01",
        "2023-02-30",
        "16.3.2",
        "45000",
        "202308",
        "二〇一六年三月",
        "0202-01-01",
    ],
)
def test_refuses_what_is_no_day(written: str) -> None:
    with pytest.raises(DateUnreadable) as refused:
        read_date(written, not_after=TODAY)

    assert "2023-08-30" in refused.value.expected


@given(text=st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(DateUnreadable):
        assert read_date(text, not_after=TODAY) <= TODAY
