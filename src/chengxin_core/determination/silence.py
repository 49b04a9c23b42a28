"""逾期未答: what the law makes of a clock that ran out without an answer, and from which day.

Silence brings about only what a clause says; where none says anything, being late is being late and no more.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from chengxin_core.calendar import Calendar, due
from chengxin_core.rulebook import Rulebook, Silence


@dataclass(frozen=True, slots=True)
class SilenceAnswer:
    """What silence has brought about on the day of asking: `NONE` while the clock still runs.

    `last_day` is the last day for an answer, `effect_on` the first on which the effect holds, `source` its citation.
    """

    effect: Silence
    words: str
    last_day: date
    effect_on: date
    rule_id: str
    source: str


def silence_of(clock: str, start: date, rulebook: Rulebook, calendar: Calendar, *, on: date) -> SilenceAnswer:
    """Say what the silence of who was to answer has brought about by `on`, for a clock started on `start`.

    The law of the start day decides. Raises `UnknownRule`, `NothingInForce`.
    """
    rule = rulebook.clock(clock).on(start)
    last_day = due(start, *rule.period, calendar).due_on
    ran_out = on > last_day
    return SilenceAnswer(
        effect=rule.on_silence if ran_out else Silence.NONE,
        words=rule.silence if ran_out else "",
        last_day=last_day,
        effect_on=last_day + timedelta(days=1),
        rule_id=rule.rule_id,
        source=rule.shown,
    )
