"""年度办理情况报告: what the organ that assigns tells the standing committee each year (S-02), counted from the rows.

Each figure is written with its definition; a matter is counted in the year in which it was received.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.documents.rendering.document import OfficialDocument
from chengxin.foundation.documents.rendering.kinds.yearly import yearly_report
from chengxin.foundation.matters.models import Matter
from chengxin.mechanisms.proposals.models import Answer, Source
from chengxin.mechanisms.proposals.queries import KEPT, OVER, visible_proposals

ANSWER_CLOCKS = ("suggestion.handle", "suggestion.answer_hard", "proposal.answer")
_CLASSES = {"class_a": "A类", "class_b": "B类", "class_c": "C类"}
_LEVELS = {"satisfied": "满意", "basically_satisfied": "基本满意", "unsatisfied": "不满意"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what it is called, how many matters it counts of each source, and which these are."""

    name: str
    deputies: int
    members: int
    definition: str

    @property
    def total(self) -> int:
        """Return how many there are of both sources."""
        return self.deputies + self.members


@dataclass(frozen=True, slots=True)
class OfBody:
    """What one body was given in the year, and how far it is."""

    name: str
    given: int
    answered: int
    unsatisfied: int


@dataclass(frozen=True, slots=True)
class Year:
    """The figures of a year as they stand on a day, the whole and by body."""

    year: int
    on: date
    figures: tuple[Figure, ...]
    bodies: tuple[OfBody, ...]


def count_year(year: int, by: Mandate, *, on: date) -> Year:
    """Count the suggestions and proposals that the organ of `by` received in `year`, as they stand on `on`.

    Five queries, whatever their number.
    """
    seen = visible_proposals(by).filter(organ=by.body_id, proposal__received_on__year=year)
    answers = ("proposal__answers__feedback", "proposal__answers__commitment__matter", "deadlines")
    matters = list(seen.prefetch_related(*answers).order_by("pk"))
    return Year(year, on, tuple(_figures(matters, on)), _by_body(matters))


def report_of(counted: Year, organ: str) -> OfficialDocument:
    """Return the report of a year as an official document."""
    header = ("项目", Source.DEPUTY.zh, Source.CPPCC.zh, "合计")
    rows = tuple(
        (each.name, str(each.deputies), str(each.members), str(each.total)) for each in counted.figures
    )
    bodies = tuple(
        (each.name, str(each.given), str(each.answered), str(each.unsatisfied)) for each in counted.bodies
    )
    return yearly_report(
        organ=organ,
        on=counted.on,
        title=f"关于{counted.year}年度建议提案办理情况的报告",
        opening=f"{counted.year}年收到的人大代表建议和政协提案",
        tables=(
            ("办理情况", header, rows),
            ("各主办单位", ("主办单位", "主办", "已答复", "对结果不满意"), bodies),
        ),
        definitions=((each.name, each.definition) for each in counted.figures),
    )


def _figures(matters: Sequence[Matter], on: date) -> list[Figure]:
    newest = {matter.pk: _newest(matter) for matter in matters}

    def figure(name: str, counted: Sequence[Matter], definition: str) -> Figure:
        sources = Counter(matter.proposal.source for matter in counted)
        return Figure(name, sources[Source.DEPUTY], sources[Source.CPPCC], definition)

    def where(**said: str) -> list[Matter]:
        return [
            m for m in matters if (a := newest[m.pk]) and all(getattr(a, k) == v for k, v in said.items())
        ]

    def heard(level: str) -> list[Matter]:
        return [m for m in matters if (a := newest[m.pk]) and _level(a) == level]

    def promised(*, over: bool, kept: bool) -> list[Matter]:
        states = {m.pk: _promise_states(m) for m in matters}
        return [
            m
            for m in matters
            if states[m.pk] and (states[m.pk][-1] in OVER, states[m.pk][-1] in KEPT) == (over, kept)
        ]

    return [
        figure("收到", matters, "收到日期在本年的建议提案"),
        figure("已交办", [m for m in matters if m.proposal.assigned_on], "其中已经交给主办单位的"),
        figure("已答复", [m for m in matters if newest[m.pk]], "其中至少有一次由主办单位负责人签发的答复的"),
        figure("逾期未答复", [m for m in matters if _is_late(m, on)], "答复期限已过、尚未签发答复的"),
        *(
            figure(f"答复分类：{zh}", where(answer_class=code), f"最近一次签发的答复为{zh}的")
            for code, zh in _CLASSES.items()
        ),
        *(
            figure(f"反馈：{zh}", heard(code), f"代表、委员对最近一次签发的答复，在办理结果一项反馈{zh}的")
            for code, zh in _LEVELS.items()
        ),
        figure("重新办理", [m for m in matters if _was_redone(m)], "对办理结果不满意而重新办理过的"),
        figure(
            "列入计划：已履行", promised(over=True, kept=True), "答复形成的承诺经核实已履行或者迟延履行的"
        ),
        figure(
            "列入计划：未履行",
            promised(over=True, kept=False),
            "答复形成的承诺违约、终止、无效或者审查不通过的",
        ),
        figure("列入计划：办理中", promised(over=False, kept=False), "答复形成的承诺尚无结论的"),
    ]


def _by_body(matters: Sequence[Matter]) -> tuple[OfBody, ...]:
    bodies: dict[str, list[Matter]] = {}
    for matter in matters:
        if matter.proposal.assigned_on:
            bodies.setdefault(matter.body.name, []).append(matter)
    return tuple(
        OfBody(
            name,
            len(those),
            sum(_newest(each) is not None for each in those),
            sum((a := _newest(each)) is not None and _level(a) == "unsatisfied" for each in those),
        )
        for name, those in sorted(bodies.items())
    )


def _signed(matter: Matter) -> list[Answer]:
    return [each for each in matter.proposal.answers.all() if each.signed_on]


def _newest(matter: Matter) -> Answer | None:
    return next(reversed(_signed(matter)), None)


def _level(answer: Answer) -> str:
    said = getattr(answer, "feedback", None)
    return said.result if said is not None else ""


def _promise_states(matter: Matter) -> list[str]:
    return [each.commitment.matter.state for each in _signed(matter) if each.commitment is not None]


def _was_redone(matter: Matter) -> bool:
    return any(_level(each) == "unsatisfied" for each in _signed(matter)[:-1]) or matter.state == "rework"


def _is_late(matter: Matter, on: date) -> bool:
    return any(
        each.clock in ANSWER_CLOCKS and each.ended_on is None and each.due_on < on
        for each in matter.deadlines.all()
    )
