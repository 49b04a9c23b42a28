"""An installation with its log and its pages of withdrawals, a public record, and a consumer's site."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from tests.make import Office
from tests.rooms.amendments.cases import admin_of_city, admin_wu, provincial_office
from tests.rooms.objections.cases import make_public_record
from tests.rooms.sharing.cases import ORIGIN, Site, running_site
from tests.unprinted import papers_are_not_printed

from chengxin.foundation.matters.models import Matter
from chengxin.foundation.sharing import feed
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency import plugs
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin.ground import ciphers, keys, signer
from chengxin.ground.home import Home

__all__ = ["admin_of_city", "admin_wu", "papers_are_not_printed", "provincial_office"]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An installation that has its keys, no log yet, and one place of publication: the pages of withdrawals."""
    monkeypatch.setenv("CHENGXIN_HOME", str(tmp_path))
    here = Home(tmp_path)
    here.prepare()
    keys.make_key(here, ciphers.SEALING_KEY)
    signer.make_log_key(here, origin=ORIGIN)
    told = plugs.Sink("withdrawals", "撤下通知", feed.write_pages)
    monkeypatch.setattr(plugs, "_sinks", {"withdrawals": told})
    return here


@pytest.fixture
def record(rules: str, home: Home, housing_bureau: PublicBody, office: Office, monday: datetime) -> Matter:
    """A public record under a number of the log."""
    made = make_public_record(body=housing_bureau, office=office, at=monday)
    run_sequencer(at=monday)
    return made


@pytest.fixture
def site() -> Iterator[Site]:
    """A consumer's site that runs."""
    with running_site() as running:
        yield running
