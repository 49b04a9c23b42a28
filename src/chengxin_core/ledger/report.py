"""核验报告: what was checked, one named step after the other, and how each came out."""

from dataclasses import dataclass

from chengxin_core.ledger.canonical import Json
from chengxin_core.ledger.contradiction import Contradiction
from chengxin_core.vocabulary import Term


class Outcome(Term):
    """核验结果: how one step came out."""

    PASSED = "passed", "通过"
    FAILED = "failed", "未通过"
    UNCHECKED = "unchecked", "未能核验"


@dataclass(frozen=True, slots=True)
class Step:
    """核验步骤: one thing that was checked, and what was found."""

    name: str
    outcome: Outcome
    detail: str
    decides: bool = True  # False: told beside the matter, the report comes out the same without it

    def to_json(self) -> dict[str, Json]:
        """Return the step for programs to read."""
        return {
            "name": self.name,
            "outcome": self.outcome.value,
            "detail": self.detail,
            "decides": self.decides,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """核验报告: every step, and in one sentence what is proven if all of them passed.

    `evidence` is what must be kept where the log was found to contradict itself.
    """

    steps: tuple[Step, ...]
    conclusion: str
    evidence: tuple[Contradiction, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """Failed when any step failed; passed only when all that decide passed; otherwise unchecked."""
        outcomes = {step.outcome for step in self.steps if step.decides}
        if Outcome.FAILED in outcomes:
            return Outcome.FAILED
        return Outcome.PASSED if outcomes == {Outcome.PASSED} else Outcome.UNCHECKED

    def to_json(self) -> dict[str, Json]:
        """Return the report for programs to read."""
        return {
            "outcome": self.outcome.value,
            "steps": [step.to_json() for step in self.steps],
            "conclusion": self.conclusion if self.outcome is Outcome.PASSED else None,
            "evidence": [each.to_json() for each in self.evidence],
        }
