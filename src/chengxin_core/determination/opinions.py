"""意见: questions that the law asks, each with its answer, reason and source; the first that fails refuses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from chengxin_core.ledger.canonical import Json
from chengxin_core.rulebook import Rulebook, UnknownRule


@dataclass(frozen=True, slots=True)
class Answer:
    """One question: does it hold, why, under which rule; `source` is a citation, or 系统默认，可调整."""

    question: str
    holds: bool
    reason: str
    rule_id: str
    source: str

    def explain(self) -> str:
        """Return the answer as one line."""
        return (
            f"{'是' if self.holds else '否'}  {self.question}：{self.reason}（{self.rule_id} {self.source}）"
        )

    def as_json(self) -> dict[str, Json]:
        """Return the answer as plain values."""
        return {
            "question": self.question,
            "holds": self.holds,
            "reason": self.reason,
            "rule_id": self.rule_id,
            "source": self.source,
        }


@dataclass(frozen=True, slots=True)
class Opinion:
    """Every question with its answer, in the order in which the law asks them."""

    answers: tuple[Answer, ...]

    @property
    def holds(self) -> bool:
        """Say whether every answer is yes."""
        return self.refusal is None

    @property
    def refusal(self) -> Answer | None:
        """The first answer that is no."""
        return next((answer for answer in self.answers if not answer.holds), None)

    def explain(self) -> list[str]:
        """Return every answer as a line."""
        return [answer.explain() for answer in self.answers]


def answered(
    question: str, holds: bool, reason: str, rule_id: str, rulebook: Rulebook, *, on: date
) -> Answer:
    """Return an answer with the source that the rule has on that day."""
    return Answer(question, holds, reason, rule_id, source_of(rule_id, rulebook, on=on))


def source_of(rule_id: str, rulebook: Rulebook, *, on: date) -> str:
    """Return the citation of a rule on a day, or 系统默认，可调整; empty where the rulebook does not know it."""
    try:
        return rulebook.authority_of(rule_id, on=on)
    except UnknownRule:
        return ""


def opinion(answers: Iterable[Answer]) -> Opinion:
    """Return the opinion that these answers make."""
    return Opinion(tuple(answers))
