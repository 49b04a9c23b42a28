"""Doors of reports and returns: what is due when, a report and the matters behind its cells, who handed in what."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.accounts.sight import SUPERVISORS
from chengxin.foundation.matters.models import Matter, MatterQuerySet
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.foundation.subjects.queries import regions_below
from chengxin.ground import clock
from chengxin.insight.returns import asks
from chengxin.insight.returns.columns import RETURNS
from chengxin.insight.returns.counting import behind, table
from chengxin.insight.returns.due import level_of, returns_due
from chengxin.insight.returns.figures import figure_in_words
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
from chengxin.insight.returns.owners import Receivers
from chengxin.insight.returns.queries import (
    Standing,
    how_many,
    late_among,
    own_returns,
    page_of,
    received_returns,
    standing_of,
    template_of,
)
from chengxin.insight.returns.receipts import receipt_of
from chengxin.insight.returns.reports import REPORTS, Report
from chengxin.insight.returns.return_ledgers import (
    CELL,
    FORM,
    OWN,
    RECEIVED,
    open_form,
    read_wanted,
    rows_behind,
)
from chengxin_core.lifecycle.returns import RETURN
from chengxin_core.lifecycle.table import Actor

PAGE = 50
MAKERS = frozenset({Actor.LIAISON, Actor.BODY_HEAD})
RECEIVERS = frozenset(
    {Actor.CREDIT_OFFICER, Actor.CREDIT_HEAD, Actor.INTAKE_OFFICER, Actor.BODY_HEAD, *SUPERVISORS}
)


@require_safe
@acting
def overview(request: ActingRequest) -> HttpResponse:
    """Show which returns are due when, to who fills them in their own alone, and the reports for any time."""
    today, body = clock.today(), request.mandate.body
    due = returns_due(current_rulebook(body.path), on=today, level=level_of(body))
    if Actor(request.mandate.role) in MAKERS:
        receivers = Receivers()
        due = [each for each in due if receivers.asks(each.item, body)]
    values = {
        "due": due,
        "reports": REPORTS.values(),
        "today": today,
        "period_zh": period_zh,
        "makes": Actor(request.mandate.role) in MAKERS,
        "receives": Actor(request.mandate.role) in RECEIVERS,
        "asks": Actor(request.mandate.role) in asks.LOOKING,
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
    shown, more = _page_after(matters, after)
    kept = {name: value for name, value in request.GET.items() if name != "after"}
    values = {
        "report": of,
        "figure": figure,
        "place": place_zh(place),
        "period": period_zh(period),
        "count": matters.count(),
        "rows": list(zip(shown, cells_of(shown), strict=True)),
        "ledger": ROWS,
        "back": urlencode({"region": kept.get("region", ""), "period": period.code}),
        "next_address": "?" + urlencode(kept | {"after": str(shown[-1].pk)}) if more else "",
        "first_address": "?" + urlencode(kept) if after else "",
    }
    return render(request, "returns/rows.html", values)


@require_safe
@acting
def own(request: ActingRequest) -> HttpResponse:
    """List what the holder's body has to return: what is due, what is late, what came back."""
    return _list(request, own_returns(request.mandate), OWN)


@require_safe
@acting
def received(request: ActingRequest) -> HttpResponse:
    """List what came in at the holder's organ, what is missing and what is late."""
    return _list(request, received_returns(request.mandate), RECEIVED)


def _list(request: ActingRequest, found: MatterQuerySet, ledger: str) -> HttpResponse:
    today, wanted = clock.today(), read_wanted(request.GET)
    counted = replace(wanted, standing=None).narrow(found, on=today)
    after = request.GET.get("after", "")
    shown, next_key = page_of(wanted.narrow(found, on=today), after=after)
    late = late_among(shown)
    kept = {name: value for name, value in request.GET.items() if name != "after"}
    book = current_rulebook(request.mandate.body.path)
    values = {
        "rows": [(each, standing_of(each, on=today, was_late=each.pk in late)) for each in shown],
        "counts": how_many(counted, on=today),
        "standings": list(Standing),
        "wanted": wanted,
        "items": book.items(RETURNS, on=today),
        "kind": kind_of(RETURN.kind),
        "today": today,
        "ledger": ledger,
        "is_own": ledger == OWN,
        "address_of": lambda standing: "?" + urlencode(kept | {"standing": standing}),
        "next_address": "?" + urlencode(kept | {"after": next_key}) if next_key else "",
        "first_address": "?" + urlencode(kept) if after else "",
    }
    return render(request, "returns/list.html", values)


@require_safe
@acting
def stated(request: ActingRequest) -> HttpResponse:
    """Show the figures of one version of a return."""
    found = open_form(request.mandate, request.GET)
    if found is None:
        raise Http404
    of, version, figures = found
    values = {
        "stated": of,
        "version": version,
        "figures": figures,
        "figure_in_words": figure_in_words,
        "ledger": FORM,
        "is_sum": bool(template_of(of).sums),
    }
    return render(request, "returns/stated.html", values)


@require_safe
@acting
def receipt(request: ActingRequest) -> HttpResponse:
    """Show the receipt of a version that was handed in."""
    of, version, figures = open_form(request.mandate, request.GET) or (None, None, [])
    held = receipt_of(version) if version is not None else None
    if of is None or held is None:
        raise Http404
    values = {
        "is_sum": bool(template_of(of).sums),
        "stated": of,
        "version": version,
        "receipt": held,
        "figures": figures,
        "figure_in_words": figure_in_words,
    }
    return render(request, "returns/receipt.html", values)


@require_safe
@acting
def cell(request: ActingRequest) -> HttpResponse:
    """Show the matters behind a cell of a return, as it was stated or as it stands."""
    found = rows_behind(request.mandate, request.GET)
    if found is None:
        raise Http404
    of, figure, matters, count = found
    after = request.GET.get("after", "")
    kept = {name: value for name, value in request.GET.items() if name != "after"}
    shown, more = _page_after(matters, after)
    values = {
        "matter": of.matter,
        "figure": figure,
        "count": count,
        "hidden": count - matters.count(),
        "rows": list(zip(shown, cells_of(shown), strict=True)),
        "ledger": CELL,
        "next_address": "?" + urlencode(kept | {"after": str(shown[-1].pk)}) if more else "",
        "first_address": "?" + urlencode(kept) if after else "",
    }
    return render(request, "returns/cell.html", values)


def _page_after(matters: MatterQuerySet, after: str) -> tuple[list[Matter], bool]:
    """Return the page of matters that follows a key, and whether there are more."""
    if after.isascii() and after.isdecimal() and len(after) < 19:
        matters = matters.filter(pk__gt=int(after))
    shown = list(matters[: PAGE + 1])
    return shown[:PAGE], len(shown) > PAGE


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
