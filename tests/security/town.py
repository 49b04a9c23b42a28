"""A town with matters in every state and everybody who holds a post, for tests that walk the whole site."""

from datetime import datetime

import pytest
from tests.cast import make_mandate
from tests.make import Office, make_record
from tests.unprinted import papers_are_not_printed

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin.ground import ciphers, home, keys
from chengxin_core.lifecycle.table import Actor

__all__ = ["papers_are_not_printed"]
STATES = ("draft", "submitted", "accepted", "noticed", "heard", "active")


@pytest.fixture
def people(
    rules: str,
    housing_bureau: PublicBody,
    water_bureau: PublicBody,
    credit_office: PublicBody,
    office: Office,
    neighbour_bai: Mandate,
    owner_cao: Mandate,
    province: Region,
    city: Region,
    monday: datetime,
    papers_are_not_printed: None,
) -> dict[str, Mandate]:
    """Everybody by what they are, each with something to see or nothing at all; matters in every state."""
    keys.make_key(home.current(), ciphers.SEALING_KEY)
    for state in STATES:
        make_record(body=housing_bureau, office=office, at=monday, state=state)
    return {
        "officer": office.officer,
        "head": office.head,
        "lawyer": office.lawyer,
        "release": office.release_reviewer,
        "liaison": office.liaison,
        "neighbour": neighbour_bai,
        "owner": owner_cao,
        "archivist": make_mandate("fang", Actor.ARCHIVIST, credit_office, city.path),
        "auditor": make_mandate("shen", Actor.AUDITOR, credit_office, city.path),
        "administrator": make_mandate("guan", Actor.ADMINISTRATOR, credit_office, province.path),
    }
