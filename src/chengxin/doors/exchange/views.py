"""Pages of the exchange: send a file, watch it being read, take back what was refused, give names their bodies."""

import io
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chengxin.chain.evidence.models import ImportRun, InstrumentBody, Outcome, RunState
from chengxin.chain.evidence.operations import NotWaiting, name_body
from chengxin.chain.evidence.queries import runs, waiting_names
from chengxin.chain.evidence.sources.judgments import COLUMNS, TITLE
from chengxin.doors.exchange.forms import JudgmentsFile, NameBody
from chengxin.doors.exchange.jobs import import_file
from chengxin.doors.exchange.operations import receive
from chengxin.doors.exchange.reports import write_refused
from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.subjects.queries import bodies_named_like
from chengxin.ground import clock, home
from chengxin.ground.sheets import write_template
from chengxin_core.lifecycle.table import Actor

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _for_officers(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let only credit officers in: what is imported names parties."""

    @wraps(view)
    def guarded(request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.mandate.role != Actor.CREDIT_OFFICER:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return acting(guarded)


@require_http_methods(["GET", "HEAD", "POST"])
@_for_officers
def imports(request: ActingRequest) -> HttpResponse:
    """List the imports; take a new file."""
    form = JudgmentsFile(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        found = _receive(form.cleaned_data["file"], request)
        import_file.enqueue(found.pk)
        return redirect("exchange:run", found.pk)
    waiting = len(waiting_names())
    values = {"form": form, "runs": runs(), "waiting": waiting, "states": RunState}
    return render(request, "exchange/imports.html", values)


@require_safe
@_for_officers
def run(request: ActingRequest, pk: int) -> HttpResponse:
    """Show one import: how far it is, and what was refused and why."""
    found = get_object_or_404(ImportRun, pk=pk)
    refused = found.rows.filter(outcome=Outcome.REFUSED).order_by("row")[:100]
    values = {"run": found, "refused": refused, "running": _is_running(found), "state": RunState(found.state).zh}
    return render(request, "exchange/run.html", values)


@require_safe
@_for_officers
def progress(request: ActingRequest, pk: int) -> HttpResponse:
    """Show how far an import is; the page asks for it every second until it is done."""
    found = get_object_or_404(ImportRun, pk=pk)
    values = {"run": found, "running": _is_running(found), "state": RunState(found.state).zh}
    response = render(request, "exchange/progress.html", values)
    if not _is_running(found):
        response["HX-Refresh"] = "true"
    return response


@require_safe
@_for_officers
def refused(request: ActingRequest, pk: int) -> HttpResponse:
    """Give the refused rows back as a workbook."""
    found = get_object_or_404(ImportRun, pk=pk)
    target = io.BytesIO()
    write_refused(found, target)
    return _attachment(target.getvalue(), f"refused-{found.pk}.xlsx")


@require_safe
@_for_officers
def template(request: ActingRequest) -> HttpResponse:
    """Give the template."""
    return _attachment(write_template(COLUMNS, title=TITLE), "judgments-template.xlsx")


@require_safe
@_for_officers
def names(request: ActingRequest) -> HttpResponse:
    """List the names that wait for a person to say which body they mean."""
    return render(request, "exchange/names.html", {"waiting": waiting_names()[:200]})


@require_http_methods(["GET", "HEAD", "POST"])
@_for_officers
def name(request: ActingRequest, pk: int) -> HttpResponse:
    """Give one waiting name its body."""
    mention = get_object_or_404(InstrumentBody.objects.select_related("instrument"), pk=pk)
    form = NameBody(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            opened = name_body(mention=mention, body=form.cleaned_data["body"], by=request.mandate, at=clock.now())
        except NotWaiting as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("已对应，新提出失信记录 %(count)s 件") % {"count": opened})
        return redirect("exchange:names")
    words = request.GET.get("q", "").strip()
    values = {"mention": mention, "form": form, "words": words, "found": bodies_named_like(words) if words else []}
    return render(request, "exchange/name.html", values)


def _receive(uploaded: UploadedFile, request: ActingRequest) -> ImportRun:
    name = uploaded.name or "未命名"
    if isinstance(uploaded, TemporaryUploadedFile):
        path = Path(uploaded.temporary_file_path())
        return receive(path=path, file_name=name, by=request.mandate, at=clock.now())
    path = home.current().imports / f"upload-{request.mandate.pk}-{clock.now():%Y%m%d%H%M%S%f}"
    try:
        path.write_bytes(uploaded.read())
        return receive(path=path, file_name=name, by=request.mandate, at=clock.now())
    finally:
        path.unlink(missing_ok=True)


def _is_running(found: ImportRun) -> bool:
    return found.state in {RunState.WAITING, RunState.RUNNING}


def _attachment(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)
