"""Who may decide against whom."""

import pytest
from tests.cast import make_body

from chengxin.chain.consequences.owners import is_possible_owner
from chengxin.foundation.subjects.models import BodyKind, PublicBody, Region

pytestmark = pytest.mark.django_db(databases="__all__")


def test_a_bureau_may_not_decide_against_its_own_government(
    county: Region, housing_bureau: PublicBody, water_bureau: PublicBody, finance_bureau: PublicBody
) -> None:
    government = make_body("bzf", "演示县人民政府", county, BodyKind.GOVERNMENT)

    assert not is_possible_owner(water_bureau, government)
    assert is_possible_owner(government, water_bureau)
    assert is_possible_owner(finance_bureau, government)
