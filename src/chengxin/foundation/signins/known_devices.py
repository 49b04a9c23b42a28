"""认得的浏览器: a cookie by which an account's own browser is told from a stranger's.

It lets nobody in. It only says that this account signed in here before, so that what strangers try elsewhere does not
make its owner wait. It is signed and good for one account only.
"""

import secrets

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "chengxin_known"
DAYS = 180
_SALT = "signins.known_device"


def mark(response: HttpResponse, request: HttpRequest, user: AbstractBaseUser) -> None:
    """Let the browser remember that this account signed in here; one that it knew already stays the same."""
    name = user.get_username()
    nonce = mark_of(request, name) or secrets.token_urlsafe(16)
    response.set_cookie(
        COOKIE,
        signing.dumps([name.casefold(), nonce], salt=_SALT, compress=True),
        max_age=DAYS * 86400,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def mark_of(request: HttpRequest, username: str) -> str:
    """Return the mark of the browser for this account; empty where it is not known to it."""
    try:
        name, nonce = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=DAYS * 86400)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(nonce) if name == username.strip().casefold() else ""
