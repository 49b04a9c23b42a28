"""Nobody has tried anything yet; sessions have the limits of an installation."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def as_installed(settings: Settings) -> Iterator[None]:
    settings.IDLE_MINUTES, settings.SIGN_IN_HOURS = 30, 8
    cache.clear()
    yield
    cache.clear()
