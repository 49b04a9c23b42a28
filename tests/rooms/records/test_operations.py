"""A record on its way to determination."""

from datetime import date, datetime, timedelta

import pytest
from tests.make import A_DAY, Office, issue_and_serve, make_draft, make_instrument, make_record

from chengxin.chain.records import ends, operations
from chengxin.chain.records.forms import Submit
from chengxin.chain.records.gate import GateClosed
from chengxin.chain.records.models import Record
from chengxin.chain.records.showing import content_of, review_and_publish
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.deadlines.operations import fire_rungs
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import MovedMeanwhile, NotCompetent, UnableToMove, move
from chengxin.foundation.matters.queries import notes_of
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.models import Publication
from chengxin_core.calendar import legal_day
from chengxin_core.vocabulary import Ground

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.own_sql]


def release(matter: Matter, by: Mandate, at: datetime, *, passed: bool = True) -> Publication | None:
    return review_and_publish(
        matter=matter,
        by=by,
        at=at,
        disclosure_passed=passed,
        secrecy_passed=True,
        personal_passed=True,
        ground="演示数据：同意公开",
    )


def test_conduct_cannot_have_ended_on_a_day_to_come(
    rules: str, credit_office: PublicBody, housing_bureau: PublicBody, officer_lin: Mandate, monday: datetime
) -> None:
    matter = make_draft(body=housing_bureau, at=monday)

    with pytest.raises(operations.NotYetHappened, match="2026-11-24 晚于今天"):
        operations.submit(
            matter=matter,
            by=officer_lin,
            at=monday,
            record_type="judgment_lost",
            area="general",
            facts="演示数据：没有支付工程款。",
            conduct_ended_on=legal_day(monday) + A_DAY,
        )
    said = {"conduct_ended_on": "2026-11-24"}
    assert Submit(said, matter=matter, by=officer_lin, at=monday).has_error("conduct_ended_on")


class TestProposing:
    def test_opens_one_record_for_a_body_that_lost(
        self, rules: str, credit_office: PublicBody, housing_bureau: PublicBody, monday: datetime
    ) -> None:
        matter = make_draft(body=housing_bureau, at=monday)

        assert (matter.kind, matter.state) == ("record", "draft")
        assert matter.organ == credit_office
        assert matter.rulebook == rules

    def test_counts_an_instrument_once_against_a_body(
        self, rules: str, credit_office: PublicBody, housing_bureau: PublicBody, monday: datetime
    ) -> None:
        mention = make_instrument(body=housing_bureau, decided_on=date(2026, 10, 1), at=monday)

        opened = [operations.propose_records(mentions=[mention], at=monday) for _ in range(2)]

        assert opened == [1, 0]

    def test_opens_the_record_of_a_merged_body_against_its_successor(
        self,
        rules: str,
        credit_office: PublicBody,
        housing_bureau: PublicBody,
        water_bureau: PublicBody,
        monday: datetime,
    ) -> None:
        PublicBody.objects.filter(pk=water_bureau.pk).update(
            ended_on=date(2026, 6, 30), successor=housing_bureau
        )
        water_bureau.refresh_from_db()

        matter = make_draft_of_mention(water_bureau, monday)

        assert matter.body == housing_bureau

    def test_opens_nothing_where_no_organ_is_competent(
        self, rules: str, credit_office: PublicBody, monday: datetime
    ) -> None:
        mention = make_instrument(body=credit_office, decided_on=date(2026, 10, 1), at=monday)

        assert operations.propose_records(mentions=[mention], at=monday) == 0


def make_draft_of_mention(body: PublicBody, at: datetime) -> Matter:
    mention = make_instrument(body=body, decided_on=date(2026, 3, 2), at=at)
    operations.propose_records(mentions=[mention], at=at)
    return Matter.objects.get(record__instruments__instrument=mention.instrument)


