"""A major rectification: its progress reported week by week, late or not, until it is put right."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.test import Client
from tests.make import Office, issue_and_serve
from tests.rooms.consequences.cases import DAY, fresh, make_graded, make_rectification, take_to

from chengxin.chain.consequences import forms, rectifying, tracking
from chengxin.chain.consequences.queries import periods_of
from chengxin.chain.records.ends import withdraw_record
from chengxin.doors.desk.queries import overdue, waiting
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.deadlines.operations import fire_rungs
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.operations import preview
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.matters.queries import notes_of
from chengxin.foundation.subjects.models import PublicBody
from chengxin_core.calendar import legal_day
from chengxin_core.vocabulary import Ground

pytestmark = [
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.own_sql,
    pytest.mark.usefixtures("rules"),
]


@pytest.fixture
def tracked(housing_bureau: PublicBody, office: Office, monday: datetime) -> Matter:
    """An order served on Monday that asks for weekly reports."""
    return make_rectification(body=housing_bureau, office=office, at=monday, is_tracked=True)


def report(matter: Matter, office: Office, at: datetime) -> None:
    tracking.report_progress(
        matter=fresh(matter), by=office.liaison, at=at, text="演示数据：已付三成", attachments=[]
    )


def due_next(matter: Matter) -> date | None:
    period = tracking.running_period(matter)
    return period.due_on if period else None


class TestWeeks:
    def test_begin_with_the_service_of_the_order(self, tracked: Matter) -> None:
        period = tracking.running_period(tracked)

        assert period is not None
        assert (period.started_on, period.due_on, period.owes) == (
            date(2026, 11, 23),
            date(2026, 11, 30),
            "body",
        )

    def test_do_not_run_where_the_order_asks_for_none(
        self, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_rectification(body=housing_bureau, office=office, at=monday)

        assert due_next(matter) is None
        with pytest.raises(tracking.NotTracked):
            report(matter, office, monday + DAY)

    @pytest.mark.parametrize(
        ("days", "due"),
        [(2, date(2026, 12, 7)), (7, date(2026, 12, 7)), (9, date(2026, 12, 7)), (16, date(2026, 12, 14))],
    )
    def test_keep_their_rhythm_whenever_they_are_answered(
        self, tracked: Matter, office: Office, monday: datetime, days: int, due: date
    ) -> None:
        report(tracked, office, monday + days * DAY)

        assert due_next(tracked) == due

    def test_are_answered_once(self, tracked: Matter, office: Office, monday: datetime) -> None:
        report(tracked, office, monday + 2 * DAY)

        with pytest.raises(tracking.AlreadyReported, match="2026-12-07"):
            report(tracked, office, monday + 3 * DAY)

    def test_are_answered_by_the_body_alone(
        self, tracked: Matter, office: Office, neighbour_bai: Mandate, monday: datetime
    ) -> None:
        for by in (office.officer, neighbour_bai):
            with pytest.raises(NotCompetent):
                tracking.report_progress(matter=tracked, by=by, at=monday + DAY, text="演示", attachments=[])


class TestLateness:
    def test_is_seen_by_both_sides_and_noted_once(
        self, tracked: Matter, office: Office, monday: datetime
    ) -> None:
        late = monday + 8 * DAY
        for hours in range(3):
            fire_rungs(at=late + hours * DAY / 24)

        told = [note.text for note in notes_of(tracked, "progress")]
        assert told == ["整改进展逾期未报告：应当在 2026-11-30 前报告"]
        assert tracked in overdue(office.officer, on=legal_day(late))
        assert tracked in overdue(office.liaison, on=legal_day(late))
        assert [period.is_late for period in periods_of(tracked)] == [True]

    def test_climbs_no_ladder(self, tracked: Matter, monday: datetime) -> None:
        fire_rungs(at=monday + 8 * DAY)

        assert fresh(tracked).state == "ordered"
        assert not tracked.rectification.rungs.exists()

    def test_is_no_reason_of_an_escalation(self, tracked: Matter, monday: datetime) -> None:
        fire_rungs(at=monday + 16 * DAY)

        escalated = tracked.moves.get(code="escalate")
        assert escalated.note == "逾期未办理：书面说明原因"

    def test_stays_with_the_week_after_it_was_answered(
        self, tracked: Matter, office: Office, monday: datetime
    ) -> None:
        report(tracked, office, monday + 9 * DAY)
        report(tracked, office, monday + 14 * DAY)

        assert [(period.was_reported, period.is_late) for period in periods_of(tracked)] == [
            (False, False),
            (True, False),
            (True, True),
        ]


class TestTheEnd:
    @pytest.fixture
    def reported(self, housing_bureau: PublicBody, office: Office, monday: datetime) -> Matter:
        return make_rectification(
            body=housing_bureau, office=office, at=monday, state="reported", is_tracked=True
        )

    def test_comes_with_the_final_report(self, reported: Matter, office: Office, monday: datetime) -> None:
        assert due_next(reported) is None

        rectifying.verify(matter=reported, by=office.second_officer, at=monday, opinion="演示数据：属实")

        assert not Deadline.objects.running().filter(matter=reported).exists()

    def test_is_put_off_by_one_more_round(self, reported: Matter, office: Office, monday: datetime) -> None:
        notice = rectifying.send_back(
            matter=reported, by=office.second_officer, at=monday, reason="演示", days=15
        )
        others = replace(office, officer=office.second_officer, second_officer=office.officer)

        issue_and_serve(document=notice, office=others, at=monday + DAY)

        assert due_next(reported) == date(2026, 12, 1)

    def test_comes_with_the_record(self, tracked: Matter, office: Office, monday: datetime) -> None:
        assert tracked.parent is not None

        withdraw_record(
            matter=fresh(tracked.parent), by=office.head, at=monday, ground=Ground.REVERSED, reason="演示"
        )

        assert due_next(tracked) is None


class TestTheOrder:
    def test_says_how_often_and_that_the_period_is_a_default(self, tracked: Matter) -> None:
        said = str(preview(Document.objects.get(matter__parent=tracked)))

        assert "报告整改进展" in said
        assert "送达之日起每7日一次，至整改完成" in said

    def test_asks_for_no_reports_where_only_an_explanation_is_due(
        self, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_rectification(
            body=housing_bureau, office=office, at=monday, loss=0, impact="limited", is_tracked=True
        )

        assert (matter.rectification.is_tracked, due_next(matter)) == (False, None)

    def test_offers_the_reports_with_the_period_of_the_rulebook(
        self, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        record = take_to("active", make_graded(body=housing_bureau, office=office, at=monday), office, monday)

        form = forms.OrderRectification(matter=record, by=office.officer, at=monday)

        assert "每 7 日一次（系统默认，可调整）" in str(form.fields["is_tracked"].help_text)
        assert form.fields["is_tracked"].initial is None


def test_the_pages_show_the_weeks_and_lead_the_body_to_its_report(
    tracked: Matter, office: Office, monday: datetime
) -> None:
    client = Client()
    client.force_login(office.liaison.user)
    address = f"/desk/matters/{tracked.pk}/"
    fire_rungs(at=monday + 8 * DAY)

    late = client.get(address).content.decode()
    tracking.report_progress(
        matter=tracked, by=office.liaison, at=monday + 9 * DAY, text="演示数据：已付三成", attachments=[]
    )
    answered = client.get(address).content.decode()

    assert tracked in waiting(office.liaison)
    assert "report_progress" in {
        each.code for each in kind_of("rectification").buttons_for(tracked, office.liaison)
    }
    assert "逾期未报告" in late
    assert "逾期报告" in answered
    assert "演示数据：已付三成" in answered
