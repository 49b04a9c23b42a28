"""Real matters of every kind, as each of their people finds them: the page opens, and so does each button's form."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db.models import Q
from django.test import Client
from tests.make import Office, make_record
from tests.rooms.consequences.cases import make_measure, make_rectification

from chengxin.doors.desk.queries import waiting
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.matters.queries import visible_matters
from chengxin.foundation.subjects.models import PublicBody

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("rules")]


@pytest.fixture
def matters(housing_bureau: PublicBody, office: Office, owner_cao: Mandate, monday: datetime) -> list[Matter]:
    """Records, documents, measures and rectifications at many stages."""
    for state in ("draft", "submitted", "accepted", "noticed"):
        make_record(body=housing_bureau, office=office, at=monday, state=state)
    make_measure(body=housing_bureau, office=office, owner=owner_cao, at=monday, state="decided")
    make_rectification(body=housing_bureau, office=office, at=monday, state="reported")
    return list(Matter.objects.all())


def people(office: Office, owner: Mandate) -> Iterator[Mandate]:
    yield from (office.officer, office.second_officer, office.head, office.lawyer)
    yield from (office.release_reviewer, office.liaison, owner)


def test_every_page_and_every_form_opens(
    client: Client, matters: list[Matter], office: Office, owner_cao: Mandate
) -> None:
    forms = set()

    for mandate in people(office, owner_cao):
        client.force_login(mandate.user)
        queued = set(waiting(mandate).values_list("pk", flat=True))
        for matter in visible_matters(mandate):
            address = f"/desk/matters/{matter.pk}/"
            page = client.get(address).content.decode()
            offered = kind_of(matter.kind).buttons_for(matter, mandate)
            must = [button for button in offered if button.waits == Q()]
            assert not must or matter.pk in queued
            assert "&lt;section" not in page
            assert page.count(f'href="{address}') >= len(offered)
            for button in offered:
                form = client.get(f"{address}{button.code}/")
                assert (form.status_code, button.zh in form.content.decode()) == (200, True)
                forms.add((matter.kind, button.code))

    assert len(forms) >= 15
