"""Reviews, bad ratings, figures of complaints as everybody can use them: no fault that axe finds, desk and phone."""

from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.harness import assert_accessible, picture
from tests.browser.test_desk import sign_in
from tests.rooms.ratings.conftest import bad, finished, rated_liaison
from tests.rooms.ratings.test_campaigns import BAD, GOOD, approved, fresh, lead, plan, vote, water
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
from chengxin.foundation.transparency.models import Publication
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin.mechanisms.ratings import campaigns, showing
from chengxin.mechanisms.supervision import monthly
from chengxin.site.demo.complaints import A_DAY

__all__ = [
    "bad", "city_government", "city_housing", "desks", "finished", "home", "lead", "papers_are_not_printed",
    "rated_liaison", "reviewer_guan", "sent", "verifier_mo", "water",
]  # fmt: skip

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases="__all__"),
    pytest.mark.usefixtures("monday"),
]
CHECKS = {"disclosure_passed": True, "secrecy_passed": True, "personal_passed": True}


def look_at(page: Page, pictures: Path, name: str) -> None:
    assert_accessible(page)
    picture(page, pictures, f"ratings-{name}-{page.viewport_size['width'] if page.viewport_size else 0}")


def test_a_review_from_its_plan_to_its_public_result(
    page: Page, lead: dict[str, Mandate], water: PublicBody, monday: datetime, pictures: Path
) -> None:
    drafted = plan(lead, [water], monday, title="演示数据：待批准的评议")
    matter = approved(lead, [water], monday)

    page.goto("/appraise/")
    expect(page.locator("main")).to_contain_text(matter.title)
    look_at(page, pictures, "polls")
    page.get_by_role("link", name="参加评议").click()
    look_at(page, pictures, "ballot")
    page.get_by_label("评议哪个单位").select_option("演示县水利局")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("alert")).to_contain_text("请选择一级评价")
    look_at(page, pictures, "ballot-wrong")
    for question in page.locator("fieldset").all():
        question.get_by_label("满意", exact=True).check()
    page.get_by_role("button", name="提交").click()
    expect(page.locator("h1")).to_have_text("已收到您的评议")
    look_at(page, pictures, "balloted")

    for number in range(35):
        vote(matter, water, GOOD if number % 4 else BAD, f"{number}", monday)
    campaigns.count(matter=fresh(matter), by=lead["officer"], at=monday + 8 * A_DAY)
    showing.show(matter=fresh(matter), by=lead["release"], at=monday + 9 * A_DAY, ground="同意", **CHECKS)
    run_sequencer(at=monday + 9 * A_DAY)
    (publication,) = Publication.objects.all()
    for language in ("", "/en"):
        page.goto(f"{language}/reviews/{publication.key}/")
        expect(page.locator("main")).to_contain_text("75.0%")
        look_at(page, pictures, f"review{language.replace('/', '-')}")
        page.goto(f"{language}/reviews/")
        look_at(page, pictures, f"reviews{language.replace('/', '-')}")

    sign_in(page, lead["officer"].user.username)
    for address, words in (
        ("/desk/ratings/", "演示数据：待批准的评议"),
        ("/desk/ratings/campaigns/new/", "评议的问题"),
        (f"/desk/matters/{drafted.pk}/", "最低样本数"),
        (f"/desk/matters/{matter.pk}/", "有效票"),
    ):
        page.goto(address)
        expect(page.locator("main")).to_contain_text(words)
        look_at(page, pictures, address.strip("/").replace("/", "-").replace(f"{matter.pk}", "counted"))


def test_a_bad_rating_and_the_figures_of_complaints(
    page: Page,
    lead: dict[str, Mandate],
    bad: Matter,
    rated_liaison: Mandate,
    monday: datetime,
    pictures: Path,
) -> None:
    sign_in(page, rated_liaison.user.username)
    for address, words in (
        ("/desk/ratings/", bad.title),
        (f"/desk/matters/{bad.pk}/", "评价人的说明"),
        (f"/desk/matters/{bad.pk}/appeal/", "只能申诉一次"),
    ):
        page.goto(address)
        expect(page.locator("main")).to_contain_text(words)
        look_at(
            page, pictures, f"bad-{address.rstrip('/').rpartition('/')[2].replace(f'{bad.pk}', 'matter')}"
        )

    Mandate.objects.filter(pk=lead["release"].pk).update(scope="p/")
    monthly.draw_up(at=monday + 20 * A_DAY)
    drawn = Matter.objects.select_related("body", "organ").get(kind="complaint_counts")
    monthly.check(matter=drawn, by=lead["officer"], at=monday + 20 * A_DAY)
    monthly.show(matter=drawn, by=lead["release"], at=monday + 20 * A_DAY, ground="同意", **CHECKS)
    run_sequencer(at=monday + 20 * A_DAY)
    (publication,) = Publication.objects.all()
    for language in ("", "/en"):
        page.goto(f"{language}/complaint-counts/{publication.key}/")
        look_at(page, pictures, f"counts{language.replace('/', '-')}")
