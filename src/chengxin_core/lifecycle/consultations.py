"""会签和协办: another unit is asked for its word by a day; it changes nothing by itself (policy Q-24)."""

from chengxin_core.lifecycle.table import Actor, Lifecycle, steps
from chengxin_core.vocabulary import Term


class ConsultationState(Term):
    """Where a consultation stands."""

    ASKED = "asked", "待答复"
    AGREED = "agreed", "已会签同意"
    OBJECTED = "objected", "会签提出不同意见"
    ANSWERED = "answered", "已协办答复"
    WITHDRAWN = "withdrawn", "已撤回"


class ConsultationKind(Term):
    """What a unit is asked for."""

    COUNTERSIGN = "countersign", "会签"
    ASSIST = "assist", "协办"


_WHO = (
    Actor.BODY_HEAD,
    Actor.CREDIT_OFFICER,
    Actor.CREDIT_HEAD,
    Actor.LEGAL_REVIEWER,
    Actor.MEASURE_OWNER,
    Actor.INTAKE_OFFICER,
)

CONSULTATION = Lifecycle(
    kind="consultation",
    zh="会签和协办",
    states=ConsultationState,
    initial=ConsultationState.ASKED,
    moves=steps(
        ("agree", "会签同意", ("asked",), "agreed", _WHO, ("Q-24",), False),
        ("differ", "提出不同意见", ("asked",), "objected", _WHO, ("Q-24",), False),
        ("reply", "答复协办", ("asked",), "answered", _WHO, ("Q-24",), False),
        ("withdraw", "撤回", ("asked",), "withdrawn", (Actor.SYSTEM,), ("Q-24",), False),
    ),
)
