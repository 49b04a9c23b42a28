"""读报告: the targets that a report sets and the results that it tells, each with its sentence."""

import re
from collections.abc import Iterator
from dataclasses import replace

from chengxin_core.promises.clauses import statements
from chengxin_core.promises.sections import LONGEST_HEADING, Part, passages
from chengxin_core.promises.statement import Basis, Kind, Statement

_DATE = re.compile(r"(20\d\d)年\s*(\d{1,2})月\s*\d{1,2}日")
_REVIEWED = re.compile(r"(20\d\d)年(?:政府)?工作(?:的)?(?:回顾|总结|情况)")
_PLANNED = re.compile(
    r"(20\d\d)年(?:的)?(?:政府|主要|经济社会发展)?(?:工作)?(?:的)?(?:安排|任务|总体要求|主要任务|重点工作|预期目标|主要目标|目标)"
)
_FIRST = 500
_LATE_MONTH = 11
_FIVE_YEARS = 4


class YearUnknown(ValueError):
    """A report that does not say which year it is of."""


def year_of(text: str) -> int:
    """Return the year in which a report was given and whose work it plans; raise `YearUnknown` where it does not say.

    Headings say it first, then the day of the speech (of November or December: for the next year), then the text.

    >>> year_of("二、2014年工作安排")
    2014
    """
    headings = "\n".join(line for line in text.split("\n") if len(line.strip()) <= LONGEST_HEADING)
    for where in (headings, None, text):
        if where is None:
            if found := _DATE.search(text, 0, _FIRST):
                return int(found[1]) + (int(found[2]) >= _LATE_MONTH)
            continue
        for pattern, later in ((_PLANNED, 0), (_REVIEWED, 1)):
            if found := pattern.search(where):
                return int(found[1]) + later
    raise YearUnknown("报告里没有写明是哪一年的（例如“2014年工作安排”），请用 --year 写明。")


def read_targets(text: str, year: int) -> list[Statement]:
    """Return the targets of the report given in `year`, in the order of the text, each once."""
    return list(dict.fromkeys(_targets(text, year)))


def read_results(text: str, year: int) -> list[Statement]:
    """Return what the report given in `year` tells of the year before, in the order of the text, each once."""
    return list(dict.fromkeys(_results(text, year)))


def _targets(text: str, year: int) -> Iterator[Statement]:
    for passage in passages(text, year):
        if passage.part is Part.PLAN:
            yield from statements(passage.sentence, year=year, own_year=year)
        elif passage.part is Part.OUTLOOK:
            yield from statements(passage.sentence, year=year + _FIVE_YEARS, own_year=year)


def _results(text: str, year: int) -> Iterator[Statement]:
    for passage in passages(text, year):
        if passage.part not in (Part.REVIEW, Part.SPAN_REVIEW):
            continue
        for statement in statements(passage.sentence, year=year - 1, own_year=year, from_past=True):
            is_span = passage.part is Part.SPAN_REVIEW and str(year - 1) not in passage.sentence
            if is_span and statement.kind is not Kind.LEVEL:
                yield replace(statement, basis=Basis.CUMULATIVE)
            else:
                yield statement
