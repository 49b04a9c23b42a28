"""诚信查询: unusual use that the audit administrator looks into, and figures that are reviewed before all see them."""

from chengxin_core.lifecycle.table import Actor, Lifecycle, steps
from chengxin_core.vocabulary import Term


class UnusualUseState(Term):
    """Where the looking into an unusual use stands."""

    RAISED = "raised", "待核查"
    ASKED = "asked", "已要求说明"
    EXPLAINED = "explained", "核查属正常使用"
    REFERRED = "referred", "已移送处理"


class FiguresState(Term):
    """Where the figures of one quarter stand."""

    DRAWN = "drawn", "待公开审查"
    RELEASED = "released", "已公开"
    REFUSED = "refused", "不予公开"
    WITHDRAWN = "withdrawn", "已撤下"


_AUDIT = (Actor.AUDIT_ADMIN,)
_RELEASE = (Actor.RELEASE_REVIEWER,)

UNUSUAL_USE = Lifecycle(
    kind="unusual_use",
    zh="异常查询核查",
    states=UnusualUseState,
    initial=UnusualUseState.RAISED,
    moves=steps(
        ("ask", "要求说明", ("raised",), "asked", _AUDIT, ("T-43",), False),
        ("explain", "核查属正常使用", ("raised", "asked"), "explained", _AUDIT, ("T-43",), False),
        ("refer", "移送处理", ("raised", "asked"), "referred", _AUDIT, ("C-23", "T-43"), False),
    ),
    is_internal=True,
)

FIGURES = Lifecycle(
    kind="inquiry_figures",
    zh="查询统计公开",
    states=FiguresState,
    initial=FiguresState.DRAWN,
    moves=steps(
        ("release", "公开审查", ("drawn",), "released", _RELEASE, ("Q-27",), False),
        ("refuse", "不予公开", ("drawn",), "refused", _RELEASE, ("Q-27",), False),
        ("withdraw", "撤下统计", ("released",), "withdrawn", _RELEASE, ("Q-27",), False),
    ),
    is_internal=True,
)
