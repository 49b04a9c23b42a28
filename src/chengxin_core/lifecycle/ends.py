"""异议、修复、撤销修复、恢复名誉: how a record is contested, mended or made good (policy 13.4, 13.5, A-20).

What a record's own end takes with it (`lapse`) is the platform's step: no path stays open under a record that is gone.
"""

from chengxin_core.lifecycle.table import Actor, Lifecycle, steps
from chengxin_core.vocabulary import Term

_OFFICER = (Actor.CREDIT_OFFICER,)
_HEAD = (Actor.CREDIT_HEAD,)
_LIAISON = (Actor.LIAISON,)
_SYSTEM = (Actor.SYSTEM,)


class ObjectionGround(Term):
    """异议事由: on what an objection may rest: error, omission or infringement (policy C-17)."""

    WRONG_BODY = "wrong_body", "信息错误：主体错误，不是本单位的行为"
    ERROR = "error", "信息错误：事实、依据、日期或者程度有误"
    OMISSION = "omission", "信息遗漏"
    INFRINGEMENT = "infringement", "采集、披露或者使用侵犯合法权益"


class ObjectionState(Term):
    """Where an objection stands."""

    FILED = "filed", "已提出"
    NOT_ACCEPTED = "not_accepted", "不予受理"
    ACCEPTED = "accepted", "已受理"
    VERIFYING = "verifying", "协查中"
    CORRECTED = "corrected", "异议成立，已更正"
    REMOVED = "removed", "异议成立，已撤销"
    MAINTAINED = "maintained", "异议不成立"
    LAPSED = "lapsed", "记录已终止，异议终结"


OBJECTION = Lifecycle(
    kind="objection",
    zh="异议申请",
    states=ObjectionState,
    initial=ObjectionState.FILED,
    moves=steps(
        ("accept", "受理", ("filed",), "accepted", _OFFICER, ("C-17",), False),
        ("decline", "不予受理", ("filed",), "not_accepted", _OFFICER, ("C-17",), True),
        ("ask_supplier", "转提供单位协查", ("accepted",), "verifying", _OFFICER, ("C-17",), False),
        ("correct", "异议成立，更正", ("accepted", "verifying"), "corrected", _HEAD, ("C-17", "C-18"), False),
        (
            "remove",
            "异议成立，撤销",
            ("accepted", "verifying"),
            "removed",
            _HEAD,
            ("C-17", "C-18", "C-55"),
            False,
        ),
        (
            "maintain",
            "异议不成立，维持",
            ("accepted", "verifying"),
            "maintained",
            _HEAD,
            ("C-17", "Q-26"),
            True,
        ),
        (
            "lapse",
            "记录已终止",
            ("filed", "accepted", "verifying"),
            "lapsed",
            _SYSTEM,
            ("C-16", "C-37"),
            False,
        ),
    ),
)


class RepairEffectKind(Term):
    """修复的三项效果: all of them, each answered for (policy C-31)."""

    PUBLICATION_ENDED = "publication_ended", "终止公示"
    SHARING_STOPPED = "sharing_stopped", "停止共享使用"
    MEASURES_LIFTED = "measures_lifted", "解除惩戒措施"


class RepairState(Term):
    """Where an application for repair stands."""

    APPLIED = "applied", "已申请"
    SUPPLEMENT = "supplement", "待补正"
    SUPPLEMENTED = "supplemented", "已补正"
    NOT_ACCEPTED = "not_accepted", "不予受理"
    ACCEPTED = "accepted", "已受理"
    REFUSED = "refused", "不予修复"
    GRANTED = "granted", "准予修复，待各方回执"
    COMPLETED = "completed", "修复完成"
    REVOKED = "revoked", "已撤销修复"
    LAPSED = "lapsed", "记录已终止，无需修复"


REPAIR = Lifecycle(
    kind="repair",
    zh="信用修复",
    states=RepairState,
    initial=RepairState.APPLIED,
    moves=steps(
        ("ask_for_more", "一次性告知补正", ("applied",), "supplement", _OFFICER, ("C-42",), False),
        ("supplement", "补正材料", ("supplement",), "supplemented", _LIAISON, ("C-41",), False),
        ("accept", "受理", ("applied", "supplemented"), "accepted", _OFFICER, ("C-42",), False),
        ("decline", "不予受理", ("applied", "supplemented"), "not_accepted", _OFFICER, ("C-42",), True),
        ("grant", "准予修复", ("accepted",), "granted", _HEAD, ("C-31", "C-38", "N-32"), False),
        ("refuse", "不予修复", ("accepted",), "refused", _HEAD, ("C-38", "Q-26"), True),
        ("complete", "各方回执完毕", ("granted",), "completed", _SYSTEM, ("C-31", "C-43"), False),
        ("revoke", "撤销修复", ("granted", "completed"), "revoked", _SYSTEM, ("C-38", "Q-24"), True),
        (
            "lapse",
            "记录已终止",
            ("applied", "supplement", "supplemented", "accepted"),
            "lapsed",
            _SYSTEM,
            ("C-16", "C-37"),
            False,
        ),
    ),
)


class RevocationState(Term):
    """Where the revoking of a repair that rested on false proof stands."""

    PROPOSED = "proposed", "拟撤销修复"
    NOTICED = "noticed", "已告知拟撤销修复"
    HEARD = "heard", "已听取陈述申辩"
    REVOKED = "revoked", "已撤销修复"
    DROPPED = "dropped", "不予撤销修复"


# The repaired record does not come back: what is revoked is the grant, and the false proof is a new fact.
REVOCATION = Lifecycle(
    kind="revocation",
    zh="撤销信用修复",
    states=RevocationState,
    initial=RevocationState.PROPOSED,
    moves=steps(
        ("notice", "送达拟撤销修复告知书", ("proposed",), "noticed", _SYSTEM, ("Q-19", "Q-23"), False),
        ("hear", "记录陈述申辩", ("noticed",), "heard", _OFFICER, ("Q-19", "R-33"), False),
        (
            "revoke",
            "送达撤销修复决定书",
            ("heard",),
            "revoked",
            _SYSTEM,
            ("C-38", "Q-23", "Q-24"),
            True,
        ),
        (
            "drop",
            "不予撤销修复",
            ("proposed", "noticed", "heard"),
            "dropped",
            _HEAD,
            ("C-38", "R-33"),
            False,
        ),
    ),
)


class RedressState(Term):
    """Where the making good of a wrong record stands."""

    OWED = "owed", "待恢复名誉"
    DONE = "done", "已恢复名誉"


REDRESS = Lifecycle(
    kind="redress",
    zh="恢复名誉",
    states=RedressState,
    initial=RedressState.OWED,
    moves=steps(
        ("restore", "送达恢复名誉告知书", ("owed",), "done", _SYSTEM, ("A-20", "R-35", "C-55"), False),
    ),
)
