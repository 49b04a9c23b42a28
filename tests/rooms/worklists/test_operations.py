"""What people put on each other's lists, and what that never does."""

from datetime import date, datetime, timedelta

import pytest
from tests.cast import make_mandate
from tests.rooms.desk.trial import make_deadline

from chengxin.doors.desk.queries import counts, list_of
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent, Recused, UnableToMove, move
from chengxin.foundation.matters.queries import PASSED_ON, RETURNED, TAKEN_BACK, timeline
from chengxin.foundation.matters.recusing import declare_interest
from chengxin.foundation.notifications.models import Message
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.worklists.models import Star
from chengxin.foundation.worklists.operations import (
    AskedToday,
    NotForThem,
    NotInHands,
    circulate,
    drop_filter,
    give_back,
    mark_read,
    nudge,
    pass_on,
    save_filter,
    star,
    take_back,
)
from chengxin.foundation.worklists.queries import filters_of, readers_of
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.own_sql]
TODAY = date(2026, 11, 23)


class TestStars:
    def test_keep_a_matter_at_hand_once_and_no_more(
        self, matter: Matter, officer_lin: Mandate, monday: datetime
    ) -> None:
        for _ in range(2):
            star(matter=matter, by=officer_lin, at=monday, on=True)
        assert list(list_of("starred", officer_lin, on=TODAY)) == [matter]

        star(matter=matter, by=officer_lin, at=monday, on=False)
        assert not Star.objects.exists()

    def test_show_nothing_that_is_out_of_sight(
        self, matter: Matter, neighbour_bai: Mandate, monday: datetime
    ) -> None:
        star(matter=matter, by=neighbour_bai, at=monday, on=True)

        assert not list_of("starred", neighbour_bai, on=TODAY).exists()


class TestCirculation:
    def test_lies_before_a_colleague_until_it_is_read(
        self, matter: Matter, officer_lin: Mandate, head_zhou: Mandate, monday: datetime
    ) -> None:
        for _ in range(2):
            circulate(matter=matter, to=head_zhou, by=officer_lin, at=monday, note="请阅")
        assert counts(head_zhou, on=TODAY)["circulated"] == 1

        assert mark_read(matter=matter, by=head_zhou, at=monday) == 1
        assert counts(head_zhou, on=TODAY)["circulated"] == 0
        assert list(list_of("circulated", head_zhou, on=TODAY)) == [matter]

    def test_is_not_a_way_to_show_what_somebody_may_not_see(
        self, matter: Matter, officer_lin: Mandate, neighbour_bai: Mandate, monday: datetime
    ) -> None:
        with pytest.raises(NotForThem):
            circulate(matter=matter, to=neighbour_bai, by=officer_lin, at=monday)

    def test_is_offered_for_colleagues_who_may_see_the_matter_alone(
        self, matter: Matter, officer_lin: Mandate, head_zhou: Mandate
    ) -> None:
        make_mandate("guan", Actor.ADMINISTRATOR, officer_lin.body, officer_lin.scope)

        assert readers_of([matter], officer_lin, on=TODAY) == [head_zhou]


class TestWhoIsTold:
    def test_whom_a_matter_was_laid_before_or_passed_on_to_and_whom_it_is_asked_of(
        self, matter: Matter, officer_lin: Mandate, officer_he: Mandate, head_zhou: Mandate, monday: datetime
    ) -> None:
        for _ in range(2):
            circulate(matter=matter, to=head_zhou, by=officer_lin, at=monday)
        pass_on(matter=matter, to=officer_he, by=officer_lin, at=monday)
        matter.refresh_from_db()
        nudge(matter=matter, by=head_zhou, at=monday)

        assert list(Message.objects.order_by("pk").values_list("user__username", "occasion")) == [
            (head_zhou.user.username, "circulated"),
            (officer_he.user.username, "passed_on"),
            (officer_he.user.username, "urged"),
        ]


class TestNudges:
    def test_are_given_once_a_day_and_stand_in_the_matter(
        self, matter: Matter, officer_lin: Mandate, head_zhou: Mandate, monday: datetime
    ) -> None:
        pass_on(matter=matter, to=officer_lin, by=head_zhou, at=monday)

        assert nudge(matter=matter, by=head_zhou, at=monday).to == officer_lin
        with pytest.raises(AskedToday, match="每天至多催办一次"):
            nudge(matter=matter, by=head_zhou, at=monday + timedelta(hours=9))
        nudge(matter=matter, by=head_zhou, at=monday + timedelta(days=1))

        assert [officer_lin.post in note.text for note in matter.notes.all()] == [True, True]

    def test_reach_whoever_is_awaited_where_nobody_has_it_in_hands(
        self,
        matter: Matter,
        officer_lin: Mandate,
        officer_he: Mandate,
        head_zhou: Mandate,
        liaison_tang: Mandate,
        monday: datetime,
    ) -> None:
        nudge(matter=matter, by=officer_lin, at=monday)
        make_deadline(matter, monday.date())
        Matter.objects.filter(pk=matter.pk).update(shown_at=monday)
        matter.refresh_from_db()
        nudge(matter=matter, by=officer_lin, at=monday + timedelta(days=1))

        told = (
            Message.objects.filter(occasion="urged").order_by("pk").values_list("user__username", flat=True)
        )
        assert list(told) == [officer_he.user.username, liaison_tang.user.username]
        notes = [note.text for note in matter.notes.order_by("pk")]
        assert [
            name in note for name, note in zip((matter.organ.name, matter.body.name), notes, strict=True)
        ] == [
            True,
            True,
        ]

    def test_are_not_given_where_nothing_is_left_to_do(
        self, matter: Matter, officer_lin: Mandate, head_zhou: Mandate, monday: datetime
    ) -> None:
        move(matter=matter, code="hear", by=officer_lin, at=monday)
        move(matter=matter, code="activate", by=head_zhou, at=monday)

        with pytest.raises(UnableToMove, match="已经办结"):
            nudge(matter=matter, by=head_zhou, at=monday)


