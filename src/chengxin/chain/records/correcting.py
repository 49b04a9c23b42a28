"""更正: what a record says is put right while it stays a record (policy C-17, C-18).

What was public is withdrawn in the same act: a version known to be wrong is not shown for one more hour, and
a new one needs a release review of its own (`showing.review_and_publish`, policy Q-27), which is made after it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from django.db import transaction

from chengxin.chain.records.models import Record
from chengxin.chain.records.operations import keep_grading
from chengxin.chain.records.queries import record_of
from chengxin.chain.records.showing import withdraw_what_is_public
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove, move
from chengxin_core.determination.proportionality import LEVELS
from chengxin_core.lifecycle.table import Actor
from chengxin_core.vocabulary import Ground, Severity

Change: TypeAlias = tuple[str, str, str]  # item, as it was, as it is
_following: list[Callable[..., object]] = []


class NothingToCorrect(UnableToMove):
    """What is given as right is what the record says already."""


class WouldBeHarsher(UnableToMove):
    """The correction would put the body into a worse place than before it objected (policy R-33)."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a record should say: its facts, the day its conduct ended, and what its severity depends on."""

    facts: str
    conduct_ended_on: date | None
    loss: int
    impact: str
    relief: Iterable[str]
    aggravation: Iterable[str]


def follow_corrections(operation: Callable[..., object]) -> None:
    """Let a room above act on every correction: `operation(matter=, at=)` runs in its transaction."""
    _following.append(operation)


@transaction.atomic
def correct_record(
    *, matter: Matter, right: Corrected, by: Mandate, at: datetime, reason: str
) -> tuple[Change, ...]:
    """Put a record right, grade it anew, withdraw what is public of it; return each item before and after.

    Raises `NothingToCorrect` or `WouldBeHarsher`.
    """
    before = record_of(matter)
    Record.objects.filter(pk=matter.pk).update(facts=right.facts, conduct_ended_on=right.conduct_ended_on)
    corrected = record_of(matter)
    keep_grading(corrected, matter, at, right.loss, right.impact, right.relief, right.aggravation)
    after = record_of(matter)
    changes = tuple((item, was, now) for item, was, now in _compared(before, after) if was != now)
    if not changes:
        raise NothingToCorrect("更正后的内容与原记录相同，没有可以更正之处；异议不成立的，请办理维持")
    _refuse_harsher(before, after)
    move(matter=matter, code="correct", by=by, at=at, note=reason)
    withdraw_what_is_public(
        matter=matter,
        ground=Ground.OBJECTION_UPHELD,
        clauses=("C-17", "C-18"),
        role=Actor(by.role),
        at=at,
    )
    for operation in _following:
        operation(matter=matter, at=at)
    return changes


def _compared(before: Record, after: Record) -> Iterable[Change]:
    yield "失信事实", before.facts, after.facts
    yield "失信行为终止日期", _day(before.conduct_ended_on), _day(after.conduct_ended_on)
    yield "造成的损失", _yuan(before.loss), _yuan(after.loss)
    yield "失信程度", _severity(before), _severity(after)
    yield "最迟公示至", _day(before.ends_on), _day(after.ends_on)


def _refuse_harsher(before: Record, after: Record) -> None:
    if before.severity and LEVELS.index(Severity(after.severity)) > LEVELS.index(Severity(before.severity)):
        raise WouldBeHarsher(
            f"更正后失信程度由“{_severity(before)}”加重为“{_severity(after)}”：不得因单位提出异议而加重"
        )
    if before.ends_on and after.ends_on and after.ends_on > before.ends_on:
        raise WouldBeHarsher(
            f"更正后最迟公示日期由 {before.ends_on} 延后至 {after.ends_on}：不得因单位提出异议而延长公示"
        )


def _severity(record: Record) -> str:
    return Severity(record.severity).zh if record.severity else "尚未研判"


def _day(day: date | None) -> str:
    return f"{day}" if day else "未查明"


def _yuan(fen: int | None) -> str:
    return "未查明" if fen is None else f"{fen // 100:,}.{fen % 100:02d}元"
