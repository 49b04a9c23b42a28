"""文书: from draft to service; nothing harms before it was served (policy Q-23, Q-24)."""

from chengxin_core.lifecycle.table import Actor, Lifecycle, steps
from chengxin_core.vocabulary import Term


class DocumentState(Term):
    """Where an official document stands."""

    DRAFTED = "drafted", "拟稿"
    REVIEWED = "reviewed", "已审核"
    LEGAL_REVIEWED = "legal_reviewed", "已法制审核"
    ISSUED = "issued", "已签发"
    DISPATCHED = "dispatched", "已发出待签收"
    SERVED = "served", "已送达"
    CANCELLED = "cancelled", "已作废"


_FOR_PERSONS = (Actor.PERSONNEL_OFFICER, Actor.DISCIPLINE_OFFICER)  # a paper about a person stays with these
_OFFICER = (Actor.CREDIT_OFFICER, *_FOR_PERSONS)
_HEAD = (Actor.CREDIT_HEAD, Actor.PERSONNEL_HEAD, Actor.DISCIPLINE_OFFICER)
_IN_LAW = (Actor.LEGAL_REVIEWER, *_FOR_PERSONS)
_OWN_SIDE = ("drafted", "reviewed", "legal_reviewed")

DOCUMENT = Lifecycle(
    kind="document",
    zh="文书",
    states=DocumentState,
    initial=DocumentState.DRAFTED,
    moves=steps(
        ("revise", "修改稿件", ("drafted",), "drafted", _OFFICER, ("Q-24",), False),
        ("withdraw", "撤回稿件", ("drafted",), "cancelled", _OFFICER, ("Q-24",), False),
        ("review", "审核", ("drafted",), "reviewed", _OFFICER, ("Q-24",), False),
        (
            "legal_review",
            "法制审核",
            ("reviewed",),
            "legal_reviewed",
            _IN_LAW,
            ("Q-24",),
            False,
        ),
        (
            "send_back",
            "退回修改",
            ("reviewed", "legal_reviewed"),
            "drafted",
            (*_IN_LAW, *_HEAD),
            ("Q-24",),
            False,
        ),
        ("retract_review", "撤回审核意见", ("reviewed",), "drafted", _OFFICER, ("Q-24",), False),
        (
            "retract_legal",
            "撤回法制审核意见",
            ("legal_reviewed",),
            "reviewed",
            _IN_LAW,
            ("Q-24",),
            False,
        ),
        ("issue", "签发", ("legal_reviewed",), "issued", _HEAD, ("Q-24",), False),
        ("dispatch", "电子送达", ("issued",), "dispatched", _OFFICER, ("Q-23",), False),
        ("sign", "签收", ("dispatched",), "served", (Actor.LIAISON, Actor.OFFICIAL), ("Q-23",), False),
        (
            "decline_electronic",
            "不同意电子送达",
            ("dispatched",),
            "issued",
            (Actor.LIAISON, Actor.OFFICIAL),
            ("Q-23",),
            False,
        ),
        ("record_service", "登记送达", ("issued", "dispatched"), "served", _OFFICER, ("Q-23",), False),
        (
            "cancel",
            "作废",
            (*_OWN_SIDE, "issued"),
            "cancelled",
            (*_HEAD, Actor.SYSTEM),
            ("Q-24",),
            False,
        ),
        ("recall", "收回作废", ("dispatched",), "cancelled", (Actor.SYSTEM,), ("Q-24",), False),
    ),
)


class ServiceChannel(Term):
    """送达方式 (policy Q-23)."""

    DIRECT = "direct", "直接送达"
    POST = "post", "邮寄送达"
    LEFT = "left", "留置送达"
    ELECTRONIC = "electronic", "电子送达"
    EXCHANGE = "exchange", "公文交换"
