"""工作日历与期限: which day is the last one, by the holiday notices that were known, and why that day.

Keeps      notices of the State Council as data, make-up workdays, the table of working days made from them.
Promises   every due day names each day that was counted or skipped and the rule; what was known on a day can
           be asked; a day that rests on a year not yet announced says that it is provisional.
Refuses    to read a clock, and to choose a unit: both come from outside, the unit from the statute.
Start at   counting.due, then days.Calendar.
"""

from chengxin_core.calendar.counting import (
    NEVER,
    Counted,
    DayStep,
    Due,
    Projection,
    Suspension,
    Unit,
    due,
    due_on,
    nominal_end,
    projected,
    working_days_between,
)
from chengxin_core.calendar.days import Calendar, CalendarDay, OutsideTheCalendar, beginning_of, legal_day
from chengxin_core.calendar.notice_files import NoticeRefused, read_notices
from chengxin_core.calendar.notices import FixedHoliday, Holiday, Notice, Notices
from chengxin_core.calendar.receipts import NotReceivedYet, Receipt, WayOfReceipt
from chengxin_core.calendar.rhythm import next_turn

__all__ = [
    "NEVER",
    "Calendar",
    "CalendarDay",
    "Counted",
    "DayStep",
    "Due",
    "FixedHoliday",
    "Holiday",
    "NotReceivedYet",
    "Notice",
    "NoticeRefused",
    "Notices",
    "OutsideTheCalendar",
    "Projection",
    "Receipt",
    "Suspension",
    "Unit",
    "WayOfReceipt",
    "beginning_of",
    "due",
    "due_on",
    "legal_day",
    "next_turn",
    "nominal_end",
    "projected",
    "read_notices",
    "working_days_between",
]
