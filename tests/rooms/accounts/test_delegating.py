"""委托代理: within one's own mandate, for some days, never chained; each step names both; it ends by itself."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django.fixtures import Settings
from tests.cast import make_mandate
from tests.rooms.desk.trial import make_trial, trial

from chengxin.foundation.accounts.delegating import delegate, name_deputy, recall
from chengxin.foundation.accounts.models import Change, Mandate, MandateChange
from chengxin.foundation.accounts.operations import MandateRefused, end_at_once, grant_mandate
from chengxin.foundation.accounts.queries import mandates_of
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove, move
from chengxin.foundation.matters.plugs import MatterKind
from chengxin.foundation.matters.queries import visible_matters
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin_core.lifecycle.table import ADMINISTRATIONS, Actor

__all__ = ["trial"]

pytestmark = [pytest.mark.engine, pytest.mark.django_db(databases="__all__")]
TODAY = date(2026, 11, 23)
A_DAY = timedelta(1)


def lend(mandate: Mandate, to: Mandate, at: datetime, **changes: object) -> Mandate:
    said = {"valid_from": TODAY, "valid_until": TODAY + 9 * A_DAY, "by": mandate, "reason": "演示数据：出差"}
    return delegate(mandate=mandate, to=to.user, at=at, **(said | changes))  # type: ignore[arg-type]


class TestWhatIsLent:
    def test_sees_and_does_what_the_holder_does_and_each_step_names_both(
        self,
        trial: MatterKind,
        head_zhou: Mandate,
        officer_he: Mandate,
        housing_bureau: PublicBody,
        monday: datetime,
    ) -> None:
        matter = make_trial(housing_bureau, head_zhou.body)
        move(matter=matter, code="hear", by=officer_he, at=monday)

        acting = lend(head_zhou, officer_he, monday)
        made = move(matter=matter, code="activate", by=acting, at=monday)

        assert set(visible_matters(acting)) == set(visible_matters(head_zhou))
        assert made.by is not None
        assert made.by.post == f"{officer_he.post}代{head_zhou.post}"
        matter.refresh_from_db()
        assert matter.decided_by == acting

    def test_begins_and_ends_by_itself(
        self, head_zhou: Mandate, officer_he: Mandate, monday: datetime
    ) -> None:
        acting = lend(head_zhou, officer_he, monday, valid_from=TODAY + A_DAY, valid_until=TODAY + 2 * A_DAY)

        held = [acting in mandates_of(officer_he.user, on=TODAY + days * A_DAY) for days in range(4)]

        assert held == [False, True, True, False]

    def test_ends_at_the_moment_the_holders_own_does(
        self, head_zhou: Mandate, officer_he: Mandate, monday: datetime
    ) -> None:
        acting = lend(head_zhou, officer_he, monday)

        Mandate.objects.filter(pk=head_zhou.pk).update(ended_at=monday)

        assert acting not in mandates_of(officer_he.user, on=TODAY)

    @pytest.mark.parametrize("change", [{"role": Actor.AUDITOR}, {"scope": "p/"}, {"reach": "own"}])
    def test_gives_nothing_beyond_what_the_holder_has(
        self, change: dict[str, object], head_zhou: Mandate, officer_he: Mandate, monday: datetime
    ) -> None:
        acting = lend(head_zhou, officer_he, monday)

        Mandate.objects.filter(pk=acting.pk).update(**change)

        assert mandates_of(officer_he.user, on=TODAY) == [officer_he]

    def test_is_not_lent_on(
        self, head_zhou: Mandate, officer_he: Mandate, officer_lin: Mandate, monday: datetime
    ) -> None:
        acting = lend(head_zhou, officer_he, monday)

        with pytest.raises(MandateRefused, match="不得再委托"):
            lend(acting, officer_lin, monday, by=acting)

        forged = Mandate.objects.create(
            user=officer_lin.user, role=acting.role, body=acting.body, scope=acting.scope, reach=acting.reach,
            post="演示岗位", valid_from=TODAY, valid_until=acting.valid_until, principal=acting,
        )  # fmt: skip
        assert forged not in mandates_of(officer_lin.user, on=TODAY)

    def test_is_recalled_by_either_and_by_nobody_else(
        self, head_zhou: Mandate, officer_he: Mandate, officer_lin: Mandate, monday: datetime
    ) -> None:
        acting = lend(head_zhou, officer_he, monday)

        with pytest.raises(MandateRefused, match="委托人或者代理人"):
            recall(acting=acting, by=officer_lin, at=monday)
        recall(acting=acting, by=head_zhou, at=monday)

        assert acting not in mandates_of(officer_he.user, on=TODAY)
        assert set(MandateChange.objects.values_list("change", flat=True)) == {Change.DELEGATE, Change.RECALL}


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("changes", "why"),
        [
            ({"valid_from": TODAY - A_DAY}, "过去的日期"),
            ({"valid_until": TODAY - A_DAY}, "止日不得早于起日"),
            ({"valid_until": TODAY + 181 * A_DAY}, "一百八十天"),
        ],
    )
    def test_days_that_do_not_fit(
        self, changes: dict[str, object], why: str, head_zhou: Mandate, officer_he: Mandate, monday: datetime
    ) -> None:
        with pytest.raises(MandateRefused, match=why):
            lend(head_zhou, officer_he, monday, **changes)

    def test_somebody_of_another_body_oneself_and_two_at_once(
        self, head_zhou: Mandate, officer_he: Mandate, liaison_tang: Mandate, monday: datetime
    ) -> None:
        for other in (liaison_tang, head_zhou):
            with pytest.raises(MandateRefused, match="本单位在岗的其他人员"):
                lend(head_zhou, other, monday)
        lend(head_zhou, officer_he, monday)
        with pytest.raises(MandateRefused, match="已有代理"):
            lend(head_zhou, officer_he, monday)

    def test_an_administration_to_who_is_not_of_it(
        self, credit_office: PublicBody, city: Region, officer_he: Mandate, monday: datetime
    ) -> None:
        guard = make_mandate("gu", Actor.SECURITY_ADMIN, credit_office, city.path)
        auditor = make_mandate("wan", Actor.AUDIT_ADMIN, credit_office, city.path)
        second = make_mandate("fang", Actor.SECURITY_ADMIN, credit_office, city.path)

        for other in (officer_he, auditor):
            with pytest.raises(MandateRefused, match="T-42"):
                lend(guard, other, monday)
        assert lend(guard, second, monday) in mandates_of(second.user, on=TODAY)

    def test_across_administering_and_handling_matters_either_way(
        self, credit_office: PublicBody, city: Region, officer_he: Mandate, monday: datetime
    ) -> None:
        """Three administrations, each way; also where who is asked holds both, and where a grant would join them."""
        for number, role in enumerate(ADMINISTRATIONS):
            guard = make_mandate(f"guard{number}", role, credit_office, city.path)
            both = make_mandate(f"both{number}", role, credit_office, city.path)
            make_mandate(f"both{number}", Actor.CREDIT_OFFICER, credit_office, city.path)

            for mandate, to in ((officer_he, guard), (officer_he, both), (guard, both)):
                with pytest.raises(MandateRefused, match="管理员与业务岗位应当分离"):
                    lend(mandate, to, monday)
                with pytest.raises(MandateRefused, match="不得互相代理、备岗"):
                    name_deputy(mandate=mandate, deputy=to.user, by=mandate, at=monday)

            client = Client()
            client.force_login(officer_he.user)
            page = client.post("/desk/posts/", {"name": "1", "deputy": guard.user.pk}).content.decode()
            assert f'value="{guard.user.pk}"' not in page  # nor offered

        second = make_mandate("second", Actor.CREDIT_OFFICER, credit_office, city.path)
        lent = lend(officer_he, second, monday)
        asked = {
            "user": second.user,
            "role": Actor.AUDIT_ADMIN,
            "body_id": credit_office.pk,
            "scope": city.path,
        }
        with pytest.raises(MandateRefused, match="请先终止代理再授予审计管理员"):
            grant_mandate(**asked, post="演示审计岗", valid_from=TODAY)  # type: ignore[arg-type]
        recall(acting=lent, by=officer_he, at=monday)
        assert grant_mandate(**asked, post="演示审计岗", valid_from=TODAY).pk  # type: ignore[arg-type]

    def test_the_database_wants_a_last_day(
        self, head_zhou: Mandate, officer_he: Mandate, monday: datetime
    ) -> None:
        acting = lend(head_zhou, officer_he, monday)

        with pytest.raises(IntegrityError), transaction.atomic():
            Mandate.objects.filter(pk=acting.pk).update(valid_until=None)


class TestADeputy:
    def test_is_called_in_by_the_head_only_if_the_holder_had_named_it(
        self, head_zhou: Mandate, officer_he: Mandate, officer_lin: Mandate, monday: datetime
    ) -> None:
        chief = make_mandate("ju", Actor.BODY_HEAD, head_zhou.body, head_zhou.body.path)
        with pytest.raises(MandateRefused, match="指定的备岗人员"):
            lend(head_zhou, officer_he, monday, by=chief)
        with pytest.raises(MandateRefused, match="岗位本人指定"):
            name_deputy(mandate=head_zhou, deputy=officer_he.user, by=chief, at=monday)

        name_deputy(mandate=head_zhou, deputy=officer_he.user, by=head_zhou, at=monday)

        assert lend(head_zhou, officer_he, monday, by=chief) in mandates_of(officer_he.user, on=TODAY)
        with pytest.raises(MandateRefused, match="本人委托"):
            lend(officer_he, officer_lin, monday, by=officer_lin)


def test_decisions_that_harm_may_be_kept_for_the_holder_by_setting(
    trial: MatterKind, head_zhou: Mandate, officer_he: Mandate, housing_bureau: PublicBody,
    monday: datetime, settings: Settings,
) -> None:  # fmt: skip
    matter = make_trial(housing_bureau, head_zhou.body)
    move(matter=matter, code="hear", by=officer_he, at=monday)
    acting = lend(head_zhou, officer_he, monday)
    assert [button.code for button in trial.buttons_for(matter, acting)] == ["activate"]

    settings.DEPUTIES_DECIDE = False

    assert trial.buttons_for(matter, acting) == []
    with pytest.raises(UnableToMove, match="须由岗位本人决定"):
        move(matter=matter, code="activate", by=acting, at=monday)
    move(matter=matter, code="activate", by=head_zhou, at=monday)
    assert Matter.objects.get(pk=matter.pk).state == "active"


def test_whoever_leaves_leaves_no_deputy_behind(
    head_zhou: Mandate, officer_he: Mandate, monday: datetime
) -> None:
    acting = lend(head_zhou, officer_he, monday)

    end_at_once(mandate=head_zhou, at=monday)

    acting.refresh_from_db()
    assert acting.ended_at == monday
