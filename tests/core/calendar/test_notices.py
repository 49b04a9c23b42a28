from datetime import date

import pytest

from chengxin_core.calendar import FixedHoliday, NoticeRefused, read_notices

ONE_NOTICE = """
[[notice]]
year = 2031
title = "演示通知"
issued_on = 2030-11-05
source = "演示数据"

[[notice.holiday]]
name = "元旦"
off = [2031-01-01]
work = [2031-01-04]
"""


class TestReadNotices:
    def test_reads_what_a_notice_arranges(self) -> None:
        (notice,) = read_notices(ONE_NOTICE.encode()).notices

        assert notice.issued_on == date(2030, 11, 5)
        assert notice.holidays[0].work == (date(2031, 1, 4),)

    def test_puts_the_oldest_notice_first(self) -> None:
        later_first = ONE_NOTICE + ONE_NOTICE.replace("2030-11-05", "2029-01-01")

        first, second = read_notices(later_first.encode()).notices

        assert first.issued_on < second.issued_on

    @pytest.mark.parametrize(
        ("toml", "told"),
        [
            (ONE_NOTICE.replace("year = 2031", ""), "第 1 份通知缺少 year"),
            (ONE_NOTICE.replace("2030-11-05", '"去年"'), "issued_on 应为 date"),
            (ONE_NOTICE.replace("2030-11-05", "2030-11-05T08:00:00"), "应为日期"),
            (ONE_NOTICE.replace("2031-01-04", "2031-01-01"), "既列为放假又列为上班"),
            ("[[notice", "不是 UTF-8 的 TOML"),
        ],
    )
    def test_refuses_a_notice_and_says_why(self, toml: str, told: str) -> None:
        with pytest.raises(NoticeRefused, match=told):
            read_notices(toml.encode())

    def test_refuses_bytes_of_another_encoding(self) -> None:
        with pytest.raises(NoticeRefused, match="不是 UTF-8"):
            read_notices("节日".encode("gbk"))


def test_a_fixed_holiday_holds_from_its_day_on() -> None:
    second_of_may = FixedHoliday("劳动节", 5, (2,), date(2025, 1, 1))

    assert list(second_of_may.days_of(2024)) == []
    assert list(second_of_may.days_of(2027)) == [date(2027, 5, 2)]
