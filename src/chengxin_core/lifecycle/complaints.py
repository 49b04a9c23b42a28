"""违约失信投诉: from what somebody reports to a finding, never by the body complained of (policy 13.2, N-21…N-28).

Who handles a complaint is superior to the body or competent by law; what is heard is a lead until a finding was served.
"""

from chengxin_core.lifecycle.ratings import BAD_RATINGS as BAD_RATINGS
from chengxin_core.lifecycle.ratings import Satisfaction as Satisfaction
from chengxin_core.lifecycle.table import Actor, Lifecycle, steps
from chengxin_core.vocabulary import Term


class ComplaintChannel(Term):
    """投诉渠道: through which of the six channels a complaint came (policy N-22)."""

    CREDIT_SITE = "credit_site", "信用网站违约失信投诉专栏"
    INSPECTION_ONLINE = "inspection_online", "“互联网+督查”平台"
    SME_ARREARS = "sme_arrears", "违约拖欠中小企业款项登记（投诉）平台"
    HOTLINE_12345 = "hotline_12345", "12345政务服务便民热线"
    BUSINESS_ENVIRONMENT = "business_environment", "营商环境投诉举报平台"
    PETITIONS = "petitions", "信访部门"


class ComplaintSubject(Term):
    """投诉事由: a broken promise, or that somebody fares worse for having complained (policy N-21, S-43)."""

    BREACH = "breach", "违约失信"
    RETALIATION = "retaliation", "打击报复"


class ComplaintState(Term):
    """Where a complaint stands."""

    RECEIVED = "received", "已收到"
    DECLINED = "declined", "不予受理"
    PASSED_ON = "passed_on", "已告知渠道并一次转送"
    MERGED = "merged", "已并入同一事项"
    ACCEPTED = "accepted", "已受理"
    ASSIGNED = "assigned", "已转核实认定部门"
    VERIFYING = "verifying", "核实中"
    UNFOUNDED = "unfounded", "核实不属实"
    SUBSTANTIATED = "substantiated", "核实属实，整改中"
    RECTIFIED = "rectified", "已整改到位"
    NOTICED = "noticed", "已告知拟认定"
    HEARD = "heard", "已听取陈述申辩"
    DETERMINED = "determined", "已认定违约失信"
    REVIEWING = "reviewing", "复查中"
    RECHECKING = "rechecking", "复核中"
    QUASHED = "quashed", "复核撤销认定"
    CLOSED = "closed", "已办结"


_OFFICER = (Actor.CREDIT_OFFICER, Actor.INTAKE_OFFICER)
_HEAD = (Actor.CREDIT_HEAD, Actor.BODY_HEAD)
_SYSTEM = (Actor.SYSTEM,)
_TOLD = ("substantiated", "noticed", "heard")

COMPLAINT = Lifecycle(
    kind="complaint",
    zh="违约失信投诉",
    states=ComplaintState,
    initial=ComplaintState.RECEIVED,
    moves=steps(
        ("accept", "受理", ("received",), "accepted", _OFFICER, ("N-22", "A-44"), False),
        ("decline", "不予受理", ("received",), "declined", _OFFICER, ("S-28", "S-42"), True),
        (
            "pass_on",
            "告知渠道并一次转送",
            ("received", "accepted"),
            "passed_on",
            _OFFICER,
            ("Q-33", "S-37"),
            True,
        ),
        ("merge", "并入同一事项", ("received", "accepted"), "merged", _OFFICER, ("Q-25",), False),
        (
            "assign",
            "转核实认定部门",
            ("accepted",),
            "assigned",
            _OFFICER,
            ("N-23", "Q-09", "S-42"),
            False,
        ),
        ("hand_back", "退回转办", ("assigned",), "accepted", _OFFICER, ("S-23", "S-32"), False),
        ("ask", "送达协查通知书", ("assigned",), "verifying", _SYSTEM, ("Q-23", "S-42"), False),
        ("find_unfounded", "核实不属实", ("verifying",), "unfounded", _HEAD, ("N-24", "S-42"), True),
        ("find_true", "核实属实，推动整改", ("verifying",), "substantiated", _HEAD, ("N-25",), True),
        ("confirm", "确认整改到位", _TOLD, "rectified", _HEAD, ("N-25", "N-32"), False),
        (
            "notice",
            "送达拟认定告知书",
            ("substantiated",),
            "noticed",
            _SYSTEM,
            ("N-26", "Q-19", "Q-23"),
            False,
        ),
        ("hear", "记录陈述申辩", ("noticed",), "heard", _OFFICER, ("Q-19", "R-33"), False),
        (
            "determine",
            "送达违约失信认定书",
            ("heard",),
            "determined",
            _SYSTEM,
            ("N-26", "N-27", "Q-23", "Q-24"),
            True,
        ),
        ("seek_review", "申请复查", ("unfounded", "rectified"), "reviewing", _SYSTEM, ("Q-26",), False),
        ("uphold", "复查维持", ("reviewing",), "closed", _HEAD, ("Q-26",), True),
        (
            "seek_recheck",
            "申请复核",
            ("determined",),
            "rechecking",
            (Actor.LIAISON,),
            ("Q-26", "S-41"),
            False,
        ),
        ("uphold_finding", "复核维持认定", ("rechecking",), "closed", _HEAD, ("Q-26", "S-41"), True),
        ("quash_finding", "复核撤销认定", ("rechecking",), "quashed", _HEAD, ("Q-26", "C-18"), False),
        ("reopen", "复查撤销，重新核实", ("reviewing",), "assigned", _HEAD, ("Q-26", "N-23"), False),
        (
            "close",
            "办结",
            ("unfounded", "rectified", "determined"),
            "closed",
            (*_OFFICER, *_SYSTEM),
            ("A-44", "S-24"),
            False,
        ),
    ),
)
