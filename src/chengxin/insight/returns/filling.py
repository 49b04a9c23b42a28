"""自动填报: the columns of a return that the house counts, with the keys of what is behind each, under a mandate."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.queries import visible_matters
from chengxin.foundation.subjects.queries import ids_from
from chengxin.insight.returns.columns import StatedColumn, Template
from chengxin.insight.returns.models import ReturnCell
from chengxin.insight.returns.periods import Period
from chengxin.insight.returns.reports import Figure
from chengxin.insight.returns.summing import cell_of, stated_to
from chengxin.mechanisms.commitments.paying import Overdue, overdue_at_end_of
from chengxin_core.lifecycle.commitments import COMMITMENT


@dataclass(frozen=True, slots=True)
class Counted:
    """What a column counts: the figure, that of the year before, and the keys of the matters behind the first."""

    value: int
    before: int | None  # None: nobody stated it then
    rows: list[int]


@dataclass(frozen=True, slots=True)
class Stated:
    """What somebody entered in a column by hand, and why it is so; `taken_from` where it was reported before."""

    value: int
    reason: str
    taken_from: str = ""


def counted(template: Template, body_id: str, period: Period, by: Mandate) -> dict[str, Counted]:
    """Count what the house can count of a return: two queries for a figure. Only what `by` may see is counted.

    The sum of a region adds what bodies handed in to its maker: that was stated to this very body.
    """
    if template.sums:
        return _summed(template, body_id, period)
    found = {
        each.code: _figure(each.figure, body_id, period, by)
        for each in template.columns
        if each.figure is not None
    }
    wanted = {each.code: each.counted for each in template.columns if each.counted}
    return found | (_counted_apart(wanted, body_id, period, by) if wanted else {})


def cells_to_keep(
    template: Template,
    found: Mapping[str, Counted],
    entered: Mapping[str, Stated],
    before: Mapping[str, int],
) -> list[ReturnCell]:
    """Return the cells of a version, not yet stored: of what was entered, `before` tells last year's figure."""
    return [
        _cell(position, column, found.get(column.code), entered.get(column.code), before.get(column.code))
        for position, column in enumerate(template.columns)
    ]


def _cell(
    position: int,
    column: StatedColumn,
    count: Counted | None,
    said: Stated | None,
    before: int | None,
) -> ReturnCell:
    figures: dict[str, Any]
    if count is not None:
        figures = {"value": count.value, "before": count.before, "rows": count.rows}
    else:
        assert said is not None  # the form asked for every one of them
        figures = {"value": said.value, "before": before, "reason": said.reason}
        figures["taken_from"] = said.taken_from
    return ReturnCell(
        position=position,
        code=column.code,
        zh=str(column.zh),
        unit=column.unit,
        basis=column.basis,
        is_manual=count is None,
        **figures,
    )


def _figure(figure: Figure, body_id: str, period: Period, by: Mandate) -> Counted:
    of_the_body = visible_matters(by).filter(Q(body_id__in=ids_from(body_id)))
    rows = of_the_body.filter(figure.during(period)).order_by("pk").values_list("pk", flat=True)
    before = of_the_body.filter(figure.during(period.a_year_before())).count()
    keys = list(rows)
    return Counted(len(keys), before, keys)


def _summed(template: Template, body_id: str, period: Period) -> dict[str, Counted]:
    """Add up each column over the bodies; behind it are the keys of their returns."""
    now = stated_to(body_id, template, period)
    then = stated_to(body_id, template, period.a_year_before())
    found = {}
    for column in template.columns:
        cells = {version.of_id: cell_of(version, column.code) for version in now}
        stated = {key: cell.value for key, cell in cells.items() if cell is not None}
        before = [cell.value for each in then if (cell := cell_of(each, column.code)) is not None]
        found[column.code] = Counted(sum(stated.values()), sum(before) if before else None, sorted(stated))
    return found


def _overdue(body_id: str, year: int, by: Mandate) -> list[Overdue]:
    promises = visible_matters(by).of_kind(COMMITMENT.kind).filter(Q(body_id__in=ids_from(body_id)))
    inside = set(promises.values_list("pk", flat=True))
    return [each for each in overdue_at_end_of(year, by) if each.payable.commitment_id in inside]


def _fen(overdue: list[Overdue]) -> int:
    return sum(each.unpaid for each in overdue)


_SUMS: Mapping[str, Callable[[list[Overdue]], int]] = {"overdue_contracts": len, "overdue_amount": _fen}


def _counted_apart(
    wanted: Mapping[str, str], body_id: str, period: Period, by: Mandate
) -> dict[str, Counted]:
    """Count what was unpaid to small firms at the end of the year, and of the year before (policy K1-17)."""
    now = _overdue(body_id, period.first.year, by)
    then = _overdue(body_id, period.first.year - 1, by)
    rows = sorted(each.payable.commitment_id for each in now)
    return {code: Counted(_SUMS[how](now), _SUMS[how](then), rows) for code, how in wanted.items()}
