"""平台来函: the platform of record ended something first; ours follows only when a person has confirmed it (Q-32)."""

from chengxin_core.lifecycle.table import Actor, Lifecycle, steps
from chengxin_core.vocabulary import Term

_OFFICER, _HEAD, _SYSTEM = (Actor.CREDIT_OFFICER,), (Actor.CREDIT_HEAD,), (Actor.SYSTEM,)


class PlatformNoticeState(Term):
    """Where the answer to a notice of the platform stands."""

    RECEIVED = "received", "待核实平台来函"
    PROPOSED = "proposed", "拟同步终止"
    FOLLOWED = "followed", "已同步终止"
    DECLINED = "declined", "不予同步，已答复平台"
    LAPSED = "lapsed", "记录已终止，无需同步"


PLATFORM_NOTICE = Lifecycle(
    kind="platform_notice",
    zh="平台来函",
    states=PlatformNoticeState,
    initial=PlatformNoticeState.RECEIVED,
    moves=steps(
        ("propose", "核实并提出同步终止", ("received",), "proposed", _OFFICER, ("Q-32", "C-43"), False),
        ("send_back", "退回核实", ("proposed",), "received", _HEAD, ("Q-32",), False),
        ("confirm", "确认同步终止", ("proposed",), "followed", _HEAD, ("Q-32", "C-43"), False),
        ("decline", "不予同步并答复平台", ("received", "proposed"), "declined", _HEAD, ("Q-32",), True),
        ("lapse", "记录已经终止", ("received", "proposed"), "lapsed", _SYSTEM, ("Q-32",), False),
    ),
)
