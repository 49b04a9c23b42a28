"""Clocks run from what started them; every rung fires once, whoever fires it and however late."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.db.models import CharField
from django.db.models.functions import Cast
from tests.rooms.matters.cases import make_matter

from chengxin.foundation.deadlines import nightly, plugs
from chengxin.foundation.deadlines.models import Deadline, NightlyRun, Owes, Rung, RungFired
from chengxin.foundation.deadlines.nightly import LEASE, Nightly, run_nightly
from chengxin.foundation.deadlines.operations import (
    end_deadlines,
    fire_rungs,
    reproject_all,
    start_deadline,
    start_deadlines,
    start_set_deadline,
)
from chengxin.foundation.deadlines.plugs import Effect
from chengxin.foundation.deadlines.queries import project
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground.each import SomeFailed
from chengxin_core.calendar import legal_day

pytestmark = pytest.mark.engine
everywhere = pytest.mark.django_db(databases="__all__")
racing = pytest.mark.django_db(databases="__all__", transaction=True)
EXPLANATION = "written_explanation"  # a clock of which silence makes nothing
A_DAY = timedelta(days=1)


@pytest.fixture
def matter(rules: str, housing_bureau: PublicBody, credit_office: PublicBody, monday: datetime) -> Matter:
    return make_matter(body=housing_bureau, organ=credit_office, at=monday, rulebook=rules)


def start(matter: Matter, on: date, clock: str = EXPLANATION) -> Deadline:
    """Start a clock of the body's."""
    started = start_deadline(
        matter=matter, clock=clock, title="书面说明原因", owes=Owes.BODY, start=on, started_by="演示数据"
    )
    assert started is not None
    return started


