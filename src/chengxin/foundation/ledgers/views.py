"""Doors of ledgers: how a list is to be drawn, the workbook, the page to print, a workbook made behind the page."""

import io
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.ledgers import queries
from chengxin.foundation.ledgers.jobs import make
from chengxin.foundation.ledgers.models import FileState, LedgerFile
from chengxin.foundation.ledgers.operations import UnableToDraw, ask_for_file
from chengxin.foundation.ledgers.plugs import Cell, Column, Form, ledger_of
from chengxin.foundation.ledgers.workbook import PAPERS, write_ledger
from chengxin.ground import clock, home

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OURS = {"paper", "after"}  # parameters that say nothing of which rows are wanted


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def draw(request: ActingRequest, code: str) -> HttpResponse:
    """Offer the list as a workbook or to print; what is long is made behind the page."""
    found = _drawn(request, code)
    count = found.count()
    if request.method == "POST":
        try:
            asked = ask_for_file(
                code=code,
                asked=_asked(request),
                paper=_paper(request),
                language=get_language() or "zh-hans",
                by=request.mandate,
                at=clock.now(),
            )
        except UnableToDraw as refusal:
            messages.error(request, str(refusal))
        else:
            make.enqueue(asked.pk)
            return redirect("ledgers:file", asked.pk)
    values = {
        "drawn": found,
        "lines": found.head.lines(),
        "count": count,
        "is_long": count > queries.IN_A_REQUEST,
        "most": queries.IN_A_REQUEST,
        "query": _query(request),
        "papers": list(PAPERS),
        "files": queries.files_of(request.mandate)[:10],
        "title_of": _title_of,
    }
    return render(request, "ledgers/draw.html", values)


@require_safe
@acting
def workbook(request: ActingRequest, code: str) -> HttpResponse:
    """Hand out the list as a workbook."""
    found = _drawn(request, code)
    if found.count() > queries.IN_A_REQUEST:
        return redirect(f"../{_query(request)}")
    target = io.BytesIO()
    write_ledger(
        target,
        head=found.head,
        columns=found.ledger.columns,
        listing=found.listing,
        most=queries.IN_A_REQUEST,
        paper=_paper(request),
    )
    headers = {"Content-Disposition": f'attachment; filename="{code}-{clock.today():%Y%m%d}.xlsx"'}
    return HttpResponse(target.getvalue(), content_type=XLSX, headers=headers)


@require_safe
@acting
def on_paper(request: ActingRequest, code: str) -> HttpResponse:
    """Show the list as it is to be printed."""
    found = _drawn(request, code)
    if found.count() > queries.IN_A_REQUEST:
        return redirect(f"../{_query(request)}")
    columns = found.ledger.columns
    rows = [
        [said(column, cell) for column, cell in zip(columns, row, strict=True)]
        for row in found.rows(queries.IN_A_REQUEST)
    ]
    values = {
        "drawn": found,
        "lines": found.head.lines(),
        "rows": rows,
        "titles": [str(column.title) for column in columns],
        "forms": [column.form for column in columns],  # a day, a sum and a number stay in one line
        "paper": _paper(request).lower(),
        "query": _query(request),
        "code": code,
    }
    return render(request, "ledgers/print.html", values)


@require_safe
@acting
def file(request: ActingRequest, pk: int) -> HttpResponse:
    """Show how far a ledger is that is made behind the page."""
    found = _own(request, pk)
    return render(request, "ledgers/file.html", {"file": found, "title": _title_of(found)})


@require_safe
@acting
def progress(request: ActingRequest, pk: int) -> HttpResponse:
    """Show how far it is; the page asks for it every second until it is done."""
    found = _own(request, pk)
    response = render(request, "ledgers/progress.html", {"file": found})
    if not found.is_under_way:
        response["HX-Refresh"] = "true"
    return response


@require_safe
@acting
def download(request: ActingRequest, pk: int) -> FileResponse:
    """Hand out a ledger that was made behind the page, to who asked for it and until its time is over."""
    found = _own(request, pk)
    place = queries.place_of(home.current(), found)
    if found.state != FileState.DONE or found.ends_at <= clock.now() or not place.exists():
        raise Http404
    name = f"{found.code}-{localtime(found.asked_at):%Y%m%d}.xlsx"
    return FileResponse(place.open("rb"), as_attachment=True, filename=name, content_type=XLSX)


def said(column: Column, cell: Cell) -> str:
    """Return a cell as a page says it, with the same digits as in the workbook."""
    match column.form, cell:
        case _, None:
            return ""
        case Form.DAY, _:
            return cell if isinstance(cell, str) else f"{cell:%Y-%m-%d}"
        case Form.MOMENT, _:
            return cell if isinstance(cell, str) else f"{localtime(cell):%Y-%m-%d %H:%M}"  # type: ignore[arg-type]
        case Form.YUAN, int():
            return f"{cell // 100:,}.{cell % 100:02d}"
        case Form.NUMBER, int():
            return f"{cell:,}"
        case _:
            return str(cell)


def _drawn(request: ActingRequest, code: str) -> queries.Drawn:
    found = queries.drawn(code, request.mandate, _asked(request), on=clock.today())
    if found is None:
        raise Http404
    return found


def _asked(request: HttpRequest) -> Mapping[str, str]:
    return {name: str(value)[:200] for name, value in request.GET.items() if value and name not in _OURS}


def _query(request: HttpRequest) -> str:
    kept = request.GET.copy()
    for name in _OURS & set(kept):
        del kept[name]
    return f"?{kept.urlencode()}" if kept else ""


def _paper(request: HttpRequest) -> str:
    asked = (request.POST.get("paper") or request.GET.get("paper") or "").upper()
    return asked if asked in PAPERS else "A4"


def _own(request: ActingRequest, pk: int) -> LedgerFile:
    return get_object_or_404(queries.files_of(request.mandate), pk=pk)


def _title_of(file: LedgerFile) -> Any:
    ledger = ledger_of(file.code)
    return ledger.title if ledger else _("台账")
