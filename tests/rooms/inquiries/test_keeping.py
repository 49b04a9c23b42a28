"""Questions are kept for the term of the law and while needed, and destroyed as an approved list names them."""

from datetime import datetime, timedelta

import pytest
from tests.rooms.inquiries.cases import about_body

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.operations import NotCompetent
from chengxin.foundation.retention import operations as retention
from chengxin.foundation.retention.models import DestructionList
from chengxin.foundation.subjects.models import PublicBody
from chengxin.insight.inquiries import figures
from chengxin.insight.inquiries.keeping import TooYoung, destroy_before, kept_from
from chengxin.insight.inquiries.models import Answered, Inquiry, UnusualKind, UnusualUse
from chengxin_core.calendar import legal_day

pytestmark = [
    pytest.mark.engine,
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("rules"),
]
LATER = timedelta(days=365 * 3 + 40)


@pytest.fixture
def asked(
    housing_bureau: PublicBody, owner_cao: Mandate, reviewer: Mandate, watcher: Mandate, monday: datetime
) -> datetime:
    """Three questions of today, and one of three years later: the moment of that one."""
    for _ in range(3):
        about_body(housing_bureau, owner_cao, monday)
    about_body(housing_bureau, owner_cao, monday + LATER)
    return monday + LATER


def test_nothing_is_listed_while_a_quarter_has_no_figures(asked: datetime, monday: datetime) -> None:
    retention.draft_due(at=asked)
    assert not DestructionList.objects.filter(record_class="inquiries").exists()
    with pytest.raises(TooYoung):
        destroy_before(day=legal_day(asked), by=Mandate.objects.get(role="audit_admin"), why="演示", at=asked)


def test_an_approved_list_is_destroyed_with_its_answers_and_later_ones_stay(
    asked: datetime, watcher: Mandate, monday: datetime
) -> None:
    figures.draw_up(at=asked)
    retention.draft_due(at=asked)
    listed = DestructionList.objects.get(record_class="inquiries")
    assert (listed.count, len(listed.terms)) == (3, 2)
    assert "网络数据安全管理条例" in listed.terms[0]

    retention.approve(listed=listed, by=watcher, reason="演示数据：期限届满", at=asked)
    assert retention.carry_out(at=asked) == 3

    assert (Inquiry.objects.count(), Answered.objects.count()) == (1, 1)
    assert retention.carry_out(at=asked) == 0, "each list once"


def test_what_is_under_review_stays(
    asked: datetime, owner_cao: Mandate, watcher: Mandate, monday: datetime
) -> None:
    figures.draw_up(at=asked)
    assert kept_from(asked) > legal_day(monday)
    UnusualUse.objects.create(
        kind=UnusualKind.VOLUME, by=owner_cao, day=legal_day(monday), count=9, limit=1, noticed_at=monday
    )

    assert kept_from(asked) < legal_day(monday)
    with pytest.raises(TooYoung):
        destroy_before(day=legal_day(monday) + timedelta(days=1), by=watcher, why="演示", at=asked)


def test_nobody_else_destroys_a_question(asked: datetime, owner_cao: Mandate) -> None:
    figures.draw_up(at=asked)

    with pytest.raises(NotCompetent):
        destroy_before(day=kept_from(asked), by=owner_cao, why="演示", at=asked)
