"""Reads of the desk: lists of what waits, what a matter's page shows. Each begins with what is visible."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DateField, Min, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.queries import deadlines_of
from chengxin.foundation.matters.handling import reads_inside
from chengxin.foundation.matters.models import Matter, MatterMove, MatterQuerySet, Note
from chengxin.foundation.matters.parts import Part, part_zh
from chengxin.foundation.matters.plugs import Button, kind_of, kinds
from chengxin.foundation.matters.queries import ADOPTED, notes_of, timeline, visible_matters
from chengxin_core.lifecycle.table import Actor, NoSuchMove

PAGE_SIZE = 20
_NO_DAY = date(9999, 12, 31)  # what has no deadline comes after all that has one
_RUNNING = Q(deadlines__ended_on__isnull=True)
# Before a purpose is stated, no list and no search tells what an archived matter is about (policy Q-28).
_OPEN = Q(archived_at__isnull=True)
_NUMBER = re.compile(r"(2[0-9]{3})-([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader narrows a list to; an empty value narrows nothing."""

    kind: str = ""
    state: str = ""
    words: str = ""
    due: str = ""  # "soon" or "overdue"

    def __bool__(self) -> bool:
        return any((self.kind, self.state, self.words, self.due))


@dataclass(frozen=True, slots=True)
class Row:
    """A matter in a list, with the nearest day that runs in it and when that turns amber."""

    matter: Matter
    due_on: date | None
    amber_on: date | None


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and the key of the next page (empty on the last)."""

    rows: list[Row]
    next_key: str


def waiting(mandate: Mandate) -> MatterQuerySet:
    """Return the visible matters that wait for a button of the holder's role, in its own hands.

    Whether a button is offered is left to the page: a list must not ask each matter.
    """
    role = Actor(mandate.role)
    own = Q(body_id=mandate.body_id) if role is Actor.LIAISON else Q(organ_id=mandate.body_id)
    pressable = Q(pk__in=[])
    for kind in kinds():
        for button in kind.all_buttons:
            if role in button.actors and button.waits is not None and button.sources is not None:
                pressable |= Q(kind=kind.code, state__in=sorted(button.sources)) & button.waits
    return visible_matters(mandate).filter(own, pressable)


def overdue(mandate: Mandate, *, on: date) -> MatterQuerySet:
    """Return the visible matters in which a running deadline has passed."""
    late = Matter.objects.filter(_RUNNING, deadlines__due_on__lt=on)
    return visible_matters(mandate).filter(pk__in=late.values("pk"))


def counts(mandate: Mandate, *, on: date) -> Mapping[str, int]:
    """Return how many matters each list holds."""
    return {
        "waiting": waiting(mandate).count(),
        "visible": visible_matters(mandate).count(),
        "overdue": overdue(mandate, on=on).count(),
    }


def page_of(
    matters: MatterQuerySet, filters: Filters, *, on: date, after: str = "", size: int = PAGE_SIZE
) -> Page:
    """Return one page of `matters`: nearest due day first, then the oldest; `after` is an earlier page's key.

    A key that was not made here begins at the first page.
    """
    keys = _keys(_narrowed(matters, filters, on)).order_by("sort_day", "pk")
    began = _read_key(after)
    if began is not None:
        day, pk = began
        keys = keys.filter(Q(sort_day__gt=day) | Q(sort_day=day, pk__gt=pk))
    found = list(keys[: size + 1])
    shown = found[:size]
    last = shown[-1] if len(found) > size else None
    return Page(_rows(matters, shown), f"{last['sort_day'].isoformat()}~{last['pk']}" if last else "")


def _keys(matters: MatterQuerySet) -> Any:
    """Return what a list is ordered by and nothing else, so that ordering many matters stays cheap."""
    nearest = Min("deadlines__due_on", filter=_RUNNING)
    return (
        matters.select_related(None)
        .values("pk")
        .annotate(
            nearest_due=nearest,
            nearest_amber=Min("deadlines__amber_on", filter=_RUNNING),
            sort_day=Coalesce(nearest, Value(_NO_DAY), output_field=DateField()),
        )
    )


def _rows(matters: MatterQuerySet, keys: list[dict[str, Any]]) -> list[Row]:
    """Return the matters of these keys, in their order."""
    found = matters.in_bulk([key["pk"] for key in keys])
    return [Row(found[key["pk"]], key["nearest_due"], key["nearest_amber"]) for key in keys]


def _narrowed(matters: MatterQuerySet, filters: Filters, on: date) -> MatterQuerySet:
    if filters.kind:
        matters = matters.filter(kind=filters.kind)
    if filters.state:
        matters = matters.filter(_OPEN, state=filters.state)
    if filters.words:
        named = Q(body__name__icontains=filters.words) | Q(title__icontains=filters.words)
        matters = matters.filter((_OPEN & named) | _numbered(filters.words))
    if filters.due:
        late = Q(deadlines__due_on__lt=on)
        soon = Q(deadlines__amber_on__lte=on, deadlines__due_on__gte=on)
        pressing = Matter.objects.filter(_RUNNING, late if filters.due == "overdue" else soon)
        matters = matters.filter(pk__in=pressing.values("pk"))
    return matters


def _numbered(words: str) -> Q:
    """Return the condition that a matter bears the number in `words`, such as 2026-000012; nothing else does."""
    number = _NUMBER.fullmatch(words.strip())
    return Q(opened_at__year=int(number[1]), pk=int(number[2])) if number else Q(pk__in=[])


def _read_key(after: str) -> tuple[date, int] | None:
    day, _, pk = after.partition("~")
    try:
        return date.fromisoformat(day), int(pk)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a timeline, as a page shows it: a post, never a name."""

    what: str
    at: Any
    who: str
    why: str
    basis: list[str]


