"""兑现情况: what the public is told of a promise. A day that passed is arithmetic that anybody can do; what it means is
said only by a verdict (policy 13.10: public after finding).
"""

from chengxin_core.vocabulary import Term


class Standing(Term):
    """兑现情况."""

    DUE = "due", "履行中"
    KEPT = "kept", "按时兑现"
    LATE = "late", "迟延兑现"
    DISPUTED = "disputed", "有争议"
    BROKEN = "broken", "违约"
    ENDED = "ended", "依法终止"
    INVALID = "invalid", "违法无效"


_BY_STATE = {
    "fulfilled": Standing.KEPT,
    "fulfilled_late": Standing.LATE,
    "disputed": Standing.DISPUTED,
    "broken": Standing.BROKEN,
    "ended": Standing.ENDED,
    "invalid": Standing.INVALID,
}
JUDGED = (Standing.KEPT, Standing.LATE, Standing.BROKEN)
"""Of these a share is told: what was promised, was due, and has its verdict."""


def standing_of(state: str) -> Standing:
    """Return what the public is told of a promise in a state of its table.

    >>> standing_of("overdue").zh, standing_of("broken").zh
    ('履行中', '违约')
    """
    return _BY_STATE.get(state, Standing.DUE)
