"""Every read of the public database that pages are made of."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from itertools import starmap
from typing import Any

import msgspec
from django.db.models import Count, QuerySet, Sum, Window
from django.db.models.functions import RowNumber

from chengxin.doors.disclosure import search
from chengxin.doors.disclosure.items import RECORD
from chengxin.doors.disclosure.models import Body, Document, Gone, Page, Region, Tally
from chengxin_core.opendata.layout import page_folder

_AFTER_SLASH = "0"  # the character that follows "/": paths are ASCII ids, each ended by a slash
_BYTES = ("entry", "content", "salt")
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


@dataclass(slots=True)
class Listed:
    """What a list of records shows of one; a whole row of the framework would cost more than drawing it."""

    id: int
    key: str
    kind: str
    body_id: str
    body_name: str
    title: str
    severity: str
    published_on: date
    ends_on_latest: date | None
    marked: bool
    is_demo: bool
    changed_at: datetime

    @property
    def address(self) -> str:
        """Where its page is, below the language."""
        return f"/{page_folder(self.kind)}/{self.key}/"


_LISTED = tuple(column.name for column in fields(Listed))


@dataclass(frozen=True, slots=True)
class Progress:
    """What was done to put something right, and when; `who` says of which record."""

    on: date
    what: str
    who: str = ""


class _Step(msgspec.Struct):
    on: date
    what: str


class _Progressed(msgspec.Struct):
    """As much of a content as tells of progress."""

    title: str
    progress: list[_Step]


_read_progressed = msgspec.json.Decoder(_Progressed).decode


def figures(region: Region | None = None) -> Figures:
    """Count what is in force within a region, or everywhere."""
    inside = _tallies_in(region)
    by_severity = dict(inside.values_list("severity").annotate(number=Sum("records")))
    bodies = inside.values("body_id").distinct().count()
    return Figures(sum(by_severity.values()), bodies, by_severity)


def province() -> Region | None:
    """Return the region that everything lies in, once the reference is loaded."""
    return Region.objects.filter(level="province").first()


def places_in(region: Region) -> list[Place]:
    """Return the regions directly below this one, with how many records are in force in each."""
    depth = region.path.count("/") + 1
    records: Counter[str] = Counter()
    for path, number in _tallies_in(region).values_list("region_path").annotate(number=Sum("records")):
        records["/".join(path.split("/")[:depth]) + "/"] += number
    return [Place(child, records[child.path]) for child in regions_in(region)]


def _tallies_in(region: Region | None) -> QuerySet[Tally]:
    if region is None:
        return Tally.objects.all()
    return Tally.objects.filter(region_path__gte=region.path, region_path__lt=region.path[:-1] + _AFTER_SLASH)


def regions_in(region: Region) -> list[Region]:
    """Return the regions directly below this one."""
    below = Region.objects.filter(path__gt=region.path, path__lt=region.path[:-1] + _AFTER_SLASH)
    depth = region.path.count("/") + 1
    return [each for each in below if each.path.count("/") == depth]


def ancestors(region: Region) -> list[Region]:
    """Return the regions above this one, the highest first."""
    ids = region.path.split("/")[:-2]
    found = Region.objects.in_bulk(ids)
    return [found[each] for each in ids if each in found]


def bodies_in(region: Region, limit: int = MOST_LISTED) -> list[Body]:
    """Return the bodies that belong to this region itself."""
    return list(Body.objects.filter(region_path=region.path)[:limit])


def documents_of(bodies: Collection[str]) -> dict[str, list[Listed]]:
    """Return the records in force about each of some bodies as lists show them, newest first."""
    of_each: dict[str, list[Listed]] = defaultdict(list)
    for row in _listed(_newest_of_each(Document.objects.filter(body_id__in=bodies, kind=RECORD))):
        of_each[row.body_id].append(row)
    return of_each


def _listed(documents: QuerySet[Document]) -> Iterator[Listed]:
    return starmap(Listed, documents.values_list(*_LISTED))


def progress_of(bodies: Collection[str]) -> dict[str, list[Progress]]:
    """Return what was done to put right what is in force about each of some bodies, the newest day first."""
    of_each: dict[str, list[Progress]] = defaultdict(list)
    documents = _newest_of_each(Document.objects.filter(body_id__in=bodies, progressed=True))
    for body_id, content in documents.values_list("body_id", "content"):
        told = _read_progressed(bytes(content))
        of_each[body_id] += [Progress(step.on, step.what, told.title) for step in told.progress]
    for steps in of_each.values():
        steps.sort(key=lambda step: step.on, reverse=True)
    return of_each


def _newest_of_each(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Return the newest of them about each body, as many as a page lists."""
    place = Window(RowNumber(), partition_by="body_id", order_by="-id")
    return documents.annotate(place=place).filter(place__lte=MOST_LISTED)


