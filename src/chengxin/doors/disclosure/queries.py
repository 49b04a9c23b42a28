"""Every read of the public database that pages are made of."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from django.db.models import Count, QuerySet

from chengxin.doors.disclosure import search
from chengxin.doors.disclosure.models import Body, Document, Gone, Page, Region

_AFTER_SLASH = "0"  # the character that follows "/": paths are ASCII ids, each ended by a slash
PAGE_SIZE = 20
MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class Figures:
    """How much is in force, in all or within a region."""

    records: int
    bodies: int
    by_severity: dict[str, int]


@dataclass(frozen=True, slots=True)
class Place:
    """A region and how many records are in force within it."""

    region: Region
    records: int

    @property
    def address(self) -> str:
        """Where its page is, below the language."""
        return f"/regions/{self.region.id}/"


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what a search found; `next_before` leads to the next."""

    documents: list[Document]
    next_before: int | None


def within(path: str) -> QuerySet[Document]:
    """Return what is in force about bodies in the region with this path; everything for the empty path."""
    if not path:
        return Document.objects.all()
    return Document.objects.filter(region_path__gte=path, region_path__lt=path[:-1] + _AFTER_SLASH)


def figures(path: str = "") -> Figures:
    """Count what is in force within a region, or everywhere."""
    inside = within(path).order_by()
    counted = inside.values_list("severity").annotate(number=Count("id"))
    by_severity = dict(counted)
    bodies = inside.values("body_id").distinct().count()
    return Figures(sum(by_severity.values()), bodies, by_severity)


def province() -> Region | None:
    """Return the region that everything lies in, once the reference is loaded."""
    return Region.objects.filter(level="province").first()


def places_in(region: Region) -> list[Place]:
    """Return the regions directly below this one, with how many records are in force in each."""
    below = Region.objects.filter(path__startswith=region.path).exclude(id=region.id)
    depth = region.path.count("/") + 1
    records: Counter[str] = Counter()
    for path, number in (
        within(region.path).order_by().values_list("region_path").annotate(number=Count("id"))
    ):
        records["/".join(path.split("/")[:depth]) + "/"] += number
    return [Place(child, records[child.path]) for child in below if child.path.count("/") == depth]


def ancestors(region: Region) -> list[Region]:
    """Return the regions above this one, the highest first."""
    ids = region.path.split("/")[:-2]
    found = Region.objects.in_bulk(ids)
    return [found[each] for each in ids if each in found]


def bodies_in(region: Region, limit: int = MOST_LISTED) -> list[Body]:
    """Return the bodies that belong to this region itself."""
    return list(Body.objects.filter(region_path=region.path)[:limit])


def documents_of(body_id: str) -> list[Document]:
    """Return what is in force about a body, newest first."""
    return list(Document.objects.filter(body_id=body_id)[:MOST_LISTED])


def newest(path: str = "", limit: int = PAGE_SIZE) -> list[Document]:
    """Return the newest of what is in force within a region, or everywhere."""
    return list(within(path)[:limit])


def withdrawals(limit: int = MOST_LISTED) -> list[Gone]:
    """Return what ended, newest first."""
    return list(Gone.objects.all()[:limit])


def found(query: str, *, before: int | None) -> Found:
    """Return a page of what is in force and holds every word of `query`, newest first."""
    numbers = search.find(query, before=before, limit=PAGE_SIZE + 1)
    shown = numbers[:PAGE_SIZE]
    documents = Document.objects.in_bulk(shown)
    return Found(
        [documents[number] for number in shown if number in documents],
        shown[-1] if len(numbers) > PAGE_SIZE else None,
    )


def bodies_named(query: str, limit: int = 8) -> list[Body]:
    """Return a few bodies whose name holds the query as it stands."""
    plain = query.replace("\0", "").strip()
    return list(Body.objects.filter(name__contains=plain)[:limit]) if len(plain) > 1 else []


def every_address() -> Sequence[str]:
    """Return the address of every page about a record in force, body, region or rule, for the sitemap."""
    records = Document.objects.values_list("key", flat=True)[:40_000]
    bodies = Document.objects.order_by("body_id").values_list("body_id", flat=True).distinct()[:5_000]
    regions = Region.objects.exclude(level="township").values_list("id", flat=True)
    rules = Page.objects.filter(path__gte="/rules/", path__lt="/rules0").values_list("path", flat=True)
    return [
        "/",
        "/withdrawn/",
        *chain(
            (f"/regions/{each}/" for each in regions),
            (f"/bodies/{each}/" for each in bodies),
            (f"/records/{each}/" for each in records),
            (path for path in rules if path.endswith("/")),
        ),
    ]


def known_numbers() -> dict[str, int]:
    """Return the number in the log that is shown of each key: of what is in force, and of what ended."""
    return {
        key: index
        for model in (Document, Gone)
        for key, index in model.objects.values_list("key", "index").iterator()
    }


def version_of_rules() -> str:
    """Return the hash of the rulebook whose pages are stored; empty before there are any."""
    page = Page.objects.filter(path="/rules/index.json").first()
    return str(json.loads(bytes(page.body))["hash"]) if page else ""
