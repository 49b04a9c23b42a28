"""登录限制: after how many failures somebody waits, and how long; pure, so that it can be read and tested.

Attempts are counted under several keys at once. A browser in which an account signed in before is known to it by a
cookie, and is counted apart: what strangers try elsewhere does not make its owner wait.
"""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)  # without an attempt


@dataclass(frozen=True, slots=True)
class Limit:
    """One way to count: under which key, after how many attempts there is a wait, whether success clears it."""

    key: str
    free: int
    cleared: bool = True


def limits_of(*, username: str, address: str, known_device: str, secret: bytes) -> Iterator[Limit]:
    """Yield what an attempt counts towards.

    `known_device` is the mark of a browser in which this very account signed in before; empty for any other.
    """
    name = username.strip().casefold()
    if known_device:
        yield Limit(_key(secret, "device", name, known_device), 5)
        return
    yield Limit(_key(secret, "pair", name, address), 5)
    yield Limit(_key(secret, "account", name), 50)
    yield Limit(_key(secret, "address", address), 20, cleared=False)


def wait_after(attempts: int, free: int) -> timedelta:
    """Return how long to wait after that many attempts in a row: a minute, then twice as long each time.

    >>> [int(wait_after(n, 5).total_seconds()) for n in (4, 5, 6, 7, 20)]
    [0, 60, 120, 240, 900]
    """
    if attempts < free:
        return timedelta(0)
    doublings = min(attempts - free, 10)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def _key(secret: bytes, *parts: str) -> str:
    return hmac.new(secret, "\x1f".join(parts).encode(), sha256).hexdigest()
