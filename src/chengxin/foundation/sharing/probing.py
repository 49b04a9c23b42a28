"""核查: the registered address of a consumer is asked for a key that ended. Only here does the program ask outwards.

Nothing but registered addresses, http and https, bounded in time and size, never on to another host. 404 and 410 mean
gone; any answer with content means that the key is still served. What was answered is kept as size and hash: content
that had to be destroyed is not brought back in by looking for it.
"""

import http.client
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from threading import Timer
from urllib.parse import SplitResult, urljoin, urlsplit

from chengxin.foundation.sharing.models import Finding

PLACE = "{key}"
PATIENCE = 10.0  # seconds for each wait
LONGEST = 30.0  # seconds for the whole of an answer, however slowly it drips
MOST_BYTES = 1_000_000
MOST_REDIRECTS = 3
_GONE = (404, 410)
_REDIRECTS = (301, 302, 303, 307, 308)


class AddressRefused(ValueError):
    """An address that cannot be registered for probing."""


@dataclass(frozen=True, slots=True)
class Found:
    """What an address answered: the finding, the answer in words, its size and hash."""

    finding: Finding
    said: str
    size: int = 0
    sha256: str = ""


def require_address(address: str) -> None:
    """Refuse an address that is not http or https on one host, with `{key}` once, behind the host's name."""
    parts = _split(address)
    if address.count(PLACE) != 1 or PLACE in parts.netloc:
        raise AddressRefused(f"核查网址“{address}”应当有且只有一处 {PLACE}，写在主机名之后")


def ask(address: str, key: str) -> Found:
    """Ask a registered address for a key and return what was found; a fault of any kind is no finding."""
    start = here = _split(address.replace(PLACE, key))
    try:
        for _ in range(MOST_REDIRECTS + 1):
            found, onwards = _ask_once(here)
            if not onwards:
                return found
            here = _split(urljoin(here.geturl(), onwards))
            if not _is_same_place(start, here):
                return Found(Finding.UNCLEAR, "转到别的主机，没有跟随")
    except (OSError, http.client.HTTPException, ValueError) as fault:
        return Found(Finding.UNCLEAR, f"没有应答（{type(fault).__name__}）")
    return Found(Finding.UNCLEAR, f"转址超过 {MOST_REDIRECTS} 次")


def _ask_once(parts: SplitResult) -> tuple[Found, str]:
    """Ask one address; return what it answered, and where it points to if it answers with that."""
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    with _cut_off_in_time(_connection(parts)) as connection:
        connection.request(
            "GET", path, headers={"User-Agent": "chengxin-probe", "Accept-Encoding": "identity"}
        )
        answer = connection.getresponse()
        if answer.status in _REDIRECTS:
            return Found(Finding.UNCLEAR, f"HTTP {answer.status}"), answer.getheader("Location", "")
        return _finding(answer), ""


def _finding(answer: http.client.HTTPResponse) -> Found:
    said = f"HTTP {answer.status}"
    if answer.status in _GONE:
        return Found(Finding.GONE, said)
    if not 200 <= answer.status < 300:
        return Found(Finding.UNCLEAR, said)
    digest, size = sha256(), 0
    while size < MOST_BYTES and (chunk := answer.read1(65536)):
        size += len(chunk)
        digest.update(chunk)
    return Found(Finding.STILL_SERVED if size else Finding.UNCLEAR, said, size, digest.hexdigest())


@contextmanager
def _cut_off_in_time(connection: http.client.HTTPConnection) -> Iterator[http.client.HTTPConnection]:
    """Close the connection in the end, and after `LONGEST` at the latest: each wait alone is bounded otherwise."""

    def cut() -> None:
        if connection.sock is not None:
            with suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)

    timer = Timer(LONGEST, cut)
    timer.daemon = True
    timer.start()
    try:
        yield connection
    finally:
        timer.cancel()
        connection.close()


def _connection(parts: SplitResult) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    if parts.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, parts.port, timeout=PATIENCE, context=context)
    return http.client.HTTPConnection(host, parts.port, timeout=PATIENCE)


def _is_same_place(start: SplitResult, here: SplitResult) -> bool:
    """Say whether a redirect stays on the host and port, or goes from http to https on the same host."""
    if start.hostname != here.hostname:
        return False
    is_upgrade = (start.scheme, here.scheme, here.port) == ("http", "https", None)
    return is_upgrade or (start.scheme, start.port) == (here.scheme, here.port)


def _split(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_whole = False
    if not is_whole or parts.username is not None or parts.fragment:
        raise AddressRefused(f"核查网址“{address}”应当是 http 或 https 网址，不带用户名、口令和 # 部分")
    return parts
