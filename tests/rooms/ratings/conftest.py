"""A complaint whose result was told, and the organ above the one that verified it. 演示数据。"""

from datetime import datetime

import pytest
from tests.cast import make_mandate
from tests.rooms.supervision.conftest import (
    city_government,
    city_housing,
    desks,
    home,
    reviewer_guan,
    sent,
    verifier_mo,
)
from tests.unprinted import papers_are_not_printed

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin.mechanisms.ratings.models import BadRating
from chengxin.mechanisms.supervision.answering import rate
from chengxin.site.demo.complaints import A_DAY, Sent, take
from chengxin_core.lifecycle.ratings import Satisfaction
from chengxin_core.lifecycle.table import Actor

__all__ = [
    "city_government",
    "city_housing",
    "desks",
    "home",
    "papers_are_not_printed",
    "reviewer_guan",
    "sent",
    "verifier_mo",
]


@pytest.fixture
def finished(sent: Sent, monday: datetime) -> Sent:
    """A complaint that was found true and put right."""
    take(sent, "rectified", monday)
    return sent


@pytest.fixture
def bad(finished: Sent, monday: datetime) -> Matter:
    """The bad rating of its handling, which the city's government verifies."""
    text = "演示数据：答复拖了很久，问了几次没有人理。"
    rate(voice=finished.voice, choice=Satisfaction.UNSATISFIED, text=text, at=monday + 10 * A_DAY)
    return BadRating.objects.get().matter


@pytest.fixture
def rated_liaison(city_housing: PublicBody) -> Mandate:
    """Speaks for the department whose handling is rated."""
    return make_mandate("ning", Actor.LIAISON, city_housing, city_housing.path)
