"""An official, the personnel organ with authority, a discipline organ that supplies; papers are not set. 演示数据。"""

from datetime import date, datetime

import pytest
from tests.cast import make_body, make_mandate, make_official
from tests.rooms.dossiers.cases import Office
from tests.unprinted import papers_are_not_printed  # noqa: F401 - a fixture

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.subjects.models import Official, PublicBody, Region
from chengxin.mechanisms.dossiers.supplying import grant_authority
from chengxin_core.determination.dossiers import DossierInput
from chengxin_core.lifecycle.table import Actor


@pytest.fixture
def upper_bureau(city: Region) -> PublicBody:
    """The personnel organ of the city, to which one appeals."""
    return make_body("brc", "演示市人力资源和社会保障局", city)


@pytest.fixture
def personnel_bureau(county: Region, upper_bureau: PublicBody) -> PublicBody:
    """The personnel organ with authority over the county's officials."""
    body = make_body("brx", "演示县人力资源和社会保障局", county)
    body.superior = upper_bureau
    body.save(update_fields=["superior"])
    return body


@pytest.fixture
def discipline_organ(county: Region, rules: str, monday: datetime) -> PublicBody:
    """Supplies sanctions and the integrity record, and nothing else."""
    body = make_body("bjw", "演示县监察委员会", county)
    for each in (DossierInput.VIOLATIONS, DossierInput.INTEGRITY_RECORD):
        grant_authority(
            body=body, input=each, document_number="演示组〔2026〕1号", valid_from=date(2020, 1, 1), at=monday
        )
    return body


@pytest.fixture
def official(
    housing_bureau: PublicBody, personnel_bureau: PublicBody, rules: str, monday: datetime
) -> Official:
    """Serves in the housing bureau."""
    return make_official(housing_bureau, personnel_bureau, at=monday)


@pytest.fixture
def oneself(official: Official) -> Mandate:
    """The official signs in."""
    body = official.employer
    return make_mandate("ceshijia", Actor.OFFICIAL, body, body.path, official=official)


@pytest.fixture
def clerk(personnel_bureau: PublicBody) -> Mandate:
    """Handles dossiers day by day."""
    return make_mandate("renshi1", Actor.PERSONNEL_OFFICER, personnel_bureau, personnel_bureau.path)


@pytest.fixture
def second_clerk(personnel_bureau: PublicBody) -> Mandate:
    """Reviews what the first drafts."""
    return make_mandate("renshi2", Actor.PERSONNEL_OFFICER, personnel_bureau, personnel_bureau.path)


@pytest.fixture
def third_clerk(personnel_bureau: PublicBody) -> Mandate:
    """Reviews papers in law."""
    return make_mandate("renshi3", Actor.PERSONNEL_OFFICER, personnel_bureau, personnel_bureau.path)


@pytest.fixture
def chief(personnel_bureau: PublicBody) -> Mandate:
    """Decides opinions and claims."""
    return make_mandate("renshizhang", Actor.PERSONNEL_HEAD, personnel_bureau, personnel_bureau.path)


@pytest.fixture
def inspector(discipline_organ: PublicBody) -> Mandate:
    """Hands in what the discipline organ decided."""
    return make_mandate("jianwei", Actor.DISCIPLINE_OFFICER, discipline_organ, discipline_organ.path)


@pytest.fixture
def stranger(water_bureau: PublicBody) -> Mandate:
    """A personnel officer of another organ."""
    return make_mandate("renshi9", Actor.PERSONNEL_OFFICER, water_bureau, water_bureau.path)


@pytest.fixture
def office(
    clerk: Mandate, second_clerk: Mandate, third_clerk: Mandate, chief: Mandate, oneself: Mandate
) -> Office:
    """The personnel organ's people and the official, together."""
    return Office(clerk, second_clerk, third_clerk, chief, oneself)
