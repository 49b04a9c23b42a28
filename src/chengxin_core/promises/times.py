"""时间: which year a figure is meant for, and over which time it counts."""

import re

from chengxin_core.promises.statement import Basis

_YEARS = re.compile(
    r"(?<!\d)(20\d\d)(?:年|[—–-]20\d\d年)|“?(十[一二三四五六])五”?(?:末|期间|时期|规划期)|今年|年内|全年|去年|上年(?!年初|同期)|(?:今后|未来|用)([三五])年"
)
_PLAN_ENDS = {"十一": 2010, "十二": 2015, "十三": 2020, "十四": 2025, "十五": 2030, "十六": 2035}
_PART_OF_YEAR = re.compile(
    r"[一二三四前上下](?:个)?(?:季度|半年)|\d+-?\d*月份?(?:末)?[,，]?(?=完成|实现|累计)"
)


def is_part_of_a_year(words: str) -> bool:
    """Whether a clause tells of a quarter, a half or some months, which is no result of a year."""
    return _PART_OF_YEAR.search(words) is not None


def basis_meant(words: str, before: str) -> Basis:
    """Return over which time a figure counts, by the words of its clause and all that stand before it."""
    if "年均" in words:
        return Basis.ANNUAL_AVERAGE
    if "累计" in words or re.search(r"(?:五|三|[2-9])年(?:来|间)|过去五年", before):
        return Basis.CUMULATIVE
    return Basis.YEAR


def year_meant(text: str, place: int, year: int, own_year: int) -> int:
    """Return the year that the last words about time before `place` mean, `year` where none does.

    `own_year` is the year whose work the report plans: its 今年.
    """
    meant = year
    for found in _YEARS.finditer(text, 0, place):
        words, before = found[0], text[max(found.start() - 1, 0) : found.start()]
        if before in ("比", "较") or text.startswith("以来", found.end()):
            continue
        if found[1]:
            meant = int(re.findall(r"20\d\d", words)[-1])
        elif found[2]:
            meant = _PLAN_ENDS[found[2]] if "末" in words or year >= own_year else year
        elif found[3]:
            meant = own_year + {"三": 2, "五": 4}[found[3]]
        elif words in ("去年", "上年"):
            meant = own_year - 1
        else:
            meant = own_year if words == "今年" else year
    return meant
