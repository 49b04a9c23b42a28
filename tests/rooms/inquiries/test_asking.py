"""One question with one lawful purpose: written down, answered by what the purpose may look at, seen by its subject."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.cast import make_body, make_mandate
from tests.make import Office
from tests.rooms.consequences.cases import fresh, make_graded, make_measure, take_to
from tests.rooms.dossiers.cases import Office as PersonnelOffice
from tests.rooms.dossiers.cases import opinion, sanctioned
from tests.rooms.inquiries.cases import WORK, about_body, about_official, said
from tests.rooms.objections.cases import object_to

from chengxin.chain.consequences.models import Measure
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.audit.models import AuditAct
from chengxin.foundation.matters.models import Interest, Matter
from chengxin.foundation.matters.operations import NotCompetent, Recused
from chengxin.foundation.subjects.models import Official, PublicBody, Region
from chengxin.insight.inquiries import operations
from chengxin.insight.inquiries.models import Answered, Inquiry
from chengxin.insight.inquiries.operations import DeferralRefused, PurposeRefused, asking
from chengxin.insight.inquiries.own import own_rows
from chengxin.insight.inquiries.queries import (
    inquiries_about,
    inquiries_about_official,
    inquiries_seen_by,
    kinds_for,
    shown,
)
from chengxin_core.determination.inquiries import Answer, Outcome, SubjectKind
from chengxin_core.lifecycle.table import Actor

pytestmark = [
    pytest.mark.engine,
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("rules"),
]
TODAY = date(2026, 11, 23)


def record_behind(measure: Measure) -> Matter:
    assert measure.matter.parent is not None
    return fresh(measure.matter.parent)


class TestAboutABody:
    def test_nothing_stands_in_the_way_of_a_body_without_records(
        self, housing_bureau: PublicBody, owner_cao: Mandate, monday: datetime
    ) -> None:
        inquiry = about_body(housing_bureau, owner_cao, monday)

        assert said(inquiry) == Answer(Outcome.CLEAR)
        assert (inquiry.by, inquiry.organ, inquiry.answered.valid_on) == (owner_cao, owner_cao.body, TODAY)

    def test_a_measure_in_force_is_an_obstacle_until_its_day_under_its_clause(
        self, housing_bureau: PublicBody, office: Office, owner_cao: Mandate, monday: datetime
    ) -> None:
        measure = make_measure(
            body=housing_bureau, office=office, owner=owner_cao, at=monday, state="in_force"
        )

        told = said(about_body(housing_bureau, owner_cao, monday))

        assert told == Answer(Outcome.OBSTACLE, record_behind(measure).record.ends_on, measure.source)
        assert "第二十八条" in told.clause

    def test_the_same_measure_does_not_touch_another_purpose(
        self, housing_bureau: PublicBody, office: Office, owner_cao: Mandate, monday: datetime
    ) -> None:
        make_measure(body=housing_bureau, office=office, owner=owner_cao, at=monday, state="in_force")

        told = said(about_body(housing_bureau, owner_cao, monday, "procurement"))

        assert told == Answer(Outcome.CLEAR)

    @pytest.mark.parametrize("state", ["heard", "decided"])
    def test_a_measure_that_is_not_carried_out_yet_is_no_obstacle(
        self, state: str, housing_bureau: PublicBody, office: Office, owner_cao: Mandate, monday: datetime
    ) -> None:
        """The serious record that it comes from is for a person to look at."""
        make_measure(body=housing_bureau, office=office, owner=owner_cao, at=monday, state=state)

        assert said(about_body(housing_bureau, owner_cao, monday)) == Answer(Outcome.PERSON)

    def test_a_record_that_was_not_determined_is_as_if_it_were_not(
        self, housing_bureau: PublicBody, office: Office, owner_cao: Mandate, monday: datetime
    ) -> None:
        take_to("heard", make_graded(body=housing_bureau, office=office, at=monday), office, monday)

        assert said(about_body(housing_bureau, owner_cao, monday)) == Answer(Outcome.CLEAR)

    def test_while_the_record_is_contested_a_person_must_look(
        self, housing_bureau: PublicBody, office: Office, owner_cao: Mandate, monday: datetime
    ) -> None:
        measure = make_measure(
            body=housing_bureau, office=office, owner=owner_cao, at=monday, state="in_force"
        )
        object_to(record_behind(measure), office, monday, state="accepted")

        assert said(about_body(housing_bureau, owner_cao, monday)) == Answer(Outcome.PERSON)

    def test_what_is_over_by_its_day_stands_in_nobodys_way_though_no_night_has_run(
        self, housing_bureau: PublicBody, office: Office, owner_cao: Mandate, monday: datetime
    ) -> None:
        measure = make_measure(
            body=housing_bureau, office=office, owner=owner_cao, at=monday, state="in_force"
        )
        ends = record_behind(measure).record.ends_on
        assert ends is not None
        later = monday + (ends - TODAY) + timedelta(days=1)

        assert (
            said(about_body(housing_bureau, owner_cao, later - timedelta(days=1))).outcome is Outcome.OBSTACLE
        )
        assert said(about_body(housing_bureau, owner_cao, later)) == Answer(Outcome.CLEAR)

    def test_who_bears_the_debts_of_a_body_bears_its_measures(
        self,
        housing_bureau: PublicBody,
        office: Office,
        owner_cao: Mandate,
        county: Region,
        monday: datetime,
    ) -> None:
        make_measure(body=housing_bureau, office=office, owner=owner_cao, at=monday, state="in_force")
        heir, last = make_body("heir", "演示县建设局", county), make_body("last", "演示县城建局", county)
        for body, successor in ((housing_bureau, heir), (heir, last)):
            PublicBody.objects.filter(pk=body.pk).update(successor=successor, ended_on=TODAY)

        assert said(about_body(last, owner_cao, monday)).outcome is Outcome.OBSTACLE


class TestBeforeTheAnswer:
    def test_the_question_is_written_before_anything_is_looked_at(
        self, housing_bureau: PublicBody, owner_cao: Mandate, monday: datetime, monkeypatch: Any
    ) -> None:
        logged: list[int] = []

        def looking(*args: Any, **more: Any) -> dict[str, Any]:
            logged.append(Inquiry.objects.filter(answered=None, body=housing_bureau).count())
            return {}

        monkeypatch.setattr(operations, "standing_of", looking)

        about_body(housing_bureau, owner_cao, monday)

        assert logged == [1]

    def test_without_an_answer_no_question_stands_and_without_a_question_no_answer(
        self, housing_bureau: PublicBody, owner_cao: Mandate, monday: datetime, monkeypatch: Any
    ) -> None:
        def broken(*args: Any, **more: Any) -> None:
            raise RuntimeError

        monkeypatch.setattr(operations, "standing_of", broken)
        with pytest.raises(RuntimeError), transaction.atomic():
            about_body(housing_bureau, owner_cao, monday)

        assert not Inquiry.objects.exists()
        with pytest.raises(IntegrityError), transaction.atomic():
            Answered.objects.create(inquiry_id=999, outcome="clear", valid_on=TODAY, at=monday)
            transaction.get_connection().check_constraints()

    @pytest.mark.django_db(transaction=True, databases="__all__")
    def test_the_audit_tells_who_asked_what_for(
        self, housing_bureau: PublicBody, owner_cao: Mandate, monday: datetime
    ) -> None:
        inquiry = about_body(housing_bureau, owner_cao, monday)

        acts = AuditAct.objects.filter(code="inquiries.asked")
        assert [act.about for act in acts] == [f"inquiry/{inquiry.number}"]


class TestWhoMayAsk:
    @pytest.mark.parametrize(
        ("purpose", "number"),
        [("curiosity", WORK), ("", WORK), ("promotion", WORK), ("funds", "随便看看"), ("funds", "")],
    )
    def test_no_purpose_of_the_law_or_no_document_no_answer(
        self, purpose: str, number: str, owner_cao: Mandate
    ) -> None:
        with pytest.raises(PurposeRefused):
            asking(who=owner_cao, kind=SubjectKind.BODY, purpose=purpose, document_number=number, on=TODAY)

    @pytest.mark.parametrize("role", [each for each in Actor if each not in {Actor.SYSTEM, Actor.OFFICIAL}])
    def test_only_roles_of_the_rulebook_may_ask(self, role: Actor, finance_bureau: PublicBody) -> None:
        holder = make_mandate("any", role, finance_bureau, finance_bureau.path)

        about = kinds_for(holder, on=TODAY)

        bodies = {Actor.MEASURE_OWNER, Actor.CREDIT_OFFICER, Actor.PERSONNEL_OFFICER, Actor.PERSONNEL_HEAD}
        assert (SubjectKind.BODY in about) == (role in bodies)
        assert (SubjectKind.OFFICIAL in about) == (role in {Actor.PERSONNEL_OFFICER, Actor.PERSONNEL_HEAD})

    def test_nobody_asks_about_the_own_body(self, owner_cao: Mandate, monday: datetime) -> None:
        with pytest.raises(Recused, match="不得查询本单位"):
            about_body(owner_cao.body, owner_cao, monday)

    def test_nobody_asks_about_a_body_in_which_they_hold_a_post(
        self, housing_bureau: PublicBody, owner_cao: Mandate, monday: datetime
    ) -> None:
        make_mandate("cao", Actor.LIAISON, housing_bureau, housing_bureau.path)

        with pytest.raises(Recused, match="任职"):
            about_body(housing_bureau, owner_cao, monday)
        assert not Inquiry.objects.exists()

    def test_nobody_asks_about_a_body_in_which_they_declared_an_interest(
        self, housing_bureau: PublicBody, owner_cao: Mandate, monday: datetime
    ) -> None:
        Interest.objects.create(
            user=owner_cao.user,
            body=housing_bureau,
            ground="own",
            declared_by=owner_cao,
            declared_at=monday,
        )

        with pytest.raises(Recused, match="利害关系"):
            about_body(housing_bureau, owner_cao, monday)


class TestAboutAnOfficial:
    def test_a_sanction_stands_in_the_way_of_promotion_until_its_last_day(
        self, official: Official, clerk: Mandate, inspector: Mandate, monday: datetime
    ) -> None:
        sanctioned(inspector, monday)

        told = said(about_official(official, clerk, monday))

        assert (told.outcome, told.until) == (Outcome.OBSTACLE, date(2027, 2, 28))
        assert "第八条" in told.clause

    def test_it_does_not_stand_in_the_way_of_recruitment(
        self, official: Official, clerk: Mandate, inspector: Mandate, monday: datetime
    ) -> None:
        sanctioned(inspector, monday)

        assert said(about_official(official, clerk, monday, "recruitment")) == Answer(Outcome.CLEAR)

    def test_an_opinion_in_force_is_for_a_person_to_look_at(
        self,
        official: Official,
        clerk: Mandate,
        personnel_chief: Mandate,
        oneself: Mandate,
        inspector: Mandate,
        personnel_bureau: PublicBody,
        monday: datetime,
    ) -> None:
        second, third = (
            make_mandate(name, Actor.PERSONNEL_OFFICER, personnel_bureau, personnel_bureau.path)
            for name in ("renshi2", "renshi3")
        )
        sanctioned(inspector, monday)
        opinion(official, PersonnelOffice(clerk, second, third, personnel_chief, oneself), monday)

        assert said(about_official(official, clerk, monday, "award")) == Answer(Outcome.PERSON)

    def test_a_stranger_is_told_nothing_not_even_that_there_is_somebody(
        self, official: Official, stranger: Mandate, monday: datetime
    ) -> None:
        with pytest.raises(NotCompetent):
            about_official(official, stranger, monday)
        assert not Inquiry.objects.exists()

    def test_nobody_asks_about_oneself(self, official: Official, clerk: Mandate, monday: datetime) -> None:
        body = official.employer
        make_mandate(clerk.user.username, Actor.OFFICIAL, body, body.path, official=official)

        with pytest.raises(NotCompetent):
            about_official(official, clerk, monday)


class TestTheSubject:
    def test_a_bodys_people_see_who_asked_what_for_and_what_was_answered(
        self,
        housing_bureau: PublicBody,
        owner_cao: Mandate,
        liaison_tang: Mandate,
        water_liaison: Mandate,
        monday: datetime,
    ) -> None:
        inquiry = about_body(housing_bureau, owner_cao, monday)

        (seen,) = shown(list(inquiries_about(liaison_tang, on=TODAY)))

        assert seen.inquiry == inquiry
        assert (seen.asker, seen.purpose, seen.outcome) == (owner_cao.post, "资金和项目支持", Outcome.CLEAR)
        assert not inquiries_about(water_liaison, on=TODAY).exists()
        assert not inquiries_about(owner_cao, on=TODAY).exists()

    def test_an_official_sees_it_at_once(
        self, official: Official, clerk: Mandate, oneself: Mandate, monday: datetime
    ) -> None:
        inquiry = about_official(official, clerk, monday)

        assert list(inquiries_about(oneself, on=TODAY)) == [inquiry]
        assert inquiries_about_official(official, on=TODAY) == [inquiry]
        (row,) = own_rows(official, TODAY)
        assert (row["机关"], row["用途"], row["答复"]) == (clerk.body.name, "职务职级任命和晋升", "未见障碍")

    def test_what_a_law_defers_is_seen_on_the_day_after_its_last(
        self, official: Official, personnel_chief: Mandate, oneself: Mandate, monday: datetime
    ) -> None:
        last = TODAY + timedelta(days=30)
        about_official(official, personnel_chief, monday, deferral="obstructs_duty", deferred_until=last)

        assert inquiries_about_official(official, on=last) == []
        assert len(inquiries_about_official(official, on=last + timedelta(days=1))) == 1

    @pytest.mark.parametrize(
        "more",
        [
            {"deferral": "obstructs_duty"},
            {"deferral": "convenience", "deferred_until": TODAY + timedelta(days=3)},
            {"deferral": "", "deferred_until": TODAY + timedelta(days=3)},
            {"deferral": "obstructs_duty", "deferred_until": TODAY},
            {"deferral": "obstructs_duty", "deferred_until": TODAY + timedelta(days=91)},
        ],
    )
    def test_a_deferral_has_a_ground_of_the_law_and_an_end(
        self, more: dict[str, Any], official: Official, personnel_chief: Mandate, monday: datetime
    ) -> None:
        with pytest.raises(DeferralRefused):
            about_official(official, personnel_chief, monday, **more)

    def test_a_clerk_defers_nothing_and_no_body_is_kept_in_the_dark(
        self, official: Official, clerk: Mandate, owner_cao: Mandate, monday: datetime
    ) -> None:
        more: dict[str, Any] = {"deferral": "obstructs_duty", "deferred_until": TODAY + timedelta(days=3)}

        with pytest.raises(DeferralRefused, match="负责人"):
            about_official(official, clerk, monday, **more)
        with pytest.raises(DeferralRefused, match="公共机构"):
            asking(
                who=owner_cao, kind=SubjectKind.BODY, purpose="funds", document_number=WORK, on=TODAY, **more
            )


def test_colleagues_see_what_their_organ_asked_and_nobody_elses(
    housing_bureau: PublicBody,
    official: Official,
    owner_cao: Mandate,
    clerk: Mandate,
    stranger: Mandate,
    monday: datetime,
) -> None:
    of_body, of_person = (
        about_body(housing_bureau, owner_cao, monday),
        about_official(official, clerk, monday),
    )
    colleague = make_mandate("cao2", Actor.MEASURE_OWNER, owner_cao.body, owner_cao.body.path)
    other = make_mandate("cao3", Actor.SUPPLIER, owner_cao.body, owner_cao.body.path)

    assert list(inquiries_seen_by(colleague, on=TODAY)) == [of_body]
    assert list(inquiries_seen_by(clerk, on=TODAY)) == [of_person]
    for nobody in (other, stranger):
        assert not inquiries_seen_by(nobody, on=TODAY).exists()
