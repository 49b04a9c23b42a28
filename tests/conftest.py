"""What every test may ask for."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import settings

from chengxin.ground import clock

settings.register_profile("chengxin", deadline=None)
settings.load_profile("chengxin")

pytest_plugins = ["tests.cast", "tests.window"]

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # nine o'clock in Beijing


@pytest.fixture
def monday() -> Iterator[datetime]:
    """A Monday morning on which the clock stands still."""
    with clock.standing_at(MONDAY):
        yield MONDAY
