"""An objection from its filing to its decision."""

from datetime import date, datetime

import pytest
from django.test import Client
from tests.make import A_DAY, Office, issue_and_serve, make_record
from tests.rooms.objections.cases import (
    RIGHT_FACTS,
    documents,
    fresh,
    make_public_record,
    object_to,
    put_right,
    release,
    shown,
)

from chengxin.chain.objections import deciding, operations, papers
from chengxin.chain.objections.queries import is_contested, objection_of
from chengxin.chain.records import ends
from chengxin.chain.records.correcting import NothingToCorrect, WouldBeHarsher
from chengxin.chain.records.models import Record
from chengxin.chain.records.showing import author_of
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.documents.operations import preview
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.models import LogEntry, Publication
from chengxin_core.calendar import legal_day
from chengxin_core.ledger.canonical import parse_canonical
from chengxin_core.lifecycle.ends import ObjectionGround
from chengxin_core.vocabulary import Ground

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.engine]


@pytest.fixture
def record(rules: str, housing_bureau: PublicBody, office: Office, monday: datetime) -> Matter:
    """A record of the housing bureau that is public."""
    return make_public_record(body=housing_bureau, office=office, at=monday)


def due(matter: Matter, clock: str) -> int:
    """In how many days from Monday a clock of the matter runs out."""
    deadline = Deadline.objects.get(matter=matter, clock=clock)
    return (deadline.due_on - deadline.started_on).days


def content(publication: Publication | None) -> dict[str, object]:
    assert publication is not None
    version = publication.versions.get(version=publication.version)
    found = parse_canonical(bytes(version.content or b""))
    assert isinstance(found, dict)
    return dict(found)


