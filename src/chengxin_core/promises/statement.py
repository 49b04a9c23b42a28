"""一条陈述: one figure that a report states about one measure, as a target or as a result."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What the figure measures of its subject."""

    LEVEL = "level"
    GROWTH_PCT = "growth_pct"
    DECLINE_PCT = "decline_pct"
    INCREASE = "increase"
    DECREASE = "decrease"
    MULTIPLE = "multiple"


class Bound(StrEnum):
    """How the words around a figure limit it; without such words the measure itself says it."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOUT = "about"
    BELOW = "below"
    BETWEEN = "between"


class Basis(StrEnum):
    """Over which time the figure counts."""

    YEAR = "year"
    CUMULATIVE = "cumulative"
    ANNUAL_AVERAGE = "annual_average"


class Resolve(StrEnum):
    """How firmly a target is worded."""

    FIRM = "firm"
    STRIVE = "strive"


@dataclass(frozen=True, slots=True)
class Statement:
    """`value` is in `unit` as printed (240 亿元); `high` is the upper end of a range; `sentence` is verbatim."""

    metric: str
    kind: Kind
    value: Decimal
    unit: str
    year: int
    sentence: str
    high: Decimal | None = None
    bound: Bound | None = None
    basis: Basis = Basis.YEAR
    resolve: Resolve = Resolve.FIRM
