"""One Chromium for all tests that need one, wherever they stand."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.harness import open_browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    # The browser's driver runs a loop in this thread; the database is used beside it, not in it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with open_browser() as opened:
        yield opened
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
