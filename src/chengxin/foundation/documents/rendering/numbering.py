"""How an official document writes its numbers and its days."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from chengxin.foundation.documents.rendering.document import DEEPEST_HEADING, Block, Heading

DIGITS: Final = "零一二三四五六七八九"


def chinese_numeral(number: int) -> str:
    """Return a number from 1 to 99 as headings count it.

    >>> [chinese_numeral(n) for n in (1, 10, 11, 20, 35)]
    ['一', '十', '十一', '二十', '三十五']
    """
    tens, ones = divmod(number, 10)
    return (DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (DIGITS[ones] if ones else "")


def long_date(day: date) -> str:
    """Return a day as 成文日期 is written, in Arabic figures without leading zeros.

    >>> long_date(date(2026, 3, 5))
    '2026年3月5日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def heading_numbers(blocks: Iterable[Block]) -> Iterator[tuple[Block, str]]:
    """Yield every block with the number that stands before it, empty where it is no heading.

    >>> [number for _, number in heading_numbers([Heading(1, "甲"), Heading(2, "乙"), Heading(1, "丙")])]
    ['一、', '（一）', '二、']
    """
    counts = [0] * DEEPEST_HEADING
    for block in blocks:
        if not isinstance(block, Heading):
            yield block, ""
            continue
        counts[block.level - 1] += 1
        counts[block.level :] = [0] * (DEEPEST_HEADING - block.level)
        yield block, _written(block.level, counts[block.level - 1])


def _written(level: int, count: int) -> str:
    match level:
        case 1:
            return f"{chinese_numeral(count)}、"
        case 2:
            return f"（{chinese_numeral(count)}）"
        case 3:
            return f"{count}."
        case _:
            return f"（{count}）"