class TestFiling:
    def test_shows_the_objection_to_its_body_at_once_and_to_no_neighbour(
        self, record: Matter, office: Office, monday: datetime, neighbour_bai: Mandate
    ) -> None:
        objection = object_to(record, office, monday)

        assert objection in Matter.objects.visible_to(office.liaison)
        assert objection not in Matter.objects.visible_to(neighbour_bai)
        assert (objection.parent, objection.organ) == (record, record.organ)

    def test_starts_one_working_day_to_accept_and_three_to_decide(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        objection = object_to(record, office, monday)

        assert (due(objection, "objection.accept"), due(objection, "objection.own")) == (1, 3)

    def test_marks_nothing_before_it_is_accepted(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        object_to(record, office, monday)

        assert content(shown(record))["objection_marker"] is False

    @pytest.mark.parametrize("who", ["neighbour_bai", "officer_lin", "owner_cao"])
    def test_is_for_the_bodys_own_liaison(
        self, record: Matter, monday: datetime, who: str, request: pytest.FixtureRequest
    ) -> None:
        by: Mandate = request.getfixturevalue(who)

        with pytest.raises(NotCompetent, match="联络员"):
            operations.file_objection(
                matter=record, by=by, at=monday, ground="error", claim="演示", attachments=[]
            )

    def test_is_made_once_at_a_time(self, record: Matter, office: Office, monday: datetime) -> None:
        object_to(record, office, monday)

        with pytest.raises(operations.AlreadyContested):
            object_to(record, office, monday)

    def test_may_be_made_again_after_the_first_was_decided(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        first = object_to(record, office, monday, state="accepted")
        deciding.maintain(matter=first, by=office.head, at=monday, reason="演示数据：查无不符")

        assert object_to(record, office, monday).state == "filed"

    def test_before_the_determination_only_the_wrong_body_can_be_objected_to(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        noticed = make_record(body=housing_bureau, office=office, at=monday, state="noticed")

        with pytest.raises(operations.NothingToContest, match="陈述申辩"):
            object_to(noticed, office, monday)
        assert object_to(noticed, office, monday, ObjectionGround.WRONG_BODY).state == "filed"

    @pytest.mark.parametrize("state", ["draft", "submitted", "accepted"])
    def test_what_the_body_was_not_told_of_cannot_be_objected_to(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime, state: str
    ) -> None:
        untold = make_record(body=housing_bureau, office=office, at=monday, state=state)

        with pytest.raises(operations.NothingToContest):
            object_to(untold, office, monday, ObjectionGround.WRONG_BODY)


class TestHandling:
    def test_marks_the_public_record_at_once_when_accepted(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        object_to(record, office, monday, state="accepted")

        assert content(shown(record))["objection_marker"] is True
        assert LogEntry.objects.filter(publication__matter=record, event="marked").count() == 1

    def test_marks_what_is_published_while_an_objection_is_being_handled(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        unpublished = make_record(body=housing_bureau, office=office, at=monday)
        object_to(unpublished, office, monday, state="accepted")

        release(unpublished, office, monday)

        assert content(shown(unpublished))["objection_marker"] is True

    def test_says_why_it_is_not_taken_up_and_what_can_be_done(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        objection = object_to(record, office, monday)

        operations.decline(matter=objection, by=office.officer, at=monday, reason="演示数据：与本记录无关")

        assert (objection.state, objection.decided_by) == ("not_accepted", office.officer)
        assert objection_of(objection).reason == "演示数据：与本记录无关"
        assert not Deadline.objects.running().filter(matter=objection).exists()

    def test_tells_in_a_document_why_it_is_not_taken_up_and_counts_from_its_service(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        objection = object_to(record, office, monday)
        operations.decline(matter=objection, by=office.officer, at=monday, reason="演示数据：与本记录无关")
        notice = documents(objection)["objection_not_accepted"]
        before = papers.terms_of(objection)

        issue_and_serve(document=notice, office=office, at=monday + A_DAY)

        official = preview(notice)
        assert "不予受理" in official.title
        assert "与本记录无关" in str(official.body)
        assert "补充材料后再次提出" in "".join(official.remedies)
        assert [term.until for term in before] == [None]
        assert [term.until for term in papers.terms_of(objection)] == [date(2026, 12, 24)]

    def test_has_seven_working_days_in_all_when_the_supplier_is_asked(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        objection = object_to(record, office, monday, state="accepted")

        operations.ask_supplier(
            matter=objection, by=office.officer, at=monday + A_DAY, supplier="演示法院", question="演示"
        )

        joint = Deadline.objects.get(matter=objection, clock="objection.joint")
        assert joint.started_on == legal_day(monday)
        assert (joint.due_on - joint.started_on).days == 9
        assert Deadline.objects.get(matter=objection, clock="objection.own").was_kept
        answer = Deadline.objects.get(matter=objection, clock="objection.supplier_answer")
        assert answer.started_on == legal_day(monday + A_DAY)

    def test_stays_marked_while_the_supplier_is_asked(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        object_to(record, office, monday, state="verifying")

        assert content(shown(record))["objection_marker"] is True

    def test_keeps_what_the_supplier_answered(self, record: Matter, office: Office, monday: datetime) -> None:
        objection = object_to(record, office, monday, state="verifying")

        operations.record_answer(
            matter=objection,
            by=office.officer,
            at=monday + A_DAY,
            answer="演示数据：属实",
            answered_on=legal_day(monday),
            attachments=[],
        )

        assert objection_of(objection).answer == "演示数据：属实"
        assert Deadline.objects.get(matter=objection, clock="objection.supplier_answer").was_kept

    def test_is_overdue_when_nobody_decides(self, record: Matter, office: Office, monday: datetime) -> None:
        objection = object_to(record, office, monday, state="accepted")

        late = Deadline.objects.overdue_on(legal_day(monday + 4 * A_DAY)).filter(matter=objection)

        assert [deadline.clock for deadline in late] == ["objection.own"]


class TestMaintaining:
    def test_takes_the_marker_away_and_leaves_the_record(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        objection = object_to(record, office, monday, state="accepted")

        deciding.maintain(matter=objection, by=office.head, at=monday, reason="演示数据：查无不符")

        assert content(shown(record))["objection_marker"] is False
        assert (objection.state, objection.decided_by) == ("maintained", office.head)
        assert fresh(record).state == "active"
        assert not is_contested(record)

    def test_tells_its_reasons_and_remedies_in_a_document(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        objection = object_to(record, office, monday, state="verifying")
        deciding.maintain(matter=objection, by=office.head, at=monday, reason="演示数据：查无不符")
        document = documents(objection)["objection_decision"]

        official = preview(document)

        assert "演示数据：查无不符" in str(official.body)
        assert "维持原记录" in str(official.body)
        assert "复核" in "".join(official.remedies)

    def test_serves_its_document_like_every_other(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        objection = object_to(record, office, monday, state="accepted")
        deciding.maintain(matter=objection, by=office.head, at=monday, reason="演示数据：查无不符")
        document = documents(objection)["objection_decision"]

        issue_and_serve(document=document, office=office, at=monday)

        document.refresh_from_db()
        assert document.served_on == legal_day(monday)

    def test_is_not_for_officers(self, record: Matter, office: Office, monday: datetime) -> None:
        objection = object_to(record, office, monday, state="accepted")

        with pytest.raises(UnableToMove, match="不由"):
            deciding.maintain(matter=objection, by=office.officer, at=monday, reason="演示")


class TestCorrecting:
    def test_takes_the_wrong_version_from_the_public_in_the_same_act(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        objection = object_to(record, office, monday, state="accepted")

        put_right(objection, office, monday)

        assert shown(record) is None
        assert fresh(record).state == "active"
        assert Record.objects.get(pk=record.pk).facts == RIGHT_FACTS

    def test_publishes_the_right_version_after_a_review_of_its_own(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        old = shown(record)
        put_right(object_to(record, office, monday, state="accepted"), office, monday)

        new = release(record, office, monday + A_DAY)

        assert old is not None
        assert new.key != old.key
        assert content(new)["facts"] == RIGHT_FACTS
        assert content(new)["objection_marker"] is False

    def test_ends_the_record_also_where_the_right_version_was_never_published(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        put_right(object_to(record, office, monday, state="accepted"), office, monday)

        ends.withdraw_record(
            matter=fresh(record), by=office.head, at=monday, ground=Ground.REVERSED, reason="演示"
        )

        assert fresh(record).state == "withdrawn"

    def test_says_each_item_before_and_after_in_a_notice(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        objection = object_to(record, office, monday, state="accepted")
        put_right(objection, office, monday)

        drafted = documents(objection)

        assert set(drafted) == {"objection_decision", "correction_notice"}
        assert RIGHT_FACTS in str(preview(drafted["correction_notice"]).body)
        assert "予以更正" in str(preview(drafted["objection_decision"]).body)

    def test_supplements_what_was_left_out(self, record: Matter, office: Office, monday: datetime) -> None:
        objection = object_to(record, office, monday, ObjectionGround.OMISSION, state="accepted")
        put_right(objection, office, monday)

        assert "予以补充" in str(preview(documents(objection)["objection_decision"]).body)

    def test_grades_anew_when_the_loss_was_smaller(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        objection = object_to(record, office, monday, state="accepted")

        put_right(objection, office, monday, loss=1_00)

        items = {item for item, _, _ in objection_of(objection).changes}
        assert "造成的损失" in items

    def test_never_makes_it_harsher(self, record: Matter, office: Office, monday: datetime) -> None:
        objection = object_to(record, office, monday, state="accepted")

        with pytest.raises(WouldBeHarsher):
            put_right(objection, office, monday, loss=900_000_000_00)

        assert Record.objects.get(pk=record.pk).facts != RIGHT_FACTS
        assert shown(record) is not None

    def test_refuses_to_correct_nothing(self, record: Matter, office: Office, monday: datetime) -> None:
        objection = object_to(record, office, monday, state="accepted")

        with pytest.raises(NothingToCorrect):
            put_right(objection, office, monday, facts=Record.objects.get(pk=record.pk).facts)


class TestCorrectingUnasked:
    def test_puts_right_what_the_organ_found_itself(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        standing = Record.objects.get(pk=record.pk)
        deciding.correct_unasked(
            matter=record,
            by=office.head,
            at=monday,
            reason="演示数据：再审变更数额",
            facts=RIGHT_FACTS,
            conduct_ended_on=None,
            loss=standing.loss or 0,
            impact=standing.impact,
            relief=[],
            aggravation=[],
        )

        assert shown(record) is None
        assert "经复查" in str(preview(documents(record)["correction_notice"]).body)

    def test_is_reviewed_by_somebody_other_than_who_corrected(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        put_right(object_to(record, office, monday, state="accepted"), office, monday)

        assert author_of(record) == office.head


class TestRemoving:
    def test_withdraws_the_record_and_what_is_public_of_it(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        objection = object_to(record, office, monday, state="accepted")

        deciding.remove(matter=objection, by=office.head, at=monday, reason="演示数据：判决已经履行")

        assert (fresh(objection).state, fresh(record).state) == ("removed", "withdrawn")
        assert shown(record) is None
        assert Record.objects.get(pk=record.pk).ended_ground == Ground.OBJECTION_UPHELD

    def test_dismisses_what_was_not_yet_determined(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        noticed = make_record(body=housing_bureau, office=office, at=monday, state="noticed")
        objection = object_to(noticed, office, monday, ObjectionGround.WRONG_BODY, "accepted")

        deciding.remove(matter=objection, by=office.head, at=monday, reason="演示数据：不是该单位")

        assert (fresh(objection).state, fresh(noticed).state) == ("removed", "dismissed")

    def test_proposes_the_record_against_the_right_body_from_the_beginning(
        self, record: Matter, office: Office, monday: datetime, water_bureau: PublicBody
    ) -> None:
        objection = object_to(record, office, monday, ObjectionGround.WRONG_BODY, "accepted")

        deciding.remove(
            matter=objection,
            by=office.head,
            at=monday,
            reason="演示数据：应为水利局",
            right_body=water_bureau,
        )

        anew = Matter.objects.get(kind="record", body=water_bureau)
        assert anew.state == "draft"
        assert [each.instrument for each in anew.record.instruments.all()] == [
            each.instrument for each in record.record.instruments.all()
        ]

    def test_does_not_tell_one_body_of_another(
        self, record: Matter, office: Office, monday: datetime, water_bureau: PublicBody, client: Client
    ) -> None:
        objection = object_to(record, office, monday, ObjectionGround.WRONG_BODY, "accepted")
        deciding.remove(
            matter=objection, by=office.head, at=monday, reason="演示数据：有误", right_body=water_bureau
        )

        client.force_login(office.liaison.user)
        pages = [client.get(f"/desk/matters/{pk}/").content.decode() for pk in (record.pk, objection.pk)]

        assert all("异议" in page for page in pages)
        assert all(water_bureau.name not in page for page in pages)

    def test_still_tells_what_can_be_done_if_the_record_is_shown_on(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        objection = object_to(record, office, monday, state="accepted")
        deciding.remove(matter=objection, by=office.head, at=monday, reason="演示")

        official = preview(documents(objection)["objection_decision"])

        assert "予以删除" in str(official.body)
        assert official.remedies


class TestLapsing:
    @pytest.mark.parametrize("state", ["filed", "accepted", "verifying"])
    def test_ends_when_its_record_expires(
        self, record: Matter, office: Office, monday: datetime, state: str
    ) -> None:
        objection = object_to(record, office, monday, state=state)

        ends.expire_due(at=monday + 4 * 366 * A_DAY)

        assert fresh(objection).state == "lapsed"
        assert shown(record) is None
        assert not Deadline.objects.running().filter(matter=objection).exists()


class TestButtons:
    @pytest.mark.parametrize(
        ("state", "who", "offered"),
        [
            ("filed", "officer", {"accept", "decline"}),
            ("filed", "head", set()),
            ("filed", "liaison", {"add_proof"}),
            ("accepted", "officer", {"ask_supplier"}),
            ("accepted", "head", {"correct", "remove", "maintain"}),
            ("accepted", "lawyer", set()),
            ("accepted", "release_reviewer", set()),
            ("verifying", "officer", {"record_answer"}),
            ("verifying", "head", {"correct", "remove", "maintain"}),
        ],
    )
    def test_offers_exactly_what_the_role_may_press(
        self, record: Matter, office: Office, monday: datetime, state: str, who: str, offered: set[str]
    ) -> None:
        objection = fresh(object_to(record, office, monday, state=state))

        buttons = kind_of("objection").buttons_for(objection, getattr(office, who))

        assert {button.code for button in buttons} == offered

    def test_offers_no_correction_of_what_was_not_determined(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        noticed = make_record(body=housing_bureau, office=office, at=monday, state="noticed")
        objection = fresh(object_to(noticed, office, monday, ObjectionGround.WRONG_BODY, "accepted"))

        buttons = kind_of("objection").buttons_for(objection, office.head)

        assert {button.code for button in buttons} == {"remove", "maintain"}

    def test_offers_to_object_until_somebody_did(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        before = {each.code for each in kind_of("record").buttons_for(record, office.liaison)}
        object_to(record, office, monday)
        after = {each.code for each in kind_of("record").buttons_for(record, office.liaison)}

        assert "object" in before
        assert "object" not in after
