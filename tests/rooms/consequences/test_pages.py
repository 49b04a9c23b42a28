"""Through the desk: exactly the right buttons for each role, and pages that show."""

from datetime import datetime

import pytest
from django.test import Client
from tests.make import Office, issue_and_serve
from tests.rooms.consequences.cases import (
    fresh,
    make_graded,
    make_measure,
    make_rectification,
    propose,
    refreshed,
    take_to,
)

from chengxin.chain.consequences import forms, operations
from chengxin.chain.consequences.queries import measures_of
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.subjects.models import PublicBody

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("rules")]
MINE = {
    "propose_measures",
    "draft_measure_notice",
    "defend_measures",
    "hear_measures",
    "withdraw_proposals",
    "order_rectification",
}


def buttons(matter: Matter, by: Mandate) -> set[str]:
    return {button.code for button in kind_of(matter.kind).buttons_for(fresh(matter), by)}


def page(matter: Matter, by: Mandate) -> str:
    client = Client()
    client.force_login(by.user)
    answer = client.get(f"/desk/matters/{matter.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


class TestTheRecordsPage:
    def test_offers_the_officer_to_propose_and_to_order(
        self, housing_bureau: PublicBody, office: Office, finance_bureau: PublicBody, monday: datetime
    ) -> None:
        record = make_graded(body=housing_bureau, office=office, at=monday)
        accepted = buttons(record, office.officer) & MINE

        active = take_to("active", record, office, monday)
        propose(active, office, finance_bureau, monday, "funds_limit")

        assert accepted == {"propose_measures"}
        assert buttons(active, office.officer) & MINE == {
            "propose_measures",
            "draft_measure_notice",
            "order_rectification",
        }
        assert buttons(active, office.head) & MINE == {"withdraw_proposals"}
        assert buttons(active, office.liaison) & MINE == set()

    def test_offers_both_sides_their_part_of_a_hearing(
        self, housing_bureau: PublicBody, office: Office, finance_bureau: PublicBody, monday: datetime
    ) -> None:
        record = take_to("active", make_graded(body=housing_bureau, office=office, at=monday), office, monday)
        propose(record, office, finance_bureau, monday, "funds_limit")
        notice = operations.draft_measure_notice(matter=record, by=office.officer, at=monday)
        issue_and_serve(document=notice, office=office, at=monday)

        assert "defend_measures" in buttons(record, office.liaison)
        assert "hear_measures" in buttons(record, office.officer)
        assert "draft_measure_notice" not in buttons(record, office.officer)

    def test_lists_measures_and_the_order_with_their_state(
        self, housing_bureau: PublicBody, office: Office, owner_cao: Mandate, monday: datetime
    ) -> None:
        measure = make_measure(
            body=housing_bureau, office=office, owner=owner_cao, at=monday, state="in_force"
        )
        assert measure.matter.parent is not None

        shown = page(measure.matter.parent, office.officer)

        assert f'href="/desk/matters/{measure.pk}/"' in shown
        assert "实施中" in shown
        assert "由认定机关责令" in shown

    def test_hides_from_the_body_what_it_was_not_told_of(
        self, housing_bureau: PublicBody, office: Office, finance_bureau: PublicBody, monday: datetime
    ) -> None:
        record = take_to("active", make_graded(body=housing_bureau, office=office, at=monday), office, monday)
        (measure,) = propose(record, office, finance_bureau, monday, "funds_limit")

        address = f"/desk/matters/{measure.pk}/"
        assert address not in page(record, office.liaison)
        assert address in page(record, office.officer)


class TestTheOwnersPage:
    def test_offers_to_decide_and_then_to_feed_back(
        self, housing_bureau: PublicBody, office: Office, owner_cao: Mandate, monday: datetime
    ) -> None:
        measure = make_measure(body=housing_bureau, office=office, owner=owner_cao, at=monday)
        before = buttons(measure.matter, owner_cao)
        operations.decide(
            matter=measure.matter, by=owner_cao, at=monday, decision="演示数据：演财〔2026〕2号"
        )

        assert before == {"decide", "refuse"}
        assert buttons(measure.matter, owner_cao) == {"apply"}
        assert buttons(measure.matter, office.officer) == set()
        assert "第二十八条" in page(measure.matter, owner_cao)

    def test_shows_nothing_to_the_neighbour(
        self,
        housing_bureau: PublicBody,
        office: Office,
        owner_cao: Mandate,
        neighbour_bai: Mandate,
        monday: datetime,
    ) -> None:
        measure = make_measure(
            body=housing_bureau, office=office, owner=owner_cao, at=monday, state="in_force"
        )

        assert not Matter.objects.visible_to(neighbour_bai).filter(pk=measure.pk).exists()


class TestTheOrdersPage:
    @pytest.mark.parametrize(
        ("state", "liaison", "second_officer"),
        [
            ("ordered", {"explain"}, set()),
            ("explained", {"plan"}, set()),
            ("rectifying", {"report", "reach_milestone"}, set()),
            ("reported", set(), {"verify", "send_back"}),
        ],
    )
    def test_offers_each_side_what_comes_next(
        self,
        state: str,
        liaison: set[str],
        second_officer: set[str],
        housing_bureau: PublicBody,
        office: Office,
        monday: datetime,
    ) -> None:
        matter = make_rectification(body=housing_bureau, office=office, at=monday, state=state)

        assert buttons(matter, office.liaison) == liaison
        assert buttons(matter, office.second_officer) == second_officer
        assert "演示数据：支付工程款" in page(matter, office.liaison)


class TestTheForms:
    def test_ticks_what_is_recommended_and_picks_the_likeliest_owner(
        self, housing_bureau: PublicBody, office: Office, finance_bureau: PublicBody, monday: datetime
    ) -> None:
        record = make_graded(body=housing_bureau, office=office, at=monday)

        form = forms.Propose(matter=record, by=office.officer, at=monday)

        assert form.fields["take_funds_limit"].initial is True
        assert form.fields["owner_funds_limit"].initial == finance_bureau.pk
        assert form.fields["take_reminder_interview"].initial is False
        assert form.fields["owner_reminder_interview"].initial == record.organ_id

    def test_proposes_what_was_ticked_through_the_desk(
        self, housing_bureau: PublicBody, office: Office, finance_bureau: PublicBody, monday: datetime
    ) -> None:
        record = make_graded(body=housing_bureau, office=office, at=monday)
        client = Client()
        client.force_login(office.officer.user)
        sent = {"version": record.version, "take_funds_limit": "on", "owner_funds_limit": finance_bureau.pk}

        answer = client.post(f"/desk/matters/{record.pk}/propose_measures/", sent)

        assert answer.status_code == 302
        (measure,) = measures_of(record)
        assert refreshed(measure).matter.organ == finance_bureau

    def test_wants_a_reason_outside_the_recommendation(
        self, housing_bureau: PublicBody, office: Office, credit_office: PublicBody, monday: datetime
    ) -> None:
        record = make_graded(body=housing_bureau, office=office, at=monday)
        sent = {"take_reminder_interview": "on", "owner_reminder_interview": credit_office.pk}

        form = forms.Propose(sent, matter=record, by=office.officer, at=monday)

        assert set(form.errors) == {"reason"}

    @pytest.mark.parametrize("line", ["支付首期款项", "2026-13-01 支付", "2026-12-01"])
    def test_says_what_a_milestone_looks_like(
        self, line: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_rectification(body=housing_bureau, office=office, at=monday, state="explained")

        form = forms.Plan({"text": "演示", "milestones": line}, matter=matter, by=office.liaison, at=monday)

        assert "例如 2026-12-10" in str(form.errors["milestones"])
