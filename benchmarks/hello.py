"""The limit of a web server that runs Python: an application that does nothing but answer."""

from collections.abc import Callable, Iterable
from typing import Any

_BODY = b"hello\n"
_HEADERS = [("Content-Type", "text/plain"), ("Content-Length", str(len(_BODY)))]


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer hello."""
    start_response("200 OK", _HEADERS)
    return [_BODY]
