"""Reads of the desk: lists of what waits, what a matter's page shows. Each begins with what is visible."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, reduce
from operator import or_
from typing import Any

from django.db.models import (
    CharField,
    Count,
    Exists,
    Func,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    Window,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import In, LessThan
from django.utils.translation import gettext

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.prepared import PreparedForPosts
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.deadlines.queries import deadlines_of
from chengxin.foundation.matters.finding import find, saying
from chengxin.foundation.matters.handling import reads_inside
from chengxin.foundation.matters.models import Matter, MatterMove, MatterQuerySet, Note
from chengxin.foundation.matters.parts import Part, part_zh
from chengxin.foundation.matters.plugs import Button, kind_of, kinds
from chengxin.foundation.matters.queries import STEPS_ZH, notes_of, timeline, visible_at, visible_matters
from chengxin.foundation.worklists.queries import (
    Marks,
    first_steps_of,
    has_a_step_of,
    is_laid_before,
    is_starred_by,
    marks_of,
    was_started_by,
)
from chengxin.ground.counting import HowMany
from chengxin.ground.prepared import Prepared
from chengxin_core.lifecycle.table import Actor, NoSuchMove

PAGE_SIZE = 20
_NO_DAY = date(9999, 12, 31)  # what has no deadline comes after all that has one
# Before a purpose is stated, no list and no search tells what an archived matter is about (policy Q-28).
_OPEN = Q(archived_at__isnull=True)
_STAGE = Func(
    "kind", Value(" "), "state", template="(%(expressions)s)", arg_joiner=" || ", output_field=CharField()
)
COUNTED = 100  # a list that holds more is said to hold that many and more
_HOW_MANY = Window(Count("pk"))  # on each row of a list, how many rows it has in all


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader narrows a list to; an empty value narrows nothing."""

    kind: str = ""
    state: str = ""
    words: str = ""
    due: str = ""  # "soon" or "overdue"
    hands: str = ""  # "mine" or "nobody"

    def __bool__(self) -> bool:
        return any((self.kind, self.state, self.words, self.due, self.hands))


