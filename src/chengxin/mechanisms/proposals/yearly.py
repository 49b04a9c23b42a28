"""年度办理情况报告: what the organ that assigns tells the standing committee each year (S-02), counted from the rows.

Each figure is written with its definition; a matter is counted in the year in which it was received.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.documents.rendering.document import OfficialDocument
from chengxin.foundation.documents.rendering.kinds.yearly import yearly_report
from chengxin.foundation.matters.models import Matter
from chengxin.mechanisms.proposals.models import Answer, Source
from chengxin.mechanisms.proposals.queries import KEPT, OVER, clock_of, visible_proposals
from chengxin_core.lifecycle.proposals import CO_HANDLING

_STEPS = (
    ("交办逾期", ("assign",), "交办或者答复退回申请超过期限的，期限已过仍未办理的也计入"),
    ("承办逾期", ("return",), "承办或者申请退回超过期限的，期限已过仍未办理的也计入"),
    (
        "再次答复逾期",
        ("rework", "again"),
        "重新办理后的答复或者落实以后的再次答复超过期限的，期限已过仍未答复的也计入",
    ),
    ("征询意见逾期", ("feedback",), "征询代表、委员意见超过期限的，期限已过仍未征询的也计入"),
)
"""Steps that may be late beside the answer: the figure, the clocks that it asks, and what it counts."""
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
    late: int  # answered late, or not answered and past the day
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

    Seven queries, whatever their number.
    """
    seen = visible_proposals(by).filter(organ=by.body_id, proposal__received_on__year=year)
    answers = ("proposal__answers__feedback", "proposal__answers__commitment__matter")
    matters = list(seen.prefetch_related(*answers, "deadlines", "children__deadlines").order_by("pk"))
    return Year(year, on, tuple(_figures(matters, on)), _by_body(matters, on))


def report_of(counted: Year, organ: str) -> OfficialDocument:
    """Return the report of a year as an official document."""
    header = ("项目", Source.DEPUTY.zh, Source.CPPCC.zh, "合计")
    rows = tuple(
        (each.name, str(each.deputies), str(each.members), str(each.total)) for each in counted.figures
    )
    bodies = tuple(
        (each.name, str(each.given), str(each.answered), str(each.late), str(each.unsatisfied))
        for each in counted.bodies
    )
    return yearly_report(
        organ=organ,
        on=counted.on,
        title=f"关于{counted.year}年度建议提案办理情况的报告",
        opening=f"{counted.year}年收到的人大代表建议和政协提案",
        tables=(
            ("办理情况", header, rows),
            ("各主办单位", ("主办单位", "主办", "已答复", "答复逾期和逾期未答复", "对结果不满意"), bodies),
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
        figure("答复逾期", [m for m in matters if _was_answered_late(m)], "首次答复签发时答复期限已过的"),
        figure(
            "逾期未答复",
            [m for m in matters if _is_unanswered_past_its_day(m, on)],
            "答复期限已过、尚未签发答复的",
        ),
        *(
            figure(name, [m for m in matters if _was_late(m, steps, on)], definition)
            for name, steps, definition in _STEPS
        ),
        figure(
            "协办意见逾期",
            [m for m in matters if _was_helped_late(m, on)],
            "至少一个协办单位提出协办意见超过期限的，期限已过仍未提出的也计入",
        ),
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


def _by_body(matters: Sequence[Matter], on: date) -> tuple[OfBody, ...]:
    bodies: dict[str, list[Matter]] = {}
    for matter in matters:
        if matter.proposal.assigned_on:
            bodies.setdefault(matter.body.name, []).append(matter)
    return tuple(
        OfBody(
            name,
            len(those),
            sum(_newest(each) is not None for each in those),
            sum(_was_answered_late(each) or _is_unanswered_past_its_day(each, on) for each in those),
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


def _answer_clock(matter: Matter) -> Deadline | None:
    """Return the clock of the first answer as it counts: of a body that gave the matter back, no more."""
    clocks = {clock_of(matter.proposal, step) for step in ("handle", "hard")}
    found = [each for each in matter.deadlines.all() if each.clock in clocks]
    return max(found, key=lambda each: each.pk, default=None)


def _was_answered_late(matter: Matter) -> bool:
    clock = _answer_clock(matter)
    return clock is not None and clock.was_kept is False and _newest(matter) is not None


def _is_unanswered_past_its_day(matter: Matter, on: date) -> bool:
    clock = _answer_clock(matter)
    return clock is not None and clock.ended_on is None and clock.due_on < on


def _was_late(matter: Matter, steps: Iterable[str], on: date) -> bool:
    clocks = {clock_of(matter.proposal, step) for step in steps}
    return any(each.clock in clocks and _passed(each, on) for each in matter.deadlines.all())


def _was_helped_late(matter: Matter, on: date) -> bool:
    helping = [each for each in matter.children.all() if each.kind == CO_HANDLING.kind]
    return any(_passed(clock, on) for each in helping for clock in each.deadlines.all())


def _passed(clock: Deadline, on: date) -> bool:
    """Say whether a clock ended after its day, or runs on past it."""
    return clock.due_on < (clock.ended_on or on)
