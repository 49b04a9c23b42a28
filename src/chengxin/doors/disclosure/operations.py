"""Every write of the public side: it is told where keys stand in the log, and makes the pages follow.

The same call serves the house's own site and a node that is built from a carried bundle.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from chengxin.doors.disclosure import rendering, search
from chengxin.doors.disclosure.front import PATIENCE
from chengxin.doors.disclosure.items import Item, columns_of, texts_of
from chengxin.doors.disclosure.models import Body, Document, Gone, Page, Region
from chengxin.doors.disclosure.rules import START, rule_pages
from chengxin.doors.disclosure.scrubbing import empty_the_remains
from chengxin_core.calendar import legal_day
from chengxin_core.ledger.entry import Entry
from chengxin_core.rulebook import Rulebook

_ROWS_AT_ONCE = 500


@dataclass(slots=True)
class _Touched:
    """What must be rendered anew at the end: whatever lists a record that came or went."""

    bodies: set[str] = field(default_factory=set)
    regions: set[str] = field(default_factory=set)
    at: datetime | None = None

    def add(self, document: Document, at: datetime) -> None:
        self.bodies.add(document.body_id)
        self.regions.update(document.region_path.split("/")[:-1])
        self.at = max(self.at or at, at)


def apply(items: Iterable[Item]) -> None:
    """Bring the public side to where `items` say that their keys stand; what ended goes first.

    Idempotent by entry number: an item that is older than what is known changes nothing. When it returns, no
    byte of what ended or was replaced is left, and nobody is answered any more what was there before.
    Raises `ItemRefused` before anything is changed, `StillBeingRead` when remains could not be destroyed yet.
    """
    read = [(item, *item.read()) for item in sorted(items, key=lambda item: item.index)]
    ended = [(item, entry) for item, entry, content in read if content is None]
    standing = [(item, entry, content) for item, entry, content in read if content is not None]
    destroys = bool(ended) or any(entry.version > 1 for _, entry, _ in standing)
    with transaction.atomic(using="public"):
        touched = _Touched()
        for item, entry in ended:
            _end(item, entry, touched)
        for item, entry, content in standing:
            _show(item, entry, content, touched)
        if destroys:
            search.destroy_what_is_forgotten()
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
    for start in ("/regions/", "/en/regions/", "/bodies/", "/en/bodies/"):
        Page.objects.filter(path__startswith=start).delete()
    Page.objects.filter(path__in=["/", "/en/", "/index.json"]).delete()


@transaction.atomic(using="public")
def show_rules(rulebook: Rulebook, others: Mapping[str, Rulebook]) -> int:
    """Put the pages of a rulebook in the place of those of an earlier one; return how many there are."""
    pages = [page.row() for page in rule_pages(rulebook, others)]
    for start in (START, f"/en{START}"):
        Page.objects.filter(path__gte=start, path__lt=start[:-1] + "0").delete()  # "0" follows "/"
    return len(Page.objects.bulk_create(pages, batch_size=_ROWS_AT_ONCE))


def _show(item: Item, entry: Entry, content: dict[str, Any], touched: _Touched) -> None:
    if Gone.objects.filter(key=entry.key).exists():
        return
    before = Document.objects.filter(key=entry.key).first()
    if before and before.index >= item.index:
        return
    if before:
        touched.add(before, entry.at)
    document = before or Document(key=entry.key, kind=entry.kind)
    document.index, document.changed_at = item.index, entry.at
    document.entry, document.content, document.salt = item.entry, item.content, item.salt
    for column, value in columns_of(content).items():
        setattr(document, column, value)
    document.save()
    search.remember(document.pk, texts_of(content))
    _store(rendering.record_pages(document))
    touched.add(document, entry.at)


def _end(item: Item, entry: Entry, touched: _Touched) -> None:
    assert entry.certificate is not None
    if Gone.objects.filter(key=entry.key).exists():
        return
    document = Document.objects.filter(key=entry.key).first()
    if document:
        touched.add(document, entry.at)
        search.forget(document.pk)
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
    Page.objects.filter(path__in=rendering.record_addresses(entry.key)).delete()
    _store(rendering.gone_pages(gone))


def _lists(touched: _Touched) -> Iterator[rendering.Rendered]:
    """Give every page that lists what came or went, once for the whole batch."""
    named = Body.objects.in_bulk(touched.bodies)
    for body_id in sorted(touched.bodies):
        body = named.get(body_id) or _body_of_documents(body_id)
        if body:
            yield from rendering.body_pages(body, touched.at)
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


def _store(pages: Iterable[rendering.Rendered]) -> None:
    Page.objects.bulk_create(
        [page.row() for page in pages],
        update_conflicts=True,
        unique_fields=["path"],
        update_fields=["status", "media_type", "body", "etag", "last_modified"],
    )
