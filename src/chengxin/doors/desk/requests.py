"""要求清单: what waits at a township of two people: what is asked, why, by whom, until when (policy Q-38)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from chengxin.doors.desk.queries import Row
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import Button, kind_of, said_of
from chengxin.foundation.rules.queries import rulebook_of
from chengxin.foundation.subjects.grassroots import is_grassroots
from chengxin_core.calendar import NEVER, legal_day
from chengxin_core.lifecycle.table import Actor
from chengxin_core.rulebook import ADJUSTABLE, NothingInForce, UnknownRule

_OF_THE_BODY = frozenset({Actor.LIAISON, Actor.BODY_HEAD})


@dataclass(frozen=True, slots=True)
class Request:
    """要求: one thing that a body is asked for. `until` is None while a clock stands still or where none runs."""

    matter: Matter
    step: str  # what is asked: the next step of the holder
    why: str
    basis: str  # a citation, or 系统默认，可调整
    owner: str  # the organ that asks
    until: date | None
    amber_on: date | None
    deadline: int | None  # the clock whose count can be opened


def has_a_list_of_requests(mandate: Mandate) -> bool:
    """Say whether the holder answers for a township or street: then what waits is told as requests."""
    return Actor(mandate.role) in _OF_THE_BODY and is_grassroots(mandate.body)


def requests_in(rows: Sequence[Row], mandate: Mandate) -> list[Request]:
    """Return the rows of a list as requests, in their order; the same number of queries whatever their number."""
    matters = [row.matter for row in rows]
    clocks, said = _nearest(matters), said_of(matters)
    return [_request(row, mandate, clocks.get(row.matter.pk), said.get(row.matter.pk)) for row in rows]


def _nearest(matters: Sequence[Matter]) -> dict[int, Deadline]:
    """Return the clock that runs out first in each matter."""
    found: dict[int, Deadline] = {}
    for each in Deadline.objects.running().filter(matter__in=[matter.pk for matter in matters]):
        found.setdefault(each.matter_id, each)
    return found


def _request(row: Row, mandate: Mandate, clock: Deadline | None, said: tuple[str, str] | None) -> Request:
    matter = row.matter
    button = _next(matter, mandate)
    why, basis = said or _of_the_clock(matter, clock) or _of_the_step(matter, button)
    until = clock.due_on if clock is not None and clock.due_on != NEVER else None
    return Request(
        matter,
        button.zh if button else "",
        why,
        basis,
        matter.organ.name,
        until,
        row.amber_on if until else None,
        clock.pk if clock else None,
    )


def _next(matter: Matter, mandate: Mandate) -> Button | None:
    """Return the step that waits for the holder: the first that needs to be taken; a list does not ask each matter."""
    role = Actor(mandate.role)
    waiting = (
        each
        for each in kind_of(matter.kind).all_buttons
        if role in each.actors
        and each.waits is not None
        and each.sources is not None
        and matter.state in each.sources
    )
    return next(waiting, None)


def _of_the_clock(matter: Matter, clock: Deadline | None) -> tuple[str, str] | None:
    if clock is None:
        return None
    book: Any = rulebook_of(matter.rulebook)
    try:
        gist = str(book.clock(clock.clock).on(clock.started_on).gist)
        return gist, book.authority_of(clock.rule_id, on=clock.started_on)
    except (UnknownRule, NothingInForce):
        return None


def _of_the_step(matter: Matter, button: Button | None) -> tuple[str, str]:
    """Return the citations of the rules behind a step, for what no clock asks for."""
    book, began = rulebook_of(matter.rulebook), legal_day(matter.opened_at)
    cited = []
    for rule in button.basis if button else ():
        try:
            cited.append(book.authority_of(rule, on=began))
        except UnknownRule:
            continue
    laws = dict.fromkeys(each for each in cited if each and each != ADJUSTABLE)
    return "", "；".join(laws) or (ADJUSTABLE if cited else "")