@pytest.fixture
def effects(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What firing brought about: the rungs, in their order."""
    seen: list[str] = []
    for rung in Rung:
        told = Effect(EXPLANATION, rung, lambda *, matter, at, rung=rung: seen.append(str(rung)))
        monkeypatch.setitem(plugs._effects, (EXPLANATION, rung), told)
    return seen


def all_at_once(count: int, do: Callable[[], object]) -> list[object]:
    """Do it in so many threads at one moment; return their answers."""
    together, answers = Barrier(count), []

    def one() -> None:
        together.wait()
        try:
            answers.append(do())
        finally:
            connection.close()

    threads = [Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@everywhere
class TestStarting:
    """start_deadline."""

    def test_does_not_count_the_day_that_starts_it(self, matter: Matter, monday: datetime) -> None:
        deadline = start_set_deadline(
            matter=matter,
            clock=EXPLANATION,
            title="整改",
            owes=Owes.BODY,
            start=legal_day(monday),
            days=10,
            started_by="演示数据",
        )
        assert deadline is not None

        assert (deadline.started_on, deadline.due_on) == (date(2026, 11, 23), date(2026, 12, 3))

    def test_lets_a_running_clock_go_on(self, matter: Matter, monday: datetime) -> None:
        first = start(matter, legal_day(monday))

        assert start(matter, legal_day(monday + 3 * A_DAY)) == first
        assert Deadline.objects.count() == 1

    def test_starts_again_what_has_ended(self, matter: Matter, monday: datetime) -> None:
        start(matter, legal_day(monday))
        end_deadlines(matter=matter, clocks=(EXPLANATION,), on=legal_day(monday), ended_by="演示数据")

        start(matter, legal_day(monday + A_DAY))

        assert Deadline.objects.running().count() == 1

    def test_does_in_many_what_it_does_in_one(
        self, matter: Matter, water_bureau: PublicBody, monday: datetime
    ) -> None:
        other = make_matter(body=water_bureau, organ=matter.organ, at=monday, rulebook=matter.rulebook)
        alone = start(matter, legal_day(monday))

        started = start_deadlines(
            matters=[matter, other],
            clock=EXPLANATION,
            title=alone.title,
            owes=Owes.BODY,
            start=legal_day(monday),
            started_by="演示数据",
        )

        twin = Deadline.objects.get(matter=other)
        assert started == 1
        assert (twin.due_on, twin.amber_on, twin.rule_id) == (alone.due_on, alone.amber_on, alone.rule_id)


@everywhere
class TestProjecting:
    """reproject_all."""

    def test_dropped_and_counted_again_every_day_is_the_same(self, matter: Matter, monday: datetime) -> None:
        for days in range(0, 400, 7):
            start(matter, legal_day(monday - days * A_DAY))
            end_deadlines(matter=matter, clocks=None, on=legal_day(monday), ended_by="演示数据")
        Deadline.objects.update(ended_on=None, clock=Cast("pk", CharField()))  # all run, each by its own name
        columns = ("pk", "due_on", "amber_on", "provisional", "calendar_version")
        before = list(Deadline.objects.order_by("pk").values_list(*columns))
        nowhere = date(1999, 1, 1)
        Deadline.objects.update(due_on=nowhere, amber_on=nowhere, provisional=True, calendar_version="")

        moved = reproject_all(at=monday)

        assert moved == len(before)
        assert list(Deadline.objects.order_by("pk").values_list(*columns)) == before
        assert reproject_all(at=monday) == 0

    def test_counts_as_it_was_counted_when_it_started(self, matter: Matter, monday: datetime) -> None:
        deadline = start(matter, legal_day(monday))

        assert project(deadline).due_on == deadline.due_on

    def test_leaves_what_has_ended(self, matter: Matter, monday: datetime) -> None:
        start(matter, legal_day(monday))
        end_deadlines(matter=matter, clocks=None, on=legal_day(monday), ended_by="演示数据")
        Deadline.objects.update(due_on=date(1999, 1, 1), calendar_version="")

        assert reproject_all(at=monday) == 0
        assert Deadline.objects.get().due_on == date(1999, 1, 1)


@everywhere
class TestRungs:
    """fire_rungs."""

    def test_fire_on_their_day_and_not_before(
        self, matter: Matter, monday: datetime, effects: list[str]
    ) -> None:
        deadline = start(matter, legal_day(monday))
        fired = {}
        for days in range(40):
            at = monday + days * A_DAY
            if fire_rungs(at=at):
                fired[legal_day(at)] = effects[-1]

        assert fired == {deadline.amber_on: "amber", deadline.due_on + A_DAY: "red"}
        assert effects == ["amber", "red"]

    def test_are_made_up_for_after_a_standstill_of_a_week(
        self, matter: Matter, monday: datetime, effects: list[str]
    ) -> None:
        deadline = start(matter, legal_day(monday))
        late = monday + (deadline.due_on - legal_day(monday)) + 7 * A_DAY

        assert fire_rungs(at=late) == 2
        assert fire_rungs(at=late) == 0
        assert effects == ["amber", "red"]

    def test_do_not_fire_in_what_has_ended(
        self, matter: Matter, monday: datetime, effects: list[str]
    ) -> None:
        start(matter, legal_day(monday))
        end_deadlines(matter=matter, clocks=None, on=legal_day(monday), ended_by="演示数据")

        assert fire_rungs(at=monday + 100 * A_DAY) == 0

    def test_whose_effect_fails_hold_up_no_other_and_are_tried_again(
        self, matter: Matter, water_bureau: PublicBody, monday: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other = make_matter(body=water_bureau, organ=matter.organ, at=monday, rulebook=matter.rulebook)
        broken, seen = {matter.pk}, []

        def effect(*, matter: Matter, at: datetime) -> None:
            if matter.pk in broken:
                raise RuntimeError("演示数据")
            seen.append(matter.pk)

        monkeypatch.setitem(plugs._effects, (EXPLANATION, Rung.RED), Effect(EXPLANATION, Rung.RED, effect))
        for each in (matter, other):
            start(each, legal_day(monday))
        late = monday + 100 * A_DAY

        with pytest.raises(SomeFailed):
            fire_rungs(at=late)
        assert seen == [other.pk]

        broken.clear()
        fire_rungs(at=late)
        assert seen == [other.pk, matter.pk]


@racing
def test_two_workers_fire_each_rung_once(matter: Matter, monday: datetime, effects: list[str]) -> None:
    start(matter, legal_day(monday))
    late = monday + 100 * A_DAY

    answers = all_at_once(2, lambda: fire_rungs(at=late))

    assert sorted(effects) == ["amber", "red"]
    assert sum(answers) == RungFired.objects.count() == 2  # type: ignore[arg-type]


@pytest.fixture
def night(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """When the one task of the night was done."""
    done: list[datetime] = []

    def work(*, at: datetime) -> int:
        done.append(at)
        return 1

    monkeypatch.setattr(nightly, "_tasks", {"demo": Nightly("demo", "演示", 1, work)})
    return done


@everywhere
class TestTheNight:
    """run_nightly."""

    def test_is_done_once_on_each_legal_day(self, night: list[datetime], monday: datetime) -> None:
        for hours in range(0, 48, 3):
            run_nightly(at=monday + timedelta(hours=hours))

        assert [legal_day(at) for at in night] == [date(2026, 11, day) for day in (23, 24, 25)]

    def test_is_made_up_for_once_after_a_standstill(self, night: list[datetime], monday: datetime) -> None:
        run_nightly(at=monday)
        run_nightly(at=monday + 8 * A_DAY)

        assert len(night) == 2

    def test_is_taken_over_from_who_died_over_it(self, night: list[datetime], monday: datetime) -> None:
        NightlyRun.objects.create(task="demo", day=legal_day(monday), claimed_at=monday)

        assert run_nightly(at=monday + LEASE) == {}
        assert run_nightly(at=monday + LEASE + timedelta(seconds=1)) == {"演示": 1}
        assert NightlyRun.objects.get().done == 1


@racing
def test_two_workers_do_the_work_of_the_night_once(night: list[datetime], monday: datetime) -> None:
    all_at_once(3, lambda: run_nightly(at=monday))

    assert night == [monday]
