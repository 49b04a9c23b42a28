"""个人信息保护: what a person asks for about the own personal information (policy T-57)."""

from chengxin_core.lifecycle.table import Actor, Lifecycle, steps
from chengxin_core.vocabulary import Term


class RequestState(Term):
    """Where a person's request stands."""

    FILED = "filed", "已提出"
    GRANTED = "granted", "已同意办理"
    REFUSED = "refused", "不予办理"
    RETRACTED = "retracted", "本人已撤回"


class IdentityProof(Term):
    """身份核验方式: how it was made sure that the request is the person's own."""

    SIGNED_IN = "signed_in", "本人登录提出"
    ID_CARD = "id_card", "当面核对居民身份证"
    WORK_CARD = "work_card", "当面核对工作证件和居民身份证号码"


_HEAD = (Actor.PERSONNEL_HEAD,)

DATA_REQUEST = Lifecycle(
    kind="data_request",
    zh="个人信息请求",
    states=RequestState,
    initial=RequestState.FILED,
    moves=steps(
        ("grant", "同意办理", ("filed",), "granted", _HEAD, ("T-57",), False),
        ("refuse", "不予办理", ("filed",), "refused", _HEAD, ("T-57", "T-53"), True),
        ("retract", "撤回", ("filed",), "retracted", (Actor.OFFICIAL,), ("T-57",), False),
    ),
)


class PersonPapers(Term):
    """证件种类: which papers a person who is no official showed at the counter."""

    ID_CARD = "id_card", "居民身份证"
    PASSPORT = "passport", "护照"
    OTHER = "other", "其他有效身份证件"


_COUNTER = (Actor.CREDIT_OFFICER, Actor.INTAKE_OFFICER)
_DECIDES = (Actor.CREDIT_HEAD, Actor.BODY_HEAD)

PERSON_REQUEST = Lifecycle(
    kind="person_request",
    zh="窗口登记的个人信息请求",
    states=RequestState,
    initial=RequestState.FILED,
    moves=steps(
        ("grant", "同意办理", ("filed",), "granted", _DECIDES, ("T-57",), False),
        ("refuse", "不予办理", ("filed",), "refused", _DECIDES, ("T-57", "T-53"), True),
        ("retract", "登记撤回", ("filed",), "retracted", _COUNTER, ("T-57",), False),
    ),
    is_internal=True,
)


class BreachState(Term):
    """Where a breach of personal information stands."""

    DISCOVERED = "discovered", "已发现"
    ASSESSED = "assessed", "已评估"
    CONTAINED = "contained", "已采取补救措施"
    REPORTED = "reported", "已报告主管部门"
    TOLD = "told", "已通知个人"
    NOT_TOLD = "not_told", "依法不通知个人"
    DISMISSED = "dismissed", "核实没有发生"


class BreachNature(Term):
    """事件性质: what happened, or may have happened, to the information (policy T-59)."""

    LEAKED = "leaked", "泄露"
    TAMPERED = "tampered", "篡改"
    LOST = "lost", "丢失"


_SECURITY, _CHIEF = (Actor.SECURITY_ADMIN,), (Actor.BODY_HEAD,)

BREACH = Lifecycle(
    kind="breach",
    zh="个人信息安全事件",
    states=BreachState,
    initial=BreachState.DISCOVERED,
    moves=steps(
        ("assess", "评估", ("discovered",), "assessed", _SECURITY, ("T-59",), False),
        ("contain", "登记补救措施", ("assessed",), "contained", _SECURITY, ("T-59",), False),
        ("report", "报告主管部门", ("assessed", "contained"), "reported", _CHIEF, ("T-59",), False),
        ("tell", "通知个人", ("reported",), "told", _CHIEF, ("T-59",), False),
        ("tell_not", "决定不通知个人", ("reported",), "not_told", _CHIEF, ("T-59",), False),
        ("dismiss", "核实没有发生", ("discovered", "assessed"), "dismissed", _CHIEF, ("T-59",), False),
    ),
    is_internal=True,
)
