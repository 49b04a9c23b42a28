"""胜负的判断: the questions put to a judgment, in order; the first that has an answer decides."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from chengxin_core.determination.judgments.addressee import bodies_hit
from chengxin_core.determination.judgments.citations import clause
from chengxin_core.determination.judgments.earlier import Finding, Outcome, finding_below, finding_between
from chengxin_core.determination.judgments.earlier import outcome_by_challenger as by_challenger
from chengxin_core.determination.judgments.instrument import JudgmentText, Step, quoted
from chengxin_core.determination.judgments.parties import Side, Standing
from chengxin_core.determination.judgments.procedure import Procedure
from chengxin_core.determination.judgments.ruling import AGAINST_ACT, Order, OrderKind
from chengxin_core.vocabulary import Term


class Proposal(Term):
    """败诉建议: what the reading proposes; the competent organ decides (policy Q-22)."""

    ADVERSE = "adverse", "败诉"
    NOT_ADVERSE = "not_adverse", "不是败诉"
    UNCLEAR = "unclear", "无法判断"


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer, why, the words and the rule it rests on, and whom it is adverse to."""

    proposal: Proposal
    because: str
    words: str = ""
    rule: str = ""
    against: tuple[Standing, ...] = ()
    partial: bool = False
    is_open: bool = False


_OPEN = frozenset(
    {OrderKind.REMAND, OrderKind.RETRY, OrderKind.TRANSFER, OrderKind.STAY, OrderKind.REJECT_JURISDICTION}
)
_REJECTS = frozenset({OrderKind.REJECT_CLAIMS, OrderKind.REJECT_SUIT, OrderKind.UPHOLD_ACT})
_LEAVES_STANDING = frozenset({OrderKind.REJECT_APPEAL, OrderKind.REJECT_PETITION, OrderKind.UPHOLD_JUDGMENT})
_STRIKES_DOWN = frozenset({OrderKind.QUASH_JUDGMENT, OrderKind.CHANGE_JUDGMENT})
WITHDRAWALS = frozenset({OrderKind.WITHDRAW_SUIT, OrderKind.WITHDRAW_APPEAL, OrderKind.WITHDRAW_PETITION})
_ENFORCEMENT = frozenset({OrderKind.ENFORCE, OrderKind.REFUSE_ENFORCEMENT, OrderKind.END})

_TOPIC = {
    OrderKind.QUASH_ACT: "act_quashed",
    OrderKind.CONFIRM_UNLAWFUL: "unlawful",
    OrderKind.CHANGE_ACT: "act_changed",
    OrderKind.DUTY: "duty",
    OrderKind.REJECT_CLAIMS: "claims_rejected",
    OrderKind.REJECT_SUIT: "suit_rejected",
    OrderKind.UPHOLD_ACT: "act_upheld",
    OrderKind.REJECT_PETITION: "petition",
    OrderKind.RETRY: "retrial",
    OrderKind.WITHDRAW_SUIT: "withdrawal",
    OrderKind.WITHDRAW_APPEAL: "withdrawal",
    OrderKind.WITHDRAW_PETITION: "withdrawal",
    OrderKind.ENFORCE: "enforcement",
    OrderKind.REFUSE_ENFORCEMENT: "enforcement",
}
_RULING_STANDS = re.compile(r"原裁定|原审裁定|一审裁定|维持[^，,。]{0,60}裁定")
_ITEM = re.compile(r"第[一二三四五六七八九十、和及\d]+项")
_CORRECTED = re.compile(
    r"(?:被告|被上诉人|行政机关|局|政府|委员会|管委会|街道办)[^。；\n]{0,40}?(?:已|自行|主动)"
    r"[^。；\n]{0,20}?(?:撤销|改变|变更|履行|纠正|答复|作出)[^。；\n]{0,40}"
)
_GRANTS = re.compile(
    r"(?:应|应当|依法)(?:依法)?(?:予以|予)?(?:撤销|确认[^。；\n]{0,40}(?:违法|无效))"
    r"|(?<!不)(?:予以|应予|依法予以)支持|依法应予撤销"
)
_DENIES = re.compile(r"不予支持|驳回|不能成立|不成立|不予采纳")


