"""停止共享: whoever had taken what ended must say that it shares it no more (policy C-31, C-43, Q-32)."""

from chengxin_core.lifecycle.table import Actor, Lifecycle, steps
from chengxin_core.vocabulary import Term

_SYSTEM = (Actor.SYSTEM,)


class SharingStopState(Term):
    """Where the stopping of sharing stands."""

    WAITING = "waiting", "待共享单位回执"
    ESCALATED = "escalated", "逾期或者不实，催办中"
    STOPPED = "stopped", "均已停止共享"
    CONCLUDED = "concluded", "已另行处理"


SHARING_STOP = Lifecycle(
    kind="sharing_stop",
    zh="停止共享",
    states=SharingStopState,
    initial=SharingStopState.WAITING,
    moves=steps(
        (
            "settle",
            "各共享单位均已停止共享",
            ("waiting", "escalated"),
            "stopped",
            _SYSTEM,
            ("C-31", "C-43"),
            False,
        ),
        ("escalate", "逾期未回执，升级催办", ("waiting",), "escalated", _SYSTEM, ("C-31", "Q-32"), False),
        (
            "contradict",
            "查实仍在共享，升级催办",
            ("waiting", "stopped"),
            "escalated",
            _SYSTEM,
            ("C-31", "Q-32"),
            False,
        ),
        (
            "conclude",
            "另行处理完毕",
            ("escalated",),
            "concluded",
            (Actor.CREDIT_HEAD,),
            ("C-31", "Q-32"),
            False,
        ),
    ),
)
