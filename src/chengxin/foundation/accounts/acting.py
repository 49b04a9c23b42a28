"""当前岗位: under which mandate somebody acts in a request. Views of the staff side wear `acting`."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from chengxin.foundation.accounts.models import Mandate, User
from chengxin.foundation.accounts.queries import mandates_of
from chengxin.ground import clock

_CHOSEN = "mandate"


class ActingRequest(HttpRequest):
    """A request of somebody who holds a post."""

    mandate: Mandate  # the one acted under
    mandates: list[Mandate]  # all that are held today


def acting(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let `view` be reached only by who is signed in and holds a post; it finds it in `request.mandate`."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        held = mandates_of(cast("User", request.user), on=clock.today())
        if not held:
            return _no_mandate(request)
        as_holder = cast("ActingRequest", request)
        as_holder.mandates = held
        as_holder.mandate = _chosen(held, request.session.get(_CHOSEN))
        response = view(as_holder, *args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)  # a shared computer must not keep it
        return response

    return login_required(guarded)


def choose_mandate(request: ActingRequest, mandate: Mandate) -> None:
    """Act under `mandate` from the next request on."""
    request.session[_CHOSEN] = mandate.pk


def _chosen(held: list[Mandate], chosen: int | None) -> Mandate:
    return next((mandate for mandate in held if mandate.pk == chosen), held[0])


def _no_mandate(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/no_mandate.html", status=403)
