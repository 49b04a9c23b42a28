"""Pages of received opinions: the list, registering one, the figures and the report of a year."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.documents.report_files import file_of, require_file, year_asked
from chengxin.foundation.matters.forms import in_the_readers_words
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.matters.plugs import kind_of
from chengxin.ground import clock
from chengxin.mechanisms.opinions.forms import NewOpinion
from chengxin.mechanisms.opinions.operations import register
from chengxin.mechanisms.opinions.queries import page_of
from chengxin.mechanisms.opinions.yearly import DEFINITIONS, count_year, report_of
from chengxin_core.lifecycle.table import Actor


def for_registrars(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let only those in who register opinions and keep track of them."""

    @wraps(view)
    def guarded(request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.mandate.role != Actor.INTAKE_OFFICER:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return acting(guarded)


@require_safe
@acting
def opinions(request: ActingRequest) -> HttpResponse:
    """List the received opinions one may see."""
    words = request.GET.get("q", "").strip()[:60]
    shown, next_key = page_of(request.mandate, words, after=request.GET.get("after", ""))
    values = {
        "opinions": shown,
        "words": words,
        "kind": kind_of("received_opinion"),
        "may_register": request.mandate.role == Actor.INTAKE_OFFICER,
        "next_address": f"?q={words}&after={next_key}" if next_key else "",
        "first_address": f"?q={words}" if request.GET.get("after") else "",
    }
    return render(request, "opinions/list.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@for_registrars
def new(request: ActingRequest) -> HttpResponse:
    """Register one."""
    form = NewOpinion(request.POST or None, on=clock.today(), where=request.mandate.body.path)
    in_the_readers_words(form)
    if request.method == "POST" and form.is_valid():
        try:
            kept, is_new = register(given=form.cleaned_data["given"], by=request.mandate, at=clock.now())
        except UnableToMove as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已登记并告知单位") if is_new else _("这件监督意见已经登记过"))
            return redirect("desk:matter", kept.pk)
    return render(request, "opinions/new.html", {"form": form})


@require_safe
@for_registrars
def yearly(request: ActingRequest) -> HttpResponse:
    """Show the figures of a year by source, and offer the report as DOCX and PDF."""
    today = clock.today()
    counted = count_year(year_asked(request, today=today), request.mandate, on=today)
    return render(request, "opinions/yearly.html", {"counted": counted, "definitions": DEFINITIONS})


@require_safe
@for_registrars
def yearly_file(request: ActingRequest, year: int, ending: str) -> HttpResponse:
    """Give the report of a year to the standing committee, both files made of one value."""
    require_file(year, ending)
    counted = count_year(year, request.mandate, on=clock.today())
    return file_of(report_of(counted, request.mandate.body.name), f"opinions-{year}", ending)
