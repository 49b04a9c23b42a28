"""The door of the yearly count of requests: each township, who asked it, beside the year before, and what was asked."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.ground import clock
from chengxin.insight.returns.burden import (
    Asked,
    by_owner,
    by_township,
    counted_requests_of,
    page_after,
    requests_of,
)
from chengxin.insight.returns.burden_ledgers import REQUEST_ROWS, REQUESTS, cells_of, read_township, read_year

YEARS = 5
PAGE = 50


@require_safe
@acting
def requests(request: ActingRequest) -> HttpResponse:
    """Show how often townships and streets were asked in a year, or what one of them was asked."""
    today = clock.today()
    year, after = read_year(request.GET, today), request.GET.get("after", "")
    kept = {"year": str(year), "township": read_township(request.GET)}
    values = {
        "year": year,
        "years": range(today.year, today.year - YEARS, -1),
        "first_address": "?" + urlencode(kept) if after else "",
        "address_of": lambda township: "?" + urlencode(kept | {"township": township}),
        "back": "?" + urlencode({"year": str(year)}),
    }
    if kept["township"]:
        found = requests_of(request.mandate, year, townships=[kept["township"]])
        counted = counted_requests_of(request.mandate, year, townships=[kept["township"]])
        key = int(after) if after.isascii() and after.isdecimal() and len(after) < 19 else 0
        asked = found.select_related("matter__body", "matter__organ").filter(pk__gt=key).order_by("pk")
        shown = list(asked[: PAGE + 1])
        next_key = str(shown[PAGE - 1].pk) if len(shown) > PAGE else ""
        values |= {
            "rows": list(zip(shown[:PAGE], cells_of(shown[:PAGE]), strict=True)),
            "put_away": counted.count() - found.count(),
            "ledger": REQUEST_ROWS,
        }
        page = "returns/township_requests.html"
    else:
        townships = by_township(request.mandate, year)
        shown_here, next_key = page_after(townships, after)
        values |= {
            "townships": shown_here,
            "how_many": len(townships),
            "owners": by_owner(townships),
            "total": sum((each.total for each in townships), Asked()),
            "ledger": REQUESTS,
        }
        page = "returns/requests.html"
    values["next_address"] = "?" + urlencode(kept | {"after": next_key}) if next_key else ""
    return render(request, page, values)
