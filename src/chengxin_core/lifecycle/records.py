"""政务失信记录: from a proposed record to its lawful end (policy 13.1 as corrected by Q-19, Q-22…Q-25)."""

from chengxin_core.lifecycle.table import Actor, Lifecycle, steps
from chengxin_core.vocabulary import Term


class RecordState(Term):
    """Where a record stands."""

    DRAFT = "draft", "待报送"
    SUBMITTED = "submitted", "已报送"
    RETURNED = "returned", "已退回"
    ACCEPTED = "accepted", "已受理"
    NOTICED = "noticed", "已告知"
    HEARD = "heard", "已听取陈述申辩"
    ACTIVE = "active", "已认定"
    DISMISSED = "dismissed", "不予认定"
    MERGED = "merged", "已并案"
    RETRACTED = "retracted", "已撤回补录"
    WITHDRAWN = "withdrawn", "已撤销"
    REPAIRED = "repaired", "已准予修复"  # 修复完成 is said by the repair, once everybody answered
    EXPIRED = "expired", "已届满"
    ARCHIVED = "archived", "已归档"


_OFFICER = (Actor.CREDIT_OFFICER,)
_HEAD = (Actor.CREDIT_HEAD,)
_BEFORE_DECISION = ("draft", "submitted", "returned", "accepted", "noticed", "heard")

RECORD = Lifecycle(
    kind="record",
    zh="政务失信记录",
    states=RecordState,
    initial=RecordState.DRAFT,
    moves=steps(
        ("submit", "报送", ("draft", "returned"), "submitted", _OFFICER, ("A-16", "C-06", "Q-22"), False),
        ("return", "退回", ("submitted", "accepted"), "returned", _OFFICER, ("C-02", "C-52", "R-12"), False),
        ("accept", "受理", ("submitted",), "accepted", _OFFICER, ("C-02", "C-52", "Q-22"), False),
        ("grade", "研判失信程度", ("accepted",), "accepted", _OFFICER, ("C-32", "C-53"), False),
        ("merge", "并案", ("draft", "submitted", "accepted"), "merged", _OFFICER, ("Q-25",), False),
        ("retract", "撤回补录", ("draft",), "retracted", (*_OFFICER, *_HEAD), ("Q-31",), False),
        ("notice", "送达拟列入告知书", ("accepted",), "noticed", (Actor.SYSTEM,), ("Q-19", "Q-23"), False),
        ("hear", "记录陈述申辩", ("noticed",), "heard", _OFFICER, ("Q-19", "R-33"), False),
        (
            "dismiss",
            "不予认定",
            _BEFORE_DECISION,
            "dismissed",
            (*_HEAD, Actor.SYSTEM),
            ("Q-19", "Q-22"),
            False,
        ),
        ("activate", "送达认定书", ("heard",), "active", (Actor.SYSTEM,), ("Q-19", "Q-23", "Q-24"), True),
        ("expose", "作为典型案例公布", ("active",), "active", _HEAD, ("N-33",), True),
        ("end_exposure", "不再作为典型案例", ("active",), "active", _HEAD, ("N-33",), False),
        ("correct", "更正", ("active",), "active", _HEAD, ("C-17", "C-18"), False),
        ("withdraw", "撤销", ("active",), "withdrawn", _HEAD, ("C-18", "C-55", "P-25"), False),
        ("repair", "修复", ("active",), "repaired", (Actor.SYSTEM,), ("C-31", "N-32"), False),
        ("expire", "期限届满", ("active",), "expired", (Actor.SYSTEM,), ("C-16", "C-37"), False),
        (
            "archive",
            "归档",
            ("withdrawn", "repaired", "expired", "dismissed", "merged", "retracted"),
            "archived",
            (Actor.SYSTEM, Actor.ARCHIVIST),
            ("Q-28", "T-62"),
            False,
        ),
    ),
)
