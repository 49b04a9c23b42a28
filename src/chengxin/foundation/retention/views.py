"""Pages of retention: what is kept how long, lists, certificates, holds."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.retention import forms, operations, queries
from chengxin.foundation.retention.models import ListState
from chengxin.foundation.retention.plugs import holdable, record_class
from chengxin.ground import clock

_DECISIONS: dict[str, Callable[..., object]] = {"approve": operations.approve, "refuse": operations.refuse}


def for_holders(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let only who has to do with destruction in."""

    @wraps(view)
    def guarded(request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not queries.may_look(request.mandate):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return acting(guarded)


@require_http_methods(["GET", "HEAD", "POST"])
@for_holders
def overview(request: ActingRequest) -> HttpResponse:
    """Show classes with their terms, lists and holds; set a hold."""
    form = forms.Hold(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.hold(by=request.mandate, at=clock.now(), **form.cleaned_data)
        except operations.RetentionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已停止销毁，解除以前不会销毁"))
            return redirect("retention:overview")
    now = clock.now()
    values = {
        "form": form,
        "classes": [
            (each, queries.terms_in_words(each.terms, on=clock.today()), each.kept_from(now))
            for each in queries.classes()
        ],
        "open": queries.open_lists(),
        "decided": queries.newest_lists(),
        "holds": queries.standing_holds(),
        "lifted": queries.lifted_holds(),
        "class_zh": class_zh,
    }
    return render(request, "retention/overview.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@for_holders
def destruction(request: ActingRequest, pk: int) -> HttpResponse:
    """Show a list; approve it or turn it down."""
    listed = get_object_or_404(queries.every_list(), pk=pk)
    form = forms.Decision(request.POST or None)
    decide = _DECISIONS.get(request.POST.get("decision", ""))
    if request.method == "POST" and decide and form.is_valid():
        try:
            decide(listed=listed, by=request.mandate, at=clock.now(), **form.cleaned_data)
        except operations.RetentionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已办理"))
            return redirect("retention:list", pk)
    may_decide = queries.may_decide(request.mandate, record_class(listed.record_class))
    values = {
        "listed": listed,
        "form": form,
        "class_zh": class_zh,
        "is_open": may_decide and listed.state == ListState.DRAFTED,
        "holds": queries.standing_holds(listed.record_class),
    }
    return render(request, "retention/list.html", values)


@require_safe
@for_holders
def certificate(request: ActingRequest, pk: int) -> HttpResponse:
    """Show the certificate of a destruction, to be printed."""
    listed = get_object_or_404(queries.every_list(), pk=pk)
    if listed.state != ListState.DESTROYED:
        raise Http404
    return render(request, "retention/certificate.html", {"listed": listed, "class_zh": class_zh})


@require_http_methods(["GET", "HEAD", "POST"])
@for_holders
def hold(request: ActingRequest, pk: int) -> HttpResponse:
    """Show a hold; let it end."""
    held = get_object_or_404(queries.every_hold(), pk=pk)
    form = forms.Lift(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.lift(held=held, by=request.mandate, at=clock.now(), **form.cleaned_data)
        except operations.RetentionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已解除停止销毁"))
            return redirect("retention:overview")
    return render(request, "retention/hold.html", {"held": held, "form": form, "class_zh": class_zh})


def class_zh(code: str) -> str:
    """Return the name of a class of records, or that all are meant."""
    return _(holdable().get(code, code)) if code else _("全部类别")
