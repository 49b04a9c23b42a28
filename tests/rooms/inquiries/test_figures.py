"""Figures of a quarter: small numbers hidden before they are kept, public once reviewed, gone when withdrawn."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from tests.rooms.inquiries.cases import about_body

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.queries import visible_matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin.insight.inquiries import figures
from chengxin.insight.inquiries.figures import NotReviewed, draw_up, release, released, withdraw
from chengxin.insight.inquiries.models import Answered, Figures

pytestmark = [
    pytest.mark.own_sql,
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("rules"),
]
PASSED: dict[str, Any] = {
    "disclosure_passed": True,
    "secrecy_passed": True,
    "personal_passed": True,
    "ground": "演示：同意公开",
}
NEW_YEAR = timedelta(days=39)  # the first of January


@pytest.fixture
def matter(housing_bureau: PublicBody, owner_cao: Mandate, reviewer: Mandate, monday: datetime) -> Matter:
    """The figures of a quarter in which was asked twelve times for funds and three times for procurement."""
    for number in range(15):
        about_body(housing_bureau, owner_cao, monday, "funds" if number < 12 else "procurement")
    assert draw_up(at=monday) == 0, "the quarter is not over"
    assert draw_up(at=monday + NEW_YEAR) == 1
    return Matter.objects.get(kind="inquiry_figures")


def row(purpose: str) -> dict[str, Any]:
    (public,) = released()
    rows: dict[str, dict[str, Any]] = {each["purpose"]: each for each in public["rows"]}
    return rows[purpose]


def test_nothing_is_public_before_the_review(matter: Matter, monday: datetime) -> None:
    assert released() == []
    assert draw_up(at=monday + NEW_YEAR) == 0, "drawn up once"


def test_what_was_reviewed_is_public_without_small_numbers(
    matter: Matter, reviewer: Mandate, monday: datetime
) -> None:
    release(matter=matter, by=reviewer, at=monday + NEW_YEAR, **PASSED)

    (public,) = released()
    assert (public["first_day"], public["last_day"], public["smallest"]) == ("2026-10-01", "2026-12-31", 10)
    assert row("funds")["counts"] == {"clear": 12, "obstacle": 0, "person": 0}
    assert row("procurement")["counts"]["clear"] is None
    assert row("procurement")["sum_of_shown"] == 0
    assert row("award")["counts"] == {"clear": 0, "obstacle": 0, "person": 0}
    assert 3 not in [count for each in Figures.objects.get().rows for count in each[2].values()]


def test_what_did_not_pass_is_not_public(matter: Matter, reviewer: Mandate, monday: datetime) -> None:
    with pytest.raises(NotReviewed):
        release(matter=matter, by=reviewer, at=monday, **PASSED | {"secrecy_passed": False})

    figures.refuse(matter=matter, by=reviewer, at=monday + NEW_YEAR, reason="演示：不予公开")

    assert released() == []


def test_what_was_withdrawn_is_public_no_more(matter: Matter, reviewer: Mandate, monday: datetime) -> None:
    release(matter=matter, by=reviewer, at=monday + NEW_YEAR, **PASSED)

    withdraw(matter=matter, by=reviewer, at=monday + NEW_YEAR, reason="演示：有误")

    assert released() == []


def test_it_is_an_affair_of_the_reviewers_alone(
    matter: Matter, reviewer: Mandate, owner_cao: Mandate, reviewer_su: Mandate
) -> None:
    assert visible_matter(reviewer, matter.pk).exists()
    assert not visible_matter(owner_cao, matter.pk).exists()
    assert not visible_matter(reviewer_su, matter.pk).exists(), "reviews for the city, not for the province"


def test_quarters_follow_each_other_without_a_gap(
    housing_bureau: PublicBody, owner_cao: Mandate, reviewer: Mandate, monday: datetime
) -> None:
    about_body(housing_bureau, owner_cao, monday)
    Answered.objects.update(valid_on=date(2026, 2, 3))

    draw_up(at=monday + NEW_YEAR)

    first_days = list(Figures.objects.order_by("first_day").values_list("first_day", flat=True))
    assert [(day.month, day.day) for day in first_days] == [(1, 1), (4, 1), (7, 1), (10, 1)]
