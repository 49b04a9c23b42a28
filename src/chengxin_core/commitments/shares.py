"""比例: a share with the interval in which it may well lie, in whole micro-points; none where there are too few.

The interval is Wilson's, computed in whole numbers, so that every engine and every citizen gets the same digits.
"""

from dataclasses import dataclass
from math import isqrt

ONE = 1_000_000
_Z = 1_959_964  # of 95 %, in millionths


@dataclass(frozen=True, slots=True)
class Share:
    """`kept` of `of`, and the bounds of its interval of 95 %, in millionths."""

    kept: int
    of: int
    point: int
    low: int
    high: int

    @property
    def shown(self) -> str:
        """The share and its interval in percent, with one decimal.

        >>> share_of(45, 50, at_least=10).shown
        '90.0% (78.6%–95.7%)'
        """
        return f"{_percent(self.point)} ({_percent(self.low)}–{_percent(self.high)})"


def share_of(kept: int, of: int, *, at_least: int) -> Share | None:
    """Return `kept` of `of` with its interval; None where `of` is below `at_least`: of too few nothing is said.

    >>> share_of(3, 4, at_least=10) is None
    True
    >>> share_of(0, 10, at_least=10)
    Share(kept=0, of=10, point=0, low=0, high=277533)
    """
    if not 0 <= kept <= of:
        raise ValueError(f"{kept} 不在 0 到 {of} 之间")
    if of < max(at_least, 1):
        return None
    z2, scale = _Z * _Z, ONE * ONE  # z² in units of 1e-12
    below = of * scale + z2  # n + z², in 1e-12
    middle = kept * scale + z2 // 2  # k + z²/2
    # z·sqrt(k(n-k)/n + z²/4), in 1e-12: the root of a number in 1e-24
    spread = isqrt(z2 * (kept * (of - kept) * scale // of + z2 // 4))
    low = 0 if kept == 0 else (middle - spread) * ONE // below
    high = ONE if kept == of else -((middle + spread) * ONE // -below)
    return Share(kept, of, (2 * kept * ONE + of) // (2 * of), low, high)


def _percent(micro: int) -> str:
    tenths = (micro + 500) // 1000
    return f"{tenths // 10}.{tenths % 10}%"
