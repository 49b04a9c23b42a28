"""岗位交接: from the list over the successor's acceptance to the chief's signature, at which the posts change hands."""

from chengxin_core.lifecycle.table import Actor, Lifecycle, steps
from chengxin_core.vocabulary import Term


class HandoverState(Term):
    """Where a handover stands."""

    LISTED = "listed", "已列清单"
    ACCEPTED = "accepted", "接任人已接收"
    SIGNED = "signed", "已交接"
    CANCELLED = "cancelled", "已取消"


_ANYBODY = tuple(actor for actor in Actor if actor is not Actor.SYSTEM)
_CHIEFS = (Actor.BODY_HEAD, Actor.CREDIT_HEAD, Actor.PERSONNEL_HEAD, Actor.SECURITY_ADMIN)

HANDOVER = Lifecycle(
    kind="handover",
    zh="岗位交接",
    states=HandoverState,
    initial=HandoverState.LISTED,
    moves=steps(
        ("accept", "接收", ("listed",), "accepted", _ANYBODY, ("T-42",), False),
        ("sign", "签字监交", ("accepted",), "signed", _CHIEFS, ("T-42",), False),
        ("cancel", "取消交接", ("listed", "accepted"), "cancelled", _ANYBODY, (), False),
    ),
    is_internal=True,
)
