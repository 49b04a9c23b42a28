"""专项要求: an organ asks bodies for something once; each gets a return of its own, with its clock (policy Q-38).

What is asked here and what the rulebook asks are one kind of matter: filled in, signed, handed in, sent back alike.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.rules.queries import calendar, current_rulebook, versions
from chengxin.foundation.subjects.grassroots import is_grassroots
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground import trail
from chengxin.insight.returns.columns import COLUMNS
from chengxin.insight.returns.models import Ask
from chengxin.insight.returns.opening import AT_ONCE, Owed, Wanted, open_batch
from chengxin.insight.returns.operations import waive
from chengxin.insight.returns.owners import reporting_bodies
from chengxin.insight.returns.periods import Period
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.returns import RETURN, ReturnState
from chengxin_core.lifecycle.table import Actor
from chengxin_core.rulebook import Rulebook

ASKING = frozenset({Actor.CREDIT_OFFICER})
LOOKING = ASKING | {Actor.CREDIT_HEAD}
UNIT = "件"
MOST_COLUMNS, LONGEST_COLUMN, LONGEST_UNIT = 20, 40, 6
_NOT_MADE = (ReturnState.OPENED, ReturnState.RETURNED)
_MADE = (ReturnState.SUBMITTED, ReturnState.ACCEPTED)
_LINE = re.compile(r"(?P<zh>.+?)\s*[（(](?P<unit>[^（）()]{1,6})[）)]")


@dataclass(frozen=True, slots=True)
class WhatIsAsked:
    """What an organ writes into the form: none of it may be empty but two of the last three."""

    title: str
    why: str
    basis: str
    period: Period
    due_on: date
    columns: Sequence[tuple[str, str]] = ()  # wording and unit of each figure
    question: str = ""
    papers: str = ""


def bodies_that_can_be_asked(by: Mandate, *, on: date) -> list[PublicBody]:
    """Return the bodies of the organ's region, and below, that have a liaison; not the organ itself."""
    organ = by.body
    return [
        each
        for each in reporting_bodies(on=on)
        if each.region.path.startswith(organ.region.path)
        and each.is_fictional == organ.is_fictional
        and each.pk != organ.pk
    ]


@transaction.atomic
def ask(*, what: WhatIsAsked, bodies: Iterable[PublicBody], by: Mandate, at: datetime) -> Ask:
    """Ask each of these bodies; a last day that is not worked moves to the next working day (G-03).

    Raises `UnableToMove` where something that every request states is missing, or nobody is asked.
    """
    asked = list({each.pk: each for each in bodies}.values())
    due_on = calendar().next_working_day(what.due_on)
    _require_grounded(what, asked, by, legal_day(at))
    book = current_rulebook(by.body.path)
    columns = [
        {"code": code_of(book, zh, unit, on=legal_day(at)), "zh": zh, "unit": unit}
        for zh, unit in what.columns
    ]
    made = Ask.objects.create(
        organ=by.body,
        asked_by=by,
        asked_at=at,
        title=what.title,
        why=what.why,
        basis=what.basis,
        period=what.period.code,
        due_on=due_on,
        columns=columns,
        question=what.question,
        papers=what.papers,
    )
    current = versions()
    owed = [Owed(each, by.body, current.of(by.body.path, each.path)) for each in asked]
    wanted = Wanted(f"ask_{made.pk}", what.title, what.period.code, due_on, made)
    for begin in range(0, len(owed), AT_ONCE):
        open_batch(wanted, owed[begin : begin + AT_ONCE], by=by, at=at)
    grassroots = sum(is_grassroots(each) for each in asked)
    trail.note(
        "returns.asked", f"ask/{made.pk}", mandate=by.pk, bodies=str(len(asked)), grassroots=str(grassroots)
    )
    return made


def withdraw(*, asked: Ask, by: Mandate, at: datetime, reason: str) -> int:
    """Ask no more of who has not begun to answer; return how many. What was filled in or handed in stays."""
    left = Matter.objects.filter(
        stated_return__ask=asked, state__in=_NOT_MADE, organ=by.body_id, kind=RETURN.kind
    )
    matters = list(left.select_related("body__region", "organ__region").order_by("pk"))
    with transaction.atomic():
        for matter in matters:
            waive(matter=matter, by=by, at=at, reason=reason)
        trail.note("returns.ask_withdrawn", f"ask/{asked.pk}", mandate=by.pk, bodies=str(len(matters)))
    return len(matters)


def asks_of(organ_id: str) -> QuerySet[Ask]:
    """Return what an organ asked by form, the newest first, with how many were asked and how many have answered."""
    found = Ask.objects.filter(organ=organ_id).select_related("asked_by")
    made = Q(returns__matter__state__in=_MADE)
    return found.annotate(asked=Count("returns"), made=Count("returns", filter=made)).order_by("-pk")


def read_columns(text: str) -> list[tuple[str, str]]:
    """Read the figures that are asked, one a line: the wording, and in brackets the unit (件 where none is said).

    >>> read_columns("整治问题（个）")
    [('整治问题', '个')]

    Raises `ValueError` with the line, what was found and what is expected.
    """
    found: list[tuple[str, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        said = line.strip()
        if not said:
            continue
        if said[0] in "（(":
            raise ValueError(f"第 {number} 行“{said[:12]}”没有写明是什么数字，应当如“整治问题（个）”")
        match = _LINE.fullmatch(said)
        column = (match["zh"].strip(), match["unit"].strip()) if match else (said, UNIT)
        if len(column[0]) > LONGEST_COLUMN:
            raise ValueError(f"第 {number} 行“{said[:12]}…”有 {len(column[0])} 字，最多 {LONGEST_COLUMN} 字")
        if column in found:
            raise ValueError(f"第 {number} 行“{column[0]}”与前面的一行相同，每项数字只问一次")
        found.append(column)
    if len(found) > MOST_COLUMNS:
        raise ValueError(f"一共 {len(found)} 项数字，一次最多 {MOST_COLUMNS} 项")
    return found


def code_of(book: Rulebook, zh: str, unit: str, *, on: date) -> str:
    """Return by which code a figure is known: that of the rulebook's column of this wording, or one made of it.

    Whoever asks the same again in the same words for the same period gets what was reported (一数一源).
    """
    of_rulebook = (each for each in book.items(COLUMNS, on=on) if (each.zh, each.text("unit")) == (zh, unit))
    known = next(of_rulebook, None)
    if known is not None:
        return known.code
    return f"asked_{sha256(f'{zh}|{unit}'.encode()).hexdigest()[:12]}"


def _require_grounded(what: WhatIsAsked, bodies: list[PublicBody], by: Mandate, today: date) -> None:
    missing = [
        zh
        for zh, said in (
            ("事由", what.why.strip()),
            ("依据", what.basis.strip()),
            ("要什么", what.columns or what.question.strip() or what.papers.strip()),
            ("向谁提出", bodies),
        )
        if not said
    ]
    if missing:
        raise UnableToMove(f"没有写明{'、'.join(missing)}，不能向单位提出要求")
    if what.due_on <= today:
        raise UnableToMove(f"截止日应当在今天 {today} 以后，现在是 {what.due_on}")
    may_be_asked = {each.pk for each in bodies_that_can_be_asked(by, on=today)}
    outside = [each.name for each in bodies if each.pk not in may_be_asked]
    if outside:
        raise UnableToMove(f"只能向本地区有联络员的单位提出要求，不在其中：{'、'.join(outside[:3])}")
