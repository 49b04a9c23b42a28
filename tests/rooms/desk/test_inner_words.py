"""What was said inside is for who handles the matter: not for the body, its neighbours, or an office that oversees."""

from dataclasses import dataclass
from datetime import datetime

import pytest
from django.test import Client
from tests.cast import make_body, make_mandate
from tests.make import A_DAY, Office, make_record
from tests.rooms.consequences.cases import make_graded, propose
from tests.rooms.desk.trial import make_trial

from chengxin.chain.records.operations import draft_notice, grade
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deliveries.operations import dispatch, sign_for
from chengxin.foundation.documents.operations import issue, review, review_in_law
from chengxin.foundation.matters.handling import handles, reads_inside
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import add_note
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.matters.queries import visible_matters
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin.site.demo.steps import agree_to_electronic_service
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("rules")]

INSIDE = ("演示：审核以为尚可", "演示：法制以为程度偏重", "演示：内部办理意见")


@pytest.fixture
def superior(province: Region) -> Mandate:
    """An officer of the province's credit office, which oversees the city's."""
    office = make_body("pfg", "演示省发展和改革委员会", province)
    return make_mandate("yue", Actor.CREDIT_OFFICER, office, province.path)


@pytest.fixture
def neighbour(county: Region) -> Mandate:
    """The head of the credit office of the body's own county: it handles nothing of it."""
    office = make_body("xfg", "演示县发展和改革局", county)
    return make_mandate("wen", Actor.CREDIT_HEAD, office, county.path)


@dataclass(frozen=True, slots=True)
class Noticed:
    """A record and its notice, with what was said inside on the way."""

    record: Matter
    notice: Matter


def draft(body: PublicBody, office: Office, at: datetime) -> Noticed:
    """A record whose notice was reviewed twice, with opinions, and not yet sent."""
    record = make_record(body=body, office=office, at=at, state="accepted")
    grade(matter=record, by=office.officer, at=at, loss=0, impact="notable", relief=[], aggravation=[])
    add_note(matter=record, part=Part.OPINION, text=INSIDE[2], by=office.officer, at=at)
    notice = draft_notice(matter=record, by=office.officer, at=at).matter
    review(matter=notice, by=office.second_officer, at=at, opinion=INSIDE[0])
    review_in_law(matter=notice, by=office.lawyer, at=at, opinion=INSIDE[1])
    return Noticed(record, notice)


def serve(noticed: Noticed, office: Office, at: datetime) -> None:
    issue(matter=noticed.notice, by=office.head, at=at)
    agree_to_electronic_service(office.liaison, at)
    dispatch(matter=noticed.notice, by=office.officer, at=at)
    sign_for(matter=noticed.notice, by=office.liaison, at=at)


def pages(noticed: Noticed, by: Mandate) -> str:
    """Everything that `by` reads of the record and its notice."""
    client = Client()
    client.force_login(by.user)
    answers = [client.get(f"/desk/matters/{each.pk}/") for each in (noticed.record, noticed.notice)]
    assert all(answer.status_code in {200, 404} for answer in answers)
    return "".join(answer.content.decode() for answer in answers if answer.status_code == 200)


class TestPages:
    def test_tell_those_who_handle_it_everything(
        self, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        noticed = draft(housing_bureau, office, monday)
        serve(noticed, office, monday + A_DAY)

        for by in (
            office.officer,
            office.second_officer,
            office.lawyer,
            office.head,
            office.release_reviewer,
        ):
            read = pages(noticed, by)
            assert all(words in read for words in INSIDE)

    def test_tell_nobody_else_what_was_said_inside(
        self,
        housing_bureau: PublicBody,
        office: Office,
        superior: Mandate,
        neighbour: Mandate,
        monday: datetime,
    ) -> None:
        noticed = draft(housing_bureau, office, monday)
        serve(noticed, office, monday + A_DAY)

        for by in (superior, neighbour, office.liaison):
            read = pages(noticed, by)
            assert "送达拟列入告知书" in read
            assert "法制审核" in read
            assert not any(words in read for words in INSIDE), by.post

    def test_show_a_superior_what_was_served_and_no_draft(
        self, housing_bureau: PublicBody, office: Office, superior: Mandate, monday: datetime
    ) -> None:
        noticed = draft(housing_bureau, office, monday)
        before = set(visible_matters(superior))

        serve(noticed, office, monday + A_DAY)
        after = set(visible_matters(superior))

        assert (before, after) == ({noticed.record}, {noticed.record, noticed.notice})

    def test_keep_the_parties_of_the_judgment_from_a_superior(
        self, housing_bureau: PublicBody, office: Office, superior: Mandate, monday: datetime
    ) -> None:
        noticed = draft(housing_bureau, office, monday)
        serve(noticed, office, monday + A_DAY)

        assert "演示企业甲有限公司" in pages(noticed, office.officer)
        assert "演示企业甲有限公司" not in pages(noticed, superior)


class TestHandling:
    def test_is_the_organs_of_the_matter_and_of_what_it_was_opened_under(
        self,
        housing_bureau: PublicBody,
        office: Office,
        owner_cao: Mandate,
        superior: Mandate,
        monday: datetime,
    ) -> None:
        record = make_record(body=housing_bureau, office=office, at=monday)
        under = Matter.objects.filter(parent=record).first()
        assert under is not None

        assert handles(office.officer, record)
        assert handles(office.officer, under)
        assert not any(
            handles(by, each) for by in (owner_cao, superior, office.liaison) for each in (record, under)
        )

    @pytest.mark.usefixtures("trial")
    def test_begins_when_a_superior_takes_the_matter_up_itself(
        self, housing_bureau: PublicBody, office: Office, superior: Mandate, monday: datetime
    ) -> None:
        record = make_record(body=housing_bureau, office=office, at=monday)
        before = reads_inside(superior, record)

        review_of_it = make_trial(housing_bureau, superior.body, at=monday)
        Matter.objects.filter(pk=review_of_it.pk).update(parent=record)

        assert (before, reads_inside(superior, record)) == (False, True)

    def test_does_not_begin_with_a_measure_that_its_office_owns(
        self, housing_bureau: PublicBody, office: Office, superior: Mandate, monday: datetime
    ) -> None:
        record = make_graded(body=housing_bureau, office=office, at=monday)
        propose(record, office, superior.body, monday, "funds_limit")

        assert not handles(superior, record)

    def test_is_not_needed_to_read_an_archived_case_file(
        self, housing_bureau: PublicBody, office: Office, province: Region, monday: datetime
    ) -> None:
        record = make_record(body=housing_bureau, office=office, at=monday)
        archive = make_body("pda", "演示省档案馆", province)

        assert reads_inside(make_mandate("gu", Actor.ARCHIVIST, archive, province.path), record)
