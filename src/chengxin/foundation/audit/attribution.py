"""归属: on whose behalf a request writes, and that a page of the staff side was read."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from chengxin.foundation.accounts.models import Mandate, User
from chengxin.ground import trail
from chengxin.ground.trail import Doer
from chengxin.ground.trail.doers import DoerKind

READ, REFUSED = "page.read", "page.refused"
SIGNING_IN = "signing_in"  # of a request: the account that is being signed in
_SAFE = frozenset({"GET", "HEAD"})


class Attribution:
    """Middleware after authentication: what a request writes is its user's; what its user reads is kept first.

    A visitor's address and what anybody searched for are never kept: a path has no query here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with trail.acting_as(lambda: doer_of(request)):
            response = self.get_response(request)
            if _user_of(request) is not None and not hasattr(request, SIGNING_IN):
                _note_page(request, response.status_code)
            return response


def doer_of(request: HttpRequest) -> Doer:
    """Return on whose behalf a request is made: its user, under the mandate acted under; else a visitor."""
    via = f"{request.method} {request.path}"[:200]
    user = _user_of(request)
    if user is None:
        return Doer(DoerKind.VISITOR, "", via)
    mandate = getattr(request, "mandate", None)
    return Doer(
        DoerKind.USER,
        str(user.pk),
        via,
        mandate=str(mandate.pk) if isinstance(mandate, Mandate) else "",
        address=request.META.get("REMOTE_ADDR", ""),
    )


def _user_of(request: HttpRequest) -> User | None:
    """Return who is signed in, if the request ever asked: who did not ask wrote nothing in anybody's name.

    While somebody signs in, it is the account whose password, key or provider was right (`signing_in`).
    """
    known = (request.__dict__.get(name) for name in ("user", "_cached_user", SIGNING_IN))
    return next((user for user in known if type(user) is User), None)


def _note_page(request: HttpRequest, status: int) -> None:
    if request.method in _SAFE:
        code = READ if status < 400 else REFUSED
    elif status >= 400:
        code = REFUSED
    else:
        return
    match = request.resolver_match
    about = getattr(request, "about", "") or request.path[:120]
    trail.note(code, about, page=match.view_name if match else "", status=status)
