"""Recusal and why through the doors."""

import pytest
from django.test import Client
from tests.rooms.desk.trial import make_trial, trial

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Interest, Matter, RecusalRequest
from chengxin.foundation.matters.operations import move
from chengxin.foundation.subjects.models import PublicBody

__all__ = ["trial"]
pytestmark = [
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("trial", "rules", "monday"),
]


@pytest.fixture
def matter(housing_bureau: PublicBody, credit_office: PublicBody) -> Matter:
    return make_trial(housing_bureau, credit_office)


def as_(mandate: Mandate) -> Client:
    client = Client()
    client.force_login(mandate.user)
    return client


def test_an_interest_in_a_matter_is_declared_and_its_button_is_offered_no_more(
    matter: Matter, officer_lin: Mandate
) -> None:
    client, button = as_(officer_lin), f"/desk/matters/{matter.pk}/hear/"
    assert button in client.get(f"/desk/matters/{matter.pk}/").content.decode()
    client.post(f"/desk/recusal/ask/{matter.pk}/", {"declare": "1", "own-ground": "own_interest"})

    said = client.post(
        f"/desk/matters/{matter.pk}/hear/", {"text": "演示数据", "version": matter.version}
    ).content.decode()

    page = client.get(f"/desk/matters/{matter.pk}/").content.decode()
    assert button not in page
    for told in (said, page):
        assert "应当回避" in told
        assert "公务员法" in told
    why = client.get(f"/desk/recusal/why/{matter.pk}/").content.decode()
    assert "有利害关系" in why
    assert "当事单位在数据范围之内" in why


def test_an_interest_in_a_body_is_declared_and_lifted_by_the_head(
    officer_lin: Mandate, head_zhou: Mandate, housing_bureau: PublicBody
) -> None:
    client = as_(officer_lin)
    wrong = client.post("/desk/recusal/", {"own-body": "没有这个局", "own-ground": "other"}).content.decode()
    assert "没有全称为" in wrong
    client.post("/desk/recusal/", {"own-body": housing_bureau.name, "own-ground": "other"})
    declared = Interest.objects.get()
    assert as_(officer_lin).post(f"/desk/recusal/lift/{declared.pk}/", {"reason": "演示"}).status_code == 302
    declared.refresh_from_db()
    assert declared.lifted_at is None

    assert housing_bureau.name in as_(head_zhou).get("/desk/recusal/").content.decode()
    as_(head_zhou).post(f"/desk/recusal/lift/{declared.pk}/", {"reason": "演示数据：关系消失"})

    declared.refresh_from_db()
    assert declared.lifted_by == head_zhou


def test_the_body_asks_and_the_head_decides(
    matter: Matter, liaison_tang: Mandate, officer_lin: Mandate, head_zhou: Mandate, neighbour_bai: Mandate
) -> None:
    move(matter=matter, code="hear", by=officer_lin, at=matter.opened_at)
    sent = {"ask": "1", "person": officer_lin.pk, "ground": "other", "reason": "演示数据：曾公开表态"}
    assert as_(neighbour_bai).post(f"/desk/recusal/ask/{matter.pk}/", sent).status_code == 404
    as_(liaison_tang).post(f"/desk/recusal/ask/{matter.pk}/", sent)
    asked = RecusalRequest.objects.get()
    assert "曾公开表态" in as_(head_zhou).get("/desk/recusal/").content.decode()

    as_(head_zhou).post(f"/desk/recusal/decide/{asked.pk}/", {"decision": "grant"})

    asked.refresh_from_db()
    assert asked.granted is True
    assert as_(neighbour_bai).get(f"/desk/recusal/why/{matter.pk}/").status_code == 404
