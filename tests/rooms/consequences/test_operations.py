"""Measures: proposed from the list, noticed and heard, decided by their owners, gone with their record."""

from collections.abc import Mapping
from datetime import datetime

import pytest
from django.db import IntegrityError, transaction
from tests.make import Office, issue_and_serve
from tests.rooms.consequences.cases import (
    DAY,
    GENERAL,
    PROOF,
    apply,
    fresh,
    make_graded,
    make_measure,
    propose,
    refreshed,
    take_to,
)

from chengxin.chain.consequences import ends, operations, queries
from chengxin.chain.consequences.models import Measure
from chengxin.chain.consequences.queries import measures_of, offers_for, still_to_lift
from chengxin.chain.records import operations as records
from chengxin.chain.records.correcting import Corrected, correct_record
from chengxin.chain.records.ends import withdraw_record
from chengxin.chain.records.showing import content_of
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.deadlines.operations import fire_rungs
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.operations import preview, review
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove
from chengxin.foundation.subjects.models import PublicBody
from chengxin_core.calendar import legal_day
from chengxin_core.rulebook import Rulebook
from chengxin_core.vocabulary import Ground
from chengxin_rulebooks import rulebook_sources

pytestmark = [
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.engine,
    pytest.mark.usefixtures("rules"),
]


@pytest.fixture
def graded(
    housing_bureau: PublicBody, office: Office, finance_bureau: PublicBody, monday: datetime
) -> Matter:
    """A serious record, accepted and graded."""
    return make_graded(body=housing_bureau, office=office, at=monday)


def text_of(document: Document) -> str:
    return str(preview(document))


