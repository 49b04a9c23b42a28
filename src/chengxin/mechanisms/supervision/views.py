"""Doors to complaints: how a sender may be reached, a file of a talk, and work orders in and out."""

import io
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.matters.forms import in_the_readers_words
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.matters.queries import name_of, visible_matter
from chengxin.foundation.matters.unbiased import why_recused
from chengxin.foundation.reception.operations import open_contact
from chengxin.foundation.reception.queries import file_of, looks_at, reads_voice, voice_of
from chengxin.ground import clock, home
from chengxin.ground.downloads import handed_out
from chengxin.ground.sheets import FileRefused, write_template
from chengxin.mechanisms.supervision import counting, work_orders
from chengxin.mechanisms.supervision.answers_table import write_answers
from chengxin.mechanisms.supervision.counting import Month
from chengxin.mechanisms.supervision.forms import OrdersFile, Purpose
from chengxin.mechanisms.supervision.models import WorkOrderBatch
from chengxin_core.lifecycle.complaints import COMPLAINT

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def contact(request: ActingRequest, pk: int) -> HttpResponse:
    """Ask what a sender is to be reached for; then show how, once, after the look was written down."""
    found = _read_by_handlers(request, pk)
    voice = voice_of(found)
    if voice is None:
        raise Http404
    form, told = Purpose(request.POST or None), ""
    in_the_readers_words(form)
    if request.method == "POST" and form.is_valid():
        try:
            told = open_contact(
                voice=voice, by=request.mandate, purpose=form.cleaned_data["purpose"], at=clock.now()
            )
        except UnableToMove as refusal:
            form.add_error(None, str(refusal))
    values = {"matter": found, "form": form, "told": told, "looks": looks_at(voice)}
    return render(request, "supervision/contact.html", values)


@require_safe
@acting
def file(request: ActingRequest, pk: int, file_pk: int) -> FileResponse:
    """Hand out a file that a sender sent, to be saved and never run."""
    kept = file_of(_read_by_handlers(request, pk), file_pk)
    if kept is None:
        raise Http404
    return handed_out(home.current(), kept.sha256, name=kept.name, media_type=kept.media_type)


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def orders(request: ActingRequest) -> HttpResponse:
    """List the batches of work orders; take a file of them."""
    _refuse_others(request)
    form = OrdersFile(request.POST or None, request.FILES or None)
    in_the_readers_words(form)
    if request.method == "POST" and form.is_valid():
        uploaded = form.cleaned_data["file"]
        try:
            batch = work_orders.take_file(
                file=uploaded.file, name=uploaded.name or "", by=request.mandate, at=clock.now()
            )
        except (FileRefused, UnableToMove) as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("supervision:batch", batch.pk)
    values = {"form": form, "batches": work_orders.batches_of(request.mandate)[:50]}
    return render(request, "supervision/orders.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def batch(request: ActingRequest, pk: int) -> HttpResponse:
    """Show what became of a batch; destroy what was not accepted once it was mended."""
    found = _own(request, pk)
    if request.method == "POST":
        count = work_orders.discard_refused(batch=found, by=request.mandate)
        messages.success(request, _("已销毁未接受的行 %(count)s 行") % {"count": count})
        return redirect("supervision:batch", pk)
    rows = work_orders.refused_of(found)
    values: dict[str, Any] = {
        "batch": found,
        "held": len(rows),
        "problems": [problem for row in rows for problem in row.problems][:SHOWN],
    }
    return render(request, "supervision/batch.html", values)


@require_safe
@acting
def refused(request: ActingRequest, pk: int) -> HttpResponse:
    """Give the refused rows back as a workbook."""
    target = io.BytesIO()
    work_orders.write_refused(_own(request, pk), target)
    return _workbook(target.getvalue(), f"refused-{pk}.xlsx")


@require_safe
@acting
def template(request: ActingRequest) -> HttpResponse:
    """Give the template."""
    return _workbook(
        write_template(work_orders.COLUMNS, title=work_orders.TITLE), "work-orders-template.xlsx"
    )


@require_POST
@acting
def answers(request: ActingRequest) -> HttpResponse:
    """Give the results of work orders as a workbook for their channels, and note that they were told."""
    _refuse_others(request)
    target = io.BytesIO()
    told = list(work_orders.answered_orders(request.mandate))
    write_answers(told, target)
    work_orders.note_told(told=told, at=clock.now())
    return _workbook(target.getvalue(), "work-order-answers.xlsx")


@require_safe
@acting
def counts(request: ActingRequest) -> HttpResponse:
    """Count the complaints that one may see, by body, for a month."""
    month = Month.read(request.GET.get("month", "")) or Month.of(clock.today())
    found = counting.found_in(month, counting.seen_by(request.mandate))
    by_what = {what: found.by_body(what) for what in counting.WHAT}
    values = {
        "month": str(month),
        "what": list(counting.WHAT.items()),
        "rows": [
            (body, {what: counted.get(body.pk, 0) for what, counted in by_what.items()})
            for body in counting.bodies_counted(found)
        ],
    }
    return render(request, "supervision/desk_counts.html", values)


@require_safe
@acting
def behind(request: ActingRequest) -> HttpResponse:
    """List the complaints behind one figure, as far as one may see them, a page at a time."""
    asked, what = request.GET, request.GET.get("what", "")
    chosen = Month.read(asked.get("month", ""))
    about = counting.body_asked(asked.get("body", ""))
    if chosen is None or about is None or what not in counting.WHAT:
        raise Http404
    seen = counting.seen_by(request.mandate)
    behind_it = counting.found_in(chosen, seen.filter(body=about)).of_body(what, about.pk)
    after = request.GET.get("after", "")
    listed = seen.filter(pk__in=behind_it)
    if after.isascii() and after.isdecimal() and len(after) < 19:
        listed = listed.filter(pk__lt=int(after))
    found = list(listed[: SHOWN + 1])
    here = f"?{urlencode({'month': str(chosen), 'what': what, 'body': about.pk})}"
    values = {
        "month": str(chosen),
        "what": counting.WHAT[what],
        "body": about,
        "complaints": found[:SHOWN],
        "kind": kind_of(COMPLAINT.kind),
        "next_address": f"{here}&after={found[SHOWN - 1].pk}" if len(found) > SHOWN else "",
        "first_address": here if after else "",
    }
    return render(request, "supervision/behind.html", values)


def _read_by_handlers(request: ActingRequest, pk: int) -> Matter:
    """Return a complaint that the reader both sees and handles; else there is none."""
    found = get_object_or_404(visible_matter(request.mandate, pk))
    is_recused = why_recused(request.mandate, found, on=clock.today())
    if is_recused or not reads_voice(request.mandate, found):
        raise Http404
    request.about = name_of(found)
    return found


def _refuse_others(request: ActingRequest) -> None:
    if request.mandate.role not in work_orders.TAKERS:
        raise PermissionDenied


def _own(request: ActingRequest, pk: int) -> WorkOrderBatch:
    _refuse_others(request)
    return get_object_or_404(work_orders.batches_of(request.mandate), pk=pk)


def _workbook(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)
