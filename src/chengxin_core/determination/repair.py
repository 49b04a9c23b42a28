"""信用修复的条件: from which day repair may be asked for, and what must be so before it is granted.

Three effects follow from a grant, all of them; they are the room's work. Here stands only what the law asks
(policy C-30, C-33…C-38, C-41, N-32).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from chengxin_core.determination.opinions import Opinion, Point, opinion, point
from chengxin_core.determination.windows import RecordFacts, Window, publication_window
from chengxin_core.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class RepairFacts:
    """What a repair depends on, beside the record itself.

    `excluded_by` names the law that excludes repair, where one does; empty for none.
    """

    record: RecordFacts
    has_proof: bool = False
    has_commitment: bool = False
    is_corrected: bool = False
    is_performed: bool = False
    excluded_by: str = ""


def may_apply(facts: RepairFacts, rulebook: Rulebook, *, on: date) -> Opinion:
    """Say whether repair may be asked for on a day: the minimum term, and the two papers that are asked for."""
    return opinion(_to_apply(facts, rulebook, on))


def may_grant(facts: RepairFacts, rulebook: Rulebook, *, on: date) -> Opinion:
    """Say whether repair may be granted on a day: all that applying asks, and that the wrong was put right."""
    return opinion([*_to_apply(facts, rulebook, on), *_to_grant(facts, rulebook, on)])


def _to_apply(facts: RepairFacts, rulebook: Rulebook, on: date) -> Iterator[Point]:
    unconfirmed = replace(facts.record, fulfilment_confirmed_on=None)
    yield _not_over(publication_window(unconfirmed, rulebook, on=on), rulebook, on)
    yield _term(publication_window(facts.record, rulebook, on=on), rulebook, on)
    papers = [
        name
        for name, there in (("履行证明", facts.has_proof), ("信用承诺书", facts.has_commitment))
        if not there
    ]
    yield point(
        "申请材料是否齐全",
        not papers,
        f"缺少{'、'.join(papers)}" if papers else "两件齐全",
        "C-41",
        rulebook,
        on=on,
    )


def _not_over(window: Window, rulebook: Rulebook, on: date) -> Point:
    last = window.last_day
    holds = last is not None and on <= last
    reason = f"最迟公示至 {last}" if holds else "公示期已经届满，应当停止公示，不需要申请修复"
    return point("记录是否仍在公示期内", holds, reason, "C-37", rulebook, on=on)


def _term(window: Window, rulebook: Rulebook, on: date) -> Point:
    first, rule = window.repairable_from, window.repair
    if first is None or rule is None:
        return point("是否满最短公示期", False, f"{on} 没有施行中的规定", "C-38", rulebook, on=on)
    holds = first <= on
    reason = f"自 {first} 起可以申请：{rule.rule}" if holds else f"须至 {first} 方可申请：{rule.rule}"
    return point("是否满最短公示期", holds, reason, rule.rule_id, rulebook, on=on)


def _to_grant(facts: RepairFacts, rulebook: Rulebook, on: date) -> Iterator[Point]:
    yield point(
        "失信行为是否已经改正",
        facts.is_corrected,
        "已经改正" if facts.is_corrected else "尚未改正",
        "C-38",
        rulebook,
        on=on,
    )
    yield point(
        "义务是否全部履行",
        facts.is_performed,
        "已经全部履行" if facts.is_performed else "尚未全部履行",
        "C-38",
        rulebook,
        on=on,
    )
    yield point(
        "法律是否允许修复",
        not facts.excluded_by,
        f"{facts.excluded_by}规定不得修复" if facts.excluded_by else "没有不得修复的规定",
        "C-30",
        rulebook,
        on=on,
    )
