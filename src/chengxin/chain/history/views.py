"""Pages of historic entry: handing in a file, what became of it, withdrawing it."""

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

from chengxin.chain.history import jobs, queries, rows, taking_in
from chengxin.chain.history.forms import OldRecords, Withdrawal
from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.matters.forms import in_the_readers_words
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.matters.plugs import kind_of
from chengxin.ground import clock
from chengxin.ground.attachments import MEDIA_TYPES
from chengxin.ground.sheets import FileRefused, write_template
from chengxin_core.lifecycle.records import RECORD
from chengxin_core.lifecycle.table import Actor

SHOWN = 100


def for_the_office(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let only those in who enter old records or may withdraw them."""

    @wraps(view)
    def guarded(request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if Actor(request.mandate.role) not in queries.WITHDRAWING:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return acting(guarded)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_office
def batches(request: ActingRequest) -> HttpResponse:
    """Take a file of old records, and list what one's own organ handed in."""
    may_enter = Actor(request.mandate.role) in queries.ENTERING
    form = OldRecords(request.POST or None, request.FILES or None)
    in_the_readers_words(form)
    if request.method == "POST" and may_enter and form.is_valid():
        said = form.cleaned_data
        try:
            taken = taking_in.take_file(
                file=said["file"].file,
                name=said["file"].name or "",
                scans=said["scans"],
                by=request.mandate,
                at=clock.now(),
            )
        except (FileRefused, UnableToMove) as refusal:
            form.add_error("file", str(refusal))
        else:
            if taken.is_under_way:
                jobs.enter.enqueue(taken.pk)
            return redirect("history:batch", taken.pk)
    before = _number(request.GET.get("before", ""))
    found = queries.batches_of(request.mandate)
    shown = list((found.filter(pk__lt=before) if before else found)[: queries.PAGE + 1])
    values = {
        "form": form,
        "may_enter": may_enter,
        "batches": shown[: queries.PAGE],
        "more": shown[queries.PAGE - 1].pk if len(shown) > queries.PAGE else 0,
    }
    return render(request, "history/batches.html", values)


@require_safe
@for_the_office
def batch(request: ActingRequest, pk: int) -> HttpResponse:
    """Show what became of a file: its records with their lawful ends, and what is wrong with each refused row."""
    taken = get_object_or_404(queries.batches_of(request.mandate), pk=pk)
    problems = [problem for row in queries.refused_of(taken) for problem in row.problems]
    found = queries.entries_of(taken, request.mandate, after=_number(request.GET.get("after", "")))
    shown, today = found[: queries.PAGE], clock.today()
    values = {
        "taken": taken,
        "entries": [(row, matter, _is_past(matter.record.ends_on, today)) for row, matter in shown],
        "kind": kind_of(RECORD.kind),
        "more": shown[-1][0] if len(found) > queries.PAGE else 0,
        "problems": problems[:SHOWN],
        "count": len(problems),
        "used": 0 if taken.withdrawn_at else queries.used_of(taken),
    }
    return render(request, "history/batch.html", values)


@require_safe
@for_the_office
def progress(request: ActingRequest, pk: int) -> HttpResponse:
    """Show how far a batch is, to be put in its place on the page."""
    taken = get_object_or_404(queries.batches_of(request.mandate), pk=pk)
    answer = render(request, "history/progress.html", {"taken": taken})
    if not taken.is_under_way:
        answer["HX-Refresh"] = "true"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_office
def withdraw(request: ActingRequest, pk: int) -> HttpResponse:
    """Withdraw a batch whole."""
    taken = get_object_or_404(queries.batches_of(request.mandate), pk=pk)
    form = Withdrawal(request.POST or None)
    in_the_readers_words(form)
    if request.method == "POST" and form.is_valid():
        try:
            taking_in.withdraw(batch=taken, by=request.mandate, at=clock.now(), **form.cleaned_data)
        except UnableToMove as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已整批撤回"))
            return redirect("history:batch", pk)
    return render(request, "history/withdraw.html", {"taken": taken, "form": form})


@require_safe
@for_the_office
def refused(request: ActingRequest, pk: int) -> HttpResponse:
    """Give the refused rows back as a workbook."""
    taken = get_object_or_404(queries.batches_of(request.mandate), pk=pk)
    target = io.BytesIO()
    queries.write_refused(taken, target)
    return _workbook(target.getvalue(), f"refused-{pk}.xlsx")


@require_safe
@for_the_office
def template(request: ActingRequest) -> HttpResponse:
    """Give the template."""
    content = write_template(rows.columns(), title=rows.TITLE, notes=rows.NOTES)
    return _workbook(content, "historic-template.xlsx")


def _is_past(ends_on: Any, today: Any) -> bool:
    return ends_on is None or ends_on < today


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _workbook(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=MEDIA_TYPES["xlsx"], headers=headers)
