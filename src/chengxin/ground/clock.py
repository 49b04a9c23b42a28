"""时钟: the one reading of time. Only doors read it; everything below is given `on=` or `at=`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from chengxin_core.calendar import legal_day

_standing_at: datetime | None = None


def now() -> datetime:
    """Return this moment in UTC, or the moment at which a test or the demo has set the clock."""
    return _standing_at or datetime.now(UTC)  # noqa: TID251 - the one place


def today() -> date:
    """Return the legal day of this moment, in Beijing time."""
    return legal_day(now())


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Set the clock for tests and for telling a past case; it runs again afterwards."""
    global _standing_at
    before, _standing_at = _standing_at, moment.astimezone(UTC)
    try:
        yield
    finally:
        _standing_at = before
