"""Every write of the public side: it is told where keys stand in the log, and makes the pages follow.

The same call serves the house's own site and a node that is built from a carried bundle.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db import connections, transaction
from django.db.models import QuerySet

from chengxin.doors.disclosure import pages, queries, rendering, search
from chengxin.doors.disclosure.asked import asked_pages
from chengxin.doors.disclosure.front import PATIENCE
from chengxin.doors.disclosure.items import RECORD, Item, columns_of, facets_of, texts_of
from chengxin.doors.disclosure.models import Body, Document, Gone, Page, Posting, Region, Searched
from chengxin.doors.disclosure.privacy_notice import notice_pages
from chengxin.doors.disclosure.rules import START, rule_pages
from chengxin.doors.disclosure.scrubbing import empty_the_remains
from chengxin.doors.disclosure.site_card import site_card
from chengxin.doors.disclosure.tallies import Counting
from chengxin.ground.samples import sample
from chengxin_core.calendar import legal_day
from chengxin_core.ledger.entry import Entry
from chengxin_core.rulebook import Rulebook

_ROWS_AT_ONCE = 500
_INDEXED_AT_ONCE = 5000
_DRAWN_AT_ONCE = 100  # records whose pages are in memory together
_BODIES_AT_ONCE = 50  # whose records are
# Written by hand: rows of the framework cost as much as drawing.
_STORE = (
    "INSERT INTO disclosure_page (path, status, media_type, body, etag, last_modified) "
    "VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (path) DO UPDATE SET status = excluded.status, "
    "media_type = excluded.media_type, body = excluded.body, etag = excluded.etag, "
    "last_modified = excluded.last_modified"
)

_Row = TypeVar("_Row", Document, Gone)


@dataclass(slots=True)
class _Touched:
    """What must follow at the end, once for the whole batch: lists of what came or went, the index, the counters."""

    bodies: set[str] = field(default_factory=set)
    regions: set[str] = field(default_factory=set)
    at: datetime | None = None
    counting: Counting = field(default_factory=Counting)
    remembered: dict[int, search.Findable] = field(default_factory=dict)
    forgotten: set[int] = field(default_factory=set)

    def went(self, document: Document, at: datetime) -> None:
        """Note a document as it stood before it went or was replaced."""
        if document.kind == RECORD:
            self.counting.went(document)
        self._note(document, at)

    def came(self, document: Document, content: dict[str, Any], at: datetime) -> None:
        """Note a document as it stands now."""
        if document.kind == RECORD:
            self.counting.came(document)
        self.remembered[document.pk] = _findable(document.kind, content)
        self._note(document, at)

    def _note(self, document: Document, at: datetime) -> None:
        self.bodies.add(document.body_id)
        self.regions.update(document.region_path.split("/")[:-1])
        self.at = max(self.at or at, at)


@dataclass(frozen=True, slots=True)
class _Read:
    """An item with what it says; where something ended its content is empty."""

    item: Item
    entry: Entry
    content: dict[str, Any]

    @classmethod
    def of(cls, item: Item) -> "_Read":
        """Read an item; raise `ItemRefused`."""
        entry, content = item.read()
        return cls(item, entry, content or {})


@dataclass(frozen=True, slots=True)
class _Known:
    """What the public side has of some keys already."""

    documents: Mapping[str, Document]
    gone: frozenset[str]

    @classmethod
    def of(cls, keys: Iterable[str]) -> "_Known":
        """Look some keys up, many at a time."""
        wanted = list(keys)
        documents: dict[str, Document] = {}
        gone: set[str] = set()
        for start in range(0, len(wanted), _ROWS_AT_ONCE):
            some = wanted[start : start + _ROWS_AT_ONCE]
            documents |= {each.key: each for each in Document.objects.filter(key__in=some)}
            gone.update(Gone.objects.filter(key__in=some).values_list("key", flat=True))
        return cls(documents, frozenset(gone))

    def is_news(self, each: _Read) -> bool:
        """Say whether an item that stands is newer than what is known of its key, and the key has not ended."""
        before = self.documents.get(each.entry.key)
        return each.entry.key not in self.gone and (before is None or before.index < each.item.index)


def apply(items: Iterable[Item]) -> None:
    """Bring the public side to where `items` say that their keys stand; what ended goes first.

    Idempotent by entry number: an item that is older than what is known changes nothing. When it returns, no
    byte of what ended or was replaced is left, and nobody is answered any more what was there before.
    Raises `ItemRefused` before anything is changed, `StillBeingRead` when remains could not be destroyed yet.
    """
    read = [_Read.of(item) for item in sorted(items, key=lambda item: item.index)]
    newest = {each.entry.key: each for each in read}
    ended = [each for each in newest.values() if each.entry.event.is_end]
    standing = [each for each in newest.values() if not each.entry.event.is_end]
    destroys = bool(ended) or any(each.entry.version > 1 for each in standing)
    with transaction.atomic(using="public"):
        touched = _Touched()
        known = _Known.of(newest)
        for each in ended:
            _end(each, known, touched)
        _show(standing, known, touched)
        search.change(remembered=touched.remembered, forgotten=touched.forgotten)
        touched.counting.write()
        if touched.at:
            _store(_lists(touched))
    if destroys:
        empty_the_remains()
    if touched.at or destroys:
        time.sleep(PATIENCE)  # until no front answers from memory what was there before


@transaction.atomic(using="public")
def load_reference(
    *, regions: Sequence[tuple[str, str, str, str]], bodies: Sequence[tuple[str, str, str]]
) -> None:
    """Take in the regions (id, path, name, level) and bodies (id, region path, name) that pages hang on.

    Lists that were stored are dropped: they are made on demand until something is applied to them again.
    """
    Region.objects.all().delete()
    Body.objects.all().delete()
    Region.objects.bulk_create(
        (Region(id=id_, path=path, name=name, level=level) for id_, path, name, level in regions),
        batch_size=_ROWS_AT_ONCE,
    )
    Body.objects.bulk_create(
        (Body(id=id_, region_path=path, name=name) for id_, path, name in bodies), batch_size=_ROWS_AT_ONCE
    )
    sample(Region, Body)
    _forget_lists()


def index_what_is_not(*, anew: bool = False) -> int:
    """Put into the search index whatever is in force and not in it; return how many documents that were.

    With `anew` the index is emptied first. Interrupted, it goes on where it was when it is called again.
    """
    if anew:
        with transaction.atomic(using="public"):
            Posting.objects.all().delete()
            Searched.objects.all().delete()
    lacking = list(
        Document.objects.exclude(id__in=Searched.objects.values("number"))
        .order_by("id")
        .values_list("id", flat=True)
    )
    for start in range(0, len(lacking), _INDEXED_AT_ONCE):
        documents = Document.objects.filter(id__in=lacking[start : start + _INDEXED_AT_ONCE])
        search.change(
            remembered={each.pk: _findable(each.kind, queries.content_of(each)) for each in documents}
        )
    return len(lacking)


@transaction.atomic(using="public")
def show_rules(rulebook: Rulebook, others: Mapping[str, Rulebook]) -> int:
    """Put the pages of a rulebook in the place of those of an earlier one; return how many there are.

    The notice about personal information cites it, and follows.
    """
    drawn = list(rule_pages(rulebook, others))
    for start in (START, f"/en{START}"):
        Page.objects.filter(path__gte=start, path__lt=start[:-1] + "0").delete()  # "0" follows "/"
    _store(notice_pages(rulebook))
    return _store(drawn)


@transaction.atomic(using="public")
def show_asked(periods: Sequence[Mapping[str, Any]]) -> bool:
    """Put the figures of inquiries in the place of those that were shown; say whether anything changed."""
    pages = list(asked_pages(periods))
    stored = {
        page.path: bytes(page.body) for page in Page.objects.filter(path__in=[each.path for each in pages])
    }
    if all(stored.get(each.path) == each.body for each in pages):
        return False
    _store(pages)
    return True


def draw_again(look: str, rulebook: Rulebook, others: Mapping[str, Rulebook]) -> bool:
    """Draw every page anew unless all were drawn with this look already; return whether anything was done.

    `look` stands for the program, its templates and the settings that pages show. Between two handfuls others may
    write, so an end need not wait; a run that died is done again from the start.
    """
    if queries.look() == look:
        return False
    _draw(Document.objects.order_by("key"), pages.pages_of_stored)
    _draw(Gone.objects.order_by("key"), rendering.gone_pages)
    with _as_only_writer():
        _forget_lists()
        listed = _Touched()
        for body_id, path in Document.objects.order_by().values_list("body_id", "region_path").distinct():
            listed.bodies.add(body_id)
            listed.regions.update(path.split("/")[:-1])
        _store(_lists(listed))
        show_rules(rulebook, others)
        _store([site_card(look)])
    return True


def _draw(rows: QuerySet[_Row], pages_of: Callable[[_Row], Iterable[rendering.Rendered]]) -> None:
    last = ""
    while True:
        with _as_only_writer():
            handful = list(rows.filter(key__gt=last)[:_DRAWN_AT_ONCE])
            _store(page for row in handful for page in pages_of(row))
        if not handful:
            return
        last = handful[-1].key


@contextmanager
def _as_only_writer() -> Iterator[None]:
    """Let nothing come or go while pages are drawn from it: what ended meanwhile would be shown again."""
    with transaction.atomic(using="public"):
        connection = connections["public"]
        if connection.vendor != "sqlite":  # which lets one writer in at a time
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE disclosure_document, disclosure_gone IN SHARE MODE")
        yield


def _forget_lists() -> None:
    for start in ("/regions/", "/en/regions/", "/bodies/", "/en/bodies/"):
        Page.objects.filter(path__startswith=start).delete()
    Page.objects.filter(path__in=["/", "/en/", "/index.json", "/sitemap.xml"]).delete()


def _show(standing: Sequence[_Read], known: _Known, touched: _Touched) -> None:
    """Show what stands newer than it is known; pages are drawn and stored a handful at a time."""
    newer = [each for each in standing if known.is_news(each)]
    documents = [_document(each, known, touched) for each in newer]
    Document.objects.bulk_create([each for each in documents if each.pk is None], batch_size=_ROWS_AT_ONCE)
    for document, each in zip(documents, newer, strict=True):
        if each.entry.key in known.documents:
            document.save()
        touched.came(document, each.content, each.entry.at)
    shown = list(zip(documents, newer, strict=True))
    with _writing_meanwhile():
        for start in range(0, len(shown), _DRAWN_AT_ONCE):
            _store(
                page
                for document, each in shown[start : start + _DRAWN_AT_ONCE]
                for page in pages.pages_of(document, each.entry, each.content)
            )


@contextmanager
def _writing_meanwhile() -> Iterator[None]:
    """Let a server store a handful of pages while the next one is drawn; it says at the end what it could not."""
    connection = connections["public"]
    if connection.vendor != "postgresql":
        yield
        return
    connection.ensure_connection()
    with connection.connection.pipeline():
        yield


def _document(each: _Read, known: _Known, touched: _Touched) -> Document:
    """Return the row that tells what stands under a key now, not yet stored."""
    before = known.documents.get(each.entry.key)
    if before:
        touched.went(before, each.entry.at)
    document = before or Document(key=each.entry.key, kind=each.entry.kind)
    item = each.item
    document.index, document.changed_at = item.index, each.entry.at
    document.entry, document.content, document.salt = item.entry, item.content, item.salt
    for column, value in columns_of(each.entry.kind, each.content).items():
        setattr(document, column, value)
    return document


def _end(each: _Read, known: _Known, touched: _Touched) -> None:
    item, entry = each.item, each.entry
    assert entry.certificate is not None
    if entry.key in known.gone:
        return
    document = known.documents.get(entry.key)
    if document:
        touched.went(document, entry.at)
        touched.forgotten.add(document.pk)
        document.delete()
    touched.at = max(touched.at or entry.at, entry.at)
    gone = Gone.objects.create(
        key=entry.key,
        kind=entry.kind,
        index=item.index,
        ground=entry.certificate.ground,
        ended_on=legal_day(entry.at),
        ended_at=entry.at,
    )
    Page.objects.filter(path__in=rendering.record_addresses(entry.key, entry.kind)).delete()
    _store(rendering.gone_pages(gone))


def _findable(kind: str, content: dict[str, Any]) -> search.Findable:
    return search.Findable(texts_of(kind, content), facets_of(kind, content))


def _lists(touched: _Touched) -> Iterator[rendering.Rendered]:
    """Give every page that lists what came or went, once for the whole batch."""
    named, touched_ids = Body.objects.in_bulk(touched.bodies), sorted(touched.bodies)
    for start in range(0, len(touched_ids), _BODIES_AT_ONCE):
        some = touched_ids[start : start + _BODIES_AT_ONCE]
        bodies = [named.get(body_id) or _body_of_documents(body_id) for body_id in some]
        yield from rendering.body_pages([body for body in bodies if body], touched.at)
    for region in Region.objects.filter(id__in=touched.regions):
        yield from rendering.region_pages(region, touched.at)
    yield from rendering.home_pages(touched.at)
    yield from rendering.register_pages(touched.at)


def _body_of_documents(body_id: str) -> Body | None:
    """Return a body that the reference lacks, as what is in force names it; drop its pages otherwise."""
    document = Document.objects.filter(body_id=body_id).first()
    if document:
        return Body(id=body_id, region_path=document.region_path, name=document.body_name)
    address = f"/bodies/{body_id}/"
    Page.objects.filter(path__in=[address, f"/en{address}", f"{address}index.json"]).delete()
    return None


def _store(pages: Iterable[rendering.Rendered]) -> int:
    """Let addresses answer what was drawn for them; return how many there are."""
    rows = [page.row() for page in pages]
    with connections["public"].cursor() as cursor:
        cursor.executemany(_STORE, rows)
    return len(rows)
