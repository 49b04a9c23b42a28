"""A mandate is granted by two persons, taken away by one; nobody is two of the three administrators (T-42)."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.cast import SINCE, make_body, make_mandate

from chengxin.foundation.accounts.models import Change, Mandate, MandateChange, Outcome, Reach, User
from chengxin.foundation.accounts.operations import (
    MandateRefused,
    ask_grant,
    confirm_grant,
    create_user,
    end_mandate,
    grant_mandate,
    refuse_grant,
    withdraw_mandate,
)
from chengxin.foundation.accounts.queries import mandates_of
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin_core.lifecycle.table import ADMINISTRATIONS, Actor

pytestmark = [pytest.mark.engine, pytest.mark.django_db(databases="__all__")]
TODAY = date(2026, 11, 23)


@pytest.fixture
def person(db: None) -> User:
    return create_user(username="meng", password="not-a-secret-1", display_name="演示岗位")


@pytest.fixture
def guard_gu(credit_office: PublicBody, city: Region) -> Mandate:
    return make_mandate("gu", Actor.SECURITY_ADMIN, credit_office, city.path)


@pytest.fixture
def guard_fang(credit_office: PublicBody, city: Region) -> Mandate:
    return make_mandate("fang", Actor.SECURITY_ADMIN, credit_office, city.path)


def ask(by: Mandate, person: User, body: PublicBody, at: datetime, **changes: object) -> MandateChange:
    said = {
        "role": Actor.LIAISON, "reach": Reach.BODY, "scope": body.path, "parts": (), "post": "联络员",
        "valid_from": TODAY, "valid_until": None, "reason": "演示数据：岗位调整",
    } | changes  # fmt: skip
    return ask_grant(by=by, at=at, user=person, body=body, **said)  # type: ignore[arg-type]


class TestTwoPersons:
    def test_nothing_is_granted_before_another_person_confirms(
        self,
        guard_gu: Mandate,
        guard_fang: Mandate,
        person: User,
        housing_bureau: PublicBody,
        monday: datetime,
    ) -> None:
        asked = ask(guard_gu, person, housing_bureau, monday)
        assert mandates_of(person, on=TODAY) == []

        granted = confirm_grant(change=asked, by=guard_fang, at=monday)

        assert mandates_of(person, on=TODAY) == [granted]
        asked.refresh_from_db()
        assert (asked.outcome, asked.asked_by, asked.decided_by) == (
            Outcome.DONE,
            guard_gu.user,
            guard_fang.user,
        )
        assert asked.mandate == granted

    def test_neither_the_asker_nor_the_one_who_gets_it_confirms(
        self, guard_gu: Mandate, guard_fang: Mandate, housing_bureau: PublicBody, monday: datetime
    ) -> None:
        asked = ask(guard_gu, guard_fang.user, housing_bureau, monday)

        for by in (guard_gu, guard_fang):
            with pytest.raises(MandateRefused, match="以外的另一人复核"):
                confirm_grant(change=asked, by=by, at=monday)

    def test_nobody_grants_to_oneself(
        self, guard_gu: Mandate, housing_bureau: PublicBody, monday: datetime
    ) -> None:
        with pytest.raises(MandateRefused, match="不得为本人授权"):
            ask(guard_gu, guard_gu.user, housing_bureau, monday)

    def test_the_database_holds_both(
        self,
        guard_gu: Mandate,
        guard_fang: Mandate,
        person: User,
        housing_bureau: PublicBody,
        monday: datetime,
    ) -> None:
        asked = MandateChange.objects.filter(pk=ask(guard_gu, person, housing_bureau, monday).pk)

        for wrong in (
            {"decided_by": guard_gu.user},
            {"decided_by": person},
            {"asked_by": person},
            {"outcome": Outcome.DONE},
            {"asked_by": None},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                asked.update(**wrong)

    def test_the_head_of_the_body_may_be_the_second(
        self,
        guard_gu: Mandate,
        person: User,
        housing_bureau: PublicBody,
        water_bureau: PublicBody,
        monday: datetime,
    ) -> None:
        asked = ask(guard_gu, person, housing_bureau, monday)
        neighbour = make_mandate("h1", Actor.BODY_HEAD, water_bureau, water_bureau.path)
        head = make_mandate("h2", Actor.BODY_HEAD, housing_bureau, housing_bureau.path)

        with pytest.raises(MandateRefused, match="的负责人"):
            confirm_grant(change=asked, by=neighbour, at=monday)
        assert confirm_grant(change=asked, by=head, at=monday).user == person

    @pytest.mark.parametrize(
        "role",
        [actor for actor in Actor if actor not in {Actor.SECURITY_ADMIN, Actor.OFFICIAL, Actor.SYSTEM}],
    )
    def test_no_other_role_asks(
        self, role: Actor, person: User, credit_office: PublicBody, city: Region, monday: datetime
    ) -> None:
        by = make_mandate("other", role, credit_office, city.path)

        with pytest.raises(MandateRefused, match="授权由安全管理员办理"):
            ask(by, person, credit_office, monday)

    def test_not_beyond_ones_own_region(
        self, guard_gu: Mandate, person: User, province: Region, monday: datetime
    ) -> None:
        elsewhere = make_body("szt", "演示省厅", province)

        with pytest.raises(MandateRefused, match="不在您的数据范围之内"):
            ask(guard_gu, person, elsewhere, monday)

    def test_what_was_decided_is_not_decided_again(
        self,
        guard_gu: Mandate,
        guard_fang: Mandate,
        person: User,
        housing_bureau: PublicBody,
        monday: datetime,
    ) -> None:
        asked = ask(guard_gu, person, housing_bureau, monday)
        with pytest.raises(MandateRefused, match="填写理由"):
            refuse_grant(change=asked, by=guard_fang, at=monday, remark=" ")
        refuse_grant(change=asked, by=guard_fang, at=monday, remark="演示数据：岗位不符")

        with pytest.raises(MandateRefused, match="已由他人办理"):
            confirm_grant(change=asked, by=guard_fang, at=monday)
        assert not Mandate.objects.filter(user=person).exists()

    def test_one_person_is_enough_to_take_away_and_it_is_kept(
        self, guard_gu: Mandate, liaison_tang: Mandate, monday: datetime
    ) -> None:
        withdraw_mandate(mandate=liaison_tang, by=guard_gu, at=monday, reason="演示数据：离岗")

        assert mandates_of(liaison_tang.user, on=TODAY) == []
        kept = MandateChange.objects.get(change=Change.END)
        assert (kept.user, kept.asked_by, kept.mandate) == (liaison_tang.user, guard_gu.user, liaison_tang)
        with pytest.raises(MandateRefused, match="已经终止"):
            withdraw_mandate(mandate=liaison_tang, by=guard_gu, at=monday, reason="演示数据")
        with pytest.raises(MandateRefused, match="不得终止本人"):
            withdraw_mandate(mandate=guard_gu, by=guard_gu, at=monday, reason="演示数据")


class TestThreeAdministrators:
    @pytest.mark.parametrize("first", ADMINISTRATIONS)
    @pytest.mark.parametrize("second", ADMINISTRATIONS)
    def test_no_person_is_two_of_them(
        self,
        first: Actor,
        second: Actor,
        person: User,
        credit_office: PublicBody,
        city: Region,
        county: Region,
    ) -> None:
        said = {"user": person, "body_id": credit_office.pk, "post": "演示岗位", "valid_from": SINCE}
        grant_mandate(role=first, scope=city.path, **said)  # type: ignore[arg-type]

        if first == second:
            grant_mandate(role=second, scope=county.path, **said)  # type: ignore[arg-type]
        else:
            with pytest.raises(MandateRefused, match="须由三个人分别担任"):
                grant_mandate(role=second, scope=county.path, **said)  # type: ignore[arg-type]

        assert {each.role for each in mandates_of(person, on=TODAY)} == {first}

    def test_a_row_that_slipped_past_the_operation_gives_nothing(
        self, person: User, credit_office: PublicBody, city: Region
    ) -> None:
        for role in ADMINISTRATIONS:
            Mandate.objects.create(
                user=person, role=role, body=credit_office, scope=city.path, post="演示岗位", valid_from=SINCE
            )
        assert mandates_of(person, on=TODAY) == []

        User.objects.filter(pk=person.pk).update(administers=Actor.AUDIT_ADMIN)

        assert [each.role for each in mandates_of(person, on=TODAY)] == [Actor.AUDIT_ADMIN]

    def test_one_may_become_another_once_the_first_has_ended(
        self, person: User, credit_office: PublicBody, city: Region
    ) -> None:
        said = {"user": person, "body_id": credit_office.pk, "scope": city.path, "post": "演示岗位"}
        first = grant_mandate(role=Actor.ADMINISTRATOR, valid_from=SINCE, **said)  # type: ignore[arg-type]
        end_mandate(mandate=first, on=TODAY - timedelta(1))

        second = grant_mandate(role=Actor.AUDIT_ADMIN, valid_from=TODAY, **said)  # type: ignore[arg-type]

        assert mandates_of(person, on=TODAY) == [second]
