"""Proposing measures and following an order, in a real browser."""

from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.harness import assert_accessible, picture
from tests.browser.test_desk import sign_in
from tests.make import Office
from tests.rooms.consequences.cases import make_graded, make_measure, make_rectification

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.subjects.models import PublicBody

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases="__all__"),
    pytest.mark.usefixtures("rules", "monday"),
]


def test_an_officer_proposes_from_the_list(
    page: Page,
    housing_bureau: PublicBody,
    finance_bureau: PublicBody,
    office: Office,
    monday: datetime,
    pictures: Path,
) -> None:
    record = make_graded(body=housing_bureau, office=office, at=monday)
    width = page.viewport_size["width"] if page.viewport_size else 0

    sign_in(page, office.officer.user.username)
    page.goto(f"/desk/matters/{record.pk}/propose_measures/")
    expect(page.get_by_role("checkbox", name="限制财政性资金分配")).to_be_checked()
    expect(page.get_by_role("checkbox", name="提示约谈")).not_to_be_checked()
    assert_accessible(page)
    picture(page, pictures, f"propose-{width}")


def test_each_side_follows_what_came_of_it(
    page: Page,
    housing_bureau: PublicBody,
    office: Office,
    owner_cao: Mandate,
    monday: datetime,
    pictures: Path,
) -> None:
    measure = make_measure(body=housing_bureau, office=office, owner=owner_cao, at=monday, state="in_force")
    order = make_rectification(body=housing_bureau, office=office, at=monday, state="rectifying")
    assert measure.matter.parent is not None
    width = page.viewport_size["width"] if page.viewport_size else 0

    sign_in(page, office.officer.user.username)
    for name, matter in (("record", measure.matter.parent), ("measure", measure.matter), ("order", order)):
        page.goto(f"/desk/matters/{matter.pk}/")
        expect(page.get_by_role("main")).not_to_contain_text("<section")
        assert_accessible(page)
        picture(page, pictures, f"consequences-{name}-{width}")
