"""Explaining and putting right: ordered by service, verified by another person, climbing when late."""

from dataclasses import replace
from datetime import datetime
from itertools import pairwise

import pytest
from tests.cast import make_body, make_mandate
from tests.make import Office, issue_and_serve
from tests.rooms.consequences.cases import (
    DAY,
    fresh,
    make_graded,
    make_measure,
    make_rectification,
    only_measure,
    refreshed,
    take_to,
)

from chengxin.chain.consequences import operations, rectifying
from chengxin.chain.consequences.ladder import LADDER, REFERRAL
from chengxin.chain.consequences.models import RungClimbed
from chengxin.chain.consequences.queries import measures_of
from chengxin.chain.records.ends import withdraw_record
from chengxin.chain.records.showing import content_of
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.deadlines.operations import fire_rungs
from chengxin.foundation.deliveries.operations import dispatch
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.operations import issue, preview, review, review_in_law
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.matters.two_persons import SamePerson
from chengxin.foundation.subjects.models import BodyKind, PublicBody, Region
from chengxin.site.demo.steps import agree_to_electronic_service
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.table import Actor
from chengxin_core.vocabulary import Ground

pytestmark = [
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.engine,
    pytest.mark.usefixtures("rules"),
]


@pytest.fixture
def authorities(city: Region) -> tuple[PublicBody, PublicBody]:
    """The city's department for awards and its government."""
    awards = make_body("brs", "演示市人力资源和社会保障局", city)
    return awards, make_body("bzf", "演示市人民政府", city, BodyKind.GOVERNMENT)


def running(matter: Matter) -> dict[str, str]:
    """The days of the matter's running deadlines, by clock."""
    return {each.clock: each.due_on.isoformat() for each in Deadline.objects.running().filter(matter=matter)}


