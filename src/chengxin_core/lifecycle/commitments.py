"""承诺: from what a body says it will do to what came of it (policy 13.10, K5, K8).

Who promised reports; who did not promise says what came of it. No step lets a promise be forgotten: while it runs,
the platform alone makes it overdue, and asking for a change stops no clock.
"""

from chengxin_core.lifecycle.table import Actor, Lifecycle, steps
from chengxin_core.vocabulary import Term


class CommitmentState(Term):
    """Where a promise stands."""

    PROPOSED = "proposed", "待审查"
    REJECTED = "rejected", "审查不通过"
    APPROVED = "approved", "审查通过"
    PERFORMING = "performing", "履行中"
    DUE_SOON = "due_soon", "即将到期"
    OVERDUE = "overdue", "已逾期"
    REPORTED = "reported", "已报告完成，待核实"
    CHANGE_PROPOSED = "change_proposed", "已提出变更"
    PROCEDURE = "procedure", "变更程序审查中"
    COMPENSATION_FIXED = "compensation_fixed", "补偿已确定"
    FULFILLED = "fulfilled", "已履行"
    FULFILLED_LATE = "fulfilled_late", "迟延履行"
    DISPUTED = "disputed", "有争议"
    BROKEN = "broken", "违约"
    ENDED = "ended", "依法终止"
    INVALID = "invalid", "违法无效"


_UNIT = (Actor.LIAISON,)
_OFFICER = (Actor.CREDIT_OFFICER,)
_HEAD = (Actor.CREDIT_HEAD,)
_LAWYER = (Actor.LEGAL_REVIEWER,)
_SYSTEM = (Actor.SYSTEM,)
_RUNNING = ("performing", "due_soon", "overdue")
CHANGING = ("change_proposed", "procedure", "compensation_fixed")
OPEN = frozenset({*_RUNNING, *CHANGING, "reported", "disputed"})
"""The states in which the promise is owed still."""

COMMITMENT = Lifecycle(
    kind="commitment",
    zh="承诺",
    states=CommitmentState,
    initial=CommitmentState.PROPOSED,
    moves=steps(
        ("approve", "审查通过", ("proposed",), "approved", _LAWYER, ("K5-01", "A-47"), False),
        ("reject", "审查不通过", ("proposed",), "rejected", _LAWYER, ("K5-01", "K5-04"), False),
        ("enter", "登记生效", ("approved",), "performing", (*_UNIT, *_OFFICER), ("A-47", "A-42"), False),
        ("remind", "到期提醒", ("performing",), "due_soon", _SYSTEM, ("A-42",), False),
        ("lapse", "逾期", ("performing", "due_soon"), "overdue", _SYSTEM, ("N-26",), False),
        ("report", "报告完成", _RUNNING, "reported", _UNIT, ("A-42",), False),
        ("send_back", "退回，尚未完成", ("reported",), "performing", _OFFICER, ("A-42",), False),
        ("keep", "核实为已履行", ("reported", "disputed"), "fulfilled", _OFFICER, ("A-42", "K8-03"), False),
        (
            "keep_late",
            "核实为迟延履行",
            ("reported", "disputed"),
            "fulfilled_late",
            _OFFICER,
            ("A-42", "K8-03"),
            False,
        ),
        (
            "dispute",
            "登记受益方异议",
            ("fulfilled", "fulfilled_late"),
            "disputed",
            _OFFICER,
            ("N-23", "A-42"),
            False,
        ),
        ("break", "认定违约", ("overdue", "disputed"), "broken", _HEAD, ("N-26", "K8-03"), True),
        (
            "propose_change",
            "提出变更或者终止",
            _RUNNING,
            "change_proposed",
            _UNIT,
            ("K5-06", "A-43"),
            False,
        ),
        (
            "check_procedure",
            "权限和程序审查通过",
            ("change_proposed",),
            "procedure",
            _LAWYER,
            ("K5-06",),
            False,
        ),
        ("fix_compensation", "确定补偿", ("procedure",), "compensation_fixed", _HEAD, ("K5-06",), False),
        ("adopt_change", "变更生效", ("compensation_fixed",), "performing", _HEAD, ("K5-06",), False),
        ("end", "依法终止", ("compensation_fixed",), "ended", _HEAD, ("K5-06",), False),
        ("refuse_change", "不同意变更", CHANGING, "performing", (*_LAWYER, *_HEAD), ("K5-06",), False),
        (
            "invalidate",
            "认定违法无效",
            ("proposed", "approved", *_RUNNING, *CHANGING, "reported", "disputed"),
            "invalid",
            _HEAD,
            ("K5-07", "K8-03"),
            True,
        ),
    ),
)
