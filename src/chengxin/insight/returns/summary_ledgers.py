"""台账: a return over all bodies that hand it in, and the bodies behind a figure of a region's return."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.ledgers.plugs import Cell, Column, Ledger, Listing, of_rows
from chengxin.insight.returns.figures import Shown, figure_in_words
from chengxin.insight.returns.filling import counted
from chengxin.insight.returns.ledgers import period_zh
from chengxin.insight.returns.models import Return, ReturnCell, ReturnVersion
from chengxin.insight.returns.queries import (
    Standing,
    late_among,
    period_of_return,
    standing_of,
    template_of,
    visible_returns,
)
from chengxin.insight.returns.return_ledgers import open_form
from chengxin.insight.returns.summary import lines_of, read_summary
from chengxin.insight.returns.summing import asked_by, each_body

SUMMARY, BODIES = "returns-summary", "returns-bodies"


@dataclass(frozen=True, slots=True)
class Behind:
    """A body behind a figure: what it stated, in which version, whether the reader may open it, how it stands now."""

    of: Return
    cell: ReturnCell | None
    version: ReturnVersion | None
    opens: bool
    standing: Standing


@dataclass(frozen=True, slots=True)
class BodiesBehind:
    """A figure of a region's return with every body that was asked."""

    of: Return
    version: ReturnVersion | None
    figure: Shown
    bodies: list[Behind]

    @property
    def missing(self) -> list[Behind]:
        """Return who had not handed in when it was added up."""
        return [each for each in self.bodies if each.version is None]


def bodies_behind(mandate: Mandate, asked: Mapping[str, str], on: date) -> BodiesBehind | None:
    """Return the bodies behind a figure of a region's return, as it was stated or as it stands; None for any other."""
    form = open_form(mandate, asked)
    if form is None:
        return None
    of, version, figures = form
    template = template_of(of)
    figure = next((each for each in figures if each.code == asked.get("figure")), None)
    if not template.sums or figure is None:
        return None
    bodies = _bodies(of, version, figure.code, mandate, on)
    return BodiesBehind(of, version, figure, bodies)


def asked_and_counted(
    of: Return, version: ReturnVersion | None, code: str, by: Mandate
) -> tuple[list[Return], set[int]]:
    """Return every return that a region's return adds up, and the keys of those whose figure is in it.

    Of a version, what was asked by the moment at which it was made; without one, as it stands under `by`.
    """
    template, period = template_of(of), period_of_return(of)
    returns = asked_by(of.matter.body_id, template, period)
    if version is None:
        return returns, set(counted(template, of.matter.body_id, period, by)[code].rows)
    keys = {key for cell in version.cells.all() if cell.code == code for key in cell.rows}
    return [each for each in returns if each.matter.opened_at <= version.made_at], keys


def _bodies(of: Return, version: ReturnVersion | None, code: str, mandate: Mandate, on: date) -> list[Behind]:
    """Return every body that was asked; the number of queries is the same for any number of them."""
    returns, keys = asked_and_counted(of, version, code, mandate)
    for each in returns:
        each.matter.stated_return = each
    asked = [each.pk for each in returns]
    seen = set(visible_returns(mandate).filter(pk__in=asked).values_list("pk", flat=True))
    late = late_among([each.matter for each in returns])
    return [
        Behind(
            each.of,
            each.cell(code),
            each.version,
            each.of.pk in seen,
            standing_of(each.of.matter, on=on, was_late=each.of.pk in late),
        )
        for each in each_body(returns, counted=keys, until=version.made_at if version else None)
    ]


def summary(mandate: Mandate, asked: Mapping[str, str], on: date) -> Listing | None:
    """Return each figure of each body, and of who handed in nothing that it did not."""
    found = read_summary(mandate, asked, on=on)
    if found is None:
        return None
    matters = list(found.returns.order_by("body__path", "pk"))
    late = late_among(matters)
    rows: list[Sequence[Cell]] = []
    for line in lines_of(matters):
        standing = gettext(standing_of(line.matter, on=on, was_late=line.matter.pk in late).zh)
        for column in found.columns.columns:
            cell = line.cells.get(column.code)
            said = figure_in_words(cell.value, cell.unit) if cell else "—"
            reason = cell.reason if cell else ""
            zh, unit = gettext(str(column.zh)), gettext(column.unit)
            rows.append((line.matter.body.name, standing, zh, unit, said, reason))
        if found.columns.question:
            zh, note = found.columns.question, line.version.note if line.version else ""
            rows.append((line.matter.body.name, standing, zh, "", note, ""))
    filters = [(gettext("报表"), gettext(found.title)), (gettext("期间"), period_zh(found.period))]
    return of_rows(rows, filters=filters)


def bodies(mandate: Mandate, asked: Mapping[str, str], on: date) -> Listing | None:
    """Return the bodies behind a figure of a region's return."""
    found = bodies_behind(mandate, asked, on)
    if found is None:
        return None
    rows: list[Sequence[Cell]] = [
        (
            each.of.matter.body.name,
            figure_in_words(each.cell.value, each.cell.unit) if each.cell else "—",
            gettext(each.standing.zh),
        )
        for each in found.bodies
    ]
    filters = [(gettext("报表"), found.of.matter.title), (gettext("报表栏目"), gettext(found.figure.zh))]
    return of_rows(rows, filters=filters)


LEDGERS = (
    Ledger(
        SUMMARY,
        _("各单位汇总"),
        (
            Column(_("填报单位"), width=30),
            Column(_("报送情况"), width=14),
            Column(_("报表栏目"), width=36),
            Column(_("单位"), width=8),
            Column(_("本期"), width=20),
            Column(_("数据来源和理由"), width=40),
        ),
        summary,
    ),
    Ledger(
        BODIES,
        _("汇总所列单位"),
        (Column(_("填报单位"), width=36), Column(_("本期"), width=16), Column(_("报送情况"), width=14)),
        bodies,
    ),
)
