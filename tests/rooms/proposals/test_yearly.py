"""The yearly report: every figure is counted from the rows, says what it counts, and stands in both files."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.rooms.proposals.conftest import DEFERRED, PLAN, SOLVED, Answered, Registered

from chengxin.foundation.accounts.models import Mandate
from chengxin.mechanisms.proposals import answering, operations
from chengxin.mechanisms.proposals.models import Source
from chengxin.mechanisms.proposals.yearly import Year, count_year, report_of

pytestmark = [
    pytest.mark.engine,
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("rules"),
]
TODAY = date(2026, 11, 23)
A_DAY = timedelta(days=1)
LATE = {"答复逾期", "逾期未答复", "交办逾期", "承办逾期", "再次答复逾期", "征询意见逾期", "协办意见逾期"}


def counts(counted: Year) -> dict[str, tuple[int, int]]:
    return {each.name: (each.deputies, each.members) for each in counted.figures if each.total}


def test_counts_what_came_in_the_year_by_source(registered: Registered, clerk_mo: Mandate) -> None:
    registered()
    registered(number="013", source=Source.CPPCC)
    registered(number="014", received_on=date(2025, 12, 31))

    assert counts(count_year(2026, clerk_mo, on=TODAY)) == {"收到": (1, 1)}
    assert counts(count_year(2025, clerk_mo, on=TODAY)) == {"收到": (1, 0), "交办逾期": (1, 0)}


def test_counts_an_answer_by_its_class_and_its_promise(answered: Answered, clerk_mo: Mandate) -> None:
    answered(PLAN)

    assert counts(count_year(2026, clerk_mo, on=TODAY)) == {
        "收到": (1, 0),
        "已交办": (1, 0),
        "已答复": (1, 0),
        "答复分类：B类": (1, 0),
        "列入计划：办理中": (1, 0),
    }


def test_counts_who_was_not_satisfied_and_what_was_done_anew(
    answered: Answered, clerk_mo: Mandate, liaison_tang: Mandate, head_ning: Mandate, monday: datetime
) -> None:
    matter = answered(DEFERRED)
    say = {"attitude": "satisfied", "said_on": TODAY, "reason": "没有说明论证过程"}
    answering.hear(matter=matter, by=clerk_mo, at=monday, result="unsatisfied", **say)  # type: ignore[arg-type]
    first = count_year(2026, clerk_mo, on=TODAY)
    answering.draft(matter=matter, by=liaison_tang, at=monday, said=SOLVED)
    answering.sign(matter=matter, by=head_ning, at=monday)
    answering.hear(matter=matter, by=clerk_mo, at=monday, result="satisfied", **say)  # type: ignore[arg-type]
    second = count_year(2026, clerk_mo, on=TODAY)

    assert (counts(first)["反馈：不满意"], counts(first)["重新办理"]) == ((1, 0), (1, 0))
    assert "反馈：不满意" not in counts(second)
    assert (counts(second)["反馈：满意"], counts(second)["重新办理"]) == ((1, 0), (1, 0))
    assert (first.bodies[0].unsatisfied, second.bodies[0].unsatisfied) == (1, 0)


def test_tells_an_answer_that_came_late_from_one_that_never_came(
    registered: Registered, clerk_mo: Mandate, liaison_tang: Mandate, head_ning: Mandate, monday: datetime
) -> None:
    matter, last = registered(), date(2027, 2, 23)
    operations.assign(matter=matter, by=clerk_mo, at=monday)
    operations.take(matter=matter, by=liaison_tang, at=monday)
    assert not LATE & set(counts(count_year(2026, clerk_mo, on=last)))
    waiting = count_year(2026, clerk_mo, on=last + A_DAY)

    after = monday + (last + A_DAY - monday.date())
    answering.draft(matter=matter, by=liaison_tang, at=after, said=SOLVED)
    answering.sign(matter=matter, by=head_ning, at=after)
    answered = count_year(2026, clerk_mo, on=last + A_DAY)

    assert LATE & set(counts(waiting)) == {"逾期未答复"}
    assert LATE & set(counts(answered)) == {"答复逾期"}
    assert (waiting.bodies[0].late, answered.bodies[0].late) == (1, 1)


def test_counts_each_step_that_was_late(
    registered: Registered, clerk_mo: Mandate, neighbour_bai: Mandate, monday: datetime
) -> None:
    operations.assign(
        matter=registered(), by=clerk_mo, at=monday + 3 * A_DAY, co_handlers=[neighbour_bai.body]
    )

    counted = counts(count_year(2026, clerk_mo, on=date(2027, 1, 31)))

    assert LATE & set(counted) == {"交办逾期", "承办逾期", "协办意见逾期"}


def test_asks_as_often_for_many_as_for_one(registered: Registered, clerk_mo: Mandate) -> None:
    registered()
    with CaptureQueriesContext(connection) as few:
        count_year(2026, clerk_mo, on=TODAY)
    for number in range(13, 18):
        registered(number=f"{number:03d}")
    with CaptureQueriesContext(connection) as many:
        count_year(2026, clerk_mo, on=TODAY)

    assert len(many) == len(few)


def test_says_of_every_figure_what_it_counts_and_names_nobody(answered: Answered, clerk_mo: Mandate) -> None:
    answered(SOLVED)
    counted = count_year(2026, clerk_mo, on=TODAY)

    said = str(report_of(counted, clerk_mo.body.name))

    assert all(f"{each.name}：{each.definition}" in said for each in counted.figures)
    assert "测试甲" not in said


@pytest.mark.parametrize(("ending", "begins"), [("docx", "PK"), ("pdf", "%PDF")])
def test_is_handed_out_as_both_files(ending: str, begins: str, answered: Answered, clerk_mo: Mandate) -> None:
    answered(SOLVED)
    desk = Client()
    desk.force_login(clerk_mo.user)

    file = desk.get(f"/desk/proposals/yearly/2026.{ending}")

    assert file.content.startswith(begins.encode())
    assert "对最近一次签发的答复" in desk.get("/desk/proposals/yearly/?year=2026").content.decode()
    assert desk.get("/desk/proposals/yearly/2026.exe").status_code == 404


def test_is_not_for_others(liaison_tang: Mandate) -> None:
    desk = Client()
    desk.force_login(liaison_tang.user)

    assert desk.get("/desk/proposals/yearly/").status_code == 403
