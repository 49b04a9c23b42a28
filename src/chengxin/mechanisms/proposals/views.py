"""Pages of suggestions and proposals: the list, registering one, registering a file."""

import io
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.documents.report_files import file_of, require_file, year_asked
from chengxin.foundation.matters.forms import in_the_readers_words
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.matters.plugs import kind_of
from chengxin.ground import clock
from chengxin.ground.sheets import FileRefused, write_template
from chengxin.mechanisms.proposals import taking_in
from chengxin.mechanisms.proposals.forms import NewProposal, ProposalFile
from chengxin.mechanisms.proposals.listing import page_of, read_query
from chengxin.mechanisms.proposals.operations import register
from chengxin.mechanisms.proposals.sources import rows
from chengxin.mechanisms.proposals.yearly import count_year, report_of
from chengxin_core.lifecycle.table import Actor

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 100


def for_registrars(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let only those in who register and assign."""

    @wraps(view)
    def guarded(request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.mandate.role != Actor.INTAKE_OFFICER:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return acting(guarded)


@require_safe
@acting
def proposals(request: ActingRequest) -> HttpResponse:
    """List the suggestions and proposals one may see."""
    view, words = read_query(request.GET)
    page = page_of(request.mandate, view, words, after=request.GET.get("after", ""))
    values = {
        "page": page,
        "view": view,
        "words": words,
        "kind": kind_of("proposal"),
        "may_register": request.mandate.role == Actor.INTAKE_OFFICER,
        "next_address": f"?view={view}&q={words}&after={page.next_key}" if page.next_key else "",
        "first_address": f"?view={view}&q={words}" if request.GET.get("after") else "",
    }
    return render(request, "proposals/list.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@for_registrars
def new(request: ActingRequest) -> HttpResponse:
    """Register one."""
    form = NewProposal(request.POST or None, on=clock.today())
    in_the_readers_words(form)
    if request.method == "POST" and form.is_valid():
        try:
            kept, is_new = register(
                received=form.cleaned_data["received"], by=request.mandate, at=clock.now()
            )
        except UnableToMove as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已登记，等待交办") if is_new else _("这件建议提案已经登记过"))
            return redirect("desk:matter", kept.pk)
    return render(request, "proposals/new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@for_registrars
def imports(request: ActingRequest) -> HttpResponse:
    """Take a file, and list what one's own organ handed in."""
    form = ProposalFile(request.POST or None, request.FILES or None)
    in_the_readers_words(form)
    if request.method == "POST" and form.is_valid():
        uploaded = form.cleaned_data["file"]
        try:
            taken = taking_in.take_file(
                file=uploaded.file, name=uploaded.name or "", by=request.mandate, at=clock.now()
            )
        except (FileRefused, UnableToMove) as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("proposals:import", taken.pk)
    values = {"form": form, "imports": taking_in.imports_of(request.mandate.body_id)[:50]}
    return render(request, "proposals/imports.html", values)


@require_safe
@for_registrars
def one_import(request: ActingRequest, pk: int) -> HttpResponse:
    """Show what became of a file, and what is wrong with each refused row."""
    taken = get_object_or_404(taking_in.imports_of(request.mandate.body_id), pk=pk)
    problems = [problem for row in taking_in.refused_of(taken) for problem in row.problems]
    values = {"taken": taken, "problems": problems[:SHOWN], "count": len(problems)}
    return render(request, "proposals/import.html", values)


@require_safe
@for_registrars
def refused(request: ActingRequest, pk: int) -> HttpResponse:
    """Give the refused rows back as a workbook."""
    taken = get_object_or_404(taking_in.imports_of(request.mandate.body_id), pk=pk)
    target = io.BytesIO()
    taking_in.write_refused(taken, target)
    return _workbook(target.getvalue(), f"refused-{pk}.xlsx")


@require_safe
@for_registrars
def yearly(request: ActingRequest) -> HttpResponse:
    """Show the figures of a year, each with its definition, and offer the report as DOCX and PDF."""
    today = clock.today()
    values = {"counted": count_year(year_asked(request, today=today), request.mandate, on=today)}
    return render(request, "proposals/yearly.html", values)


@require_safe
@for_registrars
def yearly_file(request: ActingRequest, year: int, ending: str) -> HttpResponse:
    """Give the report of a year, both files made of one value."""
    require_file(year, ending)
    counted = count_year(year, request.mandate, on=clock.today())
    return file_of(report_of(counted, request.mandate.body.name), f"proposals-{year}", ending)


@require_safe
@for_registrars
def template(request: ActingRequest) -> HttpResponse:
    """Give the template."""
    return _workbook(
        write_template(rows.COLUMNS, title=rows.TITLE, notes=rows.NOTES), "proposals-template.xlsx"
    )


def _workbook(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)
