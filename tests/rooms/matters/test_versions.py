"""A matter begins under the version of its region and keeps it."""

from datetime import datetime, timedelta

import pytest
from tests.cast import make_body, make_region
from tests.core.rulebook.cities import file_of, promise

from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NewMatter, open_matter
from chengxin.foundation.rules.operations import CityFiles, load_shipped_rules
from chengxin.foundation.rules.queries import versions
from chengxin.foundation.subjects.models import Level, PublicBody, Region
from chengxin_core.lifecycle.records import RECORD

pytestmark = pytest.mark.django_db(databases="__all__")
CITY = CityFiles("990100", "p/c/", file_of(promise("record.check", 2)))


def opened(body: PublicBody, organ: PublicBody, at: datetime, rulebook: str | None = None) -> Matter:
    return open_matter(new=NewMatter(RECORD, "演示事项", body, organ, rulebook), by=None, at=at)


def test_is_the_citys_where_its_organ_or_its_body_lies_there(
    province: Region, housing_bureau: PublicBody, credit_office: PublicBody, monday: datetime
) -> None:
    load_shipped_rules(at=monday, cities=[CITY])
    provincial = make_body("pfg", "演示省发展和改革委员会", province)
    elsewhere = make_body("q1", "演示二市财政局", make_region("q", "演示二市", Level.CITY, province))

    assert opened(housing_bureau, credit_office, monday).rulebook == versions().by_scope["p/c/"]
    assert opened(housing_bureau, provincial, monday).rulebook == versions().by_scope["p/c/"]
    assert opened(elsewhere, provincial, monday).rulebook == versions().by_scope[""]


def test_stays_when_another_version_is_loaded(
    housing_bureau: PublicBody, credit_office: PublicBody, monday: datetime
) -> None:
    old = load_shipped_rules(at=monday).hash
    matter = opened(housing_bureau, credit_office, monday)

    load_shipped_rules(at=monday + timedelta(hours=1), cities=[CITY])

    matter.refresh_from_db()
    assert matter.rulebook == old


def test_is_the_one_named_where_one_is_named(
    housing_bureau: PublicBody, credit_office: PublicBody, monday: datetime
) -> None:
    assert opened(housing_bureau, credit_office, monday, "0" * 64).rulebook == "0" * 64
