"""Headers that every answer carries, and what public pages must not know."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, NoReturn
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseNotAllowed
from django.utils.cache import get_conditional_response, set_response_etag

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class ContentSecurityPolicy:
    """No script, style or image from anywhere but here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", _policy_for(request))
        return response


def _policy_for(request: HttpRequest) -> str:
    """Return the policy; a form of the entrance may also lead to the provider of identities, where there is one."""
    if not settings.SSO_ISSUER or "/accounts/" not in request.path_info:
        return POLICY
    issuer = urlsplit(settings.SSO_ISSUER)
    return POLICY.replace("form-action 'self'", f"form-action 'self' {issuer.scheme}://{issuer.netloc}")


PUBLIC_ROOMS = ("chengxin.doors.disclosure.", "chengxin.doors.bundles.")
WRITING_ROOMS = ("chengxin.foundation.reception.",)  # where the public writes, as unknown as it reads
TELLING = ("REMOTE_", "HTTP_", "CSRF_COOKIE")  # of whom a request comes from, through whom, what they keep
ELSEWHERE = ("cross-site", "same-site")
NEEDED = frozenset({"HTTP_HOST", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE"})


class VisitorKnown(RuntimeError):
    """A public page set a cookie or asked who reads it."""


class _Nobody:
    """Stands where a session or a user would: who asks anything of it is refused."""

    def __getattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"公示页面不得查问读者: {name}")


class UnknownVisitors:
    """Public pages know nobody: no address, no browser, no cookie and no session reaches them, so no log either.

    The same holds where the public writes; there alone a form is taken, if no other site made the browser send it.
    Raises `VisitorKnown` where one would set a cookie. Their answers are not shown without asking whether they still
    stand, and are not sent twice to who has them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if (
            request.resolver_match is None
        ):  # nothing is there, or a guard answered before anything was reached
            if response.status_code == HTTPStatus.NOT_FOUND:
                response.cookies.clear()
                response.headers.pop("Vary", None)
            return response
        if not _is_public(request.resolver_match.func):
            return response
        if response.cookies:
            raise VisitorKnown(f"{request.path}: {', '.join(response.cookies)}")
        if _is_written_to(request.resolver_match.func):
            response.headers["Cache-Control"] = "no-store"  # it may hold what somebody sent
            response.headers["Referrer-Policy"] = "no-referrer"
            response.headers.pop("Vary", None)
            return response
        response.headers.setdefault("Cache-Control", "no-cache")
        if response.status_code == 200 and not response.streaming:
            set_response_etag(response)
            answer = get_conditional_response(request, etag=response.headers["ETag"], response=response)
            return answer if isinstance(answer, HttpResponse) else response
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Take from a request for a public page whatever tells of the visitor; only one room can be written to."""
        if not _is_public(view):
            return None
        is_forged = request.META.get("HTTP_SEC_FETCH_SITE") in ELSEWHERE and request.method == "POST"
        for name in [each for each in request.META if each.startswith(TELLING) and each not in NEEDED]:
            del request.META[name]
        request.__dict__.pop("headers", None)  # made of META when first asked for
        request.COOKIES = {}
        request.session = request.user = _Nobody()  # type: ignore[assignment]
        if is_forged:
            return HttpResponseForbidden()
        if request.method in ("GET", "HEAD") or _is_written_to(view):
            return None
        return HttpResponseNotAllowed(["GET", "HEAD"])


def _is_public(view: Callable[..., Any]) -> bool:
    return view.__module__.startswith((*PUBLIC_ROOMS, *WRITING_ROOMS))


def _is_written_to(view: Callable[..., Any]) -> bool:
    return view.__module__.startswith(WRITING_ROOMS)
