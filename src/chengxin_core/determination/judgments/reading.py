"""裁判文书的阅读: from the parts of a judgment to a proposal, with every step."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chengxin_core.determination.judgments.citations import clause
from chengxin_core.determination.judgments.instrument import (
    LONGEST_REASONING,
    LONGEST_RULING,
    JudgmentText,
    Step,
    quoted,
    readable,
)
from chengxin_core.determination.judgments.parties import Standing, standings
from chengxin_core.determination.judgments.procedure import finality, is_administrative, procedure_of
from chengxin_core.determination.judgments.ruling import Order, OrderKind, operative_part, orders_of
from chengxin_core.determination.judgments.verdict import WITHDRAWALS, Case, Proposal, Verdict

_SILENT = frozenset({OrderKind.COSTS, OrderKind.NOTICE, OrderKind.OTHER, OrderKind.CORRECT})
_ORDERS_SHOWN = 20
_BODIES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Reading:
    """The proposal, the bodies it is about, whether the instrument is effective, and the steps.

    `bodies` are those the judgment is adverse to, or else the public bodies party to it; `partial` says
    that they lost only in part, or only some of those sued.
    """

    proposal: Proposal
    bodies: tuple[str, ...]
    is_final: bool
    partial: bool
    steps: tuple[Step, ...]


def read_judgment(text: JudgmentText) -> Reading:
    """Propose whether `text` is adverse to a public body, to which, and whether it is effective.

    >>> from chengxin_core.determination.judgments import JudgmentText, Party
    >>> reading = read_judgment(
    ...     JudgmentText(
    ...         case_no="（2026）鲁0000行初1号",
    ...         parties=(Party("原告", "某甲"), Party("被告", "演示县自然资源局")),
    ...         ruling="确认被告演示县自然资源局拆除原告房屋的行为违法。",
    ...     )
    ... )
    >>> reading.proposal.zh, reading.bodies, reading.is_final
    ('败诉', ('演示县自然资源局',), False)
    """
    as_written, text = text, readable(text)
    procedure, procedure_words = procedure_of(text)
    listed = standings(
        text.parties,
        is_administrative=is_administrative(text),
        text=text.reasoning if "简称" in text.reasoning[:4000] else "",
        title=text.title,
    )
    operative, place = operative_part(text)
    orders = orders_of(operative)
    case = Case(text, procedure, listed, operative, orders)
    verdict = case.verdict()
    is_final, final_step = finality(
        text, procedure, operative, is_open=verdict.is_open, withdraws=_only_withdraws(orders)
    )
    steps = (
        *_steps_of_length(as_written),
        Step("属于哪一种程序", procedure.zh, quoted(procedure_words), clause("appeal", text.decided_on)),
        _step_of_bodies(text, listed),
        *_steps_of_orders(orders, place),
        *case.steps,
        Step("是否败诉", _answer(verdict), quoted(verdict.words), verdict.rule),
        final_step,
    )
    bodies = verdict.against if verdict.proposal is Proposal.ADVERSE else listed
    return Reading(verdict.proposal, _names(bodies), is_final, verdict.partial, steps)


def _only_withdraws(orders: Sequence[Order]) -> bool:
    kinds = {order.kind for order in orders} - _SILENT
    return bool(kinds) and kinds <= (WITHDRAWALS | {OrderKind.END})


def _names(listed: Iterable[Standing]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.name for one in listed if one.is_body and one.is_named))


def _answer(verdict: Verdict) -> str:
    return f"{verdict.proposal.zh}{'（部分）' if verdict.partial else ''}：{verdict.because}"


def _step_of_bodies(text: JudgmentText, listed: Sequence[Standing]) -> Step:
    found = [one for one in listed if one.is_body][:_BODIES_SHOWN]
    named = (f"{one.name if one.is_named else '名称已隐去或者未列出'}（{one.side.zh}）" for one in found)
    words = "；".join(one.role for one in found)
    return Step(
        "哪些当事人是公共机构",
        "、".join(named) or "没有",
        quoted(words),
        clause("respondent", text.decided_on),
    )


def _steps_of_orders(orders: Sequence[Order], place: str) -> Iterable[Step]:
    told = [order for order in orders if order.kind not in (OrderKind.COSTS, OrderKind.NOTICE)]
    if not told:
        yield Step("判项写了什么", "没有找到判项")
    for number, order in enumerate(told[:_ORDERS_SHOWN], start=1):
        inner = "、".join(inner.kind.zh for inner in order.inner[:5])
        answer = f"{order.kind.zh}，内容是{inner}" if inner else order.kind.zh
        yield Step(f"第 {number} 个判项做了什么（见“{place}”）", answer, quoted(order.words))


def _steps_of_length(text: JudgmentText) -> Iterable[Step]:
    parts = (("裁判结果", text.ruling, LONGEST_RULING), ("本院认为", text.reasoning, LONGEST_REASONING))
    for column, written, limit in parts:
        if len(written) > limit:
            answer = f"没有：共 {len(written)} 字，只读了最后 {limit} 字"
            yield Step(f"“{column}”是否全部读过", answer, quoted(written[-60:]))
