"""Who enters the archives of an organ: its archivist, and who approves there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase

from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.archives.queries import may_enter


def for_the_archives(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let only who has to do with the archives of one's own organ in."""

    @wraps(view)
    def guarded(request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_enter(request.mandate):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return acting(guarded)


def number(text: str) -> int:
    """Return the number that an address asks for; what is none is nothing."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
