"""一问一答: what a parameter was on a day, who says so, and when another day gives another answer."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from chengxin_core.calendar import Unit
from chengxin_core.rulebook.authority import Document, Law
from chengxin_core.rulebook.book import Rulebook
from chengxin_core.rulebook.entries import NothingInForce, Parameter, Value
from chengxin_core.rulebook.layers import Layered

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Answer:
    """What held on a day: the number with its unit, its citation (or 系统默认，可调整), the document in force.

    `document` is None where no text was read. `before` is the answer of the last day that had another one,
    `after` that of the first day that has another one; None where there is none.
    """

    key: str
    on: date
    value: Value
    unit: Unit | None
    shown: str
    document: Document | None
    rulebook: str  # the version that was asked
    before: "Answer | None" = None
    after: "Answer | None" = None

    def says_the_same_as(self, other: "Answer") -> bool:
        """Say whether both answers are one: the same number under the same document."""
        return (self.value, self.unit, self.document) == (other.value, other.unit, other.document)


def answer(rulebook: Rulebook, key: str, *, on: date) -> Answer:
    """Return what the rulebook answers for a parameter or clock on a day, with its neighbours in time.

    Raises `UnknownRule`, or `NothingInForce` where no text had set it by that day.
    """
    timeline = rulebook.parameter(key)
    here = _answer(timeline, on, rulebook.hash)
    changes = timeline.days_of_change
    earlier = (day - _A_DAY for day in reversed(changes) if day <= on)
    later = (day for day in changes if day > on)
    return replace(
        here, before=_first_other(timeline, here, earlier), after=_first_other(timeline, here, later)
    )


def _first_other(timeline: Layered[Parameter], here: Answer, days: Iterable[date]) -> Answer | None:
    for day in days:
        try:
            other = _answer(timeline, day, here.rulebook)
        except NothingInForce:
            return None
        if not other.says_the_same_as(here):
            return other
    return None


def _answer(timeline: Layered[Parameter], day: date, rulebook: str) -> Answer:
    entry = timeline.on(day)
    document = entry.authority.document if isinstance(entry.authority, Law) else None
    return Answer(timeline.key, day, entry.value, entry.unit, entry.shown, document, rulebook)
