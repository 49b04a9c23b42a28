from datetime import UTC, date, datetime, timedelta

import pytest
from tests.law import the_calendar

from chengxin_core.calendar import Calendar, OutsideTheCalendar, legal_day


class TestWorkingDays:
    def test_a_make_up_sunday_is_worked(self) -> None:
        day = the_calendar().day(date(2026, 1, 4))

        assert day.is_working
        assert day.reason == "元旦调休上班"

    def test_a_holiday_on_a_weekday_is_not(self) -> None:
        day = the_calendar().day(date(2026, 10, 1))

        assert not day.is_working
        assert day.reason == "国庆节放假"

    def test_ordinary_days_follow_the_week(self) -> None:
        assert the_calendar().day(date(2026, 11, 23)).reason == "工作日"
        assert the_calendar().day(date(2026, 11, 22)).reason == "周末"

    def test_late_december_may_belong_to_the_next_years_notice(self) -> None:
        assert the_calendar().is_working_day(date(2018, 12, 29))
        assert not the_calendar().known_on(date(2018, 12, 5)).is_working_day(date(2018, 12, 29))

    def test_refuses_a_day_beyond_its_table(self) -> None:
        with pytest.raises(OutsideTheCalendar, match="2300-01-01"):
            the_calendar().is_working_day(date(2300, 1, 1))

    @pytest.mark.parametrize("day", [date(2026, 10, 1), date(2026, 2, 14), date(2027, 1, 1)])
    def test_the_neighbouring_working_days_are_worked(self, day: date) -> None:
        calendar = the_calendar()

        before, after = calendar.working_day_before(day), calendar.next_working_day(day)

        assert before < day <= after
        assert calendar.is_working_day(before)
        assert calendar.is_working_day(after)
        assert calendar.working_days_until(day) - calendar.working_days_until(before) == (day == after)


class TestWhatWasKnown:
    def test_an_extended_holiday_was_not_known_the_day_before(self) -> None:
        first_of_february = date(2020, 2, 1)

        before = the_calendar().known_on(date(2020, 1, 26)).day(first_of_february)
        after = the_calendar().known_on(date(2020, 1, 27)).day(first_of_february)

        assert before.reason == "春节调休上班"
        assert after.reason == "春节放假"

    @pytest.mark.parametrize(
        ("day", "known_on"), [(date(2015, 9, 3), date(2015, 5, 12)), (date(2019, 5, 2), date(2019, 3, 21))]
    )
    def test_a_holiday_added_within_the_year_was_a_working_day_before(
        self, day: date, known_on: date
    ) -> None:
        assert the_calendar().known_on(known_on).is_working_day(day)
        assert not the_calendar().is_working_day(day)

    def test_a_year_is_provisional_until_its_notice(self) -> None:
        spring_festival = date(2026, 2, 17)

        assert the_calendar().known_on(date(2025, 11, 3)).day(spring_festival).provisional
        assert not the_calendar().known_on(date(2025, 11, 4)).day(spring_festival).provisional

    def test_a_provisional_year_keeps_its_fixed_holidays(self) -> None:
        calendar = the_calendar()

        assert [calendar.is_working_day(date(2027, 10, day)) for day in (1, 4, 5)] == [False, True, True]
        assert calendar.day(date(2027, 5, 1)).reason == "劳动节放假"

    def test_everything_known_is_the_calendar_itself(self) -> None:
        assert the_calendar().known_on(date(2030, 1, 1)) is the_calendar()

    def test_each_notice_makes_another_version(self) -> None:
        days = {notice.issued_on for notice in the_calendar().notices}

        versions = {the_calendar().known_on(day).version for day in days}

        assert len(versions) == len(days)

    def test_without_notices_only_weekends_are_off(self) -> None:
        assert not any(
            Calendar().is_working_day(date(2026, 10, 3) + timedelta(weeks=week)) for week in range(9)
        )


class TestLegalDay:
    def test_the_day_begins_at_midnight_in_beijing(self) -> None:
        assert legal_day(datetime(2026, 11, 22, 15, 59, 59, tzinfo=UTC)) == date(2026, 11, 22)
        assert legal_day(datetime(2026, 11, 22, 16, 0, tzinfo=UTC)) == date(2026, 11, 23)

    def test_refuses_a_moment_without_a_zone(self) -> None:
        with pytest.raises(ValueError, match="没有时区"):
            legal_day(datetime(2026, 11, 23))
