"""A browser for every test here, and windows of two sizes."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer
from tests.browser.harness import DESKTOP, PHONE, open_page
from tests.rooms.amendments.cases import admin_wu, admin_xu, provincial_office, running
from tests.rooms.desk.trial import trial

__all__ = ["admin_wu", "admin_xu", "provincial_office", "running", "trial"]


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A window before the real server, once as wide as a desk's and once as narrow as a phone's."""
    with open_page(browser, live_server.url, request.param) as opened:
        yield opened


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures of pages go, if any are wanted: CHENGXIN_PICTURES; or a folder that is thrown away."""
    chosen = os.environ.get("CHENGXIN_PICTURES")
    folder = Path(chosen) if chosen else tmp_path_factory.mktemp("pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