class TestProposing:
    def test_offers_what_the_severity_allows_and_the_list_holds(
        self, graded: Matter, monday: datetime
    ) -> None:
        offers = {each.measure.code: each.is_recommended for each in offers_for(graded, on=legal_day(monday))}

        assert offers["funds_limit"] is True
        assert offers["reminder_interview"] is False
        assert "procurement_bar" not in offers
        assert not {"written_explanation", "rectification"} & set(offers)

    def test_opens_a_matter_of_the_owner_under_the_record(
        self, graded: Matter, office: Office, finance_bureau: PublicBody, monday: datetime
    ) -> None:
        (measure,) = propose(graded, office, finance_bureau, monday, "funds_limit")

        assert (measure.matter.organ, measure.matter.parent) == (finance_bureau, graded)
        assert measure.matter.state == "proposed"
        assert "第二十八条" in measure.source

    def test_lets_nothing_out_that_the_list_does_not_hold_for_this_record(
        self, graded: Matter, office: Office, finance_bureau: PublicBody, monday: datetime
    ) -> None:
        with pytest.raises(operations.NotOnTheList, match="清单"):
            propose(graded, office, finance_bureau, monday, "procurement_bar")

    def test_says_plainly_that_an_empty_list_allows_no_measure(
        self,
        graded: Matter,
        office: Office,
        finance_bureau: PublicBody,
        monday: datetime,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(queries, "current_rulebook", without_measures)

        with pytest.raises(operations.NotOnTheList, match="不得采取清单以外的任何措施"):
            propose(graded, office, finance_bureau, monday, "funds_limit")

    def test_wants_a_reason_for_what_is_not_recommended_and_for_proposing_nothing(
        self, graded: Matter, office: Office, credit_office: PublicBody, monday: datetime
    ) -> None:
        for chosen in ([("reminder_interview", credit_office.pk)], []):
            with pytest.raises(operations.ReasonMissing, match="理由"):
                operations.propose(matter=graded, by=office.officer, at=monday, chosen=chosen)

    def test_proposes_a_measure_once(
        self, graded: Matter, office: Office, finance_bureau: PublicBody, monday: datetime
    ) -> None:
        propose(graded, office, finance_bureau, monday, "funds_limit")

        with pytest.raises(operations.NotOnTheList):
            propose(graded, office, finance_bureau, monday, "funds_limit")

    @pytest.mark.parametrize(
        "codes", [("funds_limit", "funds_limit"), ("warning_interview", "reminder_interview")]
    )
    def test_does_not_propose_one_thing_twice_at_once(
        self,
        codes: tuple[str, str],
        graded: Matter,
        office: Office,
        finance_bureau: PublicBody,
        monday: datetime,
    ) -> None:
        with pytest.raises(operations.ProposedTwice, match="只建议一次"):
            propose(graded, office, finance_bureau, monday, *codes)

    def test_refuses_an_owner_that_is_the_body_itself_or_stands_beside_it(
        self, graded: Matter, office: Office, housing_bureau: PublicBody, monday: datetime
    ) -> None:
        with pytest.raises(operations.NotAnOwner, match="不能对"):
            propose(graded, office, housing_bureau, monday, "funds_limit")

    def test_does_not_change_what_a_notice_under_review_lists(
        self, graded: Matter, office: Office, finance_bureau: PublicBody, monday: datetime
    ) -> None:
        notice = records.draft_notice(matter=graded, by=office.officer, at=monday)
        review(matter=notice.matter, by=office.second_officer, at=monday)

        with pytest.raises(UnableToMove, match="已经送审"):
            propose(graded, office, finance_bureau, monday, "funds_limit")


class TestOneNoticeAndOneHearing:
    def test_the_notice_of_the_record_lists_what_is_intended(
        self, graded: Matter, office: Office, finance_bureau: PublicBody, monday: datetime
    ) -> None:
        propose(graded, office, finance_bureau, monday, "funds_limit")

        notice = records.draft_notice(matter=graded, by=office.officer, at=monday)

        for told in ("限制财政性资金分配", finance_bureau.name, "书面说明原因", "限期整改"):
            assert told in text_of(notice)

    def test_serve_the_record_and_its_measures(
        self, graded: Matter, office: Office, finance_bureau: PublicBody, monday: datetime
    ) -> None:
        (measure,) = propose(graded, office, finance_bureau, monday, "funds_limit")

        take_to("noticed", graded, office, monday)
        noticed = refreshed(measure)
        take_to("heard", fresh(graded), office, monday)
        heard = refreshed(measure)
        take_to("active", fresh(graded), office, monday)

        assert (noticed.matter.state, heard.matter.state) == ("noticed", "heard")
        assert noticed.notice is not None
        assert noticed.notice.kind == records.NOTICE
        assert Deadline.objects.running().get(matter=measure.matter).clock == "measure.decide"

    def test_drop_what_a_milder_grading_no_longer_allows(
        self, graded: Matter, office: Office, finance_bureau: PublicBody, monday: datetime
    ) -> None:
        (measure,) = propose(graded, office, finance_bureau, monday, "funds_limit")
        milder = {"loss": GENERAL, "impact": "notable", "relief": [], "aggravation": []}
        records.grade(matter=graded, by=office.officer, at=monday, **milder)  # type: ignore[arg-type]

        take_to("noticed", graded, office, monday)

        assert refreshed(measure).matter.state == "dropped"

    def test_are_the_measures_own_when_it_is_proposed_later(
        self, graded: Matter, office: Office, finance_bureau: PublicBody, monday: datetime
    ) -> None:
        active = take_to("active", graded, office, monday)
        (measure,) = propose(active, office, finance_bureau, monday, "funds_limit")

        notice = operations.draft_measure_notice(matter=active, by=office.officer, at=monday)
        issue_and_serve(document=notice, office=office, at=monday)
        with pytest.raises(records.NotHeard, match="尚未届满"):
            operations.hear(matter=active, by=office.officer, at=monday, opinion="演示")
        operations.defend(matter=active, by=office.liaison, at=monday, text="演示数据：说明", attachments=[])
        operations.hear(matter=active, by=office.officer, at=monday, opinion="演示数据：不采纳")

        assert "限制财政性资金分配" in text_of(notice)
        assert refreshed(measure).matter.state == "heard"
        assert Deadline.objects.running().get(matter=measure.matter).clock == "measure.decide"

    def test_let_silence_close_a_hearing_after_its_days(
        self, graded: Matter, office: Office, finance_bureau: PublicBody, monday: datetime
    ) -> None:
        active = take_to("active", graded, office, monday)
        (measure,) = propose(active, office, finance_bureau, monday, "funds_limit")
        notice = operations.draft_measure_notice(matter=active, by=office.officer, at=monday)
        issue_and_serve(document=notice, office=office, at=monday)

        operations.hear(matter=active, by=office.officer, at=monday + 10 * DAY, opinion="逾期未提出")

        assert refreshed(measure).matter.state == "heard"

    def test_show_a_measure_to_the_body_only_once_it_was_noticed(
        self, graded: Matter, office: Office, finance_bureau: PublicBody, monday: datetime
    ) -> None:
        (measure,) = propose(graded, office, finance_bureau, monday, "funds_limit")
        before = measure.matter in Matter.objects.visible_to(office.liaison)

        take_to("noticed", graded, office, monday)

        assert not before
        assert measure.matter in Matter.objects.visible_to(office.liaison)


class TestTheOwner:
    def test_cannot_decide_before_the_record_is_in_force(
        self, graded: Matter, office: Office, owner_cao: Mandate, monday: datetime
    ) -> None:
        (measure,) = propose(graded, office, owner_cao.body, monday, "funds_limit")
        take_to("heard", graded, office, monday)

        with pytest.raises(operations.RecordNotInForce, match="尚未生效"):
            operations.decide(matter=fresh(measure.matter), by=owner_cao, at=monday, decision="演示决定")

    def test_decides_and_feeds_back_with_proof(
        self, housing_bureau: PublicBody, office: Office, owner_cao: Mandate, monday: datetime
    ) -> None:
        measure = make_measure(
            body=housing_bureau, office=office, owner=owner_cao, at=monday, state="in_force"
        )

        assert measure.matter.state == "in_force"
        assert measure.matter.decided_by == owner_cao
        assert measure.applied_on == legal_day(monday)
        assert measure.matter.attachments.get().part == "proof"

    def test_refuses_with_a_reason(
        self, housing_bureau: PublicBody, office: Office, owner_cao: Mandate, monday: datetime
    ) -> None:
        measure = make_measure(body=housing_bureau, office=office, owner=owner_cao, at=monday)

        operations.refuse(matter=measure.matter, by=owner_cao, at=monday, reason="演示数据：已无资金安排")

        assert measure.matter.state == "refused"
        assert not Deadline.objects.running().filter(matter=measure.matter).exists()

    def test_is_the_only_one_to_decide(
        self, housing_bureau: PublicBody, office: Office, owner_cao: Mandate, monday: datetime
    ) -> None:
        measure = make_measure(body=housing_bureau, office=office, owner=owner_cao, at=monday)

        with pytest.raises(UnableToMove, match="不由"):
            operations.decide(matter=measure.matter, by=office.head, at=monday, decision="演示")

    def test_of_another_organ_decides_nothing(
        self,
        housing_bureau: PublicBody,
        office: Office,
        owner_cao: Mandate,
        water_bureau: PublicBody,
        monday: datetime,
    ) -> None:
        measure = make_measure(body=housing_bureau, office=office, owner=owner_cao, at=monday)
        stranger = Mandate(user=owner_cao.user, role=owner_cao.role, body=water_bureau)

        with pytest.raises(NotCompetent):
            operations.decide(matter=measure.matter, by=stranger, at=monday, decision="演示")

    def test_needs_an_approval_document_for_public_criticism(
        self, housing_bureau: PublicBody, office: Office, owner_cao: Mandate, monday: datetime
    ) -> None:
        measure = make_measure(
            body=housing_bureau, office=office, owner=owner_cao, at=monday, code="public_criticism"
        )

        with pytest.raises(operations.ApprovalMissing, match="批准"):
            operations.decide(matter=measure.matter, by=owner_cao, at=monday, decision="演示")

    def test_cannot_apply_before_its_decision_was_served(
        self, housing_bureau: PublicBody, office: Office, owner_cao: Mandate, monday: datetime
    ) -> None:
        measure = make_measure(
            body=housing_bureau, office=office, owner=owner_cao, at=monday, state="decided"
        )
        today = legal_day(monday)

        for served_on, applied_on in ((today, today - DAY), (today - DAY, today), (today, today + DAY)):
            with pytest.raises(operations.DayRefused, match="依次先后"):
                operations.apply(
                    matter=measure.matter,
                    by=owner_cao,
                    at=monday,
                    served_on=served_on,
                    applied_on=applied_on,
                    what="演示",
                    attachments=[PROOF],
                )


class TestTheEndOfTheRecord:
    def test_calls_off_what_is_in_force_and_asks_its_owner_to_answer(
        self, housing_bureau: PublicBody, office: Office, owner_cao: Mandate, monday: datetime
    ) -> None:
        measure = make_measure(
            body=housing_bureau, office=office, owner=owner_cao, at=monday, state="in_force"
        )

        end(measure, office, monday)
        called_off = refreshed(measure)

        assert called_off.matter.state == "lifting"
        assert Deadline.objects.running().get(matter=measure.matter).clock == "lift_ack"
        assert still_to_lift(record_of(measure)) == [called_off]
        notice = Document.objects.get(kind=ends.LIFTING)
        assert owner_cao.body.name in text_of(notice)
        assert "因你单位失信记录已撤销" in text_of(notice)

    def test_is_complete_once_the_owner_answered(
        self, housing_bureau: PublicBody, office: Office, owner_cao: Mandate, monday: datetime
    ) -> None:
        measure = make_measure(
            body=housing_bureau, office=office, owner=owner_cao, at=monday, state="in_force"
        )
        end(measure, office, monday)

        operations.acknowledge(
            matter=fresh(measure.matter), by=owner_cao, at=monday, lifted_on=legal_day(monday), what="已恢复"
        )

        assert refreshed(measure).matter.state == "lifted"
        assert still_to_lift(record_of(measure)) == []
        assert not Deadline.objects.running().filter(matter=measure.matter).exists()

    def test_reminds_a_silent_owner_once(
        self, housing_bureau: PublicBody, office: Office, owner_cao: Mandate, monday: datetime
    ) -> None:
        measure = make_measure(
            body=housing_bureau, office=office, owner=owner_cao, at=monday, state="in_force"
        )
        end(measure, office, monday)

        for days in (2, 8, 9):
            fire_rungs(at=monday + days * DAY)

        assert measure.matter.moves.filter(code="remind").count() == 1
        assert refreshed(measure).matter.state == "lifting"

    @pytest.mark.parametrize("state", ["heard", "decided"])
    def test_drops_what_was_not_in_force(
        self, state: str, housing_bureau: PublicBody, office: Office, owner_cao: Mandate, monday: datetime
    ) -> None:
        measure = make_measure(body=housing_bureau, office=office, owner=owner_cao, at=monday, state=state)

        end(measure, office, monday)

        assert refreshed(measure).matter.state == "dropped"

    def test_lets_a_measure_that_was_decided_no_longer_be_applied(
        self, housing_bureau: PublicBody, office: Office, owner_cao: Mandate, monday: datetime
    ) -> None:
        measure = make_measure(
            body=housing_bureau, office=office, owner=owner_cao, at=monday, state="decided"
        )
        end(measure, office, monday)

        with pytest.raises(operations.RecordNotInForce):
            apply(measure, owner_cao, monday)

    def test_cancels_a_notice_of_measures_that_was_not_sent(
        self, graded: Matter, office: Office, finance_bureau: PublicBody, monday: datetime
    ) -> None:
        active = take_to("active", graded, office, monday)
        (measure,) = propose(active, office, finance_bureau, monday, "funds_limit")
        notice = operations.draft_measure_notice(matter=active, by=office.officer, at=monday)

        end(measure, office, monday)

        assert fresh(notice.matter).state == "cancelled"


class TestChanges:
    def test_a_milder_correction_ends_what_it_no_longer_allows(
        self, housing_bureau: PublicBody, office: Office, owner_cao: Mandate, monday: datetime
    ) -> None:
        measure = make_measure(
            body=housing_bureau, office=office, owner=owner_cao, at=monday, state="in_force"
        )
        right = Corrected("演示数据：更正", None, GENERAL, "notable", [], [])

        correct_record(
            matter=record_of(measure), right=right, by=office.head, at=monday, reason="演示数据：更正"
        )

        assert refreshed(measure).matter.state == "lifting"

    def test_a_term_that_ran_out_calls_the_measure_off(
        self, housing_bureau: PublicBody, office: Office, owner_cao: Mandate, monday: datetime
    ) -> None:
        measure = make_measure(body=housing_bureau, office=office, owner=owner_cao, at=monday)
        until = legal_day(monday) + 3 * DAY
        operations.decide(matter=measure.matter, by=owner_cao, at=monday, decision="演示", until_on=until)
        apply(measure, owner_cao, monday)

        ended = [ends.end_terms(at=monday + days * DAY) for days in (3, 4, 5)]

        assert ended == [0, 1, 0]
        assert refreshed(measure).matter.state == "lifting"

    def test_the_head_takes_proposals_back(
        self, graded: Matter, office: Office, finance_bureau: PublicBody, monday: datetime
    ) -> None:
        (measure,) = propose(graded, office, finance_bureau, monday, "funds_limit")

        operations.withdraw_proposals(
            matter=graded, by=office.head, at=monday, chosen=[measure.pk], reason="演示数据：已主动纠正"
        )

        assert refreshed(measure).matter.state == "dropped"
        assert measures_of(graded, "proposed") == []

    def test_the_table_itself_refuses_a_measure_in_force_without_its_decision(
        self, graded: Matter, office: Office, finance_bureau: PublicBody, monday: datetime
    ) -> None:
        (measure,) = propose(graded, office, finance_bureau, monday, "funds_limit")

        with pytest.raises(IntegrityError), transaction.atomic():
            Measure.objects.filter(pk=measure.pk).update(applied_on=legal_day(monday))


class TestThePublicPage:
    def test_shows_what_is_in_force_with_organ_and_clause(
        self, housing_bureau: PublicBody, office: Office, owner_cao: Mandate, monday: datetime
    ) -> None:
        measure = make_measure(
            body=housing_bureau, office=office, owner=owner_cao, at=monday, state="in_force"
        )

        (shown,) = public(measure, monday)

        assert (shown["name"], shown["organ"]) == ("限制财政性资金分配", owner_cao.body.name)
        assert "第二十八条" in shown["state"]

    def test_shows_nothing_that_is_only_proposed(
        self, housing_bureau: PublicBody, office: Office, owner_cao: Mandate, monday: datetime
    ) -> None:
        measure = make_measure(
            body=housing_bureau, office=office, owner=owner_cao, at=monday, state="decided"
        )

        assert public(measure, monday) == []


def record_of(measure: Measure) -> Matter:
    assert measure.matter.parent is not None
    return fresh(measure.matter.parent)


def end(measure: Measure, office: Office, at: datetime) -> None:
    withdraw_record(
        matter=record_of(measure), by=office.head, at=at, ground=Ground.REVERSED, reason="演示数据：改判"
    )


def public(measure: Measure, at: datetime) -> list[Mapping[str, str]]:
    matter = record_of(measure)
    return list(content_of(matter.record, on=legal_day(at))["measures"])


def without_measures() -> Rulebook:
    """The law with the list of measures declared and empty."""
    sources = dict(rulebook_sources())
    (name,) = [each for each in sources if each.endswith("measures.toml")]
    head = sources[name].split(b"[[item]]")[0]
    return Rulebook.load({**sources, name: head}, demo=True)
