"""Pages of the exchange: send a file, watch it being read, take back what was refused, give names their bodies."""

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

from chengxin.chain.evidence.models import ImportRun, RunState
from chengxin.chain.evidence.operations import NotWaiting, NotYetEffective, confirm_effective, name_body
from chengxin.chain.evidence.queries import (
    mentions_seen_by,
    open_instrument,
    open_refusal,
    refused_rows,
    runs_seen_by,
    waiting_names,
    waiting_to_take_effect,
)
from chengxin.chain.evidence.sources.judgments import COLUMNS, TITLE
from chengxin.doors.exchange.forms import JudgmentsFile, NameBody, TookEffect
from chengxin.doors.exchange.jobs import import_file
from chengxin.doors.exchange.operations import take_in
from chengxin.doors.exchange.reports import write_refused
from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.matters.forms import in_the_readers_words
from chengxin.foundation.subjects.queries import bodies_named_like
from chengxin.ground import clock
from chengxin.ground.sheets import write_template
from chengxin_core.lifecycle.table import Actor

SHOWN = 100
WAITING_SHOWN = 200
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
    in_the_readers_words(form)
    if request.method == "POST" and form.is_valid():
        taken = take_in(uploaded=form.cleaned_data["file"], by=request.mandate, at=clock.now())
        import_file.enqueue(taken.pk)
        return redirect("exchange:run", taken.pk)
    values = {
        "form": form,
        "runs": runs_seen_by(request.mandate)[:50],
        "waiting": waiting_names(request.mandate).count(),
        "pending": waiting_to_take_effect(request.mandate).count(),
        "states": RunState,
    }
    return render(request, "exchange/imports.html", values)


@require_safe
@_for_officers
def run(request: ActingRequest, pk: int) -> HttpResponse:
    """Show one import: how far it is, and what was refused and why."""
    found = _run_of(request, pk)
    refused = [problem for row in refused_rows(found)[:SHOWN] for problem in open_refusal(row).problems]
    values = {"run": found, "refused": refused, "state": RunState(found.state).zh}
    return render(request, "exchange/run.html", values)


@require_safe
@_for_officers
def progress(request: ActingRequest, pk: int) -> HttpResponse:
    """Show how far an import is; the page asks for it every second until it is done."""
    found = _run_of(request, pk)
    response = render(request, "exchange/progress.html", {"run": found, "state": RunState(found.state).zh})
    if not found.is_under_way:
        response["HX-Refresh"] = "true"
    return response


@require_safe
@_for_officers
def refused(request: ActingRequest, pk: int) -> HttpResponse:
    """Give the refused rows back as a workbook."""
    found = _run_of(request, pk)
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
    return render(request, "exchange/names.html", {"waiting": waiting_names(request.mandate)[:WAITING_SHOWN]})


@require_http_methods(["GET", "HEAD", "POST"])
@_for_officers
def name(request: ActingRequest, pk: int) -> HttpResponse:
    """Give one waiting name its body."""
    mention = get_object_or_404(mentions_seen_by(request.mandate), pk=pk)
    form = NameBody(request.POST or None, mandate=request.mandate)
    in_the_readers_words(form)
    if request.method == "POST" and form.is_valid():
        try:
            opened = name_body(
                mention=mention, body=form.cleaned_data["body"], by=request.mandate, at=clock.now()
            )
        except NotWaiting as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("已对应，新提出失信记录 %(count)s 件") % {"count": opened})
        return redirect("exchange:names")
    words = request.GET.get("q", "").strip()
    values = {
        "mention": mention,
        "form": form,
        "words": words,
        "found": bodies_named_like(words) if words else [],
    }
    return render(request, "exchange/name.html", values)


@require_safe
@_for_officers
def pending(request: ActingRequest) -> HttpResponse:
    """List the adverse judgments that had not taken effect when they came in."""
    return render(
        request, "exchange/pending.html", {"pending": waiting_to_take_effect(request.mandate)[:WAITING_SHOWN]}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@_for_officers
def confirm(request: ActingRequest, pk: int) -> HttpResponse:
    """Say that one of them has taken effect, and when."""
    instrument = get_object_or_404(waiting_to_take_effect(request.mandate), pk=pk)
    form = TookEffect(request.POST or None)
    in_the_readers_words(form)
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["effective_on"]
        try:
            opened = confirm_effective(
                instrument=instrument, effective_on=day, by=request.mandate, at=clock.now()
            )
        except (NotWaiting, NotYetEffective) as refusal:
            form.add_error("effective_on", str(refusal))
        else:
            messages.success(request, _("已确认生效，新提出失信记录 %(count)s 件") % {"count": opened})
            return redirect("exchange:pending")
    values = {"instrument": instrument, "form": form, "opened": open_instrument(instrument)}
    return render(request, "exchange/confirm.html", values)


def _run_of(request: ActingRequest, pk: int) -> ImportRun:
    return get_object_or_404(runs_seen_by(request.mandate), pk=pk)


def _attachment(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)
