"""不重于告知: nothing is decided that was not told, and nothing graver than what was told (policy Q-19, R-33).

The notice says what may be decided; the hearing can only make it lighter. What goes beyond needs a notice of its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from chengxin_core.determination.proportionality import LEVELS
from chengxin_core.vocabulary import Severity


@dataclass(frozen=True, slots=True)
class Burden:
    """处理内容: what a notice tells of, or what a decision holds.

    `record_type` is the code of the item of the list, empty where no record is determined; `severity` likewise none.
    `last_day` is the last day of publication, none where nothing is published. `measures` are wordings by code.
    """

    record_type: str = ""
    severity: Severity | None = None
    last_day: date | None = None
    measures: Mapping[str, str] = field(default_factory=dict)


def beyond(decided: Burden, told: Burden, *, milder: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Return in Chinese everything in which `decided` goes beyond `told`; nothing where it may be decided.

    `milder` holds, by the code of a measure, the codes of its milder forms: who was told of it was told of them.
    """
    return (*_of_the_record(decided, told), *_of_the_measures(decided, told, milder))


def _of_the_record(decided: Burden, told: Burden) -> Iterator[str]:
    if decided.record_type and decided.record_type != told.record_type:
        yield "认定的清单事项与告知的不同"
    if _rank(decided.severity) > _rank(told.severity):
        yield f"失信程度由告知的“{_zh(told.severity)}”加重为“{_zh(decided.severity)}”"
    if decided.last_day is not None and told.last_day is None:
        yield f"告知不公示，拟公示至 {decided.last_day}"
    elif decided.last_day is not None and told.last_day is not None and decided.last_day > told.last_day:
        yield f"告知公示至 {told.last_day}，拟公示至 {decided.last_day}"


def _of_the_measures(decided: Burden, told: Burden, milder: Mapping[str, frozenset[str]]) -> Iterator[str]:
    covered = set(told.measures).union(*(milder.get(code, frozenset()) for code in told.measures))
    for code, zh in decided.measures.items():
        if code not in covered:
            yield f"没有告知“{zh}”"


def _rank(severity: Severity | None) -> int:
    return -1 if severity is None else LEVELS.index(severity)


def _zh(severity: Severity | None) -> str:
    return "不认定" if severity is None else severity.zh
