"""Doors of reporting at the desk: what left and came back, what waits, how both sides compare.

No page asks the platform anything: what is asked for by a button waits in the queue for the worker.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.matters.queries import visible_matters
from chengxin.foundation.reporting import connection, jobs, queries, sheets
from chengxin.foundation.reporting.models import Mismatch, Reconciliation, Submission, SubmissionState
from chengxin.foundation.subjects.models import Region
from chengxin.ground import clock
from chengxin_core.lifecycle.platform import PlatformNoticeState
from chengxin_core.lifecycle.table import Actor

SHOWN = 100
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@acting
def home(request: ActingRequest) -> HttpResponse:
    """Show how reporting stands: figures, what is late, packages, notices, reconciliations."""
    _require_reader(request)
    by, today = request.mandate, clock.today()
    values = {
        "is_connected": connection.is_connected(),
        "standing": queries.standing_for(by, on=today),
        "states": SubmissionState,
        "late": queries.late_for(by, on=today),
        "silent": _with_matters(request, queries.silent_to(by)[:SHOWN]),
        "batches": queries.batches_seen_by(by)[:20],
        "notices": queries.notices_seen_by(by)[:20],
        "channels": queries.channels(),
        "reconciliations": Reconciliation.objects.all()[:14],
        "notice_states": PlatformNoticeState,
        "today": today,
    }
    return render(request, "reporting/home.html", values)


@require_safe
@acting
def returned(request: ActingRequest) -> HttpResponse:
    """List the returned rows, each with its field and reason, and the matter in which it is mended."""
    _require_reader(request)
    rows = queries.returned_to(request.mandate)
    values = {"rows": _with_matters(request, rows[:SHOWN]), "count": rows.count()}
    return render(request, "reporting/returned.html", values)


@require_safe
@acting
def batch(request: ActingRequest, number: str) -> HttpResponse:
    """Show one package and how each of its rows stands, as far as the mandate sees them."""
    _require_reader(request)
    found = get_object_or_404(queries.batches_seen_by(request.mandate), number=number)
    rows = queries.visible_submissions(request.mandate).filter(batch=found).order_by("pk")
    values = {"batch": found, "rows": _with_matters(request, rows[:SHOWN]), "count": rows.count()}
    return render(request, "reporting/batch.html", values)


@require_POST
@acting
def reconcile(request: ActingRequest) -> HttpResponse:
    """Ask the worker to compare both sides now."""
    _require_reader(request)
    if jobs.ask_for_reconciliation(at=clock.now()):
        messages.success(request, _("已交后台对账，稍后刷新本页查看结果"))
    else:
        messages.error(request, _("没有对接公共信用信息平台"))
    return redirect("reporting:home")


@require_safe
@acting
def reconciliation(request: ActingRequest, pk: int) -> HttpResponse:
    """Show one reconciliation: counts by kind, region and day, and each difference with what was done about it."""
    found = _reconciliation(request, pk)
    mismatches = queries.mismatches_seen_by(request.mandate, found)
    values = {
        "result": found,
        "mismatches": mismatches[:SHOWN],
        "count": mismatches.count(),
        "kinds": Mismatch,
        "tallies": _named(found.tallies[:SHOWN]),
        "seen": _seen(request, mismatches[:SHOWN]),
    }
    return render(request, "reporting/reconciliation.html", values)


@require_safe
@acting
def differences_xlsx(request: ActingRequest, pk: int) -> HttpResponse:
    """Hand out the differences as a workbook."""
    found = _reconciliation(request, pk)
    data = sheets.xlsx_of(found, queries.mismatches_seen_by(request.mandate, found))
    return _file(data, _XLSX, f"reconciliation-{found.day}.xlsx")


@require_safe
@acting
def differences_csv(request: ActingRequest, pk: int) -> HttpResponse:
    """Hand out the differences as CSV."""
    found = _reconciliation(request, pk)
    data = sheets.csv_of(queries.mismatches_seen_by(request.mandate, found))
    return _file(data, "text/csv; charset=utf-8", f"reconciliation-{found.day}.csv")


def _reconciliation(request: ActingRequest, pk: int) -> Reconciliation:
    _require_reader(request)
    return get_object_or_404(Reconciliation, pk=pk)


def _with_matters(request: ActingRequest, rows: Iterable[Submission]) -> list[tuple[Submission, bool]]:
    """Return each row and whether the page of its matter may be opened."""
    listed = list(rows)
    seen = _seen(request, listed)
    return [(row, row.publication is not None and row.publication.matter_id in seen) for row in listed]


def _named(tallies: list[list[Any]]) -> list[tuple[Any, ...]]:
    """Return the counts with the names of their regions first."""
    codes = {region for _kind, region, *_counts in tallies}
    names = dict(Region.objects.filter(code__in=codes).order_by("ended_on").values_list("code", "name"))
    return [(names.get(region, region), kind, *rest) for kind, region, *rest in tallies]


def _seen(request: ActingRequest, rows: Iterable[Any]) -> set[int]:
    about = [row.publication.matter_id for row in rows if row.publication is not None]
    return set(visible_matters(request.mandate).filter(pk__in=about).values_list("pk", flat=True))


def _file(data: bytes, media_type: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(data, content_type=media_type, headers={"Content-Disposition": disposition})


def _require_reader(request: ActingRequest) -> None:
    if Actor(request.mandate.role) not in queries.READERS:
        raise PermissionDenied
