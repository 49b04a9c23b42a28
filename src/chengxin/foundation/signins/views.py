"""Doors of sign-ins: one's own security, the log, and what the security administrator may end."""

import logging
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from allauth.socialaccount.providers.openid_connect import views as sso
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from requests import RequestException

from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.signins import operations, queries
from chengxin.foundation.signins.adapters import DEVICE, place_of
from chengxin.foundation.signins.forms import EventFilters, ForceOut
from chengxin.foundation.signins.models import SignInEventQuerySet
from chengxin.ground import clock

SHOWN = 50
_BEIJING = ZoneInfo("Asia/Shanghai")


@require_safe
@acting
def mine(request: ActingRequest) -> HttpResponse:
    """Show somebody the own password's age, second factors, devices and the last events at the door."""
    user = request.mandate.user
    values = {
        "devices": queries.visible_devices(request.mandate).filter(user=user),
        "this_device": request.session.get(DEVICE),
        "events": queries.visible_events(request.mandate).filter(user=user)[:20],
        "has_factor": queries.has_second_factor(user),
        "must_have_factor": queries.must_have_second_factor(user, on=clock.today()),
        "has_password": user.has_usable_password(),
        "password_due": queries.password_due(user),
        "may_watch": queries.may_watch(request.mandate),
    }
    return render(request, "signins/mine.html", values)


@require_POST
@acting
def end_device(request: ActingRequest, pk: int) -> HttpResponse:
    """End one of the own sign-ins."""
    device = get_object_or_404(
        queries.visible_devices(request.mandate).filter(user_id=request.mandate.user_id), pk=pk
    )
    operations.end_own_device(mandate=request.mandate, device=device, at=clock.now(), place=place_of(request))
    messages.success(request, _("已结束这一处登录"))
    return redirect("signins:mine")


@require_safe
@acting
def log(request: ActingRequest) -> HttpResponse:
    """Show the log of sign-ins as far as the mandate sees, newest first."""
    if not queries.may_watch(request.mandate):
        raise PermissionDenied
    form = EventFilters(request.GET)
    events = _filtered(queries.visible_events(request.mandate), form)
    after = request.GET.get("after", "")
    page = list(events.filter(pk__lt=int(after))[: SHOWN + 1] if after.isdecimal() else events[: SHOWN + 1])
    more = len(page) > SHOWN
    values = {
        "form": form,
        "events": page[:SHOWN],
        "count": events.count(),
        "may_force_out": queries.may_force_out(request.mandate),
        "next_address": _address(request, page[SHOWN - 1].pk) if more else "",
        "first_address": _address(request, None) if after else "",
    }
    return render(request, "signins/log.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def signed_in(request: ActingRequest) -> HttpResponse:
    """Show who is signed in where, to the security administrator, who may end it."""
    if not queries.may_force_out(request.mandate):
        raise PermissionDenied
    devices = queries.visible_devices(request.mandate)
    return render(request, "signins/signed_in.html", {"devices": devices[:200], "count": devices.count()})


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def force_out(request: ActingRequest, pk: int) -> HttpResponse:
    """End every sign-in of the person whose device this is, for a reason."""
    if not queries.may_force_out(request.mandate):
        raise PermissionDenied
    device = get_object_or_404(queries.visible_devices(request.mandate), pk=pk)
    form = ForceOut(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ended = operations.force_out(
                user=device.user, by=request.mandate, reason=form.cleaned_data["reason"], at=clock.now()
            )
        except operations.DeviceRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已结束此人的 %(count)s 处登录") % {"count": ended})
            return redirect("signins:signed_in")
    return render(request, "signins/force_out.html", {"device": device, "form": form})


def no_password(request: HttpRequest) -> HttpResponse:
    """Tell somebody who signs in by single sign-on that there is no password here."""
    return render(request, "signins/no_password.html")


def single_sign_on(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the provider of identities; one that does not answer, or answers nonsense, is told as such."""
    try:
        answer: HttpResponse = sso.login(request, provider_id)
    except (RequestException, ValueError, KeyError, TypeError):
        logging.getLogger(__name__).exception("统一身份认证没有应答")
        return render(request, "socialaccount/authentication_error.html", status=502)
    return answer


def _filtered(events: SignInEventQuerySet, form: EventFilters) -> SignInEventQuerySet:
    if not form.is_valid():
        return events
    said: dict[str, Any] = form.cleaned_data
    if said["words"]:
        events = events.filter(user__username__icontains=said["words"])
    if said["kind"]:
        events = events.filter(kind=said["kind"])
    if said["since"]:
        events = events.filter(at__gte=datetime.combine(said["since"], time(), _BEIJING))
    if said["until"]:
        events = events.filter(at__lt=datetime.combine(said["until"] + timedelta(days=1), time(), _BEIJING))
    return events.order_by("-pk")


def _address(request: HttpRequest, after: int | None) -> str:
    kept = [(name, value) for name, value in request.GET.items() if name != "after" and value]
    return "?" + urlencode([*kept, ("after", after)] if after else kept)
