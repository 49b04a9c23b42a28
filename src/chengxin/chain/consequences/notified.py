"""不重于告知: what each measure and the order may hold is what a served notice told (policy Q-19, R-33)."""

from datetime import date

from chengxin.chain.consequences.models import Measure, Rectification
from chengxin.chain.consequences.queries import (
    EXPLANATION,
    MENDING,
    NOTICE_OF_RECORD,
    clocked,
)
from chengxin.chain.records.notifying import BeyondTheNotice
from chengxin.chain.records.queries import milder_measures, notified_of
from chengxin.foundation.matters.models import Matter
from chengxin_core.determination.notified import Burden, beyond


def told_of(measure: Measure) -> Burden:
    """Return the measures of which the notice that named `measure` told; none where no notice was served."""
    assert measure.matter.parent is not None  # a measure is always under a record
    if measure.notice is None or measure.notice.served_on is None:
        return Burden()
    if measure.notice.kind == NOTICE_OF_RECORD:
        return notified_of(measure.matter.parent)
    named = Measure.objects.filter(pk__in=measure.notice.value["measures"])
    return Burden(measures=dict(named.values_list("code", "zh")))


def refuse_beyond_the_notice(measure: Measure, *, on: date) -> None:
    """Raise `BeyondTheNotice` where the body was not told of a measure, or of a milder form only."""
    excess = beyond(
        Burden(measures={measure.code: measure.zh}), told_of(measure), milder=milder_measures(on=on)
    )
    if excess:
        raise BeyondTheNotice(f"{'；'.join(excess)}，不得决定：须先告知并听取陈述申辩（Q-19、R-33）")


def beyond_the_notice(record: Matter, days: int | None, *, on: date) -> tuple[str, ...]:
    """Return in what an order that sets `days` (none: to explain only) goes beyond the notice of its record."""
    codes = {EXPLANATION} if days is None else {EXPLANATION, MENDING}
    zh = {each.measure.code: each.measure.zh for each in clocked(record, on=on) if each.measure.code in codes}
    return beyond(Burden(measures=zh), notified_of(record), milder=milder_measures(on=on))


def needs_a_notice(rectification: Rectification, *, on: date) -> bool:
    """Say whether an order needs a notice and a hearing of its own first."""
    assert rectification.matter.parent is not None  # an order is always under a record
    return bool(beyond_the_notice(rectification.matter.parent, rectification.days, on=on))
