"""A home with keys, people of a personnel organ, an audit administrator; papers of the chain are not set. 演示数据。"""

from pathlib import Path

import pytest
from tests.cast import make_mandate
from tests.rooms.dossiers.conftest import chief as personnel_chief
from tests.rooms.dossiers.conftest import (
    clerk,
    discipline_organ,
    inspector,
    official,
    oneself,
    personnel_bureau,
    stranger,
    upper_bureau,
)
from tests.unprinted import papers_are_not_printed

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.subjects import queries as register
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin.ground import ciphers, home, keys, signer
from chengxin.ground.home import Home
from chengxin_core.lifecycle.table import Actor

__all__ = [
    "clerk",
    "discipline_organ",
    "inspector",
    "official",
    "oneself",
    "papers_are_not_printed",
    "personnel_bureau",
    "personnel_chief",
    "stranger",
    "upper_bureau",
]
ORIGIN = "log.example"


@pytest.fixture(autouse=True)
def names_are_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has a register of its own."""
    monkeypatch.setattr(register, "_read", register._Read())


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home of its own, with the keys of an installation."""
    monkeypatch.setenv("CHENGXIN_HOME", str(tmp_path))
    here = home.current()
    here.prepare()
    keys.make_key(here, ciphers.SEALING_KEY)
    signer.make_log_key(here, origin=ORIGIN)
    return here


@pytest.fixture
def watcher(credit_office: PublicBody, province: Region) -> Mandate:
    """The audit administrator."""
    return make_mandate("shenji", Actor.AUDIT_ADMIN, credit_office, province.path)


@pytest.fixture
def reviewer(credit_office: PublicBody, province: Region) -> Mandate:
    """Reviews for release, for the whole province."""
    return make_mandate("shencha", Actor.RELEASE_REVIEWER, credit_office, province.path)


@pytest.fixture
def water_liaison(water_bureau: PublicBody) -> Mandate:
    """Speaks for the housing bureau's neighbour."""
    return make_mandate("shuili", Actor.LIAISON, water_bureau, water_bureau.path)
