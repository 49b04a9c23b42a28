"""What others are shown: the record's notice lists what is intended, the public page what is in force and was done."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from chengxin.chain.consequences.models import Measure
from chengxin.chain.consequences.queries import (
    BITING,
    NOTICE_OF_RECORD,
    clocked,
    having_a_clock,
    measures_of,
    permitted,
    rectification_of,
)
from chengxin.chain.records.showing import note_progress
from chengxin.foundation.matters.models import Matter
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.consequences import MEASURE, RECTIFICATION, MeasureState, RectificationState

_UNDER_ORDER = frozenset(RectificationState) - {
    RectificationState.PROPOSED,
    RectificationState.NOTICED,
    RectificationState.HEARD,
    RectificationState.EXEMPTED,
    RectificationState.RECTIFIED,
    RectificationState.ENDED,
}
_DONE = {
    "order": "责令书面说明、限期整改",
    "explain": "单位提交书面说明",
    "settle": "书面说明经认可",
    "plan": "单位提交整改方案",
    "report": "单位提交整改报告",
    "verify": "整改验收通过",
}


def intended_measures(matter: Matter) -> Iterable[Mapping[str, Any]]:
    """Yield what the record's own notice tells of measures: ordered by the organ itself, then proposed to owners."""
    day = legal_day(matter.moved_at)
    offers = permitted(matter, on=day)
    for offer in having_a_clock(offers):
        if offer.is_recommended:
            yield _line(
                offer.measure.code,
                offer.measure.zh,
                matter.organ.name,
                offer.measure.source,
                "由认定机关责令",
            )
    allowed = {offer.measure.code for offer in offers}
    for measure in measures_of(matter):
        if _is_told_with_the_record(measure, allowed):
            yield _measure(measure)


def measures_in_force(matter: Matter) -> Iterable[Mapping[str, Any]]:
    """Yield the measures that bite today, with organ and clause, and the order if one runs."""
    for measure in measures_of(matter, *BITING):
        yield _measure(measure)
    found = rectification_of(matter)
    if found is not None and found.matter.state in _UNDER_ORDER:
        zh = "书面说明原因" if found.is_explanation_only else "书面说明原因、限期整改"
        source = next(
            (each.measure.source for each in clocked(matter, on=legal_day(found.matter.opened_at))), ""
        )
        state = RECTIFICATION.states(found.matter.state).zh
        yield _line("rectification", zh, matter.organ.name, source, state)


def progress(matter: Matter) -> Iterable[Mapping[str, Any]]:
    """Yield what was done to put things right, and on which day: bodies and steps, no persons."""
    found = rectification_of(matter)
    if found is None:
        return
    steps = found.matter.moves.filter(code__in=_DONE)
    done = [(legal_day(step.at), _DONE[step.code]) for step in steps]
    done += [(each.done_on, f"完成阶段目标：{each.what}") for each in found.milestones.all() if each.done_on]
    yield from ({"on": day, "what": what} for day, what in sorted(done, key=lambda each: each[0]))


def follow_progress(*, matter: Matter, at: datetime) -> None:
    """Something that the public page shows has changed: a new version waits for its release review."""
    if matter.parent is not None:
        note_progress(matter=matter.parent, at=at)


def _is_told_with_the_record(measure: Measure, allowed: set[str]) -> bool:
    if measure.notice is not None:
        return measure.notice.kind == NOTICE_OF_RECORD
    return measure.matter.state == MeasureState.PROPOSED and measure.code in allowed


def _measure(measure: Measure) -> Mapping[str, Any]:
    state = MEASURE.states(measure.matter.state).zh
    return _line(measure.code, measure.zh, measure.matter.organ.name, measure.source, state)


def _line(code: str, name: str, organ: str, basis: str, state: str) -> Mapping[str, Any]:
    return {"code": code, "name": name, "organ": organ, "basis": basis, "state": f"{state}（依据：{basis}）"}
