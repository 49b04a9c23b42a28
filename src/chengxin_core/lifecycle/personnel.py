"""公务员信用档案: the yearly opinion, and what a person asks for about the own dossier (policy Q-34, R-58)."""

from chengxin_core.lifecycle.table import Actor, Lifecycle, steps
from chengxin_core.vocabulary import Term


class OpinionState(Term):
    """Where a yearly opinion stands."""

    DRAFTED = "drafted", "拟写意见"
    PROPOSED = "proposed", "已拟意见"
    TOLD = "told", "已告知本人"
    REPLIED = "replied", "本人已答复"
    DECIDED = "decided", "已作出意见"
    SERVED = "served", "已送达本人"
    WITHDRAWN = "withdrawn", "已撤销"


class ClaimState(Term):
    """Where an official's objection, report or appeal stands."""

    FILED = "filed", "已提出"
    UPHELD = "upheld", "成立"
    REJECTED = "rejected", "不成立"
    RETRACTED = "retracted", "本人已撤回"


class ObjectionGroundOfOfficial(Term):
    """异议事由: what an official may say is wrong with an entry (policy C-15, T-57)."""

    ERROR = "error", "信息有误，请求更正"
    OTHER_PERSON = "other_person", "不是本人的信息"
    REVOKED = "revoked", "依据已被撤销或者变更"
    NOT_ALLOWED = "not_allowed", "不属于可以收入档案的信息"


class RemedyStage(Term):
    """救济阶段: review by the organ itself, or appeal to the one above (policy R-58)."""

    REVIEW = "review", "复核"
    APPEAL = "appeal", "申诉"


class Leniency(Term):
    """从宽处理结果: what the organ that imposed the sanction may decide (policy R-25, R-26)."""

    EXEMPTED = "exempted", "免予处分，影响解除"
    LIGHTER = "lighter", "变更为较轻的处分"


_OFFICER, _HEAD = (Actor.PERSONNEL_OFFICER,), (Actor.PERSONNEL_HEAD,)

OPINION = Lifecycle(
    kind="credit_opinion",
    zh="公务员年度信用意见",
    states=OpinionState,
    initial=OpinionState.DRAFTED,
    moves=steps(
        ("propose", "拟定意见", ("drafted",), "proposed", _OFFICER, ("Q-34", "A-15"), False),
        ("tell", "告知本人", ("proposed",), "told", (Actor.SYSTEM,), ("Q-34", "T-50"), False),
        ("reply", "答复", ("told",), "replied", (Actor.OFFICIAL,), ("Q-34",), False),
        ("decide_clear", "作出无失信记录的意见", ("proposed",), "decided", _HEAD, ("Q-34",), False),
        ("decide", "作出意见", ("told", "replied"), "decided", _HEAD, ("Q-34", "T-53"), True),
        ("send_back", "退回重拟", ("proposed", "told", "replied"), "drafted", _HEAD, ("Q-34",), False),
        ("serve", "送达", ("decided",), "served", (Actor.SYSTEM,), ("Q-34",), False),
        (
            "withdraw",
            "撤销意见",
            ("decided", "served"),
            "withdrawn",
            (Actor.PERSONNEL_HEAD, Actor.SYSTEM),
            ("R-35", "R-58"),
            False,
        ),
    ),
)


def _claim(
    kind: str, zh: str, deciders: tuple[Actor, ...], uphold: str, reject: str, *basis: str
) -> Lifecycle:
    """Return the life of a claim: filed by the person, decided by the organ or retracted."""
    return Lifecycle(
        kind=kind,
        zh=zh,
        states=ClaimState,
        initial=ClaimState.FILED,
        moves=steps(
            ("uphold", uphold, ("filed",), "upheld", deciders, basis, False),
            ("reject", reject, ("filed",), "rejected", deciders, basis, True),
            ("retract", "撤回", ("filed",), "retracted", (Actor.OFFICIAL,), basis, False),
        ),
    )


DOSSIER_OBJECTION = _claim(
    "dossier_objection", "档案异议", _HEAD, "异议成立，撤下信息", "异议不成立，维持", "C-15", "C-17", "T-57"
)
OFFICIAL_REPAIR = _claim(
    "official_repair",
    "纠错从宽申请",
    (Actor.PERSONNEL_HEAD, Actor.DISCIPLINE_OFFICER),
    "决定从宽",
    "决定不予从宽",
    "R-25",
    "R-26",
    "Q-34",
)
PERSONNEL_REMEDY = _claim("personnel_remedy", "人事处理复核申诉", _HEAD, "撤销原处理", "维持原处理", "R-58")
