"""监督意见: what another organ told a body in writing, what the body answered, and what came of it (policy Q-39).

An answer that says nothing is none yet: it is held until the organ that keeps track says why it will do, and the
body's days run on.
"""

from chengxin_core.lifecycle.table import Actor, Lifecycle, steps
from chengxin_core.vocabulary import Term


class ReceivedOpinionState(Term):
    """Where a received opinion stands."""

    RECEIVED = "received", "待答复"
    HELD = "held", "答复提请复核"
    ANSWERED = "answered", "已答复，待核定结果"
    CONCLUDED = "concluded", "已有结果"


_OFFICE = (Actor.INTAKE_OFFICER,)

RECEIVED_OPINION = Lifecycle(
    kind="received_opinion",
    zh="监督意见",
    states=ReceivedOpinionState,
    initial=ReceivedOpinionState.RECEIVED,
    moves=steps(
        ("answer", "答复", ("received", "held"), "answered", (Actor.LIAISON,), ("Q-39",), False),
        ("hold", "答复提请复核", ("received", "held"), "held", (Actor.LIAISON,), ("Q-39",), False),
        ("let_pass", "复核认可答复", ("held",), "answered", _OFFICE, ("Q-39",), False),
        ("send_back", "退回，重新答复", ("held", "answered"), "received", _OFFICE, ("Q-39",), False),
        ("conclude", "登记结果", ("answered",), "concluded", _OFFICE, ("Q-39",), False),
    ),
)
