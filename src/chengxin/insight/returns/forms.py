"""Choosing the period of a report."""

from datetime import date

from django.utils.translation import gettext

from chengxin.insight.returns.periods import Period, period_of

QUARTERS, MONTHS, YEARS = 8, 12, 5


class Choice:
    """The periods that a report is offered for: this one and some before, by quarter, month and year."""

    def __init__(self, chosen: Period, today: date) -> None:
        self.chosen = chosen
        self.groups = [
            (gettext("季度"), _back(today, 3, QUARTERS)),
            (gettext("月"), _back(today, 1, MONTHS)),
            (gettext("年"), _back(today, 12, YEARS)),
        ]


def _back(today: date, months: int, count: int) -> list[str]:
    period, found = period_of(today, months), []
    for _number in range(count):
        found.append(period.code)
        period = period.before()
    return found
