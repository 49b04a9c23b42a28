"""Rungs of the rulebook and what silence brings about: each once, whoever fires it and however late."""

from datetime import date, datetime, timedelta

import pytest
from tests.rooms.deadlines.clocks import OPINION, REPLY, load_clocks, run_clock
from tests.rooms.deadlines.test_operations import all_at_once
from tests.rooms.matters.cases import make_matter

from chengxin.foundation.deadlines import plugs
from chengxin.foundation.deadlines.models import Deadline, RungFired
from chengxin.foundation.deadlines.operations import end_deadlines, fire_rungs
from chengxin.foundation.deadlines.plugs import Effect, SilenceEffect
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.queries import notes_of
from chengxin.foundation.subjects.models import PublicBody
from chengxin_core.calendar import legal_day

pytestmark = pytest.mark.own_sql
everywhere = pytest.mark.django_db(databases="__all__")
racing = pytest.mark.django_db(databases="__all__", transaction=True)
A_DAY = timedelta(days=1)


@pytest.fixture
def matter(db: None, housing_bureau: PublicBody, credit_office: PublicBody, monday: datetime) -> Matter:
    return make_matter(
        body=housing_bureau, organ=credit_office, at=monday, rulebook=load_clocks(at=monday, rungs=True)
    )


@pytest.fixture
def came_about(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What came about, in its order."""
    seen: list[str] = []
    for clock, rung in ((REPLY, "supervise"), ("*", "remind"), (REPLY, "red")):
        effect = Effect(clock, rung, lambda *, matter, at, rung=rung: seen.append(rung))
        monkeypatch.setitem(plugs._effects, (clock, rung), effect)
    silence = SilenceEffect(OPINION, lambda *, matter, at: seen.append("silence"))
    monkeypatch.setitem(plugs._silences, OPINION, silence)
    return seen


@everywhere
def test_a_rulebook_adds_rungs_before_and_after_the_day(
    matter: Matter, monday: datetime, came_about: list[str]
) -> None:
    deadline = run_clock(matter, legal_day(monday))
    days: dict[str, date] = {}
    for n in range(60):
        if fire_rungs(at=monday + n * A_DAY) and came_about:
            days.setdefault(came_about[-1], legal_day(monday + n * A_DAY))

    assert deadline.due_on == date(2026, 12, 21)
    assert days == {"remind": date(2026, 12, 16), "red": date(2026, 12, 22), "supervise": date(2026, 12, 28)}
    assert [note.text for note in notes_of(matter)] == [
        "期限“答复申请”（2026-12-21 到期）到了“提前提醒”",
        "期限“答复申请”（2026-12-21 到期）到了“督办”",
    ]


@everywhere
def test_silence_comes_about_once_after_the_last_day_with_its_clause(
    matter: Matter, monday: datetime, came_about: list[str]
) -> None:
    deadline = run_clock(matter, legal_day(monday), OPINION)
    on_the_day = monday + (deadline.due_on - legal_day(monday))

    fire_rungs(at=on_the_day)
    assert "silence" not in came_about
    for n in range(1, 9):
        fire_rungs(at=on_the_day + n * A_DAY)

    assert came_about.count("silence") == 1
    (told,) = [note.text for note in notes_of(matter) if "未见答复" in note.text]
    assert told == (
        "期限“答复申请”于 2026-12-14 届满，未见答复：视为同意（视为同意公开）。依据：系统默认，可调整（Q-19）"
    )


@everywhere
def test_an_answer_in_time_is_no_silence(matter: Matter, monday: datetime, came_about: list[str]) -> None:
    deadline = run_clock(matter, legal_day(monday), OPINION)
    end_deadlines(matter=matter, clocks=(OPINION,), on=deadline.due_on, ended_by="答复")

    fire_rungs(at=monday + 100 * A_DAY)

    assert came_about == []


@everywhere
def test_without_a_room_that_plugs_in_the_timeline_tells_it_alone(matter: Matter, monday: datetime) -> None:
    run_clock(matter, legal_day(monday), OPINION)

    fire_rungs(at=monday + 100 * A_DAY)

    assert [note.text for note in notes_of(matter) if "视为同意" in note.text] != []


@everywhere
def test_a_clock_that_the_rulebook_does_not_know_still_warns(matter: Matter, monday: datetime) -> None:
    run_clock(matter, legal_day(monday), OPINION)
    Deadline.objects.update(clock="demo.unknown")
    Matter.objects.update(rulebook="")

    assert fire_rungs(at=monday + 100 * A_DAY) == 2


@everywhere
def test_all_is_made_up_for_after_a_standstill_in_its_order(
    matter: Matter, monday: datetime, came_about: list[str]
) -> None:
    run_clock(matter, legal_day(monday))
    run_clock(matter, legal_day(monday), OPINION)
    late = monday + 60 * A_DAY

    assert fire_rungs(at=late) == 8
    assert fire_rungs(at=late) == 0
    assert came_about == ["remind", "red", "supervise", "remind", "silence"]


@racing
def test_workers_that_race_bring_each_thing_about_once(
    matter: Matter, monday: datetime, came_about: list[str]
) -> None:
    run_clock(matter, legal_day(monday))
    run_clock(matter, legal_day(monday), OPINION)

    answers = all_at_once(3, lambda: fire_rungs(at=monday + 60 * A_DAY))

    assert sorted(came_about) == ["red", "remind", "remind", "silence", "supervise"]
    assert sum(answers) == RungFired.objects.count() == 8  # type: ignore[arg-type]
    assert len([note for note in notes_of(matter) if "未见答复" in note.text]) == 1
