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
            (ONE_NOTICE.replace("2030-11-05", '"去年"'), "issued_on 应为日期"),
            (ONE_NOTICE.replace("2030-11-05", "2030-11-05T08:00:00"), "应为日期"),
            (ONE_NOTICE.replace("2031-01-04", "2031-01-01"), "既列为放假又列为上班"),
            ("[[notice", "不是 UTF-8 的 TOML"),
            ("\n\nyear = = 1", "第 3 行第 8 列"),
            (
                ONE_NOTICE.replace("[[notice.holiday]]", "[[notice.holidays]]"),
                "不认识的字段 holidays, 应为 holiday、",
            ),
            (
                ONE_NOTICE.replace("2031-01-04", "2030-01-04"),
                "“元旦”的 work 有 2030-01-04, 应在 2030-12-25 至 2031-12-31",
            ),
            (ONE_NOTICE.replace("[2031-01-04]", "2031-01-04"), "work 应为列表, 实为“2031-01-04”"),
            (ONE_NOTICE.replace("[2031-01-01]", "[2031-01-01, 2031-01-01]"), "有两个 2031-01-01"),
            (ONE_NOTICE.replace('"演示通知"', '" "'), "title 是空的"),
            (ONE_NOTICE.replace("year = 2031", "year = true"), "year 应为整数"),
            (
                ONE_NOTICE.replace("off = [2031-01-01]", "").replace("work = [2031-01-04]", ""),
                "没有列出任何一天",
            ),
            ("notice = 3", "notice 应为列表"),
            ("notice = [3]", "应为表"),
        ],
    )
    def test_refuses_a_notice_and_says_why(self, toml: str, told: str) -> None:
        with pytest.raises(NoticeRefused) as refused:
            read_notices(toml.encode())

        assert told in str(refused.value)

    def test_refuses_bytes_of_another_encoding(self) -> None:
        with pytest.raises(NoticeRefused, match="不是 UTF-8"):
            read_notices("节日".encode("gbk"))


def test_a_fixed_holiday_holds_from_its_day_on() -> None:
    second_of_may = FixedHoliday("劳动节", 5, (2,), date(2025, 1, 1))

    assert list(second_of_may.days_of(2024)) == []
    assert list(second_of_may.days_of(2027)) == [date(2027, 5, 2)]
