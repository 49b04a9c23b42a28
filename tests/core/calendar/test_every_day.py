"""Every day 2015–2026 against the list it was made from, and what each notice moved."""

import csv
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from tests.law import the_calendar

EVERY_DAY = next(
    (
        found
        for above in Path(__file__).parents
        if (found := above / "shared" / "data" / "calendar" / "cn_workdays_2015_2026.csv").exists()
    ),
    None,
)
CHANGED_LATER = {"2015-09", "2019-04", "2019-05", "2020-01", "2020-02"}


def test_every_day_is_as_the_daily_list_has_it() -> None:
    if EVERY_DAY is None:
        pytest.skip("the daily list of working days is not beside the checkout")
    with EVERY_DAY.open(encoding="utf-8") as lines:
        listed = {date.fromisoformat(row["date"]): row["is_workday"] == "1" for row in csv.DictReader(lines)}

    ours = {day: the_calendar().is_working_day(day) for day in listed}

    assert ours == listed


def test_every_day_is_as_an_independent_calendar_has_it() -> None:
    days = [date(2015, 1, 1) + timedelta(days=n) for n in range(12 * 365 + 3)]

    assert [
        day for day in days if the_calendar().is_working_day(day) != chinese_calendar.is_workday(day)
    ] == []


def test_a_notice_moves_days_only_where_it_was_the_first_of_its_year_or_a_change() -> None:
    for earlier, later in zip(the_calendar().notices, the_calendar().notices[1:], strict=False):
        before, after = the_calendar().known_on(earlier.issued_on), the_calendar().known_on(later.issued_on)
        moved = {
            day
            for n in range(-366, 400)
            if before.is_working_day(day := date(later.year, 1, 1) + timedelta(days=n))
            != after.is_working_day(day)
        }

        if before.is_provisional(date(later.year, 1, 1)):
            assert all(day >= date(later.year - 1, 12, 25) for day in moved)
        else:
            assert {f"{day:%Y-%m}" for day in moved} <= CHANGED_LATER
