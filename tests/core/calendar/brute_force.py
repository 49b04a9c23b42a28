"""The slow way: one day after the other, by the notices themselves; shares nothing with the table of the calendar."""

from collections.abc import Iterable
from datetime import date, timedelta

from chengxin_core.calendar import Notices, Unit, nominal_end

ONE_DAY = timedelta(days=1)


class SlowCalendar:
    """Which day is worked, looked up notice by notice."""

    def __init__(self, source: Notices, known_on: date) -> None:
        self.notices = [notice for notice in source.notices if notice.issued_on <= known_on]
        self.fixed = source.fixed

    def is_working(self, day: date) -> bool:
        for notice in reversed(self.notices):
            for holiday in notice.holidays:
                if day in holiday.work:
                    return True
                if day in holiday.off:
                    return False
        announced = any(notice.year == day.year for notice in self.notices)
        if not announced and any(day in holiday.days_of(day.year) for holiday in self.fixed):
            return False
        return day.weekday() < 5

    def due_on(
        self,
        start: date,
        budget: int,
        unit: Unit,
        excluded: Iterable[tuple[date, date]] = (),
        roll: bool = True,
    ) -> date:
        """Count as one counts on the fingers: strike out what is excluded, then move on from a day off."""
        struck = {first + n * ONE_DAY for first, stop in excluded for n in range((stop - first).days)}
        left = budget if unit is Unit.WORKING_DAYS else (nominal_end(start, budget, unit) - start).days
        day = start
        while left:
            day += ONE_DAY
            if day not in struck and (unit is not Unit.WORKING_DAYS or self.is_working(day)):
                left -= 1
        while roll and (day in struck or not self.is_working(day)):
            day += ONE_DAY
        return day
