"""The pages of inquiries, as those who may ask see them."""

from datetime import datetime

import pytest
from django.test import Client
from tests.rooms.inquiries.cases import about_body, about_official

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.subjects.models import Official, PublicBody

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("rules", "house")]


def as_(holder: Mandate) -> Client:
    client = Client()
    client.force_login(holder.user)
    return client


@pytest.mark.parametrize("is_invented", [True, False])
def test_the_answer_about_a_body_and_about_an_official_is_a_page(
    is_invented: bool,
    housing_bureau: PublicBody,
    official: Official,
    owner_cao: Mandate,
    clerk: Mandate,
    monday: datetime,
) -> None:
    PublicBody.objects.filter(pk=housing_bureau.pk).update(is_fictional=is_invented)
    Official.objects.filter(pk=official.pk).update(is_demo=is_invented)
    asked = {
        owner_cao: about_body(housing_bureau, owner_cao, monday),
        clerk: about_official(official, clerk, monday),
    }

    for holder, inquiry in asked.items():
        answer = as_(holder).get(f"/desk/inquiries/{inquiry.number}/")
        page = answer.content.decode()
        assert (answer.status_code, inquiry.number in page) == (200, True)
        assert ('">演示数据<' in page.split("<h1", 1)[1].split("</header>", 1)[0]) == is_invented
