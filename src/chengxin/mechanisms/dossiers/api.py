"""报送接口: programs of authorised suppliers hand in entries; each row passes the same reading as a file's.

A row that is refused comes back with its reasons and costs no other; nothing of it is kept here.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from chengxin.foundation.accounts.models import Program
from chengxin.foundation.accounts.program_doors import Refused, for_programs, require_pace
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.ground.sheets import Problem, sent_rows
from chengxin.mechanisms.dossiers.sources.entries import columns
from chengxin.mechanisms.dossiers.supplying import NotAuthorised, Taken, hand_in_by_program
from chengxin_core.calendar import legal_day

LONGEST = 200  # characters of a cell


class Entries(msgspec.Struct, forbid_unknown_fields=True):
    """What is handed in: rows of the members that the template has as columns; each is judged for itself."""

    entries: Annotated[list[Any], Meta(min_length=1)]


@for_programs(sends=Entries)
def supply(program: Program, sent: Entries, at: datetime) -> dict[str, Any]:
    """Take entries of a registered program of an authorised supplier."""
    on = legal_day(at)
    book = current_rulebook(program.body.path)
    most = book.parameter("dossiers.supply_batch").on(on).number
    if len(sent.entries) > most:
        raise Refused(f"一次至多报送 {most} 条，实为 {len(sent.entries)} 条", 413)
    require_pace(program, len(sent.entries), at=at)
    known = columns(book, on)
    rows = sent_rows(sent.entries, known, longest=LONGEST)
    try:
        supplied, taken = hand_in_by_program(rows=rows, by=program, at=at)
    except NotAuthorised as refusal:
        raise Refused(str(refusal), 403) from None
    names = {column.title_zh: column.name for column in known}
    return {
        "supply": supplied.pk,
        "kept": supplied.kept,
        "known": supplied.duplicates,
        "refused": supplied.refused,
        "entries": [_told(each, names) for each in taken],
    }


def _told(taken: Taken, names: dict[str, str]) -> dict[str, Any]:
    return {
        "row": taken.row.number,
        "outcome": str(taken.outcome),
        "problems": _problems(taken.problems, names),
    }


def _problems(problems: Sequence[Problem], names: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "row": each.row,
            "field": names.get(each.column, ""),
            "title": each.column,
            "found": each.found,
            "expected": each.expected,
            "text": str(each),
        }
        for each in problems
    ]
