"""当前岗位: under which mandate somebody acts in a request. Views of the staff side wear `acting`."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt

from chengxin.foundation.accounts.models import Mandate, User
from chengxin.foundation.accounts.queries import mandates_of
from chengxin.ground import clock

_CHOSEN = "mandate"


class ActingRequest(HttpRequest):
    """A request of somebody who holds a post."""

    mandate: Mandate  # the one acted under
    mandates: list[Mandate]  # all that are held today
    about: str  # what the page tells of, for the audit; not set where its path says it


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


def acting_in_json(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Do as `acting` does for a view that answers JSON: who may not come in is told so in JSON, never led to a page.

    What is sent bears the token against forgery in its header, as the pages' forms bear it.
    """

    inner = acting(view)

    @csrf_exempt  # asked below, so that its refusal is JSON too
    @wraps(inner)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return refusal("请先登录", 401)
        if _CsrfCheck(_nothing).process_view(request, None, (), {}) is not None:
            return refusal("缺少防伪造令牌，或者令牌不对（请求头 X-CSRFToken）", 403)
        if not mandates_of(request.user, on=clock.today()):
            return refusal("没有岗位", 403)
        return inner(request, *args, **kwargs)

    return guarded


def refusal(why: str, status: int) -> JsonResponse:
    """Return why something is refused, in JSON."""
    answer = JsonResponse({"error": why}, status=status, json_dumps_params={"ensure_ascii": False})
    patch_cache_control(answer, private=True, no_store=True)
    return answer


class _CsrfCheck(CsrfViewMiddleware):
    """The framework's own check, asked for its answer alone."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason

    def process_view(self, request: HttpRequest, *args: Any) -> Any:
        """Return None where what was sent may be taken, else why not."""
        self.process_request(request)
        return super().process_view(request, *args)


def _nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def choose_mandate(request: ActingRequest, mandate: Mandate) -> None:
    """Act under `mandate` from the next request on."""
    request.session[_CHOSEN] = mandate.pk


def _chosen(held: list[Mandate], chosen: int | None) -> Mandate:
    return next((mandate for mandate in held if mandate.pk == chosen), held[0])


def _no_mandate(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/no_mandate.html", status=403)
