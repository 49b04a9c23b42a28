"""台账列表: the promises that a mandate may see, nearest due day first, a page at a time, each with who answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter, MatterQuerySet
from chengxin.mechanisms.commitments.models import Commitment
from chengxin.mechanisms.commitments.owners import owners_of
from chengxin.mechanisms.commitments.queries import is_vacant, visible_commitments
from chengxin_core.commitments import Owner
from chengxin_core.lifecycle.commitments import OPEN

PAGE_SIZE = 30
VIEWS: Mapping[str, Q] = {
    "open": Q(state__in=OPEN),
    "overdue": Q(commitment__overdue_since__isnull=False, state__in=OPEN),
    "vacant": is_vacant() & Q(state__in=OPEN),
    "proposed": Q(state__in=("proposed", "approved")),
    "closed": ~Q(state__in=(*OPEN, "proposed", "approved")),
}


def read_query(asked: Mapping[str, str]) -> tuple[str, str]:
    """Return which view and which words the query of the list asks for."""
    view = asked.get("view", "open")
    return view if view in VIEWS else "open", asked.get("q", "").strip()[:60]


def listed(mandate: Mandate, view: str, words: str = "") -> MatterQuerySet:
    """Return what the list holds, nearest due day first."""
    seen = visible_commitments(mandate).filter(VIEWS.get(view, VIEWS["open"]), archived_at=None)
    if words:
        seen = seen.filter(Q(title__icontains=words) | Q(commitment__document_number__icontains=words))
    return seen.order_by("commitment__due_on", "pk")


@dataclass(frozen=True, slots=True)
class Row:
    """A promise in the list, and who answers for it today."""

    matter: Matter
    commitment: Commitment
    owner: Owner
    post: str  # that answers; empty where only the organ is left


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and the key of the next page (empty on the last)."""

    rows: list[Row]
    next_key: str


def page_of(
    mandate: Mandate, view: str, words: str = "", *, on: date, after: str = "", size: int = PAGE_SIZE
) -> Page:
    """Return one page; a key that was not made here begins at the first. The number of queries does not grow."""
    seen = listed(mandate, view, words)
    began = _read_key(after)
    if began is not None:
        day, pk = began
        seen = seen.filter(Q(commitment__due_on__gt=day) | Q(commitment__due_on=day, pk__gt=pk))
    found = list(seen[: size + 1])
    rows = rows_of(found[:size], on=on)
    last = rows[-1] if len(found) > size else None
    return Page(rows, f"{last.commitment.due_on.isoformat()}~{last.matter.pk}" if last else "")


def rows_of(shown: list[Matter], *, on: date) -> list[Row]:
    """Return promises with who answers for each, in a constant number of queries."""
    for matter in shown:
        matter.commitment.matter = matter
    owners = owners_of([matter.commitment for matter in shown], on=on)
    posts = dict(
        Mandate.objects.filter(pk__in=[each.post for each in owners.values()]).values_list("pk", "post")
    )
    return [
        Row(matter, matter.commitment, owner, posts.get(owner.post or 0, ""))
        for matter in shown
        for owner in [owners[matter.pk]]
    ]


def _read_key(key: str) -> tuple[date, int] | None:
    day, _, pk = key.partition("~")
    try:
        return date.fromisoformat(day), int(pk)
    except ValueError:
        return None