@dataclass(slots=True)
class Case:
    """One judgment being read: its parts, and the steps taken on the way to a verdict."""

    text: JudgmentText
    procedure: Procedure
    listed: Sequence[Standing]
    operative: str
    orders: Sequence[Order]
    steps: list[Step] = field(default_factory=list)
    kinds: frozenset[OrderKind] = field(init=False)
    respondents: tuple[Standing, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.kinds = frozenset(order.kind for order in self.orders)
        self.respondents = tuple(one for one in self.listed if one.is_public_respondent)

    def verdict(self) -> Verdict:
        """Ask the questions in order; the first that has an answer decides."""
        return (
            self._no_public_body()
            or self._settled()
            or self._orders_against()
            or self._open()
            or self._earlier_judgment_stands()
            or self._earlier_judgment_falls()
            or self._rejects()
            or self._withdrawn()
            or self._enforcement()
            or self._orders_on_others()
            or self._without_orders()
        )

    def _first(self, kinds: frozenset[OrderKind]) -> Order | None:
        return next((order for order in self.orders if order.kind in kinds), None)

    def _say(self, proposal: Proposal, because: str, order: Order, topic: str = "") -> Verdict:
        rule = clause(topic or _TOPIC.get(order.kind, "appeal"), self.text.decided_on)
        return Verdict(proposal, because, order.words, rule)

    # --- nobody to lose ---

    def _no_public_body(self) -> Verdict | None:
        if any(one.is_body for one in self.listed):
            return None
        rule = clause("respondent", self.text.decided_on)
        return Verdict(Proposal.NOT_ADVERSE, "当事人中没有公共机构", rule=rule)

    def _settled(self) -> Verdict | None:
        written = f"{self.text.instrument_kind[:20]}{self.text.title[-20:]}"
        if "调解书" not in written:
            return None
        return Verdict(Proposal.NOT_ADVERSE, "以调解结案，没有判断胜负", quoted(written))

    # --- orders that act on a body ---

    def _orders_against(self) -> Verdict | None:
        found = [(order, hit) for order in self._in_force() if (hit := bodies_hit(order, self.listed))]
        if not found:
            return None
        against = tuple(dict.fromkeys(one for _, hit in found for one in hit))
        first = found[0][0]
        lost_in_part = bool(self.kinds & (_REJECTS | {OrderKind.WITHDRAW_SUIT}))
        rule = clause(_TOPIC[first.kind], self.text.decided_on)
        return Verdict(
            Proposal.ADVERSE,
            f"{first.kind.zh}，由公共机构承受",
            first.words,
            rule,
            against,
            partial=lost_in_part or any(one not in against for one in self.respondents),
            is_open=OrderKind.REMAND in self.kinds,
        )

    def _in_force(self) -> Iterable[Order]:
        """Yield the orders in force from now on: its own, those it repeats, those it puts in their place."""
        for order in self.orders:
            yield order
            yield from order.inner

    # --- nothing decided yet ---

    def _open(self) -> Verdict | None:
        order = self._first(_OPEN)
        if order is None:
            return None
        if order.kind in (OrderKind.STAY, OrderKind.TRANSFER) and self.kinds & (_REJECTS | _LEAVES_STANDING):
            return None
        rule = clause(_TOPIC.get(order.kind, "appeal"), self.text.decided_on)
        because = f"{order.kind.zh}，胜负尚未确定"
        return Verdict(Proposal.UNCLEAR, because, order.words, rule, is_open=True)

    # --- the earlier judgment stands, or falls ---

    def _earlier_judgment_stands(self) -> Verdict | None:
        order = self._first(_LEAVES_STANDING)
        if order is None:
            return None
        if OrderKind.QUASH_JUDGMENT in self.kinds and OrderKind.UPHOLD_JUDGMENT in self.kinds:
            return self._from_finding(self._between(), order)
        if any(inner.kind in _REJECTS for inner in order.inner):
            return self._say(Proposal.NOT_ADVERSE, "维持的是驳回原告请求的裁判", order)
        challengers = {one.side for one in self.listed if one.challenges}
        if challengers == {Side.RESPONDENT} and self._procedural_ruling_stands():
            return self._say(Proposal.UNCLEAR, "维持的是程序性裁定，没有判断胜负", order)
        return self._from_finding(self._below(), order)

    def _between(self) -> Finding:
        """One judgment, or one part of it, is upheld and another struck down."""
        touched = (order for order in self.orders if order.kind in _LEAVES_STANDING | _STRIKES_DOWN)
        in_parts = any(_ITEM.search(order.words) for order in touched)
        two_instances = self.procedure in (Procedure.RETRIAL, Procedure.REVIEW) and not in_parts
        return finding_between(
            self.listed,
            self.text.reasoning,
            two_instances=two_instances,
            rejects_claims=bool(self.kinds & _REJECTS),
        )

    def _below(self) -> Finding:
        return finding_below(
            self.listed,
            self.text.reasoning,
            self.operative,
            only_procedural=self._procedural_ruling_stands(),
        )

    def _procedural_ruling_stands(self) -> bool:
        """Whether what stands is a procedural ruling (裁定), which grants no claim."""
        return self.procedure is Procedure.SECOND and any(
            _RULING_STANDS.search(order.words) for order in self.orders if order.kind in _LEAVES_STANDING
        )

    def _from_finding(self, finding: Finding, order: Order) -> Verdict:
        answer = f"{finding.outcome.zh}：{finding.because}"
        rule = clause("appeal", self.text.decided_on)
        self.steps.append(Step("先前的裁判对谁不利", answer, quoted(finding.words), rule))
        if finding.outcome is Outcome.UNKNOWN:
            return self._say(Proposal.UNCLEAR, "先前的裁判仍然有效，但看不出其结果", order)
        if finding.outcome is Outcome.FOR:
            return self._say(Proposal.NOT_ADVERSE, "有利于公共机构的结果得到维持", order)
        challengers = tuple(
            one for one in self.listed if one.is_body and one.challenges and one.side is not Side.CLAIMANT
        )
        return Verdict(
            Proposal.ADVERSE,
            "不利于公共机构的结果得到维持",
            order.words,
            clause(_TOPIC.get(order.kind, "appeal"), self.text.decided_on),
            challengers or self.respondents,
            partial=finding.outcome is Outcome.PARTLY_AGAINST,
        )

    def _earlier_judgment_falls(self) -> Verdict | None:
        order = self._first(_STRIKES_DOWN)
        if order is None or OrderKind.WITHDRAW_SUIT in self.kinds:
            return None
        if self.kinds & _REJECTS or any(inner.kind in _REJECTS for inner in order.inner):
            return self._say(Proposal.NOT_ADVERSE, "改判驳回原告一方的请求", order)
        challenger = by_challenger(self.listed)
        if challenger.outcome is Outcome.AGAINST:
            return self._say(Proposal.NOT_ADVERSE, f"先前裁判被撤销；{challenger.because}", order)
        return self._say(Proposal.UNCLEAR, "先前裁判被撤销，但看不出新的结果", order)

    # --- the claimant gets nothing ---

    def _rejects(self) -> Verdict | None:
        order = self._first(_REJECTS)
        if order is None:
            return None
        losing = tuple(one for one in self.listed if one.is_body and one.side is Side.CLAIMANT)
        if losing and order.kind is not OrderKind.UPHOLD_ACT:
            rule = clause(_TOPIC[order.kind], self.text.decided_on)
            return Verdict(Proposal.ADVERSE, "公共机构作为原告，其请求被驳回", order.words, rule, losing)
        return self._say(Proposal.NOT_ADVERSE, f"{order.kind.zh}，原告一方的请求没有得到支持", order)

    def _withdrawn(self) -> Verdict | None:
        order = self._first(WITHDRAWALS)
        if order is None:
            return None
        challenger = by_challenger(self.listed)
        if (
            order.kind is not OrderKind.WITHDRAW_SUIT
            and challenger.by_body
            and challenger.outcome is Outcome.AGAINST
        ):
            return self._from_finding(challenger, order)
        corrected = _CORRECTED.search(self.text.reasoning[-3000:])
        if corrected is None:
            return self._say(Proposal.NOT_ADVERSE, "以撤诉结案，法院没有判断胜负", order)
        because = "以撤诉结案，法院没有判断胜负；理由部分提到被告已改变行政行为或者履行职责，可供参考"
        rule = clause("withdrawal", self.text.decided_on)
        return Verdict(Proposal.NOT_ADVERSE, because, corrected.group(), rule)

    def _enforcement(self) -> Verdict | None:
        order = self._first(_ENFORCEMENT)
        if order is None:
            return None
        if order.kind is OrderKind.REFUSE_ENFORCEMENT:
            because = "法院不准予执行公共机构的决定；这不是诉讼中的败诉，由有权机关判断"
            return self._say(Proposal.UNCLEAR, because, order)
        if order.kind is OrderKind.END:
            return self._say(Proposal.NOT_ADVERSE, "案件终结，没有判断胜负", order, "withdrawal")
        return self._say(Proposal.NOT_ADVERSE, "法院准予执行公共机构的决定", order)

    def _orders_on_others(self) -> Verdict | None:
        order = self._first(AGAINST_ACT)
        if order is None:
            return None
        return self._say(Proposal.NOT_ADVERSE, f"{order.kind.zh}，承受的不是公共机构", order)

    # --- a text without orders that can be read ---

    def _without_orders(self) -> Verdict:
        conclusion = self.text.reasoning[-400:]
        granted = None if _DENIES.search(conclusion) else _GRANTS.search(conclusion)
        if granted and self.respondents and self.procedure is Procedure.FIRST:
            because = "没有可读的判项，由理由部分的结论推断"
            rule = clause("act_quashed", self.text.decided_on)
            return Verdict(Proposal.ADVERSE, because, granted.group(), rule, self.respondents)
        return Verdict(Proposal.UNCLEAR, "没有找到能够判断胜负的判项", self.operative[:60])
