"""Pages of suppliers: hand in a file or one entry, take back what was not accepted, destroy it once mended."""

import io
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chengxin.foundation.accounts.acting import ActingRequest
from chengxin.foundation.matters.forms import in_the_readers_words
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.ground import clock
from chengxin.ground.sheets import FileRefused, SourceRow, write_template
from chengxin.mechanisms.dossiers.forms import OneEntry, SupplyFile
from chengxin.mechanisms.dossiers.models import Supply
from chengxin.mechanisms.dossiers.sources import entries
from chengxin.mechanisms.dossiers.supplying import (
    authorities_of,
    discard_refused,
    hand_in,
    refused_of,
    take_file,
    write_refused,
)
from chengxin.mechanisms.dossiers.views import for_personnel

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
@for_personnel
def supplies(request: ActingRequest) -> HttpResponse:
    """List what was handed in; take a file or one entry."""
    granted = list(authorities_of(request.mandate.body, on=clock.today()))
    by_file = "by_file" in request.POST
    upload = SupplyFile(request.POST, request.FILES) if by_file else SupplyFile()
    single = _single(request, [each.get_input_display() for each in granted])
    for form in (upload, single):
        in_the_readers_words(form)
    taken = None
    if request.method == "POST":
        taken = _taken_file(request, upload) if by_file else _taken_entry(request, single)
    if taken is not None:
        return redirect("dossiers:supply", taken.pk)
    values = {
        "granted": granted,
        "upload": upload,
        "single": single,
        "supplies": Supply.objects.filter(body=request.mandate.body_id)[:50],
    }
    return render(request, "dossiers/supplies.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@for_personnel
def supply(request: ActingRequest, pk: int) -> HttpResponse:
    """Show what became of one handing in; destroy what was not accepted once it was mended."""
    found = _own(request, pk)
    if request.method == "POST":
        count = discard_refused(supply=found, by=request.mandate)
        messages.success(request, _("已销毁未接受的行 %(count)s 行") % {"count": count})
        return redirect("dossiers:supply", pk)
    refused_rows = refused_of(found)
    problems = [problem for row in refused_rows for problem in row.problems][:SHOWN]
    return render(
        request, "dossiers/supply.html", {"supply": found, "problems": problems, "held": len(refused_rows)}
    )


@require_safe
@for_personnel
def refused(request: ActingRequest, pk: int) -> HttpResponse:
    """Give the refused rows back as a workbook."""
    target = io.BytesIO()
    write_refused(_own(request, pk), target, on=clock.today())
    return _workbook(target.getvalue(), f"refused-{pk}.xlsx")


@require_safe
@for_personnel
def template(request: ActingRequest) -> HttpResponse:
    """Give the template."""
    columns = entries.columns(current_rulebook(request.mandate.body.path), clock.today())
    notes = ["只填清单中的用语；不收模板以外的列；不写情况说明。"]
    return _workbook(write_template(columns, title=entries.TITLE, notes=notes), "dossier-template.xlsx")


def _single(request: ActingRequest, inputs: list[str]) -> OneEntry:
    columns = entries.columns(current_rulebook(request.mandate.body.path), clock.today())
    items = next(list(column.choices) for column in columns if column.name == "item")
    sent = request.POST if request.method == "POST" and "by_file" not in request.POST else None
    return OneEntry(sent, inputs=inputs, items=items)


def _taken_file(request: ActingRequest, form: SupplyFile) -> Supply | None:
    if not form.is_valid():
        return None
    uploaded = form.cleaned_data["file"]
    try:
        return take_file(file=uploaded.file, name=uploaded.name or "", by=request.mandate, at=clock.now())
    except (FileRefused, UnableToMove) as refusal:
        form.add_error("file", str(refusal))
        return None


def _taken_entry(request: ActingRequest, form: OneEntry) -> Supply | None:
    if not form.is_valid():
        return None
    cells: dict[str, Any] = {
        name: str(value) for name, value in form.cleaned_data.items() if value not in (None, "")
    }
    try:
        return hand_in(rows=[SourceRow(1, cells)], by=request.mandate, at=clock.now())
    except UnableToMove as refusal:
        form.add_error(None, str(refusal))
        return None


def _own(request: ActingRequest, pk: int) -> Supply:
    return get_object_or_404(Supply, pk=pk, body=request.mandate.body_id)


def _workbook(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)
