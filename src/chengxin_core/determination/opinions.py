"""意见: questions that the law asks, each with its answer, reason and source; the first that fails refuses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from chengxin_core.ledger.canonical import Json
from chengxin_core.rulebook import Rulebook, UnknownRule


@dataclass(frozen=True, slots=True)
class Point:
    """要点: one question: does it hold, why, under which rule; `source` is a citation, or 系统默认，可调整."""

    question: str
    holds: bool
    reason: str
    rule_id: str
    source: str

    def explain(self) -> str:
        """Return the point as one line."""
        return (
            f"{'是' if self.holds else '否'}  {self.question}：{self.reason}（{self.rule_id} {self.source}）"
        )

    def as_json(self) -> dict[str, Json]:
        """Return the point as plain values."""
        return {
            "question": self.question,
            "holds": self.holds,
            "reason": self.reason,
            "rule_id": self.rule_id,
            "source": self.source,
        }


@dataclass(frozen=True, slots=True)
class Opinion:
    """意见: every point, in the order in which the law asks them."""

    points: tuple[Point, ...]

    @property
    def holds(self) -> bool:
        """Say whether every point holds."""
        return self.refusal is None

    @property
    def refusal(self) -> Point | None:
        """The first point that does not hold."""
        return next((point for point in self.points if not point.holds), None)

    def explain(self) -> list[str]:
        """Return every point as a line."""
        return [point.explain() for point in self.points]


def point(question: str, holds: bool, reason: str, rule_id: str, rulebook: Rulebook, *, on: date) -> Point:
    """Return a point with the source that the rule has on that day."""
    return Point(question, holds, reason, rule_id, source_of(rule_id, rulebook, on=on))


def source_of(rule_id: str, rulebook: Rulebook, *, on: date) -> str:
    """Return the citation of a rule on a day, or 系统默认，可调整; empty where the rulebook does not know it."""
    try:
        return rulebook.authority_of(rule_id, on=on)
    except UnknownRule:
        return ""


def opinion(points: Iterable[Point]) -> Opinion:
    """Return the opinion that these points make."""
    return Opinion(tuple(points))