def steps_of(matter: Matter, mandate: Mandate) -> list[Step]:
    """Return the matter's timeline in words; of a step taken inside, who does not handle it sees no words.

    What became of its deadlines stands in it too.
    """
    is_told = _what_is_told(matter, mandate)
    moves = [
        Step(
            gettext(_what(matter, move)),
            move.at,
            _post(move.by),
            _why(move) if is_told(move) else "",
            list(move.basis),
        )
        for move in timeline(matter)
    ]
    changes = _stated(matter, mandate, notes_of(matter, Part.DEADLINE))
    return sorted([*moves, *changes], key=lambda step: step.at)


def statements_in(matter: Matter, mandate: Mandate) -> list[Step]:
    """Return what was stated in the matter, oldest first; inner opinions are for who handles it."""
    return _stated(matter, mandate, [note for note in notes_of(matter) if note.part != Part.DEADLINE])


def _stated(matter: Matter, mandate: Mandate, notes: list[Note]) -> list[Step]:
    is_told = _what_is_told(matter, mandate)
    return [
        Step(gettext(part_zh(note.part)), note.at, _post(note.by), note.text, [])
        for note in notes
        if is_told(note)
    ]


def _post(by: Mandate | None) -> str:
    return by.post if by else gettext(Actor.SYSTEM.zh)


def _why(move: MatterMove) -> str:
    """Return why a step was taken; the platform's own words in the reader's language, people's as they wrote them."""
    return gettext(move.note) if move.by is None and move.note else move.note


def _what_is_told(matter: Matter, mandate: Mandate) -> Callable[[MatterMove | Note], bool]:
    """Return which words are for `mandate`: what was said inside is not for the body, nor for who only oversees."""
    inside = reads_inside(mandate, matter)

    def is_told(said: MatterMove | Note) -> bool:
        if inside or (said.by is not None and said.by.body_id == mandate.body_id):
            return True
        is_opinion = isinstance(said, Note) and said.part == Part.OPINION
        return not is_opinion and matter.shown_at is not None and said.at >= matter.shown_at

    return is_told


def _what(matter: Matter, move: MatterMove) -> str:
    if move.code == ADOPTED:
        return gettext("改依制度规则库的另一版本")
    lifecycle = kind_of(matter.kind).lifecycle
    try:
        return lifecycle.move(move.code).zh
    except NoSuchMove:
        return lifecycle.states(move.to_state).zh


def running_and_ended(matter: Matter) -> tuple[list[Any], list[Any]]:
    """Return the matter's deadlines that run, nearest first, and those that ended."""
    running: list[Any] = []
    ended: list[Any] = []
    for each in deadlines_of(matter):
        (running if each.ended_on is None else ended).append(each)
    return running, ended


def related_to(matter: Matter, mandate: Mandate) -> list[Matter]:
    """Return the matters above and below this one that the holder may see, oldest first."""
    near = Q(parent_id=matter.pk) | Q(pk=matter.parent_id)
    return list(visible_matters(mandate).filter(near).order_by("pk"))


def outcome_of(matter: Matter, button: Button) -> str:
    """Return the state to which the button leads, in words; empty where it changes none."""
    lifecycle = kind_of(matter.kind).lifecycle
    try:
        target = lifecycle.move(button.code).target
    except NoSuchMove:
        return ""
    return "" if target == matter.state else lifecycle.states(target).zh
