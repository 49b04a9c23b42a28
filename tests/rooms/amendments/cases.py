"""Two administrators of the whole province, one of a city; a matter whose clock runs. 演示数据。"""

from datetime import date, datetime

import pytest
from tests.cast import make_body, make_mandate
from tests.rooms.matters.cases import make_matter

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline, Owes
from chengxin.foundation.deadlines.operations import start_deadline
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin_core.lifecycle.table import Actor

CHECK = "record.check"
MONDAY = date(2026, 11, 23)


@pytest.fixture
def provincial_office(province: Region) -> PublicBody:
    return make_body("pfg", "演示省发展和改革委员会", province)


@pytest.fixture
def admin_wu(provincial_office: PublicBody, province: Region) -> Mandate:
    return make_mandate("wu", Actor.ADMINISTRATOR, provincial_office, province.path)


@pytest.fixture
def admin_xu(provincial_office: PublicBody, province: Region) -> Mandate:
    return make_mandate("xu", Actor.ADMINISTRATOR, provincial_office, province.path)


@pytest.fixture
def admin_of_city(credit_office: PublicBody, city: Region) -> Mandate:
    return make_mandate("shi", Actor.ADMINISTRATOR, credit_office, city.path)


@pytest.fixture
def running(rules: str, housing_bureau: PublicBody, credit_office: PublicBody, monday: datetime) -> Deadline:
    """Three working days from Monday: Thursday."""
    matter = make_matter(body=housing_bureau, organ=credit_office, at=monday, rulebook=rules)
    started = start_deadline(
        matter=matter, clock=CHECK, title="核对", owes=Owes.ORGAN, start=MONDAY, started_by="收到报送"
    )
    assert started is not None
    return started
