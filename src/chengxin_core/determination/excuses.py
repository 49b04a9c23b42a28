"""不得作为理由的借口: what a body gives as its reason for not keeping its word, and the clause that refuses it.

Only what a loaded text names is refused as an excuse; what no text names is for a person to weigh, and is said so
(policy N-27, N-45, N-46, A-43, K5-05).
"""

from dataclasses import dataclass
from datetime import date

from chengxin_core.rulebook import Item, Rulebook
from chengxin_core.vocabulary import Term

LIST = "prohibited_excuses"


class Duty(Term):
    """义务: what the body owed."""

    PROMISE = "promise", "履行承诺或者合同"
    PAYMENT = "payment", "支付款项"


@dataclass(frozen=True, slots=True)
class ExcuseAnswer:
    """Whether an excuse is refused, and every clause in force that refuses it; the strongest stands first."""

    excuse: str
    duty: Duty
    clauses: tuple[Item, ...]

    @property
    def is_refused(self) -> bool:
        """Say whether some text in force refuses it."""
        return bool(self.clauses)

    def explain(self) -> list[str]:
        """Return the answer in Chinese, a line a clause."""
        if not self.clauses:
            return ["已加载的规定没有把它列为不得作为理由的情形，由核实机关判断"]
        return [f"“{clause.zh}”不得作为不{self.duty.zh}的理由（{clause.shown}）" for clause in self.clauses]


def judge_excuse(excuse: str, duty: Duty, rulebook: Rulebook, *, on: date) -> ExcuseAnswer:
    """Say whether `excuse`, a common code of the list, is refused on a day for this duty."""
    clauses = [
        item
        for item in rulebook.items(LIST, on=on)
        if item.text("excuse") == excuse and item.text("bars") == duty
    ]
    clauses.sort(key=lambda item: not item.authority.confidence.is_verified)
    return ExcuseAnswer(excuse, duty, tuple(clauses))
