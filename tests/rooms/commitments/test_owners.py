"""Somebody answers at every instant: through handovers, ends of mandates, vacancies and mergers."""

from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import make_mandate
from tests.make import Office
from tests.rooms.commitments.conftest import DUE, Entered

from chengxin.foundation.accounts.models import Mandate, Reach
from chengxin.foundation.accounts.operations import end_at_once
from chengxin.foundation.accounts.queries import mandates_at
from chengxin.foundation.deadlines.operations import fire_rungs
from chengxin.foundation.handovers.operations import accept, begin_handover, sign
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove
from chengxin.foundation.matters.queries import notes_of
from chengxin.foundation.subjects.models import PublicBody
from chengxin.mechanisms.commitments.models import Taking, Vacancy
from chengxin.mechanisms.commitments.owners import (
    NotInPost,
    follow_posts,
    name_owner,
    owner_of,
    take_over,
)
from chengxin.mechanisms.commitments.queries import commitment_of
from chengxin.mechanisms.commitments.watching import follow_bodies, watch
from chengxin_core.calendar import legal_day
from chengxin_core.commitments import Answerable
from chengxin_core.lifecycle.table import Actor

pytestmark = [
    pytest.mark.engine,
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("rules"),
]
A_DAY = timedelta(days=1)


def who(matter: Matter, at: datetime) -> tuple[Answerable, int | None]:
    owner = owner_of(commitment_of(Matter.objects.get(pk=matter.pk)), on=legal_day(at))
    return owner.why, owner.post


def merge(body: PublicBody, into: PublicBody, on: date) -> None:
    PublicBody.objects.filter(pk=body.pk).update(ended_on=on, successor=into)


class TestWhoAnswers:
    def test_is_the_post_that_was_named(self, entered: Entered, office: Office, monday: datetime) -> None:
        assert who(entered(), monday) == (Answerable.NAMED, office.liaison.pk)

    def test_is_the_head_from_the_moment_in_which_that_post_ends(
        self, entered: Entered, office: Office, head_ning: Mandate, monday: datetime
    ) -> None:
        matter = entered()
        end_at_once(mandate=office.liaison, at=monday)

        assert who(matter, monday) == (Answerable.HEAD, head_ning.pk)

    def test_is_the_keeper_where_the_body_has_nobody(
        self, entered: Entered, office: Office, monday: datetime
    ) -> None:
        matter = entered()
        end_at_once(mandate=office.liaison, at=monday)

        assert who(matter, monday) == (Answerable.KEEPER, None)

    def test_is_somebody_of_the_body_into_which_it_was_merged(
        self,
        entered: Entered,
        housing_bureau: PublicBody,
        water_bureau: PublicBody,
        neighbour_bai: Mandate,
        monday: datetime,
    ) -> None:
        matter = entered()
        merge(housing_bureau, water_bureau, monday.date())

        assert who(matter, monday) == (Answerable.SPEAKER, neighbour_bai.pk)


def test_a_handover_passes_promises_on_in_the_same_instant(
    entered: Entered, office: Office, housing_bureau: PublicBody, head_ning: Mandate, monday: datetime
) -> None:
    matter = entered()
    Mandate.objects.filter(pk=office.liaison.pk).update(reach=Reach.BODY)
    office.liaison.refresh_from_db()
    heir = make_mandate("xia", Actor.MEASURE_OWNER, housing_bureau, housing_bureau.path)
    handover = begin_handover(
        posts=[office.liaison],
        successor=heir.user,
        chief=head_ning,
        by=office.liaison,
        at=monday,
        reason="调离",
    )
    assert ("承诺", matter.number) in {(line["category"], line["number"]) for line in handover.lines}

    accept(matter=handover.matter, by=heir, at=monday)
    sign(matter=handover.matter, by=head_ning, at=monday)

    (taking,) = Taking.objects.all()
    assert (taking.was, taking.why) == (office.liaison, Vacancy.HANDED_OVER)
    assert taking.taken_by is not None
    assert (taking.taken_by.user, taking.taken_by.role) == (heir.user, Actor.LIAISON)
    assert who(matter, monday) == (Answerable.NAMED, taking.taken_by.pk)


