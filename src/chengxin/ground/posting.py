"""发往别处: one request over http or https to an address that the installation names, bounded in time and size.

Nothing is followed to another address. Whoever calls says what an answer means.
"""

import http.client
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

PATIENCE = 30.0  # seconds for each wait
LARGEST_ANSWER = 64 * 1024 * 1024  # bytes


class AddressUnfit(ValueError):
    """An address that nothing can be sent to; the text says what is expected."""


class Unanswered(OSError):
    """Nobody answered, or with more than can be an answer; the text names no address."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side answered."""

    status: int
    content: bytes


def checked(address: str, zh: str) -> SplitResult:
    """Return the parts of an address; refuse one that is not plain http or https. `zh` says whose it is."""
    try:
        parts = urlsplit(address)
        fit = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fit = False
    if not fit or parts.username or parts.query or parts.fragment:
        raise AddressUnfit(f"{zh}应当是 http 或 https 网址，不带用户名、口令和参数")
    return parts


def send(
    address: SplitResult, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
) -> Answer:
    """Send one request below `address` and return the answer; raise `Unanswered`."""
    connection = _connection(address)
    try:
        connection.request(method, f"{address.path.rstrip('/')}{path}", body=body, headers=dict(headers))
        answer = connection.getresponse()
        content = answer.read(LARGEST_ANSWER + 1)
    except (OSError, http.client.HTTPException) as fault:
        raise Unanswered(type(fault).__name__) from None
    finally:
        connection.close()
    if len(content) > LARGEST_ANSWER:
        raise Unanswered(f"答复超过 {LARGEST_ANSWER} 字节")
    return Answer(answer.status, content)


def _connection(address: SplitResult) -> http.client.HTTPConnection:
    host, port = address.hostname or "", address.port
    if address.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=PATIENCE, context=context)
    return http.client.HTTPConnection(host, port, timeout=PATIENCE)
