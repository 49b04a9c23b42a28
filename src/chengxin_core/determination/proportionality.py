"""过惩相当: loss × impact, relief and aggravation → severity, and the range of listed measures for it.

The answer is a proposal. What it recommends takes relief into account; what it permits does not. The owner of
a measure decides, within the range or outside it with reasons (policy Q-20, Q-21, C-53).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from chengxin_core.determination.receipts import Receipt, ReceiptRefused
from chengxin_core.ledger.canonical import Json
from chengxin_core.rulebook import Item, NothingInForce, Rulebook
from chengxin_core.vocabulary import Severity, Term

COMPUTATION = "proportionality/1"
LEVELS = (Severity.MINOR, Severity.GENERAL, Severity.SERIOUS)


class Relief(Term):
    """从轻建议: what the grounds of relief lead to."""

    NONE = "none", "无从轻事由"
    LIGHTER = "lighter", "从轻"
    EXEMPT = "exempt", "免于惩戒"


@dataclass(frozen=True, slots=True)
class ConductFacts:
    """What proportionality depends on.

    `record_type` is a code of the list `record_types`, `loss_fen` the loss caused in fen (分), `impact` one
    of `impact_bands`; `relief` and `aggravation` are codes of `relief_grounds` and `aggravation_grounds`.
    """

    record_type: str
    loss_fen: int
    impact: str
    relief: frozenset[str] = frozenset()
    aggravation: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Measure:
    """惩戒措施: one item of the loaded list, as the desk needs it."""

    code: str
    zh: str
    rule_id: str
    source: str
    owner: str
    owner_zh: str
    clock: str
    needs_government_approval: bool
    from_severity: Severity
    replaces: tuple[str, ...]
    is_reserved: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """研判建议: the severity, the measures recommended after relief, all that is permitted, the receipt."""

    severity: Severity
    relief: Relief
    recommended: tuple[Measure, ...]
    permitted: tuple[Measure, ...]
    receipt: Receipt
    grading: tuple[str, ...]  # the steps that lead to the severity, without what is proposed because of it

    @property
    def steps(self) -> tuple[str, ...]:
        """The reasons in Chinese, in the order they were found."""
        return self.receipt.steps


def propose_measures(facts: ConductFacts, rulebook: Rulebook, *, on: date) -> Proposal:
    """Propose a severity and a range of listed measures by the rules of `on`.

    Raises `NotListed` for a code that no list holds, `NothingInForce` for a day before the first rule,
    `ValueError` for a negative loss.
    """
    loss = _loss_band(facts.loss_fen, rulebook, on)
    impact = rulebook.item("impact_bands", facts.impact, on=on)
    cell = _cell(loss, impact, rulebook, on)
    base = Severity(cell.text("severity"))
    severity, aggravated = _aggravated(base, facts.aggravation, rulebook, on)
    level, relief, relieved = _relieved(severity, facts.relief, rulebook, on)
    permitted = _measures(severity, facts.record_type, rulebook, on)
    recommended = _recommendable(_measures(level, facts.record_type, rulebook, on)) if level else ()
    grading = (
        f"损失 {_yuan(facts.loss_fen)} 元, 属“{loss.zh}”; 社会影响: {impact.zh} ({loss.shown})",
        f"{cell.zh}: 失信程度为{base.zh} ({cell.shown})",
        *aggravated,
        *relieved,
    )
    steps = (*grading, *_listed(permitted, recommended, rulebook, on))
    outcome: dict[str, Json] = {
        "severity": severity,
        "relief": relief,
        "recommended": [measure.code for measure in recommended],
        "permitted": [measure.code for measure in permitted],
    }
    receipt = Receipt(COMPUTATION, on, rulebook.hash, _inputs(facts), steps, outcome)
    return Proposal(severity, relief, recommended, permitted, receipt, grading)


def replay(receipt: bytes, rulebook: Rulebook) -> Proposal:
    """Compute a stored receipt again. Raises `ReceiptRefused` unless every byte is the same."""
    stored = Receipt.read(receipt)
    if stored.computation != COMPUTATION:
        raise ReceiptRefused(f"回执的算法是 {stored.computation}, 应为 {COMPUTATION}")
    if stored.rulebook != rulebook.hash:
        raise ReceiptRefused(f"回执所用规则库是 {stored.rulebook[:12]}, 现有 {rulebook.hash[:12]}")
    proposal = propose_measures(_facts(stored), rulebook, on=stored.on)
    if proposal.receipt.canonical != receipt:
        raise ReceiptRefused("重新计算的结果与回执不一致")
    return proposal


def _loss_band(loss_fen: int, rulebook: Rulebook, on: date) -> Item:
    if loss_fen < 0:
        raise ValueError(f"损失不能为负: {loss_fen}")
    bands = [band for band in rulebook.items("loss_bands", on=on) if band.number("from_fen") <= loss_fen]
    if not bands:
        raise NothingInForce(f"{on} 没有施行中的损失分档")
    return max(bands, key=lambda band: band.number("from_fen"))


def _cell(loss: Item, impact: Item, rulebook: Rulebook, on: date) -> Item:
    for cell in rulebook.items("severity_matrix", on=on):
        if (cell.text("loss"), cell.text("impact")) == (loss.code, impact.code):
            return cell
    raise LookupError(f"失信程度对照表没有“{loss.zh}”与“{impact.zh}”")


def _aggravated(
    base: Severity, grounds: frozenset[str], rulebook: Rulebook, on: date
) -> tuple[Severity, list[str]]:
    if not grounds:
        return base, []
    named = _named("aggravation_grounds", grounds, rulebook, on)
    rule = rulebook.parameter("aggravation.levels_for_any").on(on)
    severity = LEVELS[min(LEVELS.index(base) + rule.number, len(LEVELS) - 1)]
    return severity, [f"从重事由: {named}; 失信程度由{base.zh}至{severity.zh} ({rule.shown})"]


def _relieved(
    severity: Severity, grounds: frozenset[str], rulebook: Rulebook, on: date
) -> tuple[Severity | None, Relief, list[str]]:
    """Return the level whose measures are recommended (none: exempt), and how it came about."""
    source = rulebook.authority_of("A-19", on=on)
    if not grounds:
        return severity, Relief.NONE, [f"{Relief.NONE.zh} ({source})"]
    named = _named("relief_grounds", grounds, rulebook, on)
    every = len(grounds) == len(rulebook.items("relief_grounds", on=on))
    rule = rulebook.parameter("relief.levels_for_all" if every else "relief.levels_for_any").on(on)
    index = LEVELS.index(severity) - rule.number
    level = LEVELS[index] if index >= 0 else None
    relief = Relief.LIGHTER if level else Relief.EXEMPT
    advice = f"{relief.zh}, 按{level.zh}失信的措施建议" if level else f"建议{relief.zh}"
    return level, relief, [f"{named}, 可以从轻或者免于惩戒 ({source}); {advice} (幅度: {rule.shown})"]


def _named(key: str, codes: Iterable[str], rulebook: Rulebook, on: date) -> str:
    return "、".join(rulebook.item(key, code, on=on).zh for code in sorted(codes))


def _measures(severity: Severity, record_type: str, rulebook: Rulebook, on: date) -> tuple[Measure, ...]:
    """Return the listed measures for a severity: cumulative, so what a lesser one allows is among them."""
    return tuple(
        listed_measure(item)
        for item in rulebook.items("measures", on=on)
        if LEVELS.index(Severity(item.text("from_severity"))) <= LEVELS.index(severity)
        and (not item.texts("only_for") or record_type in item.texts("only_for"))
    )


def _recommendable(measures: tuple[Measure, ...]) -> tuple[Measure, ...]:
    """Leave out the milder of two forms, and what only the organs of another level take up."""
    left_out = {code for measure in measures for code in measure.replaces}
    return tuple(m for m in measures if m.code not in left_out and not m.is_reserved)


def listed_measure(item: Item) -> Measure:
    """Return a measure as an item of the list `measures` states it."""
    return Measure(
        code=item.code,
        zh=item.zh,
        rule_id=item.rule_id,
        source=item.shown,
        owner=item.text("owner"),
        owner_zh=item.text("owner_zh"),
        clock=item.text("clock", ""),
        needs_government_approval=item.flag("needs_government_approval"),
        from_severity=Severity(item.text("from_severity")),
        replaces=item.texts("replaces"),
        is_reserved=item.flag("reserved"),
    )


def _listed(
    permitted: Sequence[Measure], recommended: Sequence[Measure], rulebook: Rulebook, on: date
) -> list[str]:
    if not permitted:
        declared = rulebook.list_named("measures")
        return [f"{declared.zh}没有可用的措施, 不得采取任何惩戒措施 ({declared.shown})"]
    others = [measure for measure in permitted if measure not in recommended]
    return [
        f"措施按失信程度累加, 各项措施自哪一级起适用: {rulebook.authority_of('Q-21', on=on)}",
        *(f"建议: {_told(measure)}" for measure in recommended),
        *(f"可以但不建议: {_told(measure)}" for measure in others),
    ]


def _told(measure: Measure) -> str:
    return f"{measure.zh}, 由{measure.owner_zh}决定 ({measure.source})"


def _inputs(facts: ConductFacts) -> dict[str, Json]:
    return {
        "record_type": facts.record_type,
        "loss_fen": facts.loss_fen,
        "impact": facts.impact,
        "relief": sorted(facts.relief),
        "aggravation": sorted(facts.aggravation),
    }


def _facts(receipt: Receipt) -> ConductFacts:
    match receipt.inputs:
        case {
            "record_type": str(record_type),
            "loss_fen": int(loss_fen),
            "impact": str(impact),
            "relief": [*relief],
            "aggravation": [*aggravation],
        }:
            grounds = (frozenset(map(str, codes)) for codes in (relief, aggravation))
            return ConductFacts(record_type, loss_fen, impact, *grounds)
    raise ReceiptRefused("回执的输入不完整")


def _yuan(fen: int) -> str:
    return f"{fen // 100:,}.{fen % 100:02d}"
