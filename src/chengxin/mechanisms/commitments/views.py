"""Pages of the ledger: the list, entering promises, taking over, work reports, overdue payments."""

import io
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.matters.forms import in_the_readers_words
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.ground import clock
from chengxin.ground.sheets import FileRefused, write_template
from chengxin.mechanisms.commitments import reports, taking_in
from chengxin.mechanisms.commitments.forms import LedgerFile, NewPromise, ReportFile
from chengxin.mechanisms.commitments.listing import page_of, read_query
from chengxin.mechanisms.commitments.operations import Promise, propose
from chengxin.mechanisms.commitments.owners import ANSWERING, take_over
from chengxin.mechanisms.commitments.paying import overdue_at_end_of, publish_by, sums, year_asked, yuan
from chengxin.mechanisms.commitments.queries import takings_of, visible_commitments
from chengxin.mechanisms.commitments.sources import rows
from chengxin.mechanisms.commitments.taking_in import PROPOSERS
from chengxin_core.lifecycle.table import Actor
from chengxin_core.rulebook import NothingInForce

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 100


def for_proposers(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let only those in who may enter promises: liaisons and officers of the organs that keep the ledger."""

    @wraps(view)
    def guarded(request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if Actor(request.mandate.role) not in PROPOSERS:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return acting(guarded)


@require_safe
@acting
def ledger(request: ActingRequest) -> HttpResponse:
    """List the promises one may see, and those of one's own body that wait to be taken over."""
    mandate, today = request.mandate, clock.today()
    view, words = read_query(request.GET)
    page = page_of(mandate, view, words, on=today, after=request.GET.get("after", ""))
    values = {
        "page": page,
        "view": view,
        "words": words,
        "kind": kind_of("commitment"),
        "today": today,
        "takings": takings_of(mandate) if mandate.role in ANSWERING else [],
        "may_propose": Actor(mandate.role) in PROPOSERS,
        "next_address": f"?view={view}&q={words}&after={page.next_key}" if page.next_key else "",
        "first_address": f"?view={view}&q={words}" if request.GET.get("after") else "",
    }
    return render(request, "commitments/ledger.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposers
def new(request: ActingRequest) -> HttpResponse:
    """Enter one promise."""
    form = NewPromise(request.POST or None, on=clock.today(), own=_own_name(request))
    in_the_readers_words(form)
    if request.method == "POST" and form.is_valid():
        try:
            kept, is_new = propose(promise=Promise(**form.cleaned_data), by=request.mandate, at=clock.now())
        except UnableToMove as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已登记，等前置审查") if is_new else _("这项承诺已经登记过"))
            return redirect("desk:matter", kept.pk)
    return render(request, "commitments/new.html", {"form": form})


@require_POST
@acting
def take(request: ActingRequest, pk: int) -> HttpResponse:
    """Acknowledge a promise that waits to be taken over in one's own body."""
    found = get_object_or_404(visible_commitments(request.mandate), pk=pk)
    try:
        take_over(matter=found, by=request.mandate, at=clock.now())
    except UnableToMove as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已签收，由您的岗位负责履行"))
    return redirect("commitments:ledger")


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposers
def imports(request: ActingRequest) -> HttpResponse:
    """Take a file of promises, and list what one's own body handed in."""
    form = LedgerFile(request.POST or None, request.FILES or None)
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
            return redirect("commitments:import", taken.pk)
    values = {"form": form, "imports": taking_in.imports_of(request.mandate.body_id)[:50]}
    return render(request, "commitments/imports.html", values)


@require_safe
@for_proposers
def one_import(request: ActingRequest, pk: int) -> HttpResponse:
    """Show what became of a file, and what is wrong with each refused row."""
    taken = get_object_or_404(taking_in.imports_of(request.mandate.body_id), pk=pk)
    problems = [problem for row in taking_in.refused_of(taken) for problem in row.problems]
    values = {"taken": taken, "problems": problems[:SHOWN], "count": len(problems)}
    return render(request, "commitments/import.html", values)


@require_safe
@for_proposers
def refused(request: ActingRequest, pk: int) -> HttpResponse:
    """Give the refused rows back as a workbook."""
    taken = get_object_or_404(taking_in.imports_of(request.mandate.body_id), pk=pk)
    target = io.BytesIO()
    taking_in.write_refused(taken, target, on=clock.today())
    return _workbook(target.getvalue(), f"refused-{pk}.xlsx")


@require_safe
@for_proposers
def template(request: ActingRequest) -> HttpResponse:
    """Give the template."""
    columns = rows.columns(current_rulebook(request.mandate.body.path), clock.today())
    return _workbook(write_template(columns, title=rows.TITLE, notes=rows.NOTES), "commitments-template.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposers
def work_reports(request: ActingRequest) -> HttpResponse:
    """Read a work report; list those that were read."""
    form = ReportFile(request.POST or None, request.FILES or None, on=clock.today(), own=_own_name(request))
    in_the_readers_words(form)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            report = reports.read_report(
                body=said["body"],
                title=said["file"].name.rsplit(".", 1)[0],
                data=said["file"].read(),
                year=said["year"],
                by=request.mandate,
                at=clock.now(),
            )
        except UnableToMove as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("commitments:report", report.pk)
    values = {"form": form, "reports": reports.reports_seen_by(request.mandate)[:50]}
    return render(request, "commitments/reports.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposers
def work_report(request: ActingRequest, pk: int) -> HttpResponse:
    """Show what a report promises and what the next says of it; confirm or set aside one target."""
    report = get_object_or_404(reports.reports_seen_by(request.mandate), pk=pk)
    if request.method == "POST":
        target = get_object_or_404(report.targets, pk=_number(request.POST.get("target", "")))
        try:
            if request.POST.get("do") == "confirm":
                year = int(target.line["target_year"])
                reports.confirm_target(
                    target=target, by=request.mandate, at=clock.now(), due_on=date(year, 12, 31)
                )
            else:
                reports.set_aside(target=target, by=request.mandate, at=clock.now())
        except UnableToMove as refusal:
            messages.error(request, str(refusal))
        return redirect("commitments:report", pk)
    targets = [(each, reports.aim_of(each.line)) for each in reports.targets_with_findings(report)]
    return render(request, "commitments/report.html", {"report": report, "targets": targets})


@require_safe
@acting
def payments(request: ActingRequest) -> HttpResponse:
    """Show the contracts that were unpaid beyond their day at the end of a year, by body: what is made public."""
    year = year_asked(request.GET, clock.today())
    found = sums(overdue_at_end_of(year, request.mandate))
    listed = [(name, count, yuan(fen)) for name, (count, fen) in found.items()]
    values = {"year": year, "sums": listed, "by": _publish_by(year, request)}
    return render(request, "commitments/payments.html", values)


def _publish_by(year: int, request: ActingRequest) -> date | None:
    try:
        return publish_by(year, current_rulebook(request.mandate.body.path))
    except NothingInForce:  # the year was before the regulation
        return None


def _own_name(request: ActingRequest) -> str:
    return request.mandate.body.name if request.mandate.role == Actor.LIAISON else ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _workbook(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)
