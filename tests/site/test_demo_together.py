"""The demo's office works together: each stage of a consultation is told, and a letter is drafted. 演示数据。"""

from datetime import datetime

import pytest
from tests.cast import make_body, make_mandate
from tests.make import Office, make_record

from chengxin.foundation.documents.models import Document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin.site.demo.cast import Cast
from chengxin.site.demo.together import AWARDS, FINANCE, GOVERNMENT, tell_together
from chengxin_core.lifecycle.consultations import CONSULTATION
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("rules")]


def test_every_stage_of_a_consultation_is_told(
    office: Office, city: Region, housing_bureau: PublicBody, monday: datetime
) -> None:
    for state in ("noticed", "draft", "submitted"):
        make_record(body=housing_bureau, office=office, at=monday, state=state)
    units = {"finance": FINANCE, "awards": AWARDS, "government": GOVERNMENT}
    owners = {
        name: make_mandate(name, Actor.MEASURE_OWNER, body, body.path)
        for name, body in ((name, make_body(key, f"演示单位{name}", city)) for name, key in units.items())
    }
    cast = Cast({"officer": office.officer, "officer2": office.second_officer, "head": office.head, **owners})

    assert tell_together(cast=cast, at=monday) == 5

    told = set(Matter.objects.filter(kind="consultation").values_list("state", flat=True))
    assert told == {str(state) for state in CONSULTATION.states}
    assert Document.objects.filter(kind="office_reminder").exists()
