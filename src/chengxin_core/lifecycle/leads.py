"""问题线索: what was heard of but rests on no effective instrument; never a record by itself (policy R-12, C-52)."""

from chengxin_core.lifecycle.table import Actor, Lifecycle, steps
from chengxin_core.vocabulary import Term


class LeadState(Term):
    """Where a lead stands."""

    REGISTERED = "registered", "已登记"
    TRANSFERRED = "transferred", "已移送核实"
    CLOSED = "closed", "已办结"


_OFFICER = (Actor.CREDIT_OFFICER,)

LEAD = Lifecycle(
    kind="lead",
    zh="问题线索",
    states=LeadState,
    initial=LeadState.REGISTERED,
    moves=steps(
        ("transfer", "移送核实", ("registered",), "transferred", _OFFICER, ("R-12", "N-23"), False),
        ("close", "办结", ("registered", "transferred"), "closed", _OFFICER, ("R-12",), False),
    ),
)