@dataclass(frozen=True, slots=True)
class Row:
    """A matter in a list, with the nearest day that runs in it, when that turns amber, and what stands beside it."""

    matter: Matter
    due_on: date | None
    amber_on: date | None
    marks: Marks = Marks()  # noqa: RUF009 - never changed


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and the key of the next page (empty on the last)."""

    rows: list[Row]
    next_key: str


def waiting(mandate: Mandate) -> MatterQuerySet:
    """Return the visible matters that wait for a button of the holder's role, in its own hands.

    Whether a button is offered is left to the page: a list must not ask each matter.
    """
    return visible_matters(mandate).filter(_waits_for(mandate))


def _waits_for(mandate: Mandate) -> Q:
    role = Actor(mandate.role)
    of_body, of_organ = Q(body_id=mandate.body_id), Q(organ_id=mandate.body_id)
    signed_by_heads = Q(kind__in=[kind.code for kind in kinds() if kind.head_signs])
    own = {
        Actor.LIAISON: of_body,
        Actor.BODY_HEAD: (of_body & signed_by_heads) | (of_organ & ~signed_by_heads),
        Actor.OFFICIAL: Q(official_id=mandate.official_id),
    }.get(role, of_organ)
    return Q(is_open=True) & own & _pressable(role)


def _pressable(role: Actor) -> Q:
    """Return where a button waits for a role: one clause for each condition, however many buttons share it."""
    stages: dict[Q, set[str]] = {}
    for kind in kinds():
        for button in kind.all_buttons:
            if role in button.actors and button.waits is not None and button.sources is not None:
                stages.setdefault(button.waits, set()).update(
                    f"{kind.code} {each}" for each in button.sources
                )
    clauses = (Q(In(_STAGE, sorted(found))) & waits for waits, found in stages.items())
    return reduce(or_, clauses, Q(pk__in=[]))


def overdue(mandate: Mandate, *, on: date) -> MatterQuerySet:
    """Return the visible matters in which a running deadline has passed."""
    return visible_matters(mandate).filter(_is_overdue(on))


def _is_overdue(on: date) -> Q:
    """Return the condition that a running deadline has passed; where nothing is left to do, no day runs.

    The nearest is looked up for each matter, so that no engine makes a list of all days that have passed first.
    """
    return Q(LessThan(_nearest_day(), on), is_open=True)


def _running(**which: Any) -> QuerySet[Deadline]:
    """Return the deadlines of the matter of the query outside that run, the nearest day first."""
    return Deadline.objects.filter(matter=OuterRef("pk"), ended_on=None, **which).order_by("due_on")


def _nearest_day() -> Subquery:
    return Subquery(_running().values("due_on")[:1])


def _is_done_by(mandate: Mandate) -> Q:
    """Return the condition that the post took a step in a matter, and that nothing waits for it there now."""
    return has_a_step_of(mandate) & ~Q(pk__in=waiting(mandate).order_by().values("pk"))


_LISTS: dict[str, Callable[[Mandate, date], Q]] = {
    "waiting": lambda mandate, on: _waits_for(mandate),
    "done": lambda mandate, on: _is_done_by(mandate),
    "started": lambda mandate, on: was_started_by(mandate),
    "circulated": lambda mandate, on: is_laid_before(mandate),
    "starred": lambda mandate, on: is_starred_by(mandate),
    "overdue": lambda mandate, on: _is_overdue(on),
}
LISTS = tuple(_LISTS)


def list_of(tab: str, mandate: Mandate, *, on: date) -> MatterQuerySet:
    """Return the matters of one of `LISTS`."""
    return visible_matters(mandate).filter(_LISTS[tab](mandate, on))


def _kinds_there_are() -> Hashable:
    return tuple(kind.code for kind in kinds())


_waiting_count = PreparedForPosts(
    lambda mandate: (
        visible_matters(mandate).select_related(None).filter(_waits_for(mandate)).values_list(_HOW_MANY)[:1]
    ),
    turns_on=_kinds_there_are,
)


@cache
def _keys_of(tab: str, *, is_later: bool) -> PreparedForPosts:
    """Return what tells key and day of the matters on a page of a list; on the first of what waits also how many."""

    def asked(mandate: Mandate, on: date, *after: Any) -> QuerySet[Any, Any]:
        keys = _keys(list_of(tab, mandate, on=on))
        if is_later:
            keys = keys.filter(_comes_after(*after))
        how_many = () if is_later or tab != "waiting" else (_HOW_MANY,)
        told: QuerySet[Any, Any] = keys.values_list("pk", "sort_day", *how_many)
        return told.order_by("sort_day", "pk")[: PAGE_SIZE + 1]

    return PreparedForPosts(asked, turns_on=_kinds_there_are)


def list_page(
    tab: str, mandate: Mandate, filters: Filters, *, on: date, after: str = ""
) -> tuple[Page, int | None]:
    """Return one page of one of `LISTS` as `page_of` does, and how many matters wait where that was asked with it."""
    if filters:
        found = list_of(tab, mandate, on=on)
        return page_of(found, filters, on=on, mandate=mandate, after=after), None
    began = _read_key(after)
    rows = _keys_of(tab, is_later=began is not None)(mandate, on, *(began or ()))
    page = _page([{"pk": pk, "sort_day": day} for pk, day, *_ in rows], mandate, on, PAGE_SIZE)
    if tab != "waiting" or began is not None:
        return page, None
    return page, rows[0][2] if rows else 0


def counts(mandate: Mandate, *, on: date, waits: int | None = None) -> Mapping[str, int]:
    """Return how many matters wait, and how many each other list holds, up to `COUNTED`.

    Of what is laid before the holder, what is unread is counted. `waits` is given where it was asked already.
    """
    if waits is None:
        waits = next((each for (each,) in _waiting_count(mandate)), 0)
    ((done, *others),) = _each_list(mandate, on)
    if done < COUNTED:
        ((still_open,),) = _done_and_open(mandate)
        done = min(done + still_open, COUNTED)
    return dict(zip(_COUNTED_LISTS, others, strict=True)) | {"waiting": waits, "done": done}


_COUNTED_LISTS = ("started", "circulated", "starred", "overdue", "visible")


def _lists_counted(mandate: Mandate, on: date) -> QuerySet[Any, Any]:
    """Return in how many matters that are not open the post took a step, and how many `_COUNTED_LISTS` hold."""
    seen = visible_matters(mandate)
    return Mandate.objects.filter(pk=mandate.pk).values_list(
        HowMany(first_steps_of(mandate, seen.filter(is_open=False)), COUNTED),
        HowMany(seen.filter(was_started_by(mandate)), COUNTED),
        HowMany(seen.filter(is_laid_before(mandate, unread=True)), COUNTED),
        HowMany(seen.filter(is_starred_by(mandate)), COUNTED),
        HowMany(seen.filter(_is_overdue(on)), COUNTED),
        HowMany(seen, COUNTED),
    )


_each_list = PreparedForPosts(_lists_counted)
# Of what is open something may wait for the post; that is asked only where what is not open fills no count.
_done_and_open = PreparedForPosts(
    lambda mandate: Mandate.objects.filter(pk=mandate.pk).values_list(
        HowMany(visible_matters(mandate).filter(_is_done_by(mandate), is_open=True), COUNTED)
    ),
    turns_on=_kinds_there_are,
)


def search(mandate: Mandate, filters: Filters, *, on: date, after: str = "", size: int = PAGE_SIZE) -> Page:
    """Return one page of all that is visible, the newest first, narrowed; `after` is an earlier page's key.

    The same number of queries however much there is.
    """
    narrowed = _of_state(filters) & _pressing(filters, on) & _in_hands(filters, mandate, on)
    before = int(after) if after.isdecimal() and len(after) < 19 else None
    found = find(mandate, filters.words, narrowed, before=before, size=size)
    pks = [each.pk for each in found.matters]
    days, marks = _days_of(pks), marks_of(mandate, pks, on=on)
    rows = [Row(each, *days[each.pk], marks[each.pk]) for each in found.matters]
    return Page(rows, "" if found.next_key is None else str(found.next_key))


_days = Prepared(
    lambda matters: (
        Deadline.objects.filter(matter__in=matters, ended_on=None)
        .order_by()
        .values_list("matter")
        .annotate(Min("due_on"), Min("amber_on"))
    )
)


def _days_of(matters: Sequence[int]) -> dict[int, tuple[date | None, date | None]]:
    """Return the nearest day that runs in each matter, and when it turns amber; None where none runs."""
    return dict.fromkeys(matters, (None, None)) | {pk: (due, amber) for pk, due, amber in _days(matters)}


def page_of(
    matters: MatterQuerySet,
    filters: Filters,
    *,
    on: date,
    mandate: Mandate,
    after: str = "",
    size: int = PAGE_SIZE,
) -> Page:
    """Return one page of `matters`: nearest due day first, then the oldest; `after` is an earlier page's key.

    A key that was not made here begins at the first page.
    """
    keys = _keys(_narrowed(matters, filters, on, mandate)).order_by("sort_day", "pk")
    began = _read_key(after)
    if began is not None:
        keys = keys.filter(_comes_after(*began))
    return _page(list(keys[: size + 1]), mandate, on, size)


def _comes_after(day: date, pk: int) -> Q:
    return Q(sort_day__gt=day) | Q(sort_day=day, pk__gt=pk)


def _page(found: list[dict[str, Any]], mandate: Mandate, on: date, size: int) -> Page:
    """Return the rows of the first `size` of these keys; a further one says that there is a next page."""
    shown = found[:size]
    last = shown[-1] if len(found) > size else None
    return Page(_rows(shown, mandate, on), f"{last['sort_day'].isoformat()}~{last['pk']}" if last else "")


def _keys(matters: MatterQuerySet) -> Any:
    """Return what a list is ordered by and nothing else, so that ordering many matters stays cheap."""
    day = Coalesce(_nearest_day(), Value(_NO_DAY))
    return matters.select_related(None).values("pk").annotate(sort_day=day)


def _rows(keys: list[dict[str, Any]], mandate: Mandate, on: date) -> list[Row]:
    """Return the matters of these keys, in their order."""
    pks = [key["pk"] for key in keys]
    found, days, marks = visible_at(mandate, pks), _days_of(pks), marks_of(mandate, pks, on=on)
    return [Row(found[pk], *days[pk], marks[pk]) for pk in pks if pk in found]


def _narrowed(matters: MatterQuerySet, filters: Filters, on: date, mandate: Mandate) -> MatterQuerySet:
    return matters.filter(
        _of_state(filters), saying(filters.words), _pressing(filters, on), _in_hands(filters, mandate, on)
    )


def _of_state(filters: Filters) -> Q:
    of_kind = Q(kind=filters.kind) if filters.kind else Q()
    return of_kind & _OPEN & Q(state=filters.state) if filters.state else of_kind


def _pressing(filters: Filters, on: date) -> Q:
    if not filters.due:
        return Q()
    soon = Exists(_running(amber_on__lte=on, due_on__gte=on))
    return _is_overdue(on) if filters.due == "overdue" else Q(soon, is_open=True)


def _in_hands(filters: Filters, mandate: Mandate, on: date) -> Q:
    """Return the condition of whose hands a matter is in; a post that has ended is nobody's."""
    if filters.hands == "mine":
        return Q(holder__in=[pk for pk in (mandate.pk, mandate.principal_id) if pk is not None])
    if filters.hands == "nobody":
        return Q(holder=None) | ~Q(holder__in=Mandate.objects.in_force_on(on).values("pk"))
    return Q()


def _read_key(after: str) -> tuple[date, int] | None:
    day, _, pk = after.partition("~")
    try:
        return (date.fromisoformat(day), int(pk)) if pk.isdecimal() and len(pk) < 19 else None
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
    if move.code in STEPS_ZH:
        return gettext(STEPS_ZH[move.code])
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


def key_list(tab: str, mandate: Mandate, filters: Filters, *, on: date, most: int) -> list[int]:
    """Return the keys of a list of work, or of the search, in its order, at most so many."""
    if tab == "visible":
        narrowed = _narrowed(visible_matters(mandate), filters, on, mandate)
        return list(narrowed.order_by("-pk").values_list("pk", flat=True)[:most])
    listed = _narrowed(list_of(tab, mandate, on=on), filters, on, mandate)
    return [each["pk"] for each in _keys(listed).order_by("sort_day", "pk")[:most]]


def rows_by_keys(mandate: Mandate, keys: Sequence[int]) -> list[Row]:
    """Return the rows of these keys in their order; what is not to be seen any more is left out."""
    found = visible_at(mandate, keys)
    days = _days_of(list(found))
    return [Row(found[key], *days[key]) for key in keys if key in found]
