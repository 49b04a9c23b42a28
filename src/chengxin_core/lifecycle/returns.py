"""填报: a return from the day it is asked for to its receipt; what was handed in is never changed (policy Q-38)."""

from chengxin_core.lifecycle.table import Actor, Lifecycle, steps
from chengxin_core.vocabulary import Term


class ReturnState(Term):
    """Where a return stands."""

    OPENED = "opened", "待填报"
    CHECKING = "checking", "待审核"
    CHECKED = "checked", "待上报"
    SUBMITTED = "submitted", "已上报，待接收"
    RETURNED = "returned", "已退回，待补报"
    ACCEPTED = "accepted", "已接收"
    WAIVED = "waived", "免报"


_MAKER = (Actor.LIAISON,)
_HEAD = (Actor.BODY_HEAD,)
_RECEIVER = (Actor.CREDIT_OFFICER, Actor.INTAKE_OFFICER)

RETURN = Lifecycle(
    kind="return",
    zh="定期报表填报",
    states=ReturnState,
    initial=ReturnState.OPENED,
    moves=steps(
        ("fill", "填报", ("opened",), "checking", _MAKER, ("Q-38",), False),
        ("refill", "补报", ("returned",), "checking", _MAKER, ("Q-38",), False),
        ("revise", "修改填报", ("checking",), "checking", _MAKER, ("Q-38",), False),
        ("sign", "签字并上报", ("checking",), "submitted", _HEAD, ("Q-38",), False),
        ("sign_on_paper", "上传签字扫描件并上报", ("checking",), "submitted", _MAKER, ("Q-38",), False),
        ("check", "审核通过", ("checking",), "checked", _HEAD, ("Q-38",), False),
        ("refuse", "审核退回修改", ("checking",), "opened", _HEAD, ("Q-38",), False),
        ("submit", "上报", ("checked",), "submitted", _MAKER, ("Q-38",), False),
        ("send_back", "退回补报", ("submitted",), "returned", _RECEIVER, ("Q-38",), False),
        ("accept", "接收", ("submitted",), "accepted", _RECEIVER, ("Q-38",), False),
        ("waive", "免报", ("opened", "returned"), "waived", _RECEIVER, ("Q-38",), False),
    ),
)