class TestTheListGate:
    def test_refuses_a_type_that_the_loaded_list_does_not_hold(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_draft(body=housing_bureau, at=monday)

        with pytest.raises(operations.ListGateClosed, match="只能作为内部线索"):
            operations.submit(
                matter=matter,
                by=office.officer,
                at=monday,
                record_type="judgment_debtor",
                area="general",
                facts="演示数据",
                conduct_ended_on=None,
            )

    def test_refuses_an_instrument_that_is_not_effective(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_record(body=housing_bureau, office=office, at=monday, state="submitted")
        instrument = matter.record.instruments.get().instrument
        instrument.is_final = False
        instrument.save()

        with pytest.raises(GateClosed, match="尚未生效"):
            operations.accept(matter=matter, by=office.second_officer, at=monday)

    def test_refuses_what_is_past_its_lawful_end_with_the_arithmetic(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_record(body=housing_bureau, office=office, at=monday, state="submitted")
        Record.objects.filter(pk=matter.pk).update(instrument_on=date(2016, 5, 3))

        with pytest.raises(GateClosed, match="2016-05-03"):
            operations.accept(matter=matter, by=office.second_officer, at=monday)

    def test_names_every_reason_at_once(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_record(body=housing_bureau, office=office, at=monday, state="submitted")
        Record.objects.filter(pk=matter.pk).update(instrument_on=date(2016, 5, 3))
        instrument = matter.record.instruments.get().instrument
        instrument.is_final = False
        instrument.save()

        with pytest.raises(GateClosed, match=r"尚未生效.*已过公示期限"):
            operations.accept(matter=matter, by=office.second_officer, at=monday)


class TestTheWay:
    def test_leads_through_service_and_hearing_to_a_decision_by_the_head(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_record(body=housing_bureau, office=office, at=monday)

        codes = list(matter.moves.values_list("code", flat=True))
        assert codes == ["open", "submit", "accept", "grade", "notice", "hear", "activate"]
        assert (matter.harms, matter.decided_by) == (True, office.head)
        assert matter.record.ends_on is not None

    def test_shows_nothing_to_the_body_before_it_is_served(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        accepted = make_record(body=housing_bureau, office=office, at=monday, state="accepted")
        noticed = make_record(body=housing_bureau, office=office, at=monday, state="noticed")

        visible = Matter.objects.visible_to(office.liaison)

        assert accepted not in visible
        assert noticed in visible

    def test_does_not_close_the_hearing_while_the_body_may_still_answer(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_record(body=housing_bureau, office=office, at=monday, state="noticed")

        with pytest.raises(operations.NotHeard, match="尚未届满"):
            operations.hear(matter=matter, by=office.officer, at=monday, opinion="演示数据")

    def test_goes_on_once_the_time_to_answer_has_run_out(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_record(body=housing_bureau, office=office, at=monday, state="noticed")
        due_on = Deadline.objects.get(matter=matter, clock="record.defence").due_on

        operations.hear(matter=matter, by=office.officer, at=monday + 9 * A_DAY, opinion="逾期未提出")

        assert due_on == legal_day(monday) + 7 * A_DAY
        assert matter.state == "heard"

    def test_lets_the_days_to_decide_run_once_the_body_let_its_days_to_answer_pass(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_record(body=housing_bureau, office=office, at=monday, state="noticed")
        the_day_after = monday + 8 * A_DAY

        for days in range(7, 12):
            fire_rungs(at=monday + days * A_DAY)
        operations.hear(matter=matter, by=office.officer, at=monday + 12 * A_DAY, opinion="逾期未提出")

        (told,) = [note.text for note in notes_of(matter) if "未见答复" in note.text]
        defence = Deadline.objects.get(matter=matter, clock="record.defence")
        decide = Deadline.objects.get(matter=matter, clock="record.decide")
        assert "视为放弃（视为放弃陈述申辩）。依据：系统默认，可调整（Q-19）" in told
        assert (defence.ended_on, defence.was_kept) == (legal_day(the_day_after), False)
        assert (decide.started_on, decide.started_by) == (legal_day(the_day_after), "陈述申辩期满")

    def test_cannot_be_moved_by_a_peer(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime, owner_cao: Mandate
    ) -> None:
        matter = make_record(body=housing_bureau, office=office, at=monday, state="submitted")

        with pytest.raises(UnableToMove):
            move(matter=matter, code="accept", by=owner_cao, at=monday)
        owner_cao.role = office.officer.role
        with pytest.raises(NotCompetent):
            move(matter=matter, code="accept", by=owner_cao, at=monday)

    def test_is_made_once_where_two_people_press_at_the_same_time(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_record(body=housing_bureau, office=office, at=monday, state="submitted")
        seen_by_another = Matter.objects.get(pk=matter.pk)
        operations.accept(matter=matter, by=office.second_officer, at=monday)

        with pytest.raises(MovedMeanwhile):
            move(matter=seen_by_another, code="accept", by=office.second_officer, at=monday)

    def test_needs_different_people_for_drafting_reviewing_and_issuing(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_record(body=housing_bureau, office=office, at=monday, state="heard")
        document = operations.draft_decision(matter=matter, by=office.officer, at=monday)
        same_person = Office(office.officer, office.officer, *tuple_of(office)[2:])

        with pytest.raises(UnableToMove, match="不得"):
            issue_and_serve(document=document, office=same_person, at=monday)


def tuple_of(office: Office) -> tuple[Mandate, ...]:
    return (
        office.officer,
        office.second_officer,
        office.lawyer,
        office.head,
        office.release_reviewer,
        office.liaison,
    )


class TestPublishing:
    def test_publishes_what_was_reviewed_for_release(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_record(body=housing_bureau, office=office, at=monday)

        publication = release(matter, office.release_reviewer, monday)

        assert publication is not None
        assert publication.state == "in_force"

    def test_publishes_nothing_that_the_review_refused(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_record(body=housing_bureau, office=office, at=monday)

        assert release(matter, office.release_reviewer, monday, passed=False) is None
        assert not Publication.objects.exists()

    def test_refuses_facts_that_name_a_party(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_record(body=housing_bureau, office=office, at=monday)
        Record.objects.filter(pk=matter.pk).update(facts="演示数据：拖欠演示企业甲有限公司工程款。")

        with pytest.raises(Exception, match="facts") as refusal:
            release(matter, office.release_reviewer, monday)

        assert "演示企业甲" not in str(refusal.value)

    def test_refuses_after_the_lawful_end(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_record(body=housing_bureau, office=office, at=monday)

        with pytest.raises(operations.PastItsLawfulEnd):
            release(matter, office.release_reviewer, monday + timedelta(days=4 * 366))

    def test_says_posts_and_no_persons(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_record(body=housing_bureau, office=office, at=monday)

        content = str(content_of(matter.record, on=legal_day(monday)))

        assert all(mandate.user.username not in content.split() for mandate in tuple_of(office))


class TestEnding:
    def test_withdraws_what_is_public_in_the_same_act(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_record(body=housing_bureau, office=office, at=monday)
        release(matter, office.release_reviewer, monday)

        ends.withdraw_record(
            matter=matter, by=office.head, at=monday, ground=Ground.REVERSED, reason="演示数据：再审改判"
        )

        assert Publication.objects.get(matter=matter).state == "ended"
        assert Record.objects.get(pk=matter.pk).ended_ground == Ground.REVERSED

    def test_expires_on_the_day_after_the_last_lawful_one(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_record(body=housing_bureau, office=office, at=monday)
        release(matter, office.release_reviewer, monday)
        last = matter.record.ends_on
        assert last is not None
        days = (last - legal_day(monday)).days

        on_the_last_day = ends.expire_due(at=monday + timedelta(days=days))
        on_the_day_after = ends.expire_due(at=monday + timedelta(days=days + 1))

        assert (on_the_last_day, on_the_day_after) == (0, 1)
        matter.refresh_from_db()
        assert matter.state == "expired"
