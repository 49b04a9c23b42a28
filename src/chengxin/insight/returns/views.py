"""Doors of reports: what is due when, one report by region and period, the matters behind one of its cells."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.foundation.subjects.queries import regions_below
from chengxin.ground import clock
from chengxin.insight.returns.counting import behind, table
from chengxin.insight.returns.due import returns_due
from chengxin.insight.returns.forms import Choice
from chengxin.insight.returns.ledgers import (
    ROWS,
    Asked,
    cells_of,
    period_zh,
    place_zh,
    read_cell,
    read_query,
)
from chengxin.insight.returns.reports import REPORTS, Report

PAGE = 50


@require_safe
@acting
def overview(request: ActingRequest) -> HttpResponse:
    """Show which returns are due when, and the reports that can be drawn at any time."""
    today = clock.today()
    values = {
        "due": returns_due(current_rulebook(request.mandate.body.path), on=today),
        "reports": REPORTS.values(),
        "today": today,
        "period_zh": period_zh,
    }
    return render(request, "returns/overview.html", values)


@require_safe
@acting
def report(request: ActingRequest, code: str) -> HttpResponse:
    """Show a report: each place with its figures and those of the year before; every figure opens its rows."""
    found = REPORTS.get(code)
    if found is None:
        raise Http404
    wanted = read_query(request.mandate, request.GET, clock.today())
    lines = table(found, request.mandate, wanted.region, wanted.period)
    values = {
        "report": found,
        "wanted": wanted,
        "period": period_zh(wanted.period),
        "form": Choice(wanted.period, clock.today()),
        "lines": [_line(found, wanted, line) for line in lines],
        "query": urlencode({"region": wanted.region.pk, "period": wanted.period.code}),
        "ledger": f"report-{code}",
    }
    return render(request, "returns/report.html", values)


@require_safe
@acting
def rows(request: ActingRequest) -> HttpResponse:
    """Show the matters that a cell counts."""
    found = read_cell(request.mandate, request.GET, clock.today())
    if found is None:
        raise Http404
    of, figure, place, period = found
    after = request.GET.get("after", "")
    matters = behind(figure, request.mandate, place, period)
    page = (
        matters.filter(pk__gt=int(after))
        if after.isascii() and after.isdecimal() and len(after) < 19
        else matters
    )
    shown = list(page[: PAGE + 1])
    kept = {name: value for name, value in request.GET.items() if name != "after"}
    more = len(shown) > PAGE
    values = {
        "report": of,
        "figure": figure,
        "place": place_zh(place),
        "period": period_zh(period),
        "count": matters.count(),
        "rows": list(zip(shown[:PAGE], cells_of(shown[:PAGE]), strict=True)),
        "ledger": ROWS,
        "back": urlencode({"region": kept.get("region", ""), "period": period.code}),
        "next_address": "?" + urlencode(kept | {"after": str(shown[PAGE - 1].pk)}) if more else "",
        "first_address": "?" + urlencode(kept) if after else "",
    }
    return render(request, "returns/rows.html", values)


def _line(of: Report, wanted: Asked, line: Any) -> dict[str, Any]:
    """Return a row with the address of what each of its figures counts, and of the region's own report."""
    place = line.place

    def address(figure: str, period: str) -> str:
        said = {"report": of.code, "region": wanted.region.pk, "place": place.code, "figure": figure}
        return urlencode(said | {"period": period})

    opens = place.code == place.region.pk and regions_below(place.region)
    return {
        "name": place_zh(place),
        "inside": urlencode({"region": place.region.pk, "period": wanted.period.code}) if opens else "",
        "cells": [
            (
                figure.zh,
                now,
                address(figure.code, wanted.period.code),
                then,
                address(figure.code, wanted.period.a_year_before().code),
            )
            for figure, now, then in zip(of.figures, line.counts, line.before, strict=True)
        ],
    }
