"""A further notice: checked, kept once under its hash, known to every process at once."""

from datetime import date, datetime

import pytest
from tests.law import the_calendar

from chengxin.foundation.rules.loading_notices import calendar_with, further_notices, load_notices
from chengxin.foundation.rules.models import LoadedNotice
from chengxin.foundation.rules.queries import calendar
from chengxin_core.calendar import NoticeRefused

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
NOTICE = """
[[notice]]
year = 2027
title = "演示通知"
issued_on = 2026-11-10
source = "演示数据"

[[notice.holiday]]
name = "元旦"
off = [2027-01-01, 2027-01-02, 2027-01-03]
work = [2026-12-27]
"""
CHANGE = (
    NOTICE.replace("2026-11-10", "2026-11-20")
    .replace("演示通知", "演示调整")
    .replace("2026-12-27", "2026-12-26")
)


def test_is_known_at_once_and_only_from_its_day_of_issue(monday: datetime) -> None:
    assert calendar().is_provisional(date(2027, 3, 1))

    assert load_notices(content=NOTICE.encode(), at=monday, on=TODAY)

    assert calendar().is_working_day(date(2026, 12, 27))
    assert not calendar().is_provisional(date(2027, 3, 1))
    assert not calendar().known_on(date(2026, 11, 9)).is_working_day(date(2026, 12, 27))


def test_as_another_process_stored_it_it_is_known_too(monday: datetime) -> None:
    before = calendar()

    LoadedNotice.objects.create(digest="演示", content=NOTICE.encode(), loaded_at=monday)

    assert calendar().version != before.version


@pytest.mark.parametrize("again", [NOTICE, "# 另存\n" + NOTICE])
def test_the_same_notice_again_changes_nothing(monday: datetime, again: str) -> None:
    load_notices(content=NOTICE.encode(), at=monday, on=TODAY)
    before = calendar().version

    assert not load_notices(content=again.encode(), at=monday, on=TODAY)

    assert (LoadedNotice.objects.count(), calendar().version) == (1, before)


def test_a_later_change_goes_before_and_nothing_is_overwritten(monday: datetime) -> None:
    for content in (NOTICE, CHANGE):
        load_notices(content=content.encode(), at=monday, on=TODAY)

    assert calendar().is_working_day(date(2026, 12, 26))
    assert not calendar().known_on(date(2026, 11, 19)).is_working_day(date(2026, 12, 26))


def test_looking_ahead_loads_nothing() -> None:
    further = further_notices(NOTICE.encode(), on=TODAY)

    assert calendar_with(further).is_working_day(date(2026, 12, 27))
    assert calendar().version == the_calendar().version


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (
            NOTICE.replace("2026-12-27", "2026-12-26"),
            "关于 2027 年的通知已经载入, 放假和上班日与“演示通知”不同",
        ),
        (NOTICE.replace("2026-11-10", "2026-11-24"), "issued_on 为 2026-11-24, 应不晚于今天 (2026-11-23)"),
        ("", "文件没有通知"),
        (
            "[[fixed]]\nname = '劳动节'\nmonth = 5\ndays = [1]\nin_force_from = 2008-01-01",
            "应只有 [[notice]]",
        ),
        (NOTICE.replace("off", "of"), "不认识的字段 of, 应为 name、off、work"),
    ],
)
def test_a_wrong_one_is_refused_with_place_found_and_expected(
    monday: datetime, content: str, told: str
) -> None:
    load_notices(content=NOTICE.encode(), at=monday, on=TODAY)

    with pytest.raises(NoticeRefused) as refused:
        load_notices(content=content.encode(), at=monday, on=TODAY)

    assert told in str(refused.value)
    assert LoadedNotice.objects.count() == 1
