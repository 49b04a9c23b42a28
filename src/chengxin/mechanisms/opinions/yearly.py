"""年度报告: what an organ received in a year by way of supervision, and what came of it (Q-39)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.documents.rendering.document import OfficialDocument
from chengxin.foundation.documents.rendering.kinds.yearly import yearly_report
from chengxin.foundation.matters.models import Matter
from chengxin.mechanisms.opinions.queries import CLOCK, sources_on, visible_opinions

DEFINITIONS = {
    "收到": "收到或者播出日期在本年的",
    "已答复": "其中单位已经书面答复的，提请复核的和退回重新答复的不计",
    "答复逾期": "其中最近一次答复晚于答复期限的",
    "逾期未答复": "答复期限已过、尚未答复的",
    "已有结果": "其中跟踪机关已经登记结果的",
    "形成线索": "其中形成问题线索、移送有权机关核实的；线索不是失信记录",
    "形成承诺": "其中单位公开作出的承诺已经进入承诺台账的",
}
"""The figures, in their order, and what each counts."""
_OWED = frozenset({"received", "held"})


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one source or one body, in the order of `DEFINITIONS`."""

    name: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """The figures of a year as they stand on a day: by source, in all, and by body."""

    year: int
    on: date
    sources: tuple[Line, ...]
    whole: Line
    bodies: tuple[Line, ...]


def count_year(year: int, by: Mandate, *, on: date) -> Year:
    """Count what the organ of `by` received in `year`, as it stands on `on`; the number of queries does not grow."""
    seen = visible_opinions(by).filter(organ=by.body_id, received_opinion__received_on__year=year)
    matters = list(seen.prefetch_related("received_opinion__promises", "deadlines").order_by("pk"))
    names = {item.code: item.zh for item in sources_on(by.body.path, on=on)}
    by_source: dict[str, list[Matter]] = {zh: [] for zh in names.values()}
    by_body: dict[str, list[Matter]] = {}
    for matter in matters:
        source = matter.received_opinion.source
        by_source.setdefault(names.get(source, source), []).append(matter)
        by_body.setdefault(matter.body.name, []).append(matter)
    return Year(
        year,
        on,
        tuple(Line(name, _counts(those, on)) for name, those in by_source.items() if those),
        Line("合计", _counts(matters, on)),
        tuple(Line(name, _counts(those, on)) for name, those in sorted(by_body.items())),
    )


def report_of(counted: Year, organ: str) -> OfficialDocument:
    """Return the report of a year as an official document."""
    sources, bodies = [*counted.sources, counted.whole], counted.bodies
    return yearly_report(
        organ=organ,
        on=counted.on,
        title=f"关于{counted.year}年度监督意见和舆论监督办理情况的报告",
        opening=f"{counted.year}年收到的监督意见和舆论监督",
        tables=(
            ("分来源情况", ("来源", *DEFINITIONS), [_row(each) for each in sources]),
            ("各单位", ("单位", *DEFINITIONS), [_row(each) for each in bodies]),
        ),
        definitions=DEFINITIONS.items(),
    )


def _row(line: Line) -> tuple[str, ...]:
    return (line.name, *map(str, line.counts))


def _counts(matters: Sequence[Matter], on: date) -> tuple[int, ...]:
    opinions = [(matter.state, matter.received_opinion) for matter in matters]
    return (
        len(opinions),
        sum(state not in _OWED for state, _ in opinions),
        sum(_was_answered_late(matter) for matter in matters),
        sum(state in _OWED and opinion.answer_by < on for state, opinion in opinions),
        sum(state == "concluded" for state, _ in opinions),
        sum(opinion.lead_id is not None for _, opinion in opinions),
        sum(bool(opinion.promises.all()) for _, opinion in opinions),
    )


def _was_answered_late(matter: Matter) -> bool:
    """Say whether the answer that stands came after its day; one that was sent back does not stand."""
    answered = [each for each in matter.deadlines.all() if each.clock == CLOCK]
    newest = max(answered, key=lambda each: each.pk, default=None)
    return newest is not None and newest.was_kept is False