class TestTakingOver:
    @pytest.fixture
    def vacant(self, entered: Entered, office: Office, head_ning: Mandate, monday: datetime) -> Matter:
        matter = entered()
        end_at_once(mandate=office.liaison, at=monday)
        assert follow_posts(at=monday) == 1
        return matter

    def test_is_opened_once(self, vacant: Matter, monday: datetime) -> None:
        assert follow_posts(at=monday + A_DAY) == 0
        assert Taking.objects.count() == 1

    def test_names_who_acknowledges(self, vacant: Matter, head_ning: Mandate, monday: datetime) -> None:
        take_over(matter=vacant, by=head_ning, at=monday)

        assert who(vacant, monday) == (Answerable.NAMED, head_ning.pk)
        with pytest.raises(UnableToMove, match="没有等待签收"):
            take_over(matter=vacant, by=head_ning, at=monday)

    def test_is_not_for_a_neighbour(self, vacant: Matter, neighbour_bai: Mandate, monday: datetime) -> None:
        with pytest.raises(NotCompetent, match="演示县住房和城乡建设局"):
            take_over(matter=vacant, by=neighbour_bai, at=monday)

    def test_that_nobody_acknowledges_is_escalated_and_the_promise_runs_on(
        self, vacant: Matter, office: Office, head_ning: Mandate, monday: datetime
    ) -> None:
        fire_rungs(at=monday + 30 * A_DAY)

        taking = Taking.objects.get()
        assert taking.escalated_at is not None
        assert any("逾期没有签收" in note.text for note in notes_of(vacant, "handover"))
        name_owner(matter=vacant, by=office.officer, at=monday + 30 * A_DAY, owner=head_ning)
        assert who(vacant, monday) == (Answerable.NAMED, head_ning.pk)
        watch(at=monday + (DUE - monday.date()) + A_DAY)
        vacant.refresh_from_db()
        assert vacant.state == "overdue"

    def test_takes_only_a_post_of_the_body(
        self, vacant: Matter, office: Office, neighbour_bai: Mandate, monday: datetime
    ) -> None:
        with pytest.raises(NotInPost):
            name_owner(matter=vacant, by=office.officer, at=monday, owner=neighbour_bai)


class TestAnotherHead:
    def test_acknowledges_every_promise_of_the_body_while_the_named_post_goes_on(
        self,
        head_ning: Mandate,
        entered: Entered,
        office: Office,
        housing_bureau: PublicBody,
        monday: datetime,
    ) -> None:
        matter = entered()
        assert follow_posts(at=monday) == 0
        end_at_once(mandate=head_ning, at=monday)
        heir = make_mandate("ruo", Actor.BODY_HEAD, housing_bureau, housing_bureau.path, post="新局长")

        assert follow_posts(at=monday + A_DAY) == 1

        assert Taking.objects.get().why == Vacancy.HEAD_CHANGED
        with pytest.raises(NotCompetent, match="现任负责人"):
            take_over(matter=matter, by=office.liaison, at=monday + A_DAY)
        take_over(matter=matter, by=heir, at=monday + A_DAY)
        assert who(matter, monday + A_DAY) == (Answerable.NAMED, office.liaison.pk)
        assert follow_posts(at=monday + 2 * A_DAY) == 0

    def test_takes_them_over_with_the_handover_of_the_post(
        self,
        head_ning: Mandate,
        entered: Entered,
        office: Office,
        housing_bureau: PublicBody,
        monday: datetime,
    ) -> None:
        matter = entered()
        Mandate.objects.filter(pk=head_ning.pk).update(reach=Reach.BODY)
        head_ning.refresh_from_db()
        deputy = make_mandate("fu", Actor.BODY_HEAD, housing_bureau, housing_bureau.path, post="副局长")
        heir = make_mandate("xia", Actor.MEASURE_OWNER, housing_bureau, housing_bureau.path)

        handover = begin_handover(
            posts=[head_ning], successor=heir.user, chief=deputy, by=head_ning, at=monday, reason="换届"
        )
        accept(matter=handover.matter, by=heir, at=monday)
        sign(matter=handover.matter, by=deputy, at=monday)

        assert ("承诺", matter.number) in {(line["category"], line["number"]) for line in handover.lines}
        taking = Taking.objects.get()
        assert taking.taken_by is not None
        assert (taking.why, taking.taken_by.user) == (Vacancy.HANDED_OVER, heir.user)
        assert follow_posts(at=monday + A_DAY) == 0


