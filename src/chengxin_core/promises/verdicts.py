"""兑现与否: a target beside what the next report tells, and what follows from the two sentences and nothing else."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from chengxin_core.promises.figures import scaled
from chengxin_core.promises.metrics import is_better_low, is_vague, key_of
from chengxin_core.promises.reading import read_results
from chengxin_core.promises.statement import Bound, Kind, Statement

ROUGHLY = Decimal("0.1")
_SIGN = {Kind.GROWTH_PCT: 1, Kind.INCREASE: 1, Kind.DECLINE_PCT: -1, Kind.DECREASE: -1}
_CHANGES = {
    Kind.GROWTH_PCT: "change_pct",
    Kind.DECLINE_PCT: "change_pct",
    Kind.INCREASE: "change",
    Kind.DECREASE: "change",
}


class Verdict(StrEnum):
    """What the two reports together say of a target."""

    MET = "met"
    MISSED = "missed"
    UNDISCLOSED = "undisclosed"
    CONFLICTING = "conflicting"


@dataclass(frozen=True, slots=True)
class Finding:
    """A target, its verdict, the figure told (in the unit of the target), the sentences, and why in words."""

    target: Statement
    verdict: Verdict
    actual: Decimal | None = None
    evidence: tuple[str, ...] = ()
    why: str = ""


def judge(targets: Sequence[Statement], next_text: str, next_year: int) -> list[Finding]:
    """Return a finding for each target, in their order, from the report given in `next_year`.

    The level and the growth of one measure in one sentence are one promise: where one is met and the other missed,
    both are conflicting. ROUGHLY is how far below 左右 still counts as reached (decision 0023).
    """
    results = _by_key(read_results(next_text, next_year))
    findings = [_finding(target, results.get(key_of(target.metric), []), next_year - 1) for target in targets]
    promises: dict[tuple[str, str, int], list[Finding]] = defaultdict(list)
    for finding in findings:
        promises[_promise(finding.target)].append(finding)
    return [_beside(finding, promises[_promise(finding.target)]) for finding in findings]


def _by_key(results: Iterable[Statement]) -> dict[str, list[Statement]]:
    told: dict[str, list[Statement]] = defaultdict(list)
    for result in results:
        told[key_of(result.metric)].append(result)
    return told


def _promise(target: Statement) -> tuple[str, str, int]:
    return target.sentence, key_of(target.metric), target.year


def _finding(target: Statement, told: Sequence[Statement], reviewed: int) -> Finding:
    """Return what the results told of the measure of a target make of it."""
    if target.year != reviewed:
        when = "还没有到期" if target.year > reviewed else "不是它回顾的年份"
        return _gap(target, f"目标是{target.year}年的，这份报告回顾{reviewed}年，{when}。")
    if is_vague(target.metric):
        return _gap(target, f"“{target.metric}”没有说明是哪一项的，无法与下一份报告对应。")
    told = [result for result in told if _is_about(result, target)]
    told = [result for result in told if result.metric == target.metric] or told
    if not told:
        return _gap(target, "下一份报告没有给出同一指标、同一口径的数字。")
    reached = {result: _reached(target, result) for result in told}
    clear = [result for result in told if reached[result] is not None]
    if not clear:
        verdict, why = Verdict.UNDISCLOSED, "写得太粗，判断不了是否达到。"
    elif len({reached[result] for result in clear}) > 1:
        verdict, why = Verdict.CONFLICTING, "同一指标写了不同的数字，结论相反。"
    else:
        verdict, why = Verdict.MET if reached[clear[0]] else Verdict.MISSED, ""
    return Finding(
        target=target,
        verdict=verdict,
        actual=_actual(target, (clear or told)[0]),
        evidence=tuple(dict.fromkeys(result.sentence for result in told)),
        why=why + _other_names(target, told),
    )


def _gap(target: Statement, why: str) -> Finding:
    return Finding(target, Verdict.UNDISCLOSED, why=why)


def _is_about(result: Statement, target: Statement) -> bool:
    """Whether a result is told of the same year, on the same basis, in a unit that can be compared."""
    return (
        result.year == target.year
        and result.basis is target.basis
        and _CHANGES.get(result.kind, result.kind) == _CHANGES.get(target.kind, target.kind)
        and scaled(result.value, result.unit)[1] == scaled(target.value, target.unit)[1]
    )


def _reached(target: Statement, result: Statement) -> bool | None:
    """Whether the result reaches the target; None where the words of the result leave it open."""
    low, high = _span(result)
    sign = _SIGN.get(target.kind, 1)
    ends = [scaled(end, target.unit)[0] * sign for end in (target.value, target.high) if end is not None]
    slack = abs(ends[0]) * ROUGHLY if target.bound is Bound.ABOUT else Decimal(0)
    if _is_ceiling(target):
        return _below(low, high, max(ends) + slack)
    if result.bound is Bound.BELOW and high is not None and high <= min(ends) - slack:
        return False
    return _above(low, high, min(ends) - slack)


def _is_ceiling(target: Statement) -> bool:
    """Whether a target is reached from above: what is to fall, to stay within, or is better low."""
    if target.kind in (Kind.DECLINE_PCT, Kind.DECREASE):
        return target.bound is not Bound.AT_MOST
    return target.bound in (Bound.AT_MOST, Bound.BELOW) or is_better_low(target.metric)


def _span(result: Statement) -> tuple[Decimal | None, Decimal | None]:
    """Return between which figures a result lies; an open end is None."""
    sign = _SIGN.get(result.kind, 1)
    value = scaled(result.value, result.unit)[0] * sign
    low: Decimal | None = value
    high: Decimal | None = value
    if result.high is not None:
        other = scaled(result.high, result.unit)[0] * sign
        low, high = min(value, other), max(value, other)
    elif result.bound is Bound.AT_LEAST:
        low, high = (value, None) if sign > 0 else (None, value)
    elif result.bound in (Bound.AT_MOST, Bound.BELOW):
        low, high = (None, value) if sign > 0 else (value, None)
    elif result.bound is Bound.ABOUT:
        low, high = value - abs(value) * ROUGHLY, value + abs(value) * ROUGHLY
    return low, high


def _above(low: Decimal | None, high: Decimal | None, aim: Decimal) -> bool | None:
    if low is not None and low >= aim:
        return True
    return False if high is not None and high < aim else None


def _below(low: Decimal | None, high: Decimal | None, aim: Decimal) -> bool | None:
    if high is not None and high <= aim:
        return True
    return False if low is not None and low > aim else None


def _actual(target: Statement, result: Statement) -> Decimal:
    """Return the figure told, in the unit and with the sign of the target."""
    worth = scaled(Decimal(1), target.unit)[0]
    return (
        scaled(result.value, result.unit)[0] / worth * _SIGN.get(result.kind, 1) * _SIGN.get(target.kind, 1)
    )


def _other_names(target: Statement, told: Iterable[Statement]) -> str:
    others = dict.fromkeys(result.metric for result in told if result.metric != target.metric)
    return f"目标写“{target.metric}”，结果写“{'、'.join(others)}”。" if others else ""


def _beside(finding: Finding, promise: Sequence[Finding]) -> Finding:
    """Return the finding as conflicting where level and growth of its promise come to opposite ends."""
    kinds: dict[Verdict, set[Kind]] = {Verdict.MET: set(), Verdict.MISSED: set()}
    for other in promise:
        if other.verdict in kinds and other.target.basis is finding.target.basis:
            kinds[other.verdict].add(other.target.kind)
    met, missed = kinds[Verdict.MET], kinds[Verdict.MISSED]
    if finding.verdict not in kinds or not met or not missed or met & missed:
        return finding
    evidence = tuple(dict.fromkeys(sentence for other in promise for sentence in other.evidence))
    why = f"总量和增速一个达到、一个没有达到。{finding.why}"
    return replace(finding, verdict=Verdict.CONFLICTING, evidence=evidence, why=why)