class TestHands:
    def test_go_to_a_colleague_and_leave_state_and_version(
        self, matter: Matter, officer_lin: Mandate, officer_he: Mandate, monday: datetime
    ) -> None:
        pass_on(matter=matter, to=officer_he, by=officer_lin, at=monday, note="请核实")

        matter.refresh_from_db()
        assert (matter.holder, matter.state, matter.version) == (officer_he, "noticed", 1)
        assert timeline(matter)[-1].code == PASSED_ON

    def test_come_back_with_a_reason(
        self, matter: Matter, officer_lin: Mandate, officer_he: Mandate, monday: datetime
    ) -> None:
        pass_on(matter=matter, to=officer_he, by=officer_lin, at=monday)
        give_back(matter=matter, by=officer_he, at=monday, reason="不属于本岗位")

        matter.refresh_from_db()
        assert (matter.holder, timeline(matter)[-1].code) == (officer_lin, RETURNED)
        with pytest.raises(NotInHands):
            give_back(matter=matter, by=officer_he, at=monday, reason="再退一次")

    def test_are_taken_back_while_nothing_was_done(
        self, matter: Matter, officer_lin: Mandate, officer_he: Mandate, monday: datetime
    ) -> None:
        pass_on(matter=matter, to=officer_he, by=officer_lin, at=monday)
        take_back(matter=matter, by=officer_lin, at=monday)

        matter.refresh_from_db()
        assert (matter.holder, timeline(matter)[-1].code) == (None, TAKEN_BACK)

        pass_on(matter=matter, to=officer_he, by=officer_lin, at=monday)
        move(matter=matter, code="hear", by=officer_he, at=monday + timedelta(minutes=1))
        with pytest.raises(NotInHands, match="接办人已经办理"):
            take_back(matter=matter, by=officer_lin, at=monday + timedelta(minutes=2))

    def test_are_another_officers_to_pass_on_only_for_a_head(
        self,
        matter: Matter,
        officer_lin: Mandate,
        officer_he: Mandate,
        head_zhou: Mandate,
        monday: datetime,
    ) -> None:
        pass_on(matter=matter, to=officer_he, by=head_zhou, at=monday)

        with pytest.raises(NotCompetent, match="由承办人或者负责人转办"):
            pass_on(matter=matter, to=officer_lin, by=officer_lin, at=monday)
        pass_on(matter=matter, to=officer_lin, by=head_zhou, at=monday)

    def test_never_go_to_another_organ_nor_to_who_must_recuse(
        self,
        matter: Matter,
        officer_lin: Mandate,
        officer_he: Mandate,
        owner_cao: Mandate,
        housing_bureau: PublicBody,
        rules: str,
        monday: datetime,
    ) -> None:
        declare_interest(by=officer_he, body=housing_bureau, ground="relatives_interest", at=monday)

        with pytest.raises(NotCompetent):
            pass_on(matter=matter, to=owner_cao, by=officer_lin, at=monday)
        with pytest.raises(Recused):
            pass_on(matter=matter, to=officer_he, by=officer_lin, at=monday)
        matter.refresh_from_db()
        assert matter.holder is None


def test_what_one_did_is_done_once_it_waits_no_more(
    matter: Matter, officer_lin: Mandate, monday: datetime
) -> None:
    assert not list_of("done", officer_lin, on=TODAY).exists()

    move(matter=matter, code="hear", by=officer_lin, at=monday)

    assert list(list_of("done", officer_lin, on=TODAY)) == [matter]


def test_a_filter_is_its_holders_and_the_same_name_keeps_the_new_one(
    officer_lin: Mandate, credit_office: PublicBody
) -> None:
    other = make_mandate("gao", Actor.CREDIT_OFFICER, credit_office, credit_office.region.path)
    kept = [
        save_filter(by=officer_lin, name="临期", tab="waiting", query=f"due={due}")
        for due in ("soon", "overdue")
    ]

    assert [each.query for each in filters_of(officer_lin)] == ["due=overdue"]
    assert drop_filter(by=other, pk=kept[0].pk) == 0
    assert drop_filter(by=officer_lin, pk=kept[0].pk) == 1
