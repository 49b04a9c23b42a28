"""建议提案: from what a deputy or a CPPCC member asks for to an answer, and to a second one once it is done (13.9).

Who was asked answers, its head signs; the organ that assigned hears what the proposer says of it. An answer "planned"
is not the end: the matter follows it up until it is answered again.
"""

from chengxin_core.lifecycle.table import Actor, Lifecycle, steps
from chengxin_core.vocabulary import Term


class ProposalState(Term):
    """Where a suggestion or proposal stands."""

    REGISTERED = "registered", "已登记，待交办"
    ASSIGNED = "assigned", "已交办"
    RETURN_REQUESTED = "return_requested", "申请退回"
    IN_PROGRESS = "in_progress", "办理中"
    TO_SIGN = "to_sign", "答复待签发"
    TO_REVISE = "to_revise", "答复退回修改"
    ANSWERED = "answered", "已答复，待反馈"
    REWORK = "rework", "重新办理"
    FOLLOW_UP = "follow_up", "已列入计划，待落实"
    CLOSED = "closed", "已办结"


class ProposalStanding(Term):
    """办理情况: what the public is told of a suggestion or proposal, once it is assigned."""

    HANDLING = "handling", "办理中"
    ANSWERED = "answered", "已答复"
    FOLLOWED = "followed", "列入计划，跟踪落实"
    CLOSED = "closed", "已办结"


_STANDINGS = {
    "answered": ProposalStanding.ANSWERED,
    "follow_up": ProposalStanding.FOLLOWED,
    "closed": ProposalStanding.CLOSED,
}


def proposal_standing(state: str) -> ProposalStanding:
    """Return what the public is told of a suggestion or proposal in a state of its table.

    >>> proposal_standing("rework").zh, proposal_standing("follow_up").zh
    ('办理中', '列入计划，跟踪落实')
    """
    return _STANDINGS.get(state, ProposalStanding.HANDLING)


class CoHandlingState(Term):
    """Where the opinion of a body that helps to handle a proposal stands."""

    ASKED = "asked", "待协办意见"
    GIVEN = "given", "已提出协办意见"


_OFFICE = (Actor.INTAKE_OFFICER,)
_UNIT = (Actor.LIAISON,)
_HEAD = (Actor.BODY_HEAD,)

PROPOSAL = Lifecycle(
    kind="proposal",
    zh="建议提案",
    states=ProposalState,
    initial=ProposalState.REGISTERED,
    moves=steps(
        ("assign", "交办", ("registered",), "assigned", _OFFICE, ("S-03",), False),
        ("take", "承办", ("assigned",), "in_progress", _UNIT, ("S-01",), False),
        ("ask_return", "申请退回", ("assigned",), "return_requested", _UNIT, ("S-04",), False),
        ("reassign", "同意退回，改交其他单位", ("return_requested",), "assigned", _OFFICE, ("S-04",), False),
        ("keep", "不同意退回", ("return_requested",), "in_progress", _OFFICE, ("S-04",), False),
        (
            "draft",
            "拟写答复",
            ("in_progress", "rework", "answered", "follow_up"),
            "to_sign",
            _UNIT,
            ("S-08", "S-10"),
            False,
        ),
        ("return_draft", "退回修改", ("to_sign",), "to_revise", _HEAD, ("S-08", "S-11"), False),
        ("resubmit", "修改答复，重新送签", ("to_revise",), "to_sign", _UNIT, ("S-08",), False),
        ("sign", "签发答复", ("to_sign",), "answered", _HEAD, ("S-11",), False),
        ("sign_on_paper", "上传签字扫描件并签发", ("to_sign",), "answered", _UNIT, ("S-11", "Q-38"), False),
        ("follow", "登记反馈，跟踪落实", ("answered",), "follow_up", _OFFICE, ("S-08", "S-12"), False),
        ("redo", "不满意，重新办理", ("answered",), "rework", _OFFICE, ("S-13",), False),
        ("close", "登记反馈，办结", ("answered",), "closed", _OFFICE, ("S-12",), False),
    ),
)

CO_HANDLING = Lifecycle(
    kind="co_handling",
    zh="建议提案协办",
    states=CoHandlingState,
    initial=CoHandlingState.ASKED,
    moves=steps(("give", "提出协办意见", ("asked",), "given", _UNIT, ("S-09",), False)),
)
