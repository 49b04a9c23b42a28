"""The lists' tests know the trial kind."""

from datetime import datetime

import pytest
from tests.rooms.desk.trial import make_trial, trial

from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody

__all__ = ["matter", "trial"]


@pytest.fixture
def matter(trial: object, housing_bureau: PublicBody, credit_office: PublicBody, monday: datetime) -> Matter:
    return make_trial(housing_bureau, credit_office)
