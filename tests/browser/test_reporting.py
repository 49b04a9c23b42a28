"""The officer's desk of reporting: what came back, how both sides compare, a notice of the platform."""

from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.harness import assert_accessible, from_menu, picture
from tests.browser.test_desk import sign_in
from tests.make import A_DAY, Office
from tests.rooms.objections.cases import make_public_record
from tests.rooms.reporting.cases import Simulation, Town, exchange
from tests.rooms.reporting.conftest import home, simulated, town

from chengxin.foundation.matters.models import Matter
from chengxin.foundation.reporting.models import Batch, Reconciliation
from chengxin.foundation.reporting.reconciling import reconcile
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.models import Publication

__all__ = ["home", "simulated", "town"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases="__all__"),
    pytest.mark.usefixtures("monday"),
]


def look(page: Page, pictures: Path, name: str) -> None:
    assert_accessible(page)
    picture(page, pictures, f"reporting-{name}-{page.viewport_size['width'] if page.viewport_size else 0}")


def test_what_the_platform_returned_lost_and_repaired_is_handled_at_the_desk(
    page: Page,
    simulated: Simulation,
    town: Town,
    housing_bureau: PublicBody,
    office: Office,
    monday: datetime,
    pictures: Path,
) -> None:
    record = make_public_record(body=housing_bureau, office=office, at=monday)
    for _ in range(4):
        town.publish()
    simulated.control(reject_rows=[0], lose_rows=[2])
    exchange(monday)

    sign_in(page, office.officer.user.username)
    from_menu(page, "平台报送")
    look(page, pictures, "home-before")
    page.get_by_role("link", name="退回待办").click()
    expect(page.get_by_text("认定依据文号与登记不符")).to_be_visible()
    look(page, pictures, "returned")
    page.locator(f"a[href='/desk/matters/{record.pk}/']").click()
    look(page, pictures, "record")
    page.get_by_role("link", name="答复平台退回并重新报送").or_(
        page.get_by_role("button", name="答复平台退回并重新报送")
    ).first.click()
    page.get_by_label("附言").fill("演示数据：文号经核对无误")
    page.get_by_role("button", name="答复平台退回并重新报送").click()

    simulated.control(repair=Publication.objects.exclude(matter=record).order_by("-pk")[0].key)
    exchange(monday)
    result = reconcile(at=monday + A_DAY)
    page.goto(f"/desk/platform/reconciliations/{result.pk}/")
    expect(page.get_by_text("已重新报送")).to_be_visible()
    look(page, pictures, "reconciliation")
    page.goto("/desk/platform/")
    look(page, pictures, "home")
    page.goto(f"/desk/platform/batches/{Batch.objects.order_by('pk')[0].number}/")
    look(page, pictures, "batch")
    notice = Matter.objects.get(kind="platform_notice")
    page.goto(f"/desk/matters/{notice.pk}/")
    expect(page.get_by_text("平台先行终止了这条信息")).to_be_visible()
    look(page, pictures, "notice")
    page.goto("/en/desk/platform/")
    look(page, pictures, "english")

    exchange(monday + 2 * A_DAY)
    Publication.objects.filter(matter=notice.parent).update(state="ended", ended_at=monday)
    zero = reconcile(at=monday + 2 * A_DAY)
    assert Reconciliation.objects.count() == 2
    page.goto(f"/desk/platform/reconciliations/{zero.pk}/")
    expect(page.get_by_text("零差异：双方的条数和编号一致")).to_be_visible()
    look(page, pictures, "zero")
