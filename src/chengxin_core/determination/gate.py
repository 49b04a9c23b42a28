"""记录关口: may a fact become a record at all? Subject, instrument, list, exclusion, organ, window.

A lead is never a record; a lost case is 败诉, not yet 失信. All questions are answered, also after the first no,
so that who supplies can mend everything at once (policy R-12, C-52, Q-22, Q-24, Q-31).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from chengxin_core.determination.opinions import Opinion, Point, opinion, point
from chengxin_core.determination.windows import RecordFacts, publication_window
from chengxin_core.rulebook import Item, Rulebook
from chengxin_core.vocabulary import DisclosureMode, InstrumentKind, Severity, Term


class SubjectKind(Term):
    """主体类别: of whom a record is asked for."""

    BODY = "body", "本省的政府或者部门"
    OUTSIDE_BODY = "outside_body", "外省的机关"
    PARTY_ORGAN = "party_organ", "党的机关"
    CIVIL_SERVANT = "civil_servant", "公务员"
    OTHER = "other", "企业或者其他主体"


class Standing(Term):
    """办理机关的地位: how the organ that handles the matter stands to its subject."""

    SUPERIOR = "superior", "上级机关"
    COMPETENT = "competent", "依法有权的主管机关"
    PEER = "peer", "同级机关"
    ITSELF = "itself", "本单位"


_MAY_DETERMINE = {Standing.SUPERIOR, Standing.COMPETENT}


def may_determine(standing: Standing) -> bool:
    """Say whether an organ of that standing may verify or determine anything about a body (Q-09, Q-24).

    >>> [standing.name for standing in Standing if may_determine(standing)]
    ['SUPERIOR', 'COMPETENT']
    """
    return standing in _MAY_DETERMINE


@dataclass(frozen=True, slots=True)
class Instrument:
    """An instrument as the gate asks about it; `kind` is none for what is only a lead (audit, press, complaint).

    `effective_on` is the day on which it took effect, where it did. `is_excluded` says that it is a penalty by
    simple procedure, or for a slight violation whose harm was actively removed.
    """

    kind: InstrumentKind | None
    effective_on: date | None = None
    is_excluded: bool = False


@dataclass(frozen=True, slots=True)
class GateFacts:
    """What the gate depends on; `record_type` is a code of the list `record_types`, empty for none."""

    subject: SubjectKind
    instruments: tuple[Instrument, ...]
    record_type: str
    standing: Standing
    instrument_on: date
    severity: Severity = Severity.GENERAL
    conduct_ended_on: date | None = None


def record_gate(
    facts: GateFacts, rulebook: Rulebook, *, on: date, window_law: Rulebook | None = None
) -> Opinion:
    """Say whether a fact may be taken in as a record on a day, by the list and the law of that day.

    `rulebook` is the one that the matter runs under. What may still be public is limited by the law known today,
    whatever the matter began under: that is `window_law`, where it is another.
    """
    return opinion(_points(facts, rulebook, window_law or rulebook, on))


def listed_type(
    record_type: str, kinds: frozenset[InstrumentKind], rulebook: Rulebook, *, on: date
) -> Item | None:
    """Return the item of the loaded list that covers a record type resting on one of these kinds of instrument."""
    for item in rulebook.items("record_types", on=on):
        if item.code == record_type and item.text("instrument") in kinds:
            return item
    return None


def _points(facts: GateFacts, rulebook: Rulebook, window_law: Rulebook, on: date) -> Iterator[Point]:
    yield _subject(facts, rulebook, on)
    formal = [each for each in facts.instruments if each.kind is not None]
    yield point(
        "有没有可以作为认定依据的文书",
        bool(formal),
        "、".join(dict.fromkeys(each.kind.zh for each in formal if each.kind))
        or "只有审计、监督、媒体、投诉等反映的线索，线索不是记录",
        "R-12",
        rulebook,
        on=on,
    )
    pending = [each for each in formal if each.effective_on is None or each.effective_on > on]
    yield point(
        "文书是否已经生效",
        bool(formal) and not pending,
        "均已生效" if formal and not pending else "尚未生效，不能作为认定依据",
        "C-52",
        rulebook,
        on=on,
    )
    yield from _listed(facts, formal, rulebook, on)
    excluded = [each for each in formal if each.is_excluded]
    yield point(
        "是否不属于不得列入的情形",
        not excluded,
        "简易程序处罚或者轻微且主动消除危害的，不列入" if excluded else "不属于",
        "C-05",
        rulebook,
        on=on,
    )
    yield point(
        "由谁认定",
        facts.standing in _MAY_DETERMINE,
        facts.standing.zh if facts.standing in _MAY_DETERMINE else f"{facts.standing.zh}无权认定，应当移送",
        "Q-24",
        rulebook,
        on=on,
    )
    yield _window(facts, window_law, on)


def _subject(facts: GateFacts, rulebook: Rulebook, on: date) -> Point:
    question = "主体能否列为记录"
    reason, rule = {
        SubjectKind.BODY: (facts.subject.zh, "A-02"),
        SubjectKind.OUTSIDE_BODY: ("外省的机关由其所在地办理，本省不列", "A-02"),
        SubjectKind.PARTY_ORGAN: ("党的机关只提供、决定或者接收，不作为主体", "Q-33"),
        SubjectKind.CIVIL_SERVANT: ("公务员的情况进入信用档案，不在这里形成记录，也不公开", "C-08"),
        SubjectKind.OTHER: ("不是政务失信的主体", "A-02"),
    }[facts.subject]
    return point(question, facts.subject is SubjectKind.BODY, reason, rule, rulebook, on=on)


def _listed(facts: GateFacts, formal: list[Instrument], rulebook: Rulebook, on: date) -> Iterator[Point]:
    kinds = frozenset(each.kind for each in formal if each.kind)
    item = listed_type(facts.record_type, kinds, rulebook, on=on)
    reason = (
        f"属于“{item.zh}”（{DisclosureMode(item.text('disclosure_mode')).zh}）"
        if item
        else "已加载的公共信用信息清单中没有与该认定依据对应的条目，只能作为内部线索"
    )
    yield point("是否属于清单所列信息", item is not None, reason, "Q-22", rulebook, on=on)


def _window(facts: GateFacts, rulebook: Rulebook, on: date) -> Point:
    asked = RecordFacts(facts.severity, facts.instrument_on, facts.conduct_ended_on)
    window = publication_window(asked, rulebook, on=on)
    last = window.last_day
    still = last is not None and on <= last
    reason = f"最迟公示至 {last}" if still else f"已过公示期限：{'；'.join(window.explain())}"
    return point("公示期限是否届满之前", still, reason, "Q-31", rulebook, on=on)
