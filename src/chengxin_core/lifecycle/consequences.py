"""惩戒与整改: rectification by the body, and each measure by its owner (policy 13.3, Q-20, Q-21, Q-23, Q-24)."""

from chengxin_core.lifecycle.table import Actor, Lifecycle, steps
from chengxin_core.vocabulary import Term


class RectificationState(Term):
    """Where the explaining and mending of one record stands."""

    PROPOSED = "proposed", "拟责令整改"
    NOTICED = "noticed", "已告知拟责令整改"
    HEARD = "heard", "已听取陈述申辩"
    EXEMPTED = "exempted", "免于惩戒"
    ORDERED = "ordered", "已责令整改"
    EXPLAINED = "explained", "已书面说明"
    RECTIFYING = "rectifying", "整改中"
    REPORTED = "reported", "已报告整改"
    RECTIFIED = "rectified", "整改完成"
    ESCALATED = "escalated", "逾期升级"
    ENDED = "ended", "已终结"


_OFFICER = (Actor.CREDIT_OFFICER,)
_HEAD = (Actor.CREDIT_HEAD,)
_LIAISON = (Actor.LIAISON,)
_SYSTEM = (Actor.SYSTEM,)

# An order that goes beyond what the record's notice told has a notice and a hearing of its own before it.
# An order reaches the body by service; whoever is late climbs the ladder of chain/consequences, a rung at a time.
RECTIFICATION = Lifecycle(
    kind="rectification",
    zh="书面说明与限期整改",
    states=RectificationState,
    initial=RectificationState.PROPOSED,
    moves=steps(
        ("notice", "送达拟责令整改告知书", ("proposed",), "noticed", _SYSTEM, ("Q-19", "Q-23"), False),
        ("hear", "记录陈述申辩", ("noticed",), "heard", _OFFICER, ("Q-19", "R-33"), False),
        (
            "exempt",
            "免于惩戒",
            ("proposed", "noticed", "heard"),
            "exempted",
            _HEAD,
            ("A-19", "R-25"),
            False,
        ),
        (
            "order",
            "送达责令整改通知书",
            ("proposed", "heard"),
            "ordered",
            _SYSTEM,
            ("A-17", "Q-23", "Q-24"),
            True,
        ),
        ("explain", "提交书面说明", ("ordered", "escalated"), "explained", _LIAISON, ("A-17",), False),
        ("settle", "认可书面说明", ("explained",), "rectified", _OFFICER, ("A-17",), False),
        ("plan", "提交整改方案", ("explained", "escalated"), "rectifying", _LIAISON, ("A-17", "N-49"), False),
        ("report", "提交整改报告", ("rectifying", "escalated"), "reported", _LIAISON, ("A-17",), False),
        ("verify", "验收通过", ("reported",), "rectified", _OFFICER, ("N-32",), False),
        ("send_back", "退回整改", ("reported",), "rectifying", _OFFICER, ("N-32", "S-41"), False),
        ("fail", "验收不通过", ("reported",), "escalated", _OFFICER, ("A-17", "N-26", "S-41"), False),
        (
            "escalate",
            "逾期升级",
            ("ordered", "explained", "rectifying"),
            "escalated",
            _SYSTEM,
            ("A-17", "N-26", "S-41"),
            False,
        ),
        (
            "end",
            "终结",
            (
                "proposed",
                "noticed",
                "heard",
                "exempted",
                "ordered",
                "explained",
                "rectifying",
                "reported",
                "rectified",
                "escalated",
            ),
            "ended",
            _SYSTEM,
            ("C-16", "C-31"),
            False,
        ),
    ),
)


class MeasureState(Term):
    """Where one listed measure stands."""

    PROPOSED = "proposed", "已建议"
    NOTICED = "noticed", "已告知"
    HEARD = "heard", "已听取陈述申辩"
    DECIDED = "decided", "已决定"
    REFUSED = "refused", "不予采取"
    IN_FORCE = "in_force", "实施中"
    LIFTING = "lifting", "待解除回执"
    LIFTED = "lifted", "已解除"
    DROPPED = "dropped", "已撤回建议"


_OWNER = (Actor.MEASURE_OWNER,)

# The credit organ proposes, hears and withdraws in the record's matter, and the measure follows it (system); what
# becomes of the measure itself is the owner's alone.
MEASURE = Lifecycle(
    kind="measure",
    zh="失信惩戒措施",
    states=MeasureState,
    initial=MeasureState.PROPOSED,
    moves=steps(
        (
            "drop",
            "撤回建议",
            ("proposed", "noticed", "heard", "decided"),
            "dropped",
            _SYSTEM,
            ("C-31", "C-53"),
            False,
        ),
        ("notice", "送达告知书", ("proposed",), "noticed", _SYSTEM, ("Q-19", "Q-23"), False),
        ("hear", "听取陈述申辩", ("noticed",), "heard", _SYSTEM, ("Q-19", "R-33"), False),
        ("decide", "决定采取", ("heard",), "decided", _OWNER, ("C-11", "Q-20"), True),
        ("refuse", "不予采取", ("heard",), "refused", _OWNER, ("Q-20",), False),
        ("apply", "反馈已实施", ("decided",), "in_force", _OWNER, ("Q-20", "Q-23"), True),
        ("lift", "提前解除", ("in_force",), "lifted", _OWNER, ("N-32",), False),
        ("call_off", "通知解除", ("in_force",), "lifting", _SYSTEM, ("C-31", "N-32", "N-44"), False),
        ("remind", "催办解除回执", ("lifting",), "lifting", _SYSTEM, ("C-31", "N-44"), False),
        ("acknowledge", "回执已解除", ("lifting",), "lifted", _OWNER, ("C-31", "N-44"), False),
    ),
)
