"""What goes into a reading, and the steps that come out of it."""

import re
from dataclasses import dataclass, replace
from datetime import date

LONGEST_RULING = 20_000
LONGEST_REASONING = 40_000
LONGEST_QUOTATION = 120
_BLANKS = re.compile(r"[ \t\r\f\v\u00a0\u3000\u200b-\u200f\ufeff]+")


@dataclass(frozen=True, slots=True)
class Party:
    """One party as the instrument lists it.

    `role` is written as in the instrument, such as `上诉人（原审被告）`. `is_public_body` is None where
    the source does not say; then name and role decide.
    """

    role: str
    name: str
    is_public_body: bool | None = None


@dataclass(frozen=True, slots=True)
class JudgmentText:
    """The parts of one judgment or ruling, as the source gives them; what it does not give is empty."""

    court: str = ""
    case_no: str = ""
    procedure: str = ""
    instrument_kind: str = ""
    decided_on: date | None = None
    parties: tuple[Party, ...] = ()
    reasoning: str = ""
    ruling: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One question of the reading, its answer, the words it rests on and the rule that asks it."""

    question: str
    answer: str
    words: str = ""
    rule: str = ""

    def as_json(self) -> dict[str, str]:
        """Return the step as plain values.

        >>> Step("属于哪一种程序", "二审", "（2026）鲁00行终1号").as_json()["answer"]
        '二审'
        """
        return {"question": self.question, "answer": self.answer, "words": self.words, "rule": self.rule}


def quoted(words: str) -> str:
    """Return `words` on one line, short enough to be shown beside an answer.

    >>> quoted("驳回上诉，\\n维持原判。")
    '驳回上诉，维持原判。'
    """
    line = "".join(words[: 4 * LONGEST_QUOTATION].split())
    return line if len(line) <= LONGEST_QUOTATION else line[: LONGEST_QUOTATION - 1] + "…"


def readable(text: JudgmentText) -> JudgmentText:
    """Return `text` without blanks inside its words, and no longer than what is read; line breaks stay.

    >>> readable(JudgmentText(ruling="驳 回 上 诉，　维 持 原 判。")).ruling
    '驳回上诉，维持原判。'
    """
    return replace(
        text,
        case_no=_BLANKS.sub("", text.case_no[:200]),
        title=_BLANKS.sub("", text.title[:1000]),
        ruling=_BLANKS.sub("", text.ruling[-LONGEST_RULING:]),
        reasoning=_BLANKS.sub("", text.reasoning[-LONGEST_REASONING:]),
    )
