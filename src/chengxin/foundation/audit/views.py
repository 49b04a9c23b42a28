"""Pages of the audit, for who audits: the list, one entry, the list as a file."""

import csv
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.audit import queries
from chengxin.foundation.audit.forms import Search
from chengxin.foundation.audit.wording import act_zh, table_zh
from chengxin_core.lifecycle.table import Actor

_HEAD = ("编号", "时间", "用户或者来源", "途径", "行为", "对象", "写入", "链值")


def for_readers(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let only who audits in."""

    @wraps(view)
    def guarded(request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if Actor(request.mandate.role) not in queries.READERS:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return acting(guarded)


@require_safe
@for_readers
def entries(request: ActingRequest) -> HttpResponse:
    """List the entries, newest first."""
    form = Search(request.GET or None)
    asked = form.asked() if request.GET else queries.Asked()
    found = queries.narrowed(queries.visible_entries(request.mandate), asked)
    before = request.GET.get("before", "")
    page = queries.page_of(found, before=int(before) if before.isdecimal() and len(before) < 19 else 0)
    words = request.GET.copy()
    words["before"] = str(page.before)
    values = {
        "form": form,
        "page": page,
        "act_zh": act_zh,
        "tables_zh": lambda tables: "、".join(map(table_zh, tables)),
        "next_address": f"?{words.urlencode()}" if page.before else "",
        "export_address": f"?{request.GET.urlencode()}" if request.GET else "",
        "end": queries.head(),
    }
    return render(request, "audit/entries.html", values)


@require_safe
@for_readers
def entry(request: ActingRequest, number: int) -> HttpResponse:
    """Show one entry with its record as it was linked."""
    found = get_object_or_404(queries.visible_entries(request.mandate), number=number)
    return render(
        request,
        "audit/entry.html",
        {"shown": queries.shown([found])[0], "act_zh": act_zh, "table_zh": table_zh},
    )


@require_safe
@for_readers
def export(request: ActingRequest) -> StreamingHttpResponse:
    """Hand out every entry that the list would show, as CSV, oldest first; itself an act that is kept."""
    asked = Search(request.GET).asked() if request.GET else queries.Asked()
    found = queries.narrowed(queries.visible_entries(request.mandate), asked)
    response = StreamingHttpResponse(_lines(found.order_by("number")), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _lines(found: Any) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(_HEAD)
    rows: list[Any] = []
    for row in found.iterator(chunk_size=500):
        rows.append(row)
        if len(rows) == 500:
            yield from map(writer.writerow, _cells(rows))
            rows = []
    yield from map(writer.writerow, _cells(rows))


def _cells(rows: list[Any]) -> Iterator[tuple[Any, ...]]:
    for each in queries.shown(rows):
        acts = each.told["acts"]
        yield (
            each.entry.number,
            each.told["at"],
            each.who,
            each.told["doer"]["via"],
            "；".join(act_zh(act["code"]) for act in acts),
            "；".join(dict.fromkeys(act["about"] for act in acts)),
            "；".join(
                f"{table_zh(table)} {sum(rows.values())}" for table, rows in each.told["writes"].items()
            ),
            each.entry.link,
        )