class TestTheOrder:
    def test_binds_from_its_service_and_was_decided_by_who_issued_it(
        self, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_rectification(body=housing_bureau, office=office, at=monday)

        assert (matter.state, matter.decided_by, matter.harms) == ("ordered", office.head, True)
        assert running(matter) == {"written_explanation": "2026-12-07", "rectification": "2026-12-23"}
        assert matter in Matter.objects.visible_to(office.liaison)

    def test_runs_for_the_days_that_the_organ_set(
        self, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        record = take_to("active", make_graded(body=housing_bureau, office=office, at=monday), office, monday)
        matter = rectifying.order_rectification(
            matter=record, by=office.officer, at=monday, requirements="演示数据", days=60
        )

        issue_and_serve(document=Document.objects.get(matter__parent=matter), office=office, at=monday)

        assert running(matter)["rectification"] == "2027-01-22"

    def test_states_its_periods_and_who_decided_their_length(
        self, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_rectification(body=housing_bureau, office=office, at=monday, state="proposed")

        text = str(preview(Document.objects.get(matter__parent=matter)))

        for told in (
            "送达之日起10个工作日内",
            "送达之日起30日内",
            "系统默认，可调整",
            "演示数据：支付工程款",
        ):
            assert told in text

    def test_asks_for_an_explanation_only_where_the_case_is_minor(
        self, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_rectification(
            body=housing_bureau, office=office, at=monday, loss=0, impact="limited", state="explained"
        )

        with pytest.raises(UnableToMove, match="只须书面说明"):
            rectifying.plan(
                matter=matter,
                by=office.liaison,
                at=monday,
                text="演示",
                milestones=[(legal_day(monday), "演示")],
                attachments=[],
            )
        rectifying.settle(matter=matter, by=office.second_officer, at=monday, opinion="演示数据：认可")

        assert matter.state == "rectified"
        assert running(matter) == {}

    def test_is_given_once_for_a_record(
        self, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_rectification(body=housing_bureau, office=office, at=monday)
        assert matter.parent is not None

        with pytest.raises(rectifying.AlreadyOpened):
            rectifying.order_rectification(
                matter=matter.parent, by=office.officer, at=monday, requirements="演示", days=30
            )

    def test_is_not_given_before_the_record_is_in_force(
        self, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        record = make_graded(body=housing_bureau, office=office, at=monday)

        with pytest.raises(operations.RecordNotInForce, match="生效"):
            rectifying.order_rectification(
                matter=record, by=office.officer, at=monday, requirements="演示", days=30
            )


class TestExemption:
    def test_by_the_head_ends_the_order_and_the_proposals(
        self, housing_bureau: PublicBody, office: Office, owner_cao: Mandate, monday: datetime
    ) -> None:
        measure = make_measure(body=housing_bureau, office=office, owner=owner_cao, at=monday)
        record = measure.matter.parent
        assert record is not None
        matter = rectifying.order_rectification(
            matter=record, by=office.officer, at=monday, requirements="演示", days=30
        )

        rectifying.exempt(
            matter=matter,
            by=office.head,
            at=monday,
            grounds=["loss_recovered"],
            reason="演示数据：已挽回损失",
        )

        assert matter.state == "exempted"
        assert refreshed(measure).matter.state == "dropped"
        assert Document.objects.get(matter__parent=matter).matter.state == "cancelled"
        with pytest.raises(UnableToMove, match="免于惩戒"):
            operations.propose(matter=fresh(record), by=office.officer, at=monday, chosen=[], reason="演示")

    def test_needs_a_listed_ground_of_relief(
        self, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_rectification(body=housing_bureau, office=office, at=monday, state="proposed")

        for grounds in ([], ["good_looks"]):
            with pytest.raises(operations.NotOnTheList, match="事由"):
                rectifying.exempt(matter=matter, by=office.head, at=monday, grounds=grounds, reason="演示")

    def test_is_not_an_officers(self, housing_bureau: PublicBody, office: Office, monday: datetime) -> None:
        matter = make_rectification(body=housing_bureau, office=office, at=monday, state="proposed")

        with pytest.raises(UnableToMove, match="不由"):
            rectifying.exempt(
                matter=matter, by=office.officer, at=monday, grounds=["harm_removed"], reason="演示"
            )


class TestVerification:
    def test_by_another_officer_ends_the_matter(
        self, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_rectification(body=housing_bureau, office=office, at=monday, state="reported")

        rectifying.verify(matter=matter, by=office.second_officer, at=monday, opinion="演示数据：属实")

        assert matter.state == "rectified"
        assert running(matter) == {}

    def test_is_not_made_by_who_ordered(
        self, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_rectification(body=housing_bureau, office=office, at=monday, state="reported")

        with pytest.raises(SamePerson, match="同一人"):
            rectifying.verify(matter=matter, by=office.officer, at=monday, opinion="演示")

    def test_is_not_made_by_who_also_has_a_post_in_the_body(
        self, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_rectification(body=housing_bureau, office=office, at=monday, state="reported")
        make_mandate("he", Actor.LIAISON, housing_bureau, housing_bureau.path)

        with pytest.raises(SamePerson, match="当事单位"):
            rectifying.verify(matter=matter, by=office.second_officer, at=monday, opinion="演示")

    def test_gives_one_more_round_from_the_service_of_its_notice(
        self, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_rectification(body=housing_bureau, office=office, at=monday, state="reported")
        notice = rectifying.send_back(
            matter=matter, by=office.second_officer, at=monday, reason="演示数据：尚欠尾款", days=15
        )
        before = running(matter)

        others = replace(office, officer=office.second_officer, second_officer=office.officer)
        issue_and_serve(document=notice, office=others, at=monday)
        again = fresh(matter)
        after = running(again)
        rectifying.report(matter=again, by=office.liaison, at=monday, text="演示", attachments=[])

        assert (before, after) == ({}, {"rectification": "2026-12-08"})
        with pytest.raises(rectifying.OneMoreRoundOnly, match="退回过一次"):
            rectifying.send_back(matter=again, by=office.second_officer, at=monday, reason="演示", days=5)

    def test_that_fails_twice_climbs_the_ladder(
        self,
        housing_bureau: PublicBody,
        office: Office,
        authorities: tuple[PublicBody, PublicBody],
        monday: datetime,
    ) -> None:
        matter = make_rectification(body=housing_bureau, office=office, at=monday, state="reported")
        with pytest.raises(UnableToMove, match="先退回一次"):
            rectifying.fail(matter=matter, by=office.second_officer, at=monday, reason="演示")
        rectifying.send_back(matter=matter, by=office.second_officer, at=monday, reason="演示", days=5)
        rectifying.report(matter=matter, by=office.liaison, at=monday, text="演示", attachments=[])

        rectifying.fail(matter=matter, by=office.second_officer, at=monday, reason="演示数据：仍未支付")

        assert matter.state == "escalated"
        assert RungClimbed.objects.get().code == "honours_bar"


class TestLateness:
    def test_climbs_every_rung_once_and_in_order(
        self,
        housing_bureau: PublicBody,
        office: Office,
        authorities: tuple[PublicBody, PublicBody],
        monday: datetime,
    ) -> None:
        matter = make_rectification(body=housing_bureau, office=office, at=monday)
        record = matter.parent
        assert record is not None

        for days in range(0, 120, 3):
            fire_rungs(at=monday + days * DAY)

        climbed = list(RungClimbed.objects.all())
        assert [each.code for each in climbed] == [rung.code for rung in LADDER]
        assert all(earlier.at < later.at for earlier, later in pairwise(climbed))
        assert fresh(matter).state == "escalated"
        assert [each.code for each in measures_of(record)] == ["honours_bar", "public_criticism"]
        assert [each.matter.organ for each in measures_of(record)] == list(authorities)

    def test_refers_a_post_and_no_person(
        self,
        housing_bureau: PublicBody,
        office: Office,
        authorities: tuple[PublicBody, PublicBody],
        monday: datetime,
    ) -> None:
        make_rectification(body=housing_bureau, office=office, at=monday)

        for days in range(0, 120, 3):
            fire_rungs(at=monday + days * DAY)

        letter = Document.objects.get(kind=REFERRAL)
        assert letter.matter.body == authorities[1]
        assert "住房和城乡建设局主要负责人责任" in str(preview(letter))

    def test_waits_for_the_owners_to_decide(
        self,
        housing_bureau: PublicBody,
        office: Office,
        authorities: tuple[PublicBody, PublicBody],
        monday: datetime,
    ) -> None:
        matter = make_rectification(body=housing_bureau, office=office, at=monday)
        assert matter.parent is not None

        fire_rungs(at=monday + 16 * DAY)

        measure = only_measure(matter.parent, "honours_bar")
        assert (measure.matter.state, measure.is_for_lateness) == ("proposed", True)

    def test_stops_once_what_was_late_is_made_good(
        self,
        housing_bureau: PublicBody,
        office: Office,
        authorities: tuple[PublicBody, PublicBody],
        monday: datetime,
    ) -> None:
        matter = make_rectification(body=housing_bureau, office=office, at=monday)
        fire_rungs(at=monday + 16 * DAY)
        late = fresh(matter)

        rectifying.explain(
            matter=late, by=office.liaison, at=monday + 17 * DAY, text="演示数据：迟交", attachments=[]
        )

        assert late.state == "explained"
        assert set(running(late)) == {"rectification"}
        assert RungClimbed.objects.count() == 1

    def test_does_not_propose_again_what_is_on_its_way(
        self, housing_bureau: PublicBody, office: Office, owner_cao: Mandate, monday: datetime
    ) -> None:
        measure = make_measure(
            body=housing_bureau, office=office, owner=owner_cao, at=monday, code="honours_bar"
        )
        record = measure.matter.parent
        assert record is not None
        matter = rectifying.order_rectification(
            matter=record, by=office.officer, at=monday, requirements="演示", days=30
        )
        issue_and_serve(document=Document.objects.get(matter__parent=matter), office=office, at=monday)

        fire_rungs(at=monday + 16 * DAY)

        assert only_measure(record, "honours_bar") == measure
        assert "不再重复建议" in RungClimbed.objects.get().what

    def test_says_so_where_the_register_knows_no_owner(
        self, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        make_rectification(body=housing_bureau, office=office, at=monday)

        fire_rungs(at=monday + 16 * DAY)

        assert "请人工提出" in RungClimbed.objects.get().what


class TestTheEndOfTheRecord:
    @pytest.mark.parametrize("state", ["proposed", "ordered", "explained", "rectifying", "reported"])
    def test_ends_the_matter_with_its_clocks(
        self, state: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_rectification(body=housing_bureau, office=office, at=monday, state=state)
        record = matter.parent
        assert record is not None

        withdraw_record(
            matter=fresh(record), by=office.head, at=monday, ground=Ground.REVERSED, reason="演示"
        )

        assert fresh(matter).state == "ended"
        assert running(matter) == {}

    def test_recalls_an_order_that_was_sent_and_not_signed_for(
        self, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_rectification(body=housing_bureau, office=office, at=monday, state="proposed")
        order = Document.objects.get(matter__parent=matter).matter
        review(matter=order, by=office.second_officer, at=monday)
        review_in_law(matter=order, by=office.lawyer, at=monday)
        issue(matter=order, by=office.head, at=monday)
        agree_to_electronic_service(office.liaison, monday)
        dispatch(matter=order, by=office.officer, at=monday)
        assert matter.parent is not None

        withdraw_record(
            matter=fresh(matter.parent), by=office.head, at=monday, ground=Ground.REVERSED, reason="演示"
        )

        assert (fresh(matter).state, fresh(order).state) == ("ended", "cancelled")
        assert running(matter) == {}


def test_the_public_page_tells_of_the_order_and_of_what_was_done(
    housing_bureau: PublicBody, office: Office, monday: datetime
) -> None:
    matter = make_rectification(body=housing_bureau, office=office, at=monday, state="reported")
    assert matter.parent is not None

    content = content_of(fresh(matter.parent).record, on=legal_day(monday))

    assert [each["code"] for each in content["measures"]] == ["rectification"]
    assert [each["what"] for each in content["progress"]][-4:] == [
        "责令书面说明、限期整改",
        "单位提交书面说明",
        "单位提交整改方案",
        "单位提交整改报告",
    ]
