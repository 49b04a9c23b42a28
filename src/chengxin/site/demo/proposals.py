"""Suggestions, proposals and received opinions of the demo: one at every place of their way. 演示数据。"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.queries import children_of
from chengxin.foundation.subjects.models import PublicBody
from chengxin.mechanisms.opinions import operations as opinions
from chengxin.mechanisms.proposals import answering, operations, showing
from chengxin.mechanisms.proposals.answering import Said
from chengxin.mechanisms.proposals.models import Source
from chengxin.mechanisms.proposals.operations import Received
from chengxin.site.demo.cast import Cast
from chengxin.site.demo.endings import paper
from chengxin.site.demo.steps import A_DAY
from chengxin_core.calendar import legal_day

_BODY, _HELPER = "demo-05", "demo-06"
_SOLVED = Said("solved", "演示数据：已经解决，现场可以查看。")
_EMPTY = Said("deferred", "您的提案已收悉，我们将认真研究。")  # held for a second look
_DEFERRED = Said("deferred", "演示数据：受用地条件限制，暂时无法解决。")


@dataclass(frozen=True, slots=True)
class Desk:
    """Who takes the steps: the organ that assigns, the body's liaison and head, the liaison of who helps."""

    clerk: Mandate
    liaison: Mandate
    head: Mandate
    helper: Mandate
    reviewer: Mandate


Path = Callable[[Matter, Desk, datetime], None]


def _assigned(matter: Matter, desk: Desk, at: datetime) -> None:
    operations.assign(matter=matter, by=desk.clerk, at=at, co_handlers=[desk.helper.body])


def _returned(matter: Matter, desk: Desk, at: datetime) -> None:
    operations.assign(matter=matter, by=desk.clerk, at=at)
    operations.ask_return(
        matter=matter, by=desk.liaison, at=at + A_DAY, reason="演示数据：不属于本单位职责。"
    )


def _taken(matter: Matter, desk: Desk, at: datetime) -> None:
    _assigned(matter, desk, at)
    operations.take(matter=matter, by=desk.liaison, at=at + A_DAY)
    (child,) = children_of(matter, "co_handling")
    operations.give_opinion(matter=child, by=desk.helper, at=at + 2 * A_DAY, text="演示数据：同意配合。")


def _drafted(matter: Matter, desk: Desk, at: datetime, said: Said = _SOLVED) -> None:
    _taken(matter, desk, at)
    answering.draft(matter=matter, by=desk.liaison, at=at + 3 * A_DAY, said=said)


def _held(matter: Matter, desk: Desk, at: datetime) -> None:
    _drafted(matter, desk, at, _EMPTY)


def _answered(matter: Matter, desk: Desk, at: datetime, said: Said = _SOLVED) -> None:
    _drafted(matter, desk, at, said)
    answering.sign(matter=matter, by=desk.head, at=at + 4 * A_DAY)


def _heard(matter: Matter, desk: Desk, at: datetime, result: str, reason: str = "") -> None:
    heard_at = at + 5 * A_DAY
    answering.hear(
        matter=matter,
        by=desk.clerk,
        at=heard_at,
        attitude="satisfied",
        result=result,
        said_on=legal_day(heard_at),
        reason=reason,
    )


def _redone(matter: Matter, desk: Desk, at: datetime) -> None:
    _answered(matter, desk, at, _DEFERRED)
    _heard(matter, desk, at, "unsatisfied", "演示数据：没有说明怎样论证。")


def _planned(matter: Matter, desk: Desk, at: datetime) -> None:
    plan = Said(
        "planned",
        "演示数据：列入明年计划，新建公办幼儿园。",
        "公办幼儿园1所",
        legal_day(at + timedelta(days=400)),
    )
    _answered(matter, desk, at, plan)
    _heard(matter, desk, at, "satisfied")


def _closed(matter: Matter, desk: Desk, at: datetime) -> None:
    _answered(matter, desk, at)
    _heard(matter, desk, at, "basically_satisfied")


PROPOSALS: tuple[tuple[Source, str, Path | None], ...] = (
    (Source.DEPUTY, "关于增加课后服务的建议", None),
    (Source.DEPUTY, "关于规范校外托管的建议", _assigned),
    (Source.CPPCC, "关于保护老校舍的提案", _returned),
    (Source.DEPUTY, "关于改善农村学校取暖的建议", _taken),
    (Source.CPPCC, "关于普及游泳课的提案", _drafted),
    (Source.CPPCC, "关于增设心理辅导室的提案", _held),
    (Source.DEPUTY, "关于开放学校操场的建议", _answered),
    (Source.DEPUTY, "关于新建中学的建议", _redone),
    (Source.DEPUTY, "关于新建公办幼儿园的建议", _planned),
    (Source.CPPCC, "关于校门口设置护学岗的提案", _closed),
)
LET_OUT = frozenset(
    {
        "关于改善农村学校取暖的建议",
        "关于开放学校操场的建议",
        "关于新建公办幼儿园的建议",
        "关于校门口设置护学岗的提案",
    }
)
WITHHELD = frozenset({"关于保护老校舍的提案"})


