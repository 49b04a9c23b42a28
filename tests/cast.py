"""Who is who in the tests: invented bodies in an invented city, and the people who hold posts there. 演示数据。"""

from datetime import date, datetime
from typing import Any

import pytest

from chengxin.foundation.accounts.models import Mandate, User
from chengxin.foundation.rules.operations import load_shipped_rules
from chengxin.foundation.subjects.identities import read_identity
from chengxin.foundation.subjects.models import BodyKind, Level, Official, PublicBody, Region
from chengxin.foundation.subjects.officials import enter_official
from chengxin_core.lifecycle.table import ADMINISTRATIONS, Actor
from tests.make import Office

SINCE = date(2020, 1, 1)


def make_region(id: str, name: str, level: Level, parent: Region | None = None) -> Region:  # noqa: A002
    path = f"{parent.path if parent else ''}{id}/"
    return Region.objects.create(id=id, path=path, level=level, name=name, code=id, parent=parent)


def make_body(id: str, name: str, region: Region, kind: BodyKind = BodyKind.DEPARTMENT) -> PublicBody:  # noqa: A002
    path = f"{region.path}{id}/"
    return PublicBody.objects.create(
        id=id, path=path, name=name, kind=kind, region=region, source="演示数据", is_fictional=True
    )


def make_official(
    body: PublicBody, authority: PublicBody, serial: int = 1, name: str = "测试甲", *, at: datetime
) -> Official:
    """Enter an invented official: the id number is of no division and of a day long past, so nobody bears it."""
    identity = read_identity(name, f"999999180001{serial:05d}0")
    official, _ = enter_official(
        identity=identity,
        body=body,
        title="演示科员",
        valid_from=SINCE,
        authority=authority,
        at=at,
        is_demo=True,
    )
    return official


def make_mandate(
    username: str, role: Actor, body: PublicBody, scope: str, post: str = "", **more: Any
) -> Mandate:
    user = User.objects.filter(username=username).first() or User.objects.create_user(
        username, "not-a-secret-1"
    )
    if role in ADMINISTRATIONS:
        User.objects.filter(pk=user.pk).update(administers=role)
    return Mandate.objects.create(
        user=user, role=role, body=body, scope=scope, post=post or role.zh, valid_from=SINCE, **more
    )


@pytest.fixture
def rules(db: None) -> str:
    """The shipped rulebooks with the demonstration lists; the hash of the snapshot."""
    return load_shipped_rules(at=datetime.fromisoformat("2026-11-01T00:00:00+00:00"), demo=True).hash


@pytest.fixture
def province(db: None) -> Region:
    return make_region("p", "演示省", Level.PROVINCE)


@pytest.fixture
def city(province: Region) -> Region:
    return make_region("c", "演示市", Level.CITY, province)


@pytest.fixture
def county(city: Region) -> Region:
    return make_region("x", "演示县", Level.COUNTY, city)


@pytest.fixture
def credit_office(city: Region) -> PublicBody:
    """Leads credit work in the city; handles what is about the counties' bodies."""
    return make_body("bfg", "演示市发展和改革委员会", city)


@pytest.fixture
def housing_bureau(county: Region) -> PublicBody:
    """A bureau that lost in court; most records are about it."""
    return make_body("bzj", "演示县住房和城乡建设局", county)


@pytest.fixture
def water_bureau(county: Region) -> PublicBody:
    """Its neighbour, which must see nothing of it."""
    return make_body("bsl", "演示县水利局", county)


@pytest.fixture
def finance_bureau(city: Region) -> PublicBody:
    """Decides the measures that are about money."""
    return make_body("bcz", "演示市财政局", city)


@pytest.fixture
def officer_lin(credit_office: PublicBody, city: Region) -> Mandate:
    """Handles records day by day."""
    return make_mandate("lin", Actor.CREDIT_OFFICER, credit_office, city.path)


@pytest.fixture
def officer_he(credit_office: PublicBody, city: Region) -> Mandate:
    """Handles records too: reviews what Lin drafts."""
    return make_mandate("he", Actor.CREDIT_OFFICER, credit_office, city.path)


@pytest.fixture
def head_zhou(credit_office: PublicBody, city: Region) -> Mandate:
    """Issues documents in the office's name."""
    return make_mandate("zhou", Actor.CREDIT_HEAD, credit_office, city.path)


@pytest.fixture
def lawyer_qin(credit_office: PublicBody, city: Region) -> Mandate:
    """Reviews documents in law."""
    return make_mandate("qin", Actor.LEGAL_REVIEWER, credit_office, city.path)


@pytest.fixture
def reviewer_su(credit_office: PublicBody, city: Region) -> Mandate:
    """Reviews what is to be published."""
    return make_mandate("su", Actor.RELEASE_REVIEWER, credit_office, city.path)


@pytest.fixture
def liaison_tang(housing_bureau: PublicBody) -> Mandate:
    """Speaks for the housing bureau."""
    return make_mandate("tang", Actor.LIAISON, housing_bureau, housing_bureau.path)


@pytest.fixture
def neighbour_bai(water_bureau: PublicBody) -> Mandate:
    """Speaks for the water bureau; sees nothing of the housing bureau's."""
    return make_mandate("bai", Actor.LIAISON, water_bureau, water_bureau.path)


@pytest.fixture
def owner_cao(finance_bureau: PublicBody) -> Mandate:
    """Decides and feeds back the finance bureau's measures."""
    return make_mandate("cao", Actor.MEASURE_OWNER, finance_bureau, finance_bureau.path)


@pytest.fixture
def office(
    officer_lin: Mandate,
    officer_he: Mandate,
    lawyer_qin: Mandate,
    head_zhou: Mandate,
    reviewer_su: Mandate,
    liaison_tang: Mandate,
) -> Office:
    """The credit office's people and the housing bureau's liaison, together."""
    return Office(officer_lin, officer_he, lawyer_qin, head_zhou, reviewer_su, liaison_tang)
