"""决策点筛查: programs ask about one body or many; each request is a question for one purpose with a document number.

One body that may not be asked about never costs the others.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from chengxin.foundation.accounts.models import Program
from chengxin.foundation.accounts.program_doors import Refused, for_programs, require_pace
from chengxin.insight.inquiries.naming import Fault, Said, bodies_said
from chengxin.insight.inquiries.operations import Asking, PurposeRefused, answer_all, asking, why_not_about
from chengxin.insight.inquiries.queries import limit
from chengxin_core.calendar import legal_day
from chengxin_core.determination.inquiries import SubjectKind

Short = Annotated[str, Meta(max_length=120)]


class Subject(msgspec.Struct, forbid_unknown_fields=True):
    """One body that is asked about: by id, credit code or full name; what is said must mean one and the same."""

    id: Short = ""
    credit_code: Short = ""
    name: Short = ""


class Question(msgspec.Struct, forbid_unknown_fields=True):
    """What is asked: for which purpose, in which work, about whom."""

    purpose: Short
    document_number: Short
    subjects: Annotated[list[Subject], Meta(min_length=1)]


@for_programs(sends=Question)
def screen(program: Program, question: Question, at: datetime) -> dict[str, Any]:
    """Answer a question of a registered program."""
    most = limit("batch", program.body, legal_day(at))
    if len(question.subjects) > most:
        raise Refused(f"一次至多查询 {most} 个对象，实为 {len(question.subjects)} 个", 413)
    require_pace(program, len(question.subjects), at=at)
    try:
        asked = asking(
            who=program,
            kind=SubjectKind.BODY,
            purpose=question.purpose,
            document_number=question.document_number,
            on=legal_day(at),
        )
    except PurposeRefused as refusal:
        raise Refused(str(refusal), 403) from None
    return {
        "purpose": asked.purpose.code,
        "basis": asked.purpose.basis,
        "valid_on": legal_day(at).isoformat(),
        "answers": _answers(asked, question.subjects, at),
    }


def _answers(asked: Asking, subjects: Sequence[Subject], at: datetime) -> list[dict[str, Any]]:
    """Answer about each subject in its order; who is not known, or may not be asked about, gets the reason instead."""
    on = legal_day(at)
    meant = bodies_said([Said(each.id, each.credit_code, each.name) for each in subjects], on=on)
    keys = [key for key in meant if isinstance(key, str)]
    why_not = why_not_about(asked, keys, on=on)
    unique = [(None, key) for key in dict.fromkeys(keys) if key not in why_not]
    questions = answer_all(asked=asked, subjects=unique, at=at) if unique else []
    by_key = {each.body_id: each for each in questions}
    answers: list[dict[str, Any]] = []
    for key in meant:
        if isinstance(key, Fault):
            answers.append({"error": f"{key.member}: “{key.found}”，应当是{key.expected}"})
        elif key in why_not:
            answers.append({"error": why_not[key]})
        else:
            told = by_key[key].answered
            answers.append(
                {
                    "number": by_key[key].number,
                    "id": key,
                    "outcome": told.outcome,
                    "until": told.until.isoformat() if told.until else None,
                    "clause": told.clause,
                }
            )
    return answers