class TestMerging:
    def test_lets_the_successor_owe_it_and_acknowledge_it(
        self,
        entered: Entered,
        housing_bureau: PublicBody,
        water_bureau: PublicBody,
        neighbour_bai: Mandate,
        monday: datetime,
    ) -> None:
        matter = entered()
        merge(housing_bureau, water_bureau, monday.date())

        assert follow_bodies(at=monday) == 1
        assert follow_bodies(at=monday) == 0

        matter.refresh_from_db()
        assert (matter.body, matter.state, matter.subject_path) == (
            water_bureau,
            "performing",
            water_bureau.path,
        )
        assert commitment_of(matter).promised_by == housing_bureau
        take_over(matter=matter, by=neighbour_bai, at=monday)
        assert who(matter, monday) == (Answerable.NAMED, neighbour_bai.pk)


EVENTS = st.lists(
    st.sampled_from(["end_named", "end_head", "appoint_head", "appoint_liaison", "merge", "night", "take"]),
    max_size=7,
)


@given(events=EVENTS)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_somebody_in_post_answers_or_the_keeper_does(
    events: list[str],
    entered: Entered,
    office: Office,
    housing_bureau: PublicBody,
    water_bureau: PublicBody,
    monday: datetime,
) -> None:

    with transaction.atomic():
        matter = entered(text=f"演示数据：承诺{'、'.join(events)}")
        world = _World(matter, housing_bureau, water_bureau)
        for hour, event in enumerate(events):
            at = monday + timedelta(days=hour)
            getattr(world, event)(at)
            why, post = who(matter, at)
            held = Mandate.objects.in_force_on(legal_day(at)).filter(
                body=world.bearer, role__in=("liaison", "body_head")
            )
            if held.exists():
                assert held.filter(pk=post or 0).exists(), (event, why)
            else:
                assert why is Answerable.KEEPER
        transaction.set_rollback(True)


class _World:
    """What may happen to a body and the people in it."""

    def __init__(self, matter: Matter, body: PublicBody, other: PublicBody) -> None:
        self.matter, self.bearer, self.other = matter, body, other
        self.count = 0

    def end_named(self, at: datetime) -> None:
        named = commitment_of(self.matter).owner
        if named is not None:
            end_at_once(mandate=named, at=at)

    def end_head(self, at: datetime) -> None:
        for head in Mandate.objects.filter(body=self.bearer, role=Actor.BODY_HEAD, ended_at=None):
            end_at_once(mandate=head, at=at)

    def appoint_head(self, at: datetime) -> None:
        self._appoint(Actor.BODY_HEAD)

    def appoint_liaison(self, at: datetime) -> None:
        self._appoint(Actor.LIAISON)

    def merge(self, at: datetime) -> None:
        if self.bearer != self.other:
            merge(self.bearer, self.other, legal_day(at))
            self.bearer = self.other

    def night(self, at: datetime) -> None:
        follow_bodies(at=at)
        follow_posts(at=at)
        watch(at=at)

    def take(self, at: datetime) -> None:
        """Let it be acknowledged by whom it waits for: a new head in person, or else whoever answers."""
        waiting = Taking.objects.filter(commitment=self.matter.pk, taken_at=None)
        _, post = who(self.matter, at)
        if waiting.filter(why=Vacancy.HEAD_CHANGED).exists():
            heads = [
                each for each in mandates_at(self.bearer, on=legal_day(at)) if each.role == Actor.BODY_HEAD
            ]
            post = heads[-1].pk if heads else None
        if post is not None and waiting.exists():
            take_over(matter=self.matter, by=Mandate.objects.get(pk=post), at=at)

    def _appoint(self, role: Actor) -> None:
        self.count += 1
        make_mandate(f"new{self.count}", role, self.bearer, self.bearer.path)
