"""台账: each report as a ledger, and the matters behind one of its cells as another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.ledgers.plugs import Cell, Column, Form, Ledger, Listing, of_queryset, of_rows
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.subjects.models import Region
from chengxin.foundation.subjects.queries import region_by_key
from chengxin.insight.returns.counting import ALL, OWN, Place, behind, places_of, table
from chengxin.insight.returns.periods import Period, last_quarter, read_period
from chengxin.insight.returns.reports import REPORTS, Figure, Report

ROWS = "report-rows"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of a report asks for."""

    region: Region
    period: Period


def read_query(mandate: Mandate, asked: Mapping[str, str], on: date) -> Asked:
    """Read which region and period are asked for; what is not understood is one's own region, and the last quarter."""
    region = region_by_key(asked.get("region", ""))
    return Asked(region or mandate.body.region, read_period(asked.get("period", "")) or last_quarter(on))


def read_cell(
    mandate: Mandate, asked: Mapping[str, str], on: date
) -> tuple[Report, Figure, Place, Period] | None:
    """Read which cell of which report is asked for; None where there is no such cell."""
    wanted, report = read_query(mandate, asked, on), REPORTS.get(asked.get("report", ""))
    if report is None:
        return None
    figure = next((each for each in report.figures if each.code == asked.get("figure")), None)
    place = next((each for each in places_of(wanted.region) if each.code == asked.get("place")), None)
    return (report, figure, place, wanted.period) if figure and place else None


def place_zh(place: Place) -> str:
    """Return what a row is called."""
    if place.code == ALL:
        return gettext("合计")
    return (
        gettext("%(region)s本级") % {"region": place.region.name} if place.code == OWN else place.region.name
    )


def period_zh(period: Period) -> str:
    """Return a period as people say it, with its days."""
    return f"{period.code}（{period.first:%Y-%m-%d} – {period.last:%Y-%m-%d}）"


def cells_of(matters: list[Matter]) -> Iterator[Sequence[Cell]]:
    """Yield the matters behind a cell; of an archived one its number, kind and day of archiving alone."""
    for each in matters:
        kind = kind_of(each.kind)
        what = gettext(kind.lifecycle.zh)
        if each.archived_at:
            hidden = gettext("写明查阅目的后可见")
            yield "", each.number, what, hidden, gettext("已归档"), localtime(each.opened_at).date()
        else:
            state = gettext(kind.state_zh(each.state))
            yield each.title, each.number, what, each.body.name, state, localtime(each.opened_at).date()


def build(code: str, mandate: Mandate, asked: Mapping[str, str], on: date) -> Listing:
    """Return a report, each figure beside that of the year before."""
    wanted, report = read_query(mandate, asked, on), REPORTS[code]
    made: list[Sequence[Cell]] = [
        (
            place_zh(line.place),
            *(cell for pair in zip(line.counts, line.before, strict=True) for cell in pair),
        )
        for line in table(report, mandate, wanted.region, wanted.period)
    ]
    filters = [(gettext("区划"), wanted.region.name), (gettext("期间"), period_zh(wanted.period))]
    return of_rows(made, filters=filters)


def rows(mandate: Mandate, asked: Mapping[str, str], on: date) -> Listing | None:
    """Return the matters behind one cell of a report."""
    found = read_cell(mandate, asked, on)
    if found is None:
        return None
    report, figure, place, period = found
    filters = [
        (gettext("报表"), str(report.zh)),
        (gettext("指标"), str(figure.zh)),
        (gettext("区划"), place_zh(place)),
        (gettext("期间"), period_zh(period)),
    ]
    return of_queryset(behind(figure, mandate, place, period), cells_of, filters=filters)


def ledger_of_report(report: Report) -> Ledger:
    """Return the ledger of a report."""
    figures = [
        column
        for figure in report.figures
        for column in (
            Column(figure.zh, Form.NUMBER, 10),
            Column(_("上年同期"), Form.NUMBER, 10),
        )
    ]
    return Ledger(
        f"report-{report.code}",
        report.zh,
        (Column(_("区划"), width=24), *figures),
        partial(build, report.code),
    )


BEHIND_COLUMNS = (
    Column(_("事项"), width=50),
    Column(_("编号"), width=14),
    Column(_("类别"), width=18),
    Column(_("单位"), width=30),
    Column(_("状态")),
    Column(_("登记日期"), Form.DAY, 12),
)
BEHIND = Ledger(ROWS, _("报表所列事项"), BEHIND_COLUMNS, rows)
