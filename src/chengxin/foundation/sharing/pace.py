"""限速: how often one consumer may ask within a minute. Nothing is counted of who reads without a token."""

from datetime import datetime

from django.core.cache import cache

MOST_A_MINUTE = 300


def is_within_pace(code: str, *, at: datetime) -> bool:
    """Count one request of a consumer; say whether it is still within its minute."""
    minute = f"sharing:{code}:{int(at.timestamp()) // 60}"
    cache.add(minute, 0, timeout=120)
    try:
        return int(cache.incr(minute)) <= MOST_A_MINUTE
    except ValueError:  # it was dropped in between
        return True
