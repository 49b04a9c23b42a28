"""The doors of sums: a return over all bodies that hand it in, and the bodies behind a figure of a region's return."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.matters.models import MatterQuerySet
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.ground import clock
from chengxin.insight.returns.columns import RETURNS, sums_of
from chengxin.insight.returns.figures import figure_in_words
from chengxin.insight.returns.ledgers import period_zh
from chengxin.insight.returns.queries import Standing, how_many, late_among, standing_of
from chengxin.insight.returns.summary import PAGE, lines_of, not_in, read_summary, sums
from chengxin.insight.returns.summary_ledgers import BODIES, SUMMARY, bodies_behind


@require_safe
@acting
def summary(request: ActingRequest) -> HttpResponse:
    """Show a return over every body that hands it in to one's organ: each figure, the sum, who is missing."""
    book = current_rulebook(request.mandate.body.path)
    items = [each for each in book.items(RETURNS, on=clock.today()) if not sums_of(each)]
    asked = {name: str(value) for name, value in request.GET.items()}
    if not asked.get("code") and not asked.get("ask"):
        asked["code"] = items[0].code if items else ""
    return render(request, "returns/summary.html", {**summary_values(request, asked), "items": items})


def summary_values(request: ActingRequest, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return what the table of a sum shows. Raises `Http404` for what there is not."""
    today = clock.today()
    found = read_summary(request.mandate, asked, on=today)
    if found is None:
        if asked.get("ask"):
            raise Http404
        return {"summary": None, "asked": asked, "figure_in_words": figure_in_words}
    after = request.GET.get("after", "")
    in_order = found.returns.order_by("body__path", "pk")
    matters = list(_after(in_order, after)[: PAGE + 1])
    shown, late = matters[:PAGE], late_among(matters[:PAGE])
    counts = how_many(found.returns, on=today)
    kept = {"ask": asked["ask"]} if asked.get("ask") else {"code": found.code, "period": found.period.code}
    more = (
        urlencode({**kept, "after": f"{shown[-1].pk},{shown[-1].body.path}"}) if len(matters) > PAGE else ""
    )
    return {
        "summary": found,
        "asked": asked,
        "period": period_zh(found.period),
        "columns": found.columns.columns,
        "lines": [
            (line, standing_of(line.matter, on=today, was_late=line.matter.pk in late))
            for line in lines_of(shown)
        ],
        "sums": sums(found),
        "counts": counts,
        "standings": list(Standing),
        "not_in": not_in(found, on=today),
        "how_many_not_in": sum(counts[each] for each in (Standing.MISSING, Standing.LATE, Standing.RETURNED)),
        "figure_in_words": figure_in_words,
        "ledger": SUMMARY,
        "query": urlencode(kept),
        "next_address": f"?{more}" if more else "",
        "first_address": f"?{urlencode(kept)}" if after else "",
    }


def _after(in_order: MatterQuerySet, key: str) -> MatterQuerySet:
    """Return those after a key and a path."""
    said, _comma, path = key.partition(",")
    if not (path and said.isascii() and said.isdecimal() and len(said) < 19):
        return in_order
    return in_order.filter(Q(body__path__gt=path) | Q(body__path=path, pk__gt=int(said)))


@require_safe
@acting
def bodies(request: ActingRequest) -> HttpResponse:
    """Show the bodies that a figure of a region's return adds up, each with its own, and who had not handed in."""
    found = bodies_behind(request.mandate, request.GET, clock.today())
    if found is None:
        raise Http404
    values = {
        "found": found,
        "figure_in_words": figure_in_words,
        "ledger": BODIES,
        "today": clock.today(),
    }
    return render(request, "returns/bodies.html", values)
