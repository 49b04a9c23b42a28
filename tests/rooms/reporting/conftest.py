"""An installation that is connected to a simulated platform, which runs in a process of its own."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.make import Office
from tests.rooms.reporting.cases import TOKEN, Simulation, Town
from tests.unprinted import papers_are_not_printed

from chengxin.foundation.reporting import connection, place, queries
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency import plugs
from chengxin.ground import ciphers, keys, signer
from chengxin.ground.home import Home

__all__ = ["papers_are_not_printed"]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An installation that has its keys, the platform's token, and one place of publication: the platform."""
    here = Home(tmp_path / "home")
    monkeypatch.setenv("CHENGXIN_HOME", str(here.root))
    here.prepare()
    keys.make_key(here, ciphers.SEALING_KEY)
    keys.keep_key(here, connection.TOKEN, TOKEN.encode())
    signer.make_log_key(here, origin="chengxin.example/log")
    there = plugs.Sink("platform", "公共信用信息平台", place.apply, waits=queries.waits_for_platform)
    monkeypatch.setattr(plugs, "_sinks", {"platform": there})
    return here


@pytest.fixture
def simulated(tmp_path: Path, home: Home, settings: Settings, monday: datetime) -> Iterator[Simulation]:
    """The platform, running, and named by the settings; its clock stands like ours."""
    running = Simulation(tmp_path / "platform.json")
    settings.PLATFORM = running.start()
    running.control(clock=monday.isoformat())
    yield running
    running.kill()


@pytest.fixture
def town(
    rules: str,
    home: Home,
    housing_bureau: PublicBody,
    office: Office,
    monday: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> Town:
    """A town that publishes about its housing bureau; no party of its matters is a person."""
    monkeypatch.setattr(plugs, "_names", {})
    return Town(housing_bureau, office, rules, monday)
