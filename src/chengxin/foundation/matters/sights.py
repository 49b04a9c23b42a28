"""看什么的条件: where rooms say which conditions decide who sees a thing of theirs, so that any page can be explained.

The conditions are those of the room's own filter, not a second set. An explanation to who does not see a thing is the
same whether there is such a thing or not.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, Case, Exists, Model, OuterRef, Q, Value, When
from django.urls import Resolver404, resolve
from django.utils import translation

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.sight import Clause, meeting
from chengxin.ground.plugboard import Board


@dataclass(frozen=True, slots=True)
class Sight:
    """可见条件: of one kind of thing. `doors` are the pages that show it; `argument` of their address is its `column`.

    `conditions` are alternatives: who meets all of one of them sees it; most things have one alternative.
    """

    code: str
    zh: str
    model: type[Model]
    doors: frozenset[str]  # such as `desk:matter`
    argument: str
    column: str
    conditions: Callable[[Mandate, date], Sequence[Sequence[Clause]]]


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition of sight, and whether it is met; None: not said, since that would tell of what is there."""

    clause: Clause
    is_met: bool | None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the desk: its door, what it shows, if a room said who sees that, and which of them."""

    door: str
    sight: Sight | None
    key: Any


_sights: Board[str, Sight] = Board()
_doors: Board[str, str] = Board()  # which kind of thing stands behind a door


def plug_sight(sight: Sight) -> None:
    """Make known who sees what stands behind some doors."""
    _sights.claim(sight.code, sight)
    add_doors(sight.code, *sight.doors)


def add_doors(code: str, *doors: str) -> None:
    """Make known further doors behind which things of that kind stand, by the same argument."""
    for door in doors:
        _doors.claim(door, code)


def all_sights() -> list[tuple[Sight, list[str]]]:
    """Return every kind of thing that can be explained, with all its doors in their order."""
    return [
        (each, sorted(door for door, code in _doors.items() if code == each.code))
        for each in _sights.values()
    ]


def page_at(address: str) -> Page | None:
    """Return the page at an address of the desk, or None where there is no such address."""
    path = address.partition("?")[0].strip().removeprefix("/en")
    if not path.startswith("/desk/"):
        return None
    try:
        with translation.override(settings.LANGUAGE_CODE):  # whose addresses have no prefix
            match = resolve(path)
    except Resolver404:
        return None
    code = _doors.get(match.view_name)
    sight = _sights[code] if code else None
    return Page(match.view_name, sight, match.kwargs.get(sight.argument) if sight else None)


def sees(mandate: Mandate, sight: Sight, key: Any, *, on: date) -> bool:
    """Say whether `mandate` sees that thing: not where there is none."""
    wanted = sight.model._default_manager.filter(**{sight.column: key})
    return any(wanted.filter(meeting(tuple(all_of))).exists() for all_of in sight.conditions(mandate, on))


def conditions_of(mandate: Mandate, sight: Sight, *, on: date) -> list[list[Reason]]:
    """Return the conditions for a mandate, without a word on whether any is met."""
    return [[Reason(clause, None) for clause in all_of] for all_of in sight.conditions(mandate, on)]


def reasons_for(mandate: Mandate, sight: Sight, key: Any, *, on: date) -> list[list[Reason]]:
    """Return each condition with whether it is met; for who sees the thing, or who keeps the machine."""
    return [answers(sight.model, {sight.column: key}, all_of) for all_of in sight.conditions(mandate, on)]


def answers(model: type[Model], key: Mapping[str, Any], asked: Sequence[Clause]) -> list[Reason]:
    """Ask each condition about one row; one query, and none met where there is no such row."""
    manager = model._default_manager
    columns = {
        f"clause_{number}": Case(
            When(_meets(model, clause.condition), then=Value(value=True)),
            default=Value(value=False),
            output_field=BooleanField(),
        )
        for number, clause in enumerate(asked)
    }
    row = manager.filter(**key).annotate(**columns).values(*columns).first() or {}
    return [Reason(clause, row.get(f"clause_{number}", False)) for number, clause in enumerate(asked)]


def _meets(model: type[Model], condition: Q) -> Exists:
    """Return the condition as a question of its own, so that a join in one is not a row in another."""
    return Exists(model._default_manager.filter(condition, pk=OuterRef("pk")))
