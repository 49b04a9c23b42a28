"""The town of the journeys: its bodies are in the register, its home has keys, its site stands behind the front."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer
from tests.browser.harness import DESKTOP, open_page
from tests.cast import make_mandate

from chengxin.doors.disclosure.front import Front, pages_of
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.subjects import queries
from chengxin.foundation.subjects.models import BodyKind, PublicBody, Region
from chengxin.foundation.subjects.operations import add_body
from chengxin.ground import keys, signer
from chengxin.ground.home import Home
from chengxin.site.installation import SECRETS
from chengxin.site.middleware import POLICY
from chengxin.site.sinks import carry_reference
from chengxin_core.lifecycle.table import Actor


@dataclass(frozen=True)
class Town:
    """Everybody who takes part, and the two windows: one at the desk, one of a visitor without an account."""

    officer: Mandate
    second_officer: Mandate
    lawyer: Mandate
    head: Mandate
    release_reviewer: Mandate
    liaison: Mandate
    neighbour: Mandate
    owner: Mandate
    archivist: Mandate
    desk: Page
    visitor: Page
    home: Home


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Home:
    """An installation that has its keys, no log yet."""
    monkeypatch.setenv("CHENGXIN_HOME", str(tmp_path / "home"))
    here = Home(tmp_path / "home")
    here.prepare()
    for name in SECRETS:
        keys.make_key(here, name)
    signer.make_log_key(here, origin="chengxin.example/log")
    return here


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget the names of other tests' bodies."""
    monkeypatch.setattr(queries, "_read", queries._Read())


@pytest.fixture
def credit_office(city: Region, register: None) -> PublicBody:
    return _registered("bfg", "演示市发展和改革委员会", city)


@pytest.fixture
def awards_bureau(city: Region, register: None) -> PublicBody:
    """Decides who may be honoured."""
    return _registered("brs", "演示市人力资源和社会保障局", city)


@pytest.fixture
def housing_bureau(county: Region, register: None) -> PublicBody:
    return _registered("bzj", "演示县住房和城乡建设局", county)


@pytest.fixture
def water_bureau(county: Region, register: None) -> PublicBody:
    return _registered("bsl", "演示县水利局", county)


@pytest.fixture
def owner_ren(awards_bureau: PublicBody) -> Mandate:
    """Decides and feeds back the awards bureau's measures."""
    return make_mandate("ren", Actor.MEASURE_OWNER, awards_bureau, awards_bureau.path)


@pytest.fixture
def archivist_fang(credit_office: PublicBody, city: Region) -> Mandate:
    """Keeps what has ended."""
    return make_mandate("fang", Actor.ARCHIVIST, credit_office, city.path)


@pytest.fixture
def site(home: Home, live_server: LiveServer) -> Iterator[str]:
    """The address of the site as a web server runs it: stored public pages are answered before Django is asked."""
    server = live_server.thread.httpd
    django = server.get_app()
    assert django is not None
    server.set_app(Front(django, pages=pages_of(connections["public"].settings_dict), policy=POLICY))
    yield live_server.url
    server.set_app(django)


@pytest.fixture
def town(
    rules: str,
    home: Home,
    site: str,
    browser: Browser,
    officer_lin: Mandate,
    officer_he: Mandate,
    lawyer_qin: Mandate,
    head_zhou: Mandate,
    reviewer_su: Mandate,
    liaison_tang: Mandate,
    neighbour_bai: Mandate,
    owner_ren: Mandate,
    archivist_fang: Mandate,
) -> Iterator[Town]:
    """The whole cast, its public pages carrying regions and bodies, nothing handled yet."""
    carry_reference()
    with open_page(browser, site, DESKTOP) as desk, open_page(browser, site, DESKTOP) as visitor:
        yield Town(
            officer=officer_lin,
            second_officer=officer_he,
            lawyer=lawyer_qin,
            head=head_zhou,
            release_reviewer=reviewer_su,
            liaison=liaison_tang,
            neighbour=neighbour_bai,
            owner=owner_ren,
            archivist=archivist_fang,
            desk=desk,
            visitor=visitor,
            home=home,
        )


def _registered(id: str, name: str, region: Region) -> PublicBody:  # noqa: A002
    """Enter a body with its name, so that an import finds it."""
    return add_body(
        id=id, name=name, kind=BodyKind.DEPARTMENT, region=region, source="演示数据", is_fictional=True
    )
