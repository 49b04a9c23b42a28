"""The ledger and the boards of promises as everybody can use them: no fault that axe finds, on desk and phone."""

from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.harness import assert_accessible, from_menu, picture
from tests.browser.test_desk import sign_in
from tests.core.promises.reports import AIMS, RESULTS
from tests.make import Office
from tests.rooms.commitments.conftest import Entered, entered, head_ning
from tests.rooms.disclosure.conftest import follow, home, nobody_to_hide, reference

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.operations import end_at_once
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.models import Publication
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin.ground.home import Home
from chengxin.ground.sheets import SourceRow
from chengxin.mechanisms.commitments.owners import follow_posts
from chengxin.mechanisms.commitments.reports import read_report
from chengxin.mechanisms.commitments.showing import review_and_publish
from chengxin.mechanisms.commitments.taking_in import take_rows

__all__ = ["entered", "follow", "head_ning", "home", "nobody_to_hide", "reference"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases="__all__"),
    pytest.mark.usefixtures("monday"),
]


def look_at(page: Page, pictures: Path, name: str) -> None:
    assert_accessible(page)
    picture(page, pictures, f"commitments-{name}-{page.viewport_size['width'] if page.viewport_size else 0}")


def test_the_ledger_its_forms_and_its_reports(
    page: Page, entered: Entered, office: Office, housing_bureau: PublicBody, monday: datetime, pictures: Path
) -> None:
    matter: Matter = entered()
    for name, text in (("2030年工作报告", AIMS), ("2031年工作报告", RESULTS)):
        report = read_report(
            body=housing_bureau, title=name, data=text.encode(), year=None, by=office.liaison, at=monday
        )
    taken = take_rows(given=[SourceRow(2, {"body": "没有这个局"})], by=office.liaison, at=monday)

    sign_in(page, office.liaison.user.username)
    from_menu(page, "承诺台账")
    expect(page.get_by_role("table")).to_contain_text("城北路")
    look_at(page, pictures, "ledger")
    for address, words in (
        (f"/desk/matters/{matter.pk}/", "指定的承办岗位"),
        (f"/desk/matters/{matter.pk}/propose_change/", "变更后的期限"),
        ("/desk/commitments/new/", "可以衡量的目标"),
        ("/desk/commitments/imports/", "下载模板"),
        (f"/desk/commitments/imports/{taken.pk}/", "退回的原因"),
        (f"/desk/commitments/reports/{report.pk - 1}/", "没有公布"),
        ("/desk/commitments/payments/", "逾期未支付"),
    ):
        page.goto(address)
        expect(page.locator("main")).to_contain_text(words)
        look_at(page, pictures, address.strip("/").replace("/", "-"))


def test_taking_over(
    page: Page, entered: Entered, office: Office, head_ning: Mandate, monday: datetime, pictures: Path
) -> None:
    entered()
    end_at_once(mandate=office.liaison, at=monday)
    follow_posts(at=monday)

    sign_in(page, head_ning.user.username)
    page.goto("/desk/commitments/")
    look_at(page, pictures, "takings")
    page.get_by_role("button", name="签收").click()

    expect(page.get_by_role("status")).to_contain_text("已签收")


def test_the_board_and_the_page_of_a_promise(
    page: Page, home: Home, entered: Entered, office: Office, monday: datetime, pictures: Path
) -> None:
    shown = review_and_publish(
        matter=entered(), by=office.release_reviewer, at=monday, disclosure_passed=True, secrecy_passed=True,
        personal_passed=True, ground="同意",
    )  # fmt: skip
    assert isinstance(shown, Publication)
    run_sequencer(at=monday)

    for address, words in (
        ("/promises/", "履行中"),
        ("/en/promises/", "Open"),
        (f"/promises/{shown.key}/", "城北路"),
        (f"/en/promises/{shown.key}/", "城北路"),
    ):
        page.goto(address)
        expect(page.locator("main")).to_contain_text(words)
        look_at(page, pictures, address.strip("/").replace("/", "-")[:24])
