"""Doors of requests by form: what one's organ asked, a new one, what came of one, asking no more."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.matters.forms import in_the_readers_words
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.ground import clock
from chengxin.insight.returns import asks
from chengxin.insight.returns.ask_forms import NewAsk, Withdrawal
from chengxin.insight.returns.models import Ask
from chengxin.insight.returns.summary_views import summary_values
from chengxin_core.lifecycle.table import Actor

PAGE = 50


def for_the_office(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let only those in who ask bodies for something, and who leads them."""

    @wraps(view)
    def guarded(request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if Actor(request.mandate.role) not in asks.LOOKING:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return acting(guarded)


@require_safe
@for_the_office
def asked(request: ActingRequest) -> HttpResponse:
    """List what one's organ asked by form."""
    before = request.GET.get("before", "")
    found = asks.asks_of(request.mandate.body_id)
    if before.isascii() and before.isdecimal() and len(before) < 19:
        found = found.filter(pk__lt=int(before))
    shown = list(found[: PAGE + 1])
    values = {
        "asks": shown[:PAGE],
        "may_ask": Actor(request.mandate.role) in asks.ASKING,
        "today": clock.today(),
        "next_address": f"?before={shown[PAGE - 1].pk}" if len(shown) > PAGE else "",
        "first_address": "?" if before else "",
    }
    return render(request, "returns/asks.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_office
def new(request: ActingRequest) -> HttpResponse:
    """Ask bodies for something once."""
    if Actor(request.mandate.role) not in asks.ASKING:
        raise PermissionDenied
    today = clock.today()
    bodies = asks.bodies_that_can_be_asked(request.mandate, on=today)
    form = NewAsk(request.POST or None, bodies=bodies, initial={"period": str(today.year)})
    in_the_readers_words(form)
    if request.method == "POST" and form.is_valid():
        try:
            made = asks.ask(what=form.what(), bodies=form.chosen(), by=request.mandate, at=clock.now())
        except UnableToMove as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已提出：%(title)s") % {"title": made.title})
            return redirect("returns:ask", made.pk)
    return render(request, "returns/new_ask.html", {"form": form, "how_many": len(bodies)})


@require_safe
@for_the_office
def ask(request: ActingRequest, pk: int) -> HttpResponse:
    """Show what was asked, who has answered what, and who has not."""
    found = _own(request, pk)
    values = summary_values(request, {"ask": str(found.pk)})
    return render(request, "returns/ask.html", {**values, "ask": found, "may_ask": _may_withdraw(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_office
def withdraw(request: ActingRequest, pk: int) -> HttpResponse:
    """Ask no more of who has not begun to answer."""
    found = _own(request, pk)
    if not _may_withdraw(request):
        raise PermissionDenied
    form = Withdrawal(request.POST or None)
    in_the_readers_words(form)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        count = asks.withdraw(asked=found, by=request.mandate, at=clock.now(), reason=reason)
        messages.success(
            request, ngettext("已对 %(num)s 个单位收回", "已对 %(num)s 个单位收回", count) % {"num": count}
        )
        return redirect("returns:ask", pk)
    return render(request, "returns/withdraw_ask.html", {"ask": found, "form": form})


def _own(request: ActingRequest, pk: int) -> Ask:
    return get_object_or_404(asks.asks_of(request.mandate.body_id), pk=pk)


def _may_withdraw(request: ActingRequest) -> bool:
    return Actor(request.mandate.role) in asks.ASKING