def _let_out(matter: Matter, desk: Desk, at: datetime) -> None:
    matter.refresh_from_db()
    showing.release(
        matter=matter,
        by=desk.reviewer,
        at=at,
        disclosure_passed=True,
        secrecy_passed=True,
        personal_passed=True,
        ground="演示数据：同意公开",
    )


OPINIONS = (
    ("congress_review", "山东省演示人大常委会", "关于学前教育专项报告的审议意见"),
    ("procuratorial_suggestion", "演示人民检察院", "关于校园周边管理的检察建议"),
    ("audit_rectification", "山东省演示审计厅", "关于教育资金管理的审计整改意见"),
    ("judicial_suggestion", "演示人民法院", "关于校园保险合同履行的司法建议"),
)
_ANSWERS = ("", "演示数据：已经整改。", "演示数据：已经整改。", "贵院司法建议已收悉，我单位将认真研究。")
"""What is answered to each of these in their order: nothing yet, something twice, and what is held back."""


def tell_proposals(*, cast: Cast, at: datetime) -> int:
    """Register the suggestions and proposals and take each some way; return how many there are."""
    body, helper = (PublicBody.objects.select_related("region").get(pk=pk) for pk in (_BODY, _HELPER))
    desk = Desk(
        cast["deputies"],
        cast.liaison_of(body),
        cast["principal"],
        cast.liaison_of(helper),
        cast["deputiesrelease"],
    )
    begun = at - timedelta(days=30)
    for number, (source, title, way) in enumerate(PROPOSALS, start=1):
        received = Received(
            source=source,
            session="演示届一次会议",
            number=f"{number:03d}",
            title=title,
            text=f"演示数据：{title}的具体内容。",
            proposer="演示代表团" if source is Source.DEPUTY else "演示界别",
            received_on=legal_day(begun),
            body=body,
        )
        matter = operations.register(received=received, by=desk.clerk, at=begun)[0].matter
        if way is not None:
            way(matter, desk, begun + A_DAY)
        if title in LET_OUT:
            _let_out(matter, desk, at)
        if title in WITHHELD:
            matter.refresh_from_db()
            reason = "演示数据：涉及文物藏品的具体存放。"
            showing.withhold(matter=matter, by=desk.reviewer, at=at, ground="state_secret", reason=reason)
    return len(PROPOSALS) + _tell_opinions(desk, at)


def _tell_opinions(desk: Desk, at: datetime) -> int:
    """Register one opinion of each of four sources: one waits, one is answered, one has its result, one is held."""
    begun = at - timedelta(days=20)
    told = zip(OPINIONS, _ANSWERS, strict=True)
    for number, ((source, issuer, title), answer) in enumerate(told, start=1):
        given = opinions.Given(
            body=desk.liaison.body,
            source=source,
            issuer=issuer,
            number=f"演监〔2026〕{number}号",
            title=title,
            text=f"演示数据：{title}的具体内容。",
            received_on=legal_day(begun),
            answer_by=legal_day(begun + timedelta(days=60)),
        )
        matter = opinions.register(given=given, by=desk.clerk, at=begun)[0].matter
        if answer:
            opinions.answer(
                matter=matter,
                by=desk.liaison,
                at=begun + 5 * A_DAY,
                text=answer,
                attachments=[paper("书面答复")],
            )
        if number == 3:
            opinions.conclude(matter=matter, by=desk.clerk, at=begun + 9 * A_DAY, result="演示数据：已采纳。")
    return len(OPINIONS) + _tell_programme(desk, begun)


def _tell_programme(desk: Desk, begun: datetime) -> int:
    """Register what a programme asked on the air, with the promise that was made there; it became a lead."""
    given = opinions.Given(
        body=desk.liaison.body,
        source="televised_inquiry",
        issuer="演示电视台《演示问政》",
        number="演示第1期",
        title="问政节目反映的校车线路问题",
        text="演示数据：节目反映校车线路没有覆盖新区。",
        received_on=legal_day(begun),
        answer_by=None,
    )
    matter = opinions.register(given=given, by=desk.clerk, at=begun)[0].matter
    opinions.enter_promise(
        matter=matter,
        by=desk.clerk,
        at=begun + A_DAY,
        text="演示数据：下学期开学前开通新区校车线路。",
        target="校车线路1条",
        due_on=legal_day(begun + timedelta(days=120)),
    )
    opinions.open_lead(
        matter=matter, by=desk.clerk, at=begun + 2 * A_DAY, reason="演示数据：上一次承诺没有兑现。"
    )
    return 1
