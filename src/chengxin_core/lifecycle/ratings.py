"""评价和评议: a bad rating from verification to call-back (policy 13.15), a public review of bodies (A-18)."""

from chengxin_core.lifecycle.table import Actor, Lifecycle, steps
from chengxin_core.vocabulary import Term


class Satisfaction(Term):
    """评价: what whom a matter served says of its handling, in the five grades of 好差评 (policy X-31, S-24)."""

    VERY_SATISFIED = "very_satisfied", "非常满意"
    SATISFIED = "satisfied", "满意"
    FAIR = "fair", "基本满意"
    UNSATISFIED = "unsatisfied", "不满意"
    VERY_UNSATISFIED = "very_unsatisfied", "非常不满意"


BAD_RATINGS = frozenset({Satisfaction.UNSATISFIED, Satisfaction.VERY_UNSATISFIED})
"""Each of these is verified, put right and called back (policy X-31, X-32)."""


class BadRatingState(Term):
    """Where a bad rating stands."""

    VERIFYING = "verifying", "待核实"
    VALID = "valid", "差评属实，整改中"
    APPEALED = "appealed", "申诉中"
    INVALID = "invalid", "核实不成立，不计入"
    REPLIED = "replied", "已整改，待回访"
    ESCALATED = "escalated", "整改未到位"
    CLOSED = "closed", "已办结"


class CampaignState(Term):
    """Where a public review stands."""

    DRAFTED = "drafted", "待批准"
    APPROVED = "approved", "已批准"
    COUNTED = "counted", "已计票"
    CALLED_OFF = "called_off", "已取消"
    SHOWN = "shown", "结果已公开"
    WITHHELD = "withheld", "结果不予公开"
    TAKEN_DOWN = "taken_down", "结果已撤下"


class Electorate(Term):
    """参加范围: who may take part in a public review."""

    ANYBODY = "anybody", "任何人"
    INVITED = "invited", "持邀请码的人"
    SERVED = "served", "持投诉查询码的人"


class CountsState(Term):
    """Where the figures of complaints of one month stand."""

    DRAWN = "drawn", "待核对"
    CHECKED = "checked", "待公开审查"
    SHOWN = "shown", "已公开"
    WITHHELD = "withheld", "不予公开"
    TAKEN_DOWN = "taken_down", "已撤下"


_OFFICER = (Actor.CREDIT_OFFICER, Actor.INTAKE_OFFICER)
_HEAD = (Actor.CREDIT_HEAD, Actor.BODY_HEAD)
_ORGANISER = (*_OFFICER, Actor.CONGRESS_SUPERVISOR, Actor.CPPCC_SUPERVISOR)
_BODY, _SYSTEM, _RELEASE = (Actor.LIAISON,), (Actor.SYSTEM,), (Actor.RELEASE_REVIEWER,)
_CALLED = ("X-32", "S-24")

BAD_RATING = Lifecycle(
    kind="bad_rating",
    zh="差评核实整改",
    states=BadRatingState,
    initial=BadRatingState.VERIFYING,
    moves=steps(
        ("find_valid", "核实差评属实", ("verifying",), "valid", _OFFICER, ("X-32", "X-33"), False),
        ("find_invalid", "核实差评不成立", ("verifying",), "invalid", _HEAD, ("X-34",), True),
        ("appeal", "对差评申诉", ("verifying", "valid"), "appealed", _BODY, ("X-34",), False),
        ("uphold_appeal", "申诉成立，差评不计入", ("appealed",), "invalid", _HEAD, ("X-34",), True),
        ("reject_appeal", "申诉不成立", ("appealed",), "valid", _HEAD, ("X-34",), True),
        ("reply", "整改并答复", ("valid",), "replied", _BODY, ("X-33",), False),
        ("lapse", "逾期未整改", ("valid",), "escalated", _SYSTEM, ("X-33", "S-25"), False),
        ("rate_again", "再次评价不再是差评", ("replied",), "closed", _SYSTEM, _CALLED, False),
        ("stay_bad", "再次评价仍是差评", ("replied",), "escalated", _SYSTEM, _CALLED, False),
        ("called_content", "回访满意或者无法联系", ("replied",), "closed", _OFFICER, _CALLED, False),
        ("called_bad", "回访仍不满意", ("replied",), "escalated", _OFFICER, _CALLED, False),
        ("send_back", "退回继续整改", ("escalated",), "valid", _HEAD, ("S-24", "X-33"), True),
        ("conclude", "说明理由后办结", ("escalated",), "closed", _HEAD, ("X-32", "S-24"), True),
    ),
)

CAMPAIGN = Lifecycle(
    kind="campaign",
    zh="群众评议",
    states=CampaignState,
    initial=CampaignState.DRAFTED,
    moves=steps(
        ("approve", "批准开展评议", ("drafted",), "approved", _HEAD, ("A-18",), False),
        ("call_off", "取消评议", ("drafted", "approved"), "called_off", _HEAD, ("A-18",), False),
        ("count", "计票", ("approved",), "counted", _ORGANISER, ("A-18",), False),
        ("show", "公开审查并公开结果", ("counted",), "shown", _RELEASE, ("Q-27", "X-35"), False),
        ("withhold", "结果不予公开", ("counted",), "withheld", _RELEASE, ("Q-27",), False),
        ("take_down", "撤下结果", ("shown",), "taken_down", _HEAD, ("C-55",), False),
    ),
    is_internal=True,
)

COUNTS = Lifecycle(
    kind="complaint_counts",
    zh="投诉办理月度统计",
    states=CountsState,
    initial=CountsState.DRAWN,
    moves=steps(
        ("check", "核对统计", ("drawn",), "checked", (Actor.CREDIT_OFFICER,), ("S-27",), False),
        ("show", "公开审查并公开", ("checked",), "shown", _RELEASE, ("Q-27", "S-27"), False),
        ("withhold", "不予公开", ("checked",), "withheld", _RELEASE, ("Q-27",), False),
        ("take_down", "撤下统计", ("shown",), "taken_down", _HEAD, ("C-55",), False),
    ),
    is_internal=True,
)
