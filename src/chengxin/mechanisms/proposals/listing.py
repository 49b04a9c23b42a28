"""列表: the suggestions and proposals that a mandate may see, the newest first, a page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter, MatterQuerySet
from chengxin.mechanisms.proposals.queries import visible_proposals

PAGE_SIZE = 30
VIEWS: Mapping[str, Q] = {
    "open": ~Q(state__in=("follow_up", "closed")),
    "planned": Q(state="follow_up"),
    "closed": Q(state="closed"),
}


def read_query(asked: Mapping[str, str]) -> tuple[str, str]:
    """Return which view and which words the query of the list asks for."""
    view = asked.get("view", "open")
    return view if view in VIEWS else "open", asked.get("q", "").strip()[:60]


def listed(mandate: Mandate, view: str, words: str) -> MatterQuerySet:
    """Return what the list holds, the newest first."""
    seen = visible_proposals(mandate).filter(VIEWS.get(view, VIEWS["open"]), archived_at=None)
    if words:
        seen = seen.filter(
            Q(title__icontains=words) | Q(proposal__number=words) | Q(body__name__icontains=words)
        )
    return seen.order_by("-pk")


@dataclass(frozen=True, slots=True)
class Page:
    """Some matters, and the key of the next page (empty on the last)."""

    matters: list[Matter]
    next_key: str


def page_of(mandate: Mandate, view: str, words: str = "", *, after: str = "", size: int = PAGE_SIZE) -> Page:
    """Return one page; a key that was not made here begins at the first. The number of queries does not grow."""
    seen = listed(mandate, view, words)
    if after.isascii() and after.isdecimal() and len(after) < 19:
        seen = seen.filter(pk__lt=int(after))
    found = list(seen[: size + 1])
    shown = found[:size]
    return Page(shown, str(shown[-1].pk) if len(found) > size else "")