def newest(region: Region | None = None, limit: int = PAGE_SIZE) -> list[Listed]:
    """Return the newest records in force within a region, or everywhere."""
    within = {"kind": RECORD, **({"region": region.id} if region else {})}
    numbers, _ = search.find(search.Query((), within)).page(limit=limit)
    found = {row.id: row for row in _listed(Document.objects.filter(id__in=numbers))}
    return [found[number] for number in numbers if number in found]


def withdrawals(limit: int = MOST_LISTED) -> list[Gone]:
    """Return what ended, newest first."""
    return list(Gone.objects.all()[:limit])


def content_of(document: Document) -> dict[str, Any]:
    """Return the content of what is in force."""
    content: dict[str, Any] = json.loads(bytes(document.content))  # its form was checked when it was applied
    return content


def in_order(numbers: Sequence[int]) -> list[Document]:
    """Return these documents as lists show them, without their bytes, in the order of their numbers given."""
    documents = Document.objects.defer(*_BYTES).in_bulk(numbers)
    return [documents[number] for number in numbers if number in documents]


def bodies_named(query: str, limit: int = 8) -> list[Body]:
    """Return a few bodies whose name holds the query as it stands."""
    plain = query.replace("\0", "").strip()
    return list(Body.objects.filter(name__contains=plain)[:limit]) if len(plain) > 1 else []


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


def look() -> str:
    """Return what the stored pages were drawn with; empty before they were drawn for the first time."""
    page = Page.objects.filter(path="/site.json").first()
    return str(json.loads(bytes(page.body))["look"]) if page else ""


@dataclass(frozen=True, slots=True)
class Board:
    """How many promises stand how, and how many were changed."""

    by_standing: dict[str, int]
    changed: int

    @property
    def promises(self) -> int:
        """How many there are."""
        return sum(self.by_standing.values())


def in_force(kind: str, *, region: Region | None = None, body_id: str = "") -> QuerySet[Document]:
    """Return what is in force of a kind about a body, within a region, or everywhere, the newest first."""
    found = Document.objects.filter(kind=kind).defer(*_BYTES)
    if body_id:
        return found.filter(body_id=body_id)
    if region is None:
        return found
    return found.filter(region_path__gte=region.path, region_path__lt=region.path[:-1] + _AFTER_SLASH)


def board_of(promises: QuerySet[Document]) -> Board:
    """Count promises by how they stand."""
    return Board(by_standing(promises), changed(promises).count())


def changed(promises: QuerySet[Document]) -> QuerySet[Document]:
    """Return those that had more than one wording."""
    return promises.filter(versions__gt=1)


def figures_published(kind: str) -> QuerySet[Document]:
    """Return what was counted and is public, of a kind, the newest first, without its bytes."""
    return Document.objects.filter(kind=kind).defer("entry", "content", "salt")


def by_standing(documents: QuerySet[Document]) -> dict[str, int]:
    """Return how many of these there are of each standing."""
    return dict(documents.order_by().values_list("standing").annotate(number=Count("id")))


def ended(kind: str, limit: int = 50) -> list[Gone]:
    """Return what ended of a kind, newest first."""
    return list(Gone.objects.filter(kind=kind)[:limit])


def number_of_rule(rule_id: str, key: str) -> int | None:
    """Return a number of the rulebook that was stored last, None where none was or it has no such number."""
    page = Page.objects.filter(path=f"/rules/{rule_id}/index.json").first()
    entries = json.loads(bytes(page.body))["entries"] if page else []
    return next((each["value"] for each in entries if each.get("key") == key and "value" in each), None)
