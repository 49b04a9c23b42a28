"""Suspensions and extensions: only on the grounds of the rulebook, told in writing, and the day really moves."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from tests.rooms.deadlines.clocks import OPINION, REPLY, load_clocks, run_clock
from tests.rooms.matters.cases import make_matter

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.changing import (
    DayOutOfPlace,
    ExtensionNotAllowed,
    GroundNotInLaw,
    NotRunning,
    SuspensionsOverlap,
    extend_deadline,
    resume_deadline,
    suspend_deadline,
)
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.deadlines.operations import end_deadlines, fire_rungs, reproject_all
from chengxin.foundation.deadlines.queries import extendable, project, resumable, suspendable, why
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.matters.queries import notes_of
from chengxin.foundation.subjects.models import PublicBody
from chengxin_core.calendar import NEVER, legal_day

pytestmark = [pytest.mark.own_sql, pytest.mark.django_db(databases="__all__")]
A_DAY = timedelta(days=1)
NOTICE = "演示办函〔2026〕1号"


@pytest.fixture
def matter(housing_bureau: PublicBody, credit_office: PublicBody, monday: datetime) -> Matter:
    return make_matter(
        body=housing_bureau, organ=credit_office, at=monday, rulebook=load_clocks(at=monday, rungs=True)
    )


@pytest.fixture
def reply(matter: Matter) -> Deadline:
    """Runs from Monday 2026-11-23 for twenty working days, to Monday 2026-12-21."""
    return run_clock(matter, date(2026, 11, 23))


def suspended(deadline: Deadline, by: Mandate, at: datetime, **changes: Any) -> str:
    told: dict[str, Any] = {
        "ground": "听证",
        "from_on": legal_day(at),
        "notice": NOTICE,
        "notice_on": legal_day(at),
    }
    return suspend_deadline(matter=deadline.matter, deadline=deadline, by=by, at=at, **(told | changes))


def extended(deadline: Deadline, by: Mandate, at: datetime, added: int = 5, **changes: Any) -> str:
    told: dict[str, Any] = {"reason": "案情复杂", "notice": NOTICE, "notice_on": legal_day(at)}
    return extend_deadline(
        matter=deadline.matter, deadline=deadline, added=added, by=by, at=at, **(told | changes)
    )


class TestSuspending:
    """suspend_deadline and resume_deadline."""

    def test_stops_the_clock_until_it_is_resumed(
        self, reply: Deadline, officer_lin: Mandate, monday: datetime
    ) -> None:
        suspended(reply, officer_lin, monday + 3 * A_DAY)

        reply.refresh_from_db()
        assert (reply.due_on, reply.amber_on, reply.is_suspended) == (NEVER, NEVER, True)
        assert fire_rungs(at=monday + 200 * A_DAY) == 0

    def test_moves_the_day_by_the_working_days_that_did_not_count(
        self, reply: Deadline, officer_lin: Mandate, monday: datetime
    ) -> None:
        suspended(reply, officer_lin, monday + A_DAY)
        later = monday + 8 * A_DAY  # Tuesday to Monday: five working days out

        told = resume_deadline(
            matter=reply.matter, deadline=reply, on=legal_day(later), by=officer_lin, at=later
        )

        reply.refresh_from_db()
        assert reply.due_on == date(2026, 12, 28)
        assert "2026-12-28" in told
        assert project(reply).due_on == reply.due_on
        assert reproject_all(at=later) == 0

    def test_is_shown_day_by_day_and_in_the_timeline(
        self, reply: Deadline, officer_lin: Mandate, monday: datetime
    ) -> None:
        suspended(reply, officer_lin, monday + A_DAY)

        shown = why(reply)
        (note,) = notes_of(reply.matter)
        assert [each.ground for each in shown.suspensions] == ["听证"]
        assert shown.counted.steps[-1].reason == "自该日起中止, 尚未恢复: 听证"
        assert note.text == f"期限“答复申请”自 2026-11-24 起中止：听证。书面通知：{NOTICE}（2026-11-24）"

    def test_ends_with_the_deadline_which_then_has_a_due_day_again(
        self, reply: Deadline, officer_lin: Mandate, monday: datetime
    ) -> None:
        suspended(reply, officer_lin, monday + A_DAY)

        end_deadlines(matter=reply.matter, clocks=None, on=date(2026, 12, 1), ended_by="演示数据")

        reply.refresh_from_db()
        assert (reply.due_on, reply.was_kept) == (date(2026, 12, 28), True)
        assert reply.suspensions.get().until_on == reply.ended_on

    def test_refuses_a_ground_that_the_rulebook_does_not_name(
        self, reply: Deadline, officer_lin: Mandate, monday: datetime
    ) -> None:
        with pytest.raises(GroundNotInLaw, match="“工作繁忙”，应为：听证、鉴定"):
            suspended(reply, officer_lin, monday, ground="工作繁忙")

    def test_refuses_a_clock_that_nothing_suspends(
        self, matter: Matter, officer_lin: Mandate, monday: datetime
    ) -> None:
        with pytest.raises(GroundNotInLaw, match="不得中止"):
            suspended(run_clock(matter, legal_day(monday), OPINION), officer_lin, monday)

    def test_refuses_without_a_written_notice(
        self, reply: Deadline, officer_lin: Mandate, monday: datetime
    ) -> None:
        with pytest.raises(DayOutOfPlace, match="书面"):
            suspended(reply, officer_lin, monday, notice=" ")

    def test_refuses_a_second_one_at_the_same_time(
        self, reply: Deadline, officer_lin: Mandate, monday: datetime
    ) -> None:
        suspended(reply, officer_lin, monday + A_DAY)

        with pytest.raises(SuspensionsOverlap):
            suspended(reply, officer_lin, monday + 2 * A_DAY, ground="鉴定")

    @pytest.mark.parametrize("day", [date(2026, 11, 22), date(2026, 12, 22)])
    def test_refuses_a_day_outside_the_period(
        self, reply: Deadline, officer_lin: Mandate, monday: datetime, day: date
    ) -> None:
        with pytest.raises(DayOutOfPlace, match="应不早于 2026-11-23，不晚于 2026-12-21"):
            suspended(reply, officer_lin, monday, from_on=day)

    def test_refuses_what_is_not_suspended_to_be_resumed(
        self, reply: Deadline, officer_lin: Mandate, monday: datetime
    ) -> None:
        with pytest.raises(SuspensionsOverlap, match="没有中止"):
            resume_deadline(
                matter=reply.matter, deadline=reply, on=legal_day(monday), by=officer_lin, at=monday
            )

    def test_is_for_the_organ_that_handles_the_matter(
        self, reply: Deadline, liaison_tang: Mandate, owner_cao: Mandate, monday: datetime
    ) -> None:
        for by in (liaison_tang, owner_cao):
            with pytest.raises(NotCompetent):
                suspended(reply, by, monday)


class TestExtending:
    """extend_deadline."""

    def test_moves_the_day_and_says_who_approved_it_and_why(
        self, reply: Deadline, head_zhou: Mandate, monday: datetime
    ) -> None:
        told = extended(reply, head_zhou, monday)

        reply.refresh_from_db()
        assert reply.due_on == date(2026, 12, 28)
        assert f"批准人：工作机构负责人（{head_zhou.post}）；理由：案情复杂" in told
        assert why(reply).extensions[0].approved_by == head_zhou
        assert notes_of(reply.matter)[0].text == told

    def test_adds_no_more_in_all_than_the_rulebook_allows(
        self, reply: Deadline, head_zhou: Mandate, monday: datetime
    ) -> None:
        extended(reply, head_zhou, monday, added=15)

        with pytest.raises(ExtensionNotAllowed, match="应为 1 至 5 个工作日"):
            extended(reply, head_zhou, monday, added=6)
        extended(reply, head_zhou, monday, added=5)
        assert extendable(reply.matter) == []

    def test_is_refused_once_the_day_has_passed(
        self, reply: Deadline, head_zhou: Mandate, monday: datetime
    ) -> None:
        on_the_day = monday + (reply.due_on - legal_day(monday))

        with pytest.raises(NotRunning, match="已于 2026-12-21 届满"):
            extended(reply, head_zhou, on_the_day + A_DAY)
        extended(reply, head_zhou, on_the_day)

    def test_is_refused_to_who_may_not_approve(
        self, reply: Deadline, officer_lin: Mandate, liaison_tang: Mandate, monday: datetime
    ) -> None:
        for by in (officer_lin, liaison_tang):
            with pytest.raises(NotCompetent):
                extended(reply, by, monday)

    def test_is_refused_where_the_rulebook_knows_none(
        self, matter: Matter, head_zhou: Mandate, monday: datetime
    ) -> None:
        with pytest.raises(ExtensionNotAllowed, match="没有规定"):
            extended(run_clock(matter, legal_day(monday), OPINION), head_zhou, monday)

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"reason": " "}, ExtensionNotAllowed),
            ({"notice": ""}, DayOutOfPlace),
            ({"notice_on": date(2026, 11, 24)}, DayOutOfPlace),
        ],
    )
    def test_is_refused_without_reason_or_notice(
        self,
        reply: Deadline,
        head_zhou: Mandate,
        monday: datetime,
        changes: dict[str, Any],
        refusal: type[Exception],
    ) -> None:
        with pytest.raises(refusal):
            extended(reply, head_zhou, monday, **changes)

    def test_lets_the_warning_of_the_new_day_be_given(
        self, reply: Deadline, head_zhou: Mandate, monday: datetime
    ) -> None:
        eve = monday + (reply.amber_on - legal_day(monday))
        assert fire_rungs(at=eve) == 2

        extended(reply, head_zhou, eve)

        reply.refresh_from_db()
        assert fire_rungs(at=eve) == 0
        assert fire_rungs(at=monday + (reply.amber_on - legal_day(monday))) == 2


def test_what_has_ended_is_changed_no_more(reply: Deadline, head_zhou: Mandate, monday: datetime) -> None:
    end_deadlines(matter=reply.matter, clocks=(REPLY,), on=legal_day(monday), ended_by="演示数据")

    with pytest.raises(NotRunning, match="已经结束"):
        extended(reply, head_zhou, monday)
    assert (suspendable(reply.matter), resumable(reply.matter)) == ([], [])


def test_buttons_are_there_for_handlers_where_something_can_be_done(
    reply: Deadline, officer_lin: Mandate, head_zhou: Mandate, liaison_tang: Mandate, monday: datetime
) -> None:
    def codes(by: Mandate) -> set[str]:
        kind = kind_of(reply.matter.kind)
        return {each.code for each in kind.buttons_for(reply.matter, by) if each.code.endswith("_deadline")}

    assert codes(officer_lin) == {"suspend_deadline"}
    assert codes(head_zhou) == {"suspend_deadline", "extend_deadline"}
    assert codes(liaison_tang) == set()
    suspended(reply, officer_lin, monday)
    assert codes(officer_lin) == {"resume_deadline"}
