"""What must not happen to a record on its way, however people press."""

from datetime import date, datetime, timedelta

import pytest
from tests.make import A_DAY, FACTS, PLAINTIFF, Office, issue_and_serve, make_draft, make_record

from chengxin.chain.records import ends, operations, papers
from chengxin.chain.records.models import Record
from chengxin.chain.records.showing import release
from chengxin.foundation.deliveries.operations import dispatch, sign_for
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.operations import issue, review, review_in_law
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove, move
from chengxin.foundation.matters.two_persons import SamePerson
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.models import Publication
from chengxin.ground.each import SomeFailed
from chengxin.site.demo.steps import agree_to_electronic_service
from chengxin_core.calendar import legal_day

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.engine]


def grade_again(matter: Matter, office: Office, at: datetime) -> None:
    operations.grade(
        matter=matter, by=office.officer, at=at, loss=9_000_000_00, impact="grave", relief=(), aggravation=()
    )


class TestANoticeOnItsWay:
    def test_cannot_be_overtaken_by_a_graver_grading(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_record(body=housing_bureau, office=office, at=monday, state="accepted")
        grade_again(matter, office, monday)
        document = operations.draft_notice(matter=matter, by=office.officer, at=monday)
        review(matter=document.matter, by=office.second_officer, at=monday)

        with pytest.raises(operations.AlreadyOnPaper, match="审核签发"):
            grade_again(matter, office, monday)

    def test_never_reaches_the_body_once_the_record_is_dismissed(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_record(body=housing_bureau, office=office, at=monday, state="heard")
        document = operations.draft_decision(matter=matter, by=office.officer, at=monday)
        for step, by in (
            (review, office.second_officer),
            (review_in_law, office.lawyer),
            (issue, office.head),
        ):
            step(matter=document.matter, by=by, at=monday)

        operations.dismiss(matter=matter, by=office.head, at=monday, reason="演示数据：证据不足")

        document.matter.refresh_from_db()
        assert document.matter.state == "cancelled"


class TestADismissedRecord:
    def test_stays_with_the_body_until_it_was_told(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_record(body=housing_bureau, office=office, at=monday, state="noticed")
        operations.dismiss(matter=matter, by=office.head, at=monday, reason="演示数据：证据不足")
        told = Document.objects.get(kind=operations.DISMISSAL)

        before = ends.archive_ended(at=monday)
        issue_and_serve(document=told, office=office, at=monday)
        after = ends.archive_ended(at=monday)

        assert (before, after) == (0, 1)
        assert "不予认定" in papers.dismissal(told).title


class TestMerging:
    def test_takes_no_instrument_into_a_record_that_its_body_knows_of(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        noticed = make_record(body=housing_bureau, office=office, at=monday, state="noticed")
        draft = make_draft(body=housing_bureau, at=monday)

        with pytest.raises(UnableToMove, match="不能再并入"):
            operations.merge(matter=draft, by=office.officer, at=monday, into=noticed)

    def test_lets_the_window_run_from_the_earlier_instrument(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        into = make_record(body=housing_bureau, office=office, at=monday, state="accepted")
        older = make_draft(body=housing_bureau, at=monday, decided_on=date(2026, 5, 6))

        operations.merge(matter=older, by=office.officer, at=monday, into=into)

        record = Record.objects.get(pk=into.pk)
        assert record.instrument_on == date(2026, 5, 6)
        assert record.instruments.count() == 2


class TestTheSubmitter:
    def test_may_not_accept_what_he_submitted(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_record(body=housing_bureau, office=office, at=monday, state="submitted")

        with pytest.raises(SamePerson, match="同一人"):
            operations.accept(matter=matter, by=office.officer, at=monday)

    def test_is_refused_facts_that_name_a_party_and_told_only_where(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_draft(body=housing_bureau, at=monday)

        with pytest.raises(UnableToMove, match="“失信事实”") as refusal:
            operations.submit(
                matter=matter,
                by=office.officer,
                at=monday,
                record_type="judgment_adverse",
                area="general",
                facts=FACTS + PLAINTIFF,
                conduct_ended_on=None,
            )

        assert PLAINTIFF not in str(refusal.value)


class TestTheEnd:
    def test_comes_earlier_when_the_law_has_become_milder(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_record(body=housing_bureau, office=office, at=monday)
        lawful = matter.record.ends_on
        Record.objects.filter(pk=matter.pk).update(ends_on=date(2030, 1, 1))

        assert ends.recount_windows(at=monday) == 1

        assert Record.objects.get(pk=matter.pk).ends_on == lawful

    def test_of_one_is_not_held_up_by_another_that_fails(
        self,
        rules: str,
        housing_bureau: PublicBody,
        office: Office,
        monday: datetime,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        broken, sound = (make_record(body=housing_bureau, office=office, at=monday) for _ in range(2))
        Record.objects.update(ends_on=legal_day(monday) - A_DAY)

        def stumble(**words: object) -> object:
            if words["matter"] == broken:
                raise RuntimeError("演示")
            return move(**words)  # type: ignore[arg-type]

        monkeypatch.setattr("chengxin.chain.records.ends.move", stumble)

        with pytest.raises(SomeFailed, match=str(broken.pk)):
            ends.expire_due(at=monday)

        sound.refresh_from_db()
        assert sound.state == "expired"

    def test_comes_at_service_where_the_window_closed_on_the_way(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        matter = make_record(body=housing_bureau, office=office, at=monday, state="heard")
        document = operations.draft_decision(matter=matter, by=office.officer, at=monday)
        for step, by in (
            (review, office.second_officer),
            (review_in_law, office.lawyer),
            (issue, office.head),
        ):
            step(matter=document.matter, by=by, at=monday)
        agree_to_electronic_service(office.liaison, monday)
        dispatch(matter=document.matter, by=office.officer, at=monday)

        sign_for(matter=document.matter, by=office.liaison, at=monday + timedelta(days=1200))

        matter.refresh_from_db()
        assert (matter.state, matter.harms) == ("dismissed", False)


def test_a_review_that_refuses_says_that_nothing_was_published(
    rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
) -> None:
    matter = make_record(body=housing_bureau, office=office, at=monday)

    told = release(
        matter=matter,
        by=office.release_reviewer,
        at=monday,
        disclosure_passed=False,
        secrecy_passed=True,
        personal_passed=True,
        ground="演示数据",
    )

    assert "没有公示" in told
    assert not Publication.objects.exists()
