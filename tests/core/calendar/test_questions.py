"""A batch of questions: a line out for every line in, whatever is in it."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.law import the_calendar

from chengxin_core.calendar import Unit, due
from chengxin_core.calendar.questions import answer_line


def asked(**fields: object) -> bytes:
    return json.dumps({"from": "2024-02-08", "days": 7, "unit": "wd"} | fields).encode()


def test_an_answer_is_the_due_day_and_whether_it_is_provisional() -> None:
    assert answer_line(asked(), 1, the_calendar()) == {"due": "2024-02-23", "provisional": False}
    assert answer_line(asked(known_on="2023-10-01"), 1, the_calendar())["provisional"]


def test_a_line_may_say_that_the_last_day_stays_where_it_is() -> None:
    stays = asked(days=2, unit="d", roll=False)

    assert answer_line(stays, 1, the_calendar())["due"] == "2024-02-10"
    assert answer_line(asked(days=2, unit="d"), 1, the_calendar())["due"] == "2024-02-18"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"", "JSON"),
        (b"[1]", "应为 JSON 对象"),
        (b"\xff", "UTF-8"),
        (b"[" * 100_000, "JSON"),
        (asked(**{"from": "2024-02-30"}), "from 应为日期"),
        (asked(**{"from": "20240208"}), "from 应为日期"),
        (asked(**{"from": None}), "实为“空”"),
        (asked(days=-1), "days 应为不小于 0 的整数"),
        (asked(days=True), "days 应为"),
        (asked(days="7"), "days 应为"),
        (asked(days=10**30), "超出日历范围"),
        (asked(days=10**9, unit="y"), "超出日历范围"),
        (asked(unit="week"), "wd (个工作日)"),
        (asked(unit=["wd"]), "unit 应为"),
        (asked(known_on="gestern"), "known_on 应为日期"),
        (asked(roll="no"), "roll 应为 true 或 false"),
        (asked(until="2024-03-01"), "不认识的字段 until"),
        (asked(**{"from": "0001-01-01"}), "超出日历范围"),
        (asked(**{"from": "9999-12-31", "unit": "y"}), "超出日历范围"),
    ],
    ids=str,
)
def test_a_bad_line_is_answered_with_its_number_and_what_is_wrong(line: bytes, told: str) -> None:
    (error,) = answer_line(line, 12, the_calendar()).values()

    assert error.startswith("第 12 行: ")
    assert told in error


@given(st.binary(max_size=60))
def test_no_bytes_stop_a_batch(line: bytes) -> None:
    assert set(answer_line(line, 1, the_calendar())) in ({"error"}, {"due", "provisional"})


@given(
    st.dates(date(2015, 1, 1), date(2030, 1, 1)), st.integers(0, 150), st.sampled_from(Unit), st.booleans()
)
def test_a_batch_answers_as_one_question_is_answered(start: date, days: int, unit: Unit, roll: bool) -> None:
    told = due(start, days, unit, the_calendar(), roll=roll)

    line = asked(**{"from": start.isoformat()}, days=days, unit=unit, roll=roll)

    assert answer_line(line, 1, the_calendar()) == {
        "due": told.due_on.isoformat(),
        "provisional": told.provisional,
    }
