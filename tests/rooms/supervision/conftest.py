"""A county bureau complained of, who takes in, who verifies, who reviews; papers are not set. 演示数据。"""

from datetime import datetime
from pathlib import Path

import pytest
from tests.cast import make_body, make_mandate
from tests.unprinted import papers_are_not_printed  # noqa: F401 - a fixture

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.subjects.models import BodyKind, PublicBody, Region
from chengxin.ground import keys
from chengxin.ground.home import Home
from chengxin.site.demo.complaints import Desks, Sent, send
from chengxin.site.demo.steps import Office
from chengxin.site.installation import SECRETS
from chengxin_core.lifecycle.table import Actor

TEXT = "演示数据：我公司与该局签订维修合同，工程去年验收合格，合同款四十万元逾期一年没有支付。"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home with its keys."""
    monkeypatch.setenv("CHENGXIN_HOME", str(tmp_path / "home"))
    here = Home(tmp_path / "home")
    here.prepare()
    for name in SECRETS:
        keys.make_key(here, name)
    return here


@pytest.fixture
def city_housing(city: Region) -> PublicBody:
    """The same department above the housing bureau: it verifies."""
    return make_body("bzjs", "演示市住房和城乡建设局", city)


@pytest.fixture
def city_government(city: Region) -> PublicBody:
    """Above the city's departments: it reviews."""
    return make_body("c-gov", "演示市人民政府", city, BodyKind.GOVERNMENT)


@pytest.fixture
def verifier_mo(city_housing: PublicBody, city: Region) -> Mandate:
    """Verifies complaints day by day."""
    return make_mandate("mo", Actor.CREDIT_OFFICER, city_housing, city.path)


@pytest.fixture
def reviewer_guan(city_government: PublicBody, city: Region) -> Mandate:
    """Reviews results for the city's government."""
    return make_mandate("guan", Actor.INTAKE_OFFICER, city_government, city.path)


@pytest.fixture
def desks(
    city_housing: PublicBody,
    city: Region,
    officer_lin: Mandate,
    liaison_tang: Mandate,
    verifier_mo: Mandate,
    reviewer_guan: Mandate,
    reviewer_su: Mandate,
) -> Desks:
    verifier = Office(
        verifier_mo,
        make_mandate("hu", Actor.CREDIT_OFFICER, city_housing, city.path),
        make_mandate("shi", Actor.LEGAL_REVIEWER, city_housing, city.path),
        make_mandate("yan", Actor.CREDIT_HEAD, city_housing, city.path),
        reviewer_su,
        liaison_tang,
    )
    head = make_mandate("ren2", Actor.BODY_HEAD, reviewer_guan.body, reviewer_guan.body.path)
    return Desks(officer_lin, verifier, reviewer_guan, head)


@pytest.fixture
def sent(rules: str, home: Home, housing_bureau: PublicBody, desks: Desks, monday: datetime) -> Sent:
    """A complaint about the county's housing bureau, as the public door took it."""
    return send(body=housing_bureau, text=TEXT, desks=desks, at=monday)
