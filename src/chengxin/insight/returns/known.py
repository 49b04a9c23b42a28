"""一数一源: what a body has reported before of what a return asks, so that it is not asked again (policy Q-38).

A figure is known by the code of its column. Reported for the same period, in whatever return, it stands: it is taken
over with its source. Reported for an earlier period of the same return, it is what the form begins with where the
column stands from one period to the next, and a reminder where it counts what happened in a period.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from chengxin.insight.returns.columns import Template
from chengxin.insight.returns.models import Return, ReturnCell
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.returns import ReturnState

_STANDS_IN = (ReturnState.SUBMITTED, ReturnState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Known:
    """已报: a figure as it was reported, where and when; `is_same` where it was for the very same period."""

    value: int
    reason: str
    title: str  # of the return that it stands in
    receipt: str
    reported_on: date
    is_same: bool

    @property
    def source(self) -> str:
        """Return where it was reported, as a cell keeps it."""
        return f"{self.title}（回执 {self.receipt}，{self.reported_on} 上报）"[:300]


@dataclass(frozen=True, slots=True)
class Before:
    """What is known of the columns of a return, by code: reported for its period, and for the one before it."""

    same: dict[str, Known]
    earlier: dict[str, Known]


def known_before(of: Return, template: Template) -> Before:
    """Return what the body handed in before of the columns that people fill in; one query, whatever it reported.

    What was sent back or waived is not reported. A column that says why it is asked `again` is asked anew.
    """
    asked = {each.code: each for each in template.manual}
    found = ReturnCell.objects.filter(
        code__in=asked,
        version__submitted_at__isnull=False,
        version__of__owner=of.owner_id,
        version__of__matter__state__in=_STANDS_IN,
    ).exclude(version__of=of.pk)
    cells = list(
        found.select_related("version__of__matter").order_by(
            "version__of__period", "version__submitted_at", "version__number"
        )
    )
    same = _last(each for each in cells if each.version.of.period == of.period)
    earlier = _last(
        each for each in cells if each.version.of.code == of.code and each.version.of.period < of.period
    )
    return Before(
        {code: _known(cell, is_same=True) for code, cell in same.items() if not asked[code].again},
        {code: _known(cell, is_same=False) for code, cell in earlier.items()},
    )


def _last(cells: Iterable[ReturnCell]) -> dict[str, ReturnCell]:
    return {each.code: each for each in cells}


def _known(cell: ReturnCell, *, is_same: bool) -> Known:
    version = cell.version
    assert version.submitted_at is not None  # the query asked for it
    return Known(
        cell.value,
        cell.reason,
        version.of.matter.title,
        number_of(version.of.matter.number, version.number),
        legal_day(version.submitted_at),
        is_same,
    )


def number_of(matter_number: str, version: int) -> str:
    """Return the number of a receipt: the return's own, and which version it was.

    >>> number_of("2026-000012", 1)
    '2026-000012-1'
    """
    return f"{matter_number}-{version}"
