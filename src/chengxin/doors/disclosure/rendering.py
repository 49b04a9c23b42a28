"""页面生成: every public page in two languages and as JSON, from the rows of the public database.

The same functions make the pages that are stored when something is applied and those made on demand (a body
of which nothing is published), so they are the same bytes. Addresses are ASCII and end in a slash; the JSON
of `/x/` is `/x/index.json`; English is below `/en`.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache, partial
from hashlib import sha256
from io import BytesIO
from typing import Any, TypeAlias

import msgspec
import segno
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from chengxin.doors.disclosure import charting, queries, tags
from chengxin.doors.disclosure.blanks import Blank, Phrase, taken_out
from chengxin.doors.disclosure.items import FIGURES, PROMISE, PROPOSAL, RECORD
from chengxin.doors.disclosure.models import Body, Document, Gone, Region
from chengxin.doors.disclosure.rows import record_rows
from chengxin.doors.disclosure.spoken import rendered
from chengxin_core.calendar import legal_day
from chengxin_core.ledger.canonical import Json, canonical_bytes, canonical_object
from chengxin_core.ledger.entry import Entry
from chengxin_core.opendata.layout import page_folder
from chengxin_core.vocabulary import Ground, InstrumentKind, Severity

HTML, JSON = "text/html; charset=utf-8", "application/json; charset=utf-8"
ATOM, XML = "application/atom+xml; charset=utf-8", "application/xml; charset=utf-8"
LANGUAGES = (("zh-hans", "zh", ""), ("en", "en", "/en"))
Shown: TypeAlias = Document | queries.Listed
"""What is in force, as lists show it."""
GONE = 410
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_BLANKS_KEPT = 256  # in memory, of some 30 KB with both languages


@dataclass(frozen=True, slots=True)
class Rendered:
    """One page: where it is, and what it answers."""

    path: str
    body: bytes
    media_type: str = HTML
    at: datetime | None = None
    status: int = 200

    def row(self) -> tuple[str, int, str, bytes, str, str]:
        """Return the columns of the page's row: path, status, media type, body, entity tag, when it was changed."""
        tag = f'"{sha256(self.body).hexdigest()[:32]}"'
        changed = format_datetime(self.at, usegmt=True) if self.at else ""
        return self.path, self.status, self.media_type, self.body, tag, changed


def record_addresses(key: str, kind: str = RECORD) -> list[str]:
    """Return every address that tells of one publication of that kind."""
    folder = page_folder(kind)
    pages = [f"{prefix}/{name}/{key}/" for _, _, prefix in LANGUAGES for name in (folder, "verify")]
    files = [f"/{folder}/{key}/{name}" for name in ("index.json", "receipt.json", "qr.svg")]
    return [*pages, *files, f"/verify/{key}/index.json"]


def record_pages(document: Document, entry: Entry, content: dict[str, Any]) -> Iterator[Rendered]:
    """Give the pages of a record in force, from its row and what was read of it."""
    texts: list[str] = []
    shape = msgspec.json.encode(taken_out(facts_of_record(document, entry, content), texts))
    filled = _blank_record(shape, _site()).filled(texts)
    for (_, _, prefix), page in zip(LANGUAGES, filled, strict=True):
        yield Rendered(f"{prefix}{document.address}", page, HTML, document.changed_at)
    yield Rendered(f"{document.address}index.json", twin_of(document), JSON, document.changed_at)


def facts_of_record(document: Document, entry: Entry, content: dict[str, Any]) -> dict[str, Json]:
    """Return all that the page of a record tells, and beside the texts whatever else of them decides how it looks."""
    return {
        "content": content,
        "key": document.key,
        "index": str(document.index),
        "version": entry.version,
        "at": entry.at.isoformat(),
        "minute": tags.minute_of(entry.at),
        "commitment": (entry.commitment or b"").hex(),
        "severity": Phrase(Severity(content["severity"]).zh),
        "is_serious": content["severity"] == Severity.SERIOUS,
        "exposure": Phrase(content.get("exposure", "")),
        "basis_kind": Phrase(InstrumentKind(content["basis"]["kind"]).zh),
    }


@lru_cache(maxsize=_BLANKS_KEPT)
def _blank_record(shape: bytes, site: Hashable) -> Blank:
    """Return the blank of all records of one shape while the settings that pages show are these."""
    facts = msgspec.json.decode(shape)
    return Blank.of({code: draw_record(facts, language) for code, language, _ in LANGUAGES})


def draw_record(facts: Mapping[str, Any], language: str) -> bytes:
    """Draw the page of a record from its facts, or from what is left of them where texts are taken out."""
    content = facts["content"]
    values = {
        **facts,
        "reasons": [(each["question"], each["answer"], each["citation"]) for each in content["reasons"]],
        "measures": [(each["name"], each["organ"], each["state"]) for each in content["measures"]],
        "trail": [
            *((region["name"], f"/regions/{region['id']}/") for region in content["body"]["region"]),
            (content["body"]["name"], f"/bodies/{content['body']['id']}/"),
        ],
        "says": tags.of_record(content, at=facts["at"], minute=facts["minute"]),
    }
    return in_language("record", f"/{page_folder(RECORD)}/{facts['key']}/", values, language)


def verify_pages(document: Document) -> Iterator[Rendered]:
    """Give what the QR code of a record in force leads to: that it is in force, or was corrected."""
    twin = standing_of(document)
    values = {**twin, "address": document.address}
    yield from page_and_twin(f"/verify/{document.key}/", "verify", values, twin, document.changed_at)


def qr_code(document: Document) -> bytes:
    """Draw the QR code that leads to how a record stands."""
    drawing = BytesIO()
    code = segno.make(f"{settings.PUBLIC_ORIGIN}/verify/{document.key}/", error="m")
    code.save(drawing, kind="svg", scale=4, border=2, light="white")
    return drawing.getvalue()


def gone_pages(gone: Gone) -> Iterator[Rendered]:
    """Give what the addresses of an ended record answer: that it ended, when and on what ground; the QR code's only
    that it was withdrawn.
    """
    values = {"gone": gone, "ground": gettext(Ground(gone.ground).zh)}
    facts: dict[str, Json] = {"state": "withdrawn", "ended_on": str(gone.ended_on), "ground": gone.ground}
    yield from page_and_twin(gone.address, "gone", values, facts, gone.ended_at, status=GONE)
    standing: dict[str, Json] = {"key": gone.key, "state": "withdrawn", "index": gone.index}
    shown = {**standing, "address": gone.address}
    yield from page_and_twin(f"/verify/{gone.key}/", "verify", shown, standing, gone.ended_at, status=GONE)
    for file in ("receipt.json", "qr.svg"):
        yield Rendered(f"{gone.address}{file}", canonical_bytes(facts), JSON, gone.ended_at, GONE)


def body_pages(bodies: Sequence[Body], at: datetime | None = None) -> Iterator[Rendered]:
    """Give the pages of bodies: what is in force about each, and nothing of what ended (policy Q-29)."""
    named = [body.id for body in bodies]
    documents, progress = queries.documents_of(named), queries.progress_of(named)
    known = Region.objects.in_bulk({id_ for body in bodies for id_ in _ids_in(body.region_path)})
    for body in bodies:
        regions = [known[id_] for id_ in _ids_in(body.region_path) if id_ in known]
        yield from _body_pages(body, regions, documents.get(body.id, []), progress.get(body.id, []), at)


def _body_pages(
    body: Body,
    regions: Sequence[Region],
    documents: Sequence[queries.Listed],
    progress: Sequence[queries.Progress],
    at: datetime | None,
) -> Iterator[Rendered]:
    twin: dict[str, Json] = {
        "id": body.id,
        "name": body.name,
        "regions": [_region_json(region) for region in regions],
        "records": documents_json(documents),
        "progress": [{"what": step.what, "on": str(step.on), "who": step.who} for step in progress],
    }
    values = {
        "body": body,
        "progress": progress,
        "trail": [_step(region) for region in regions],
        "documents": documents,
        "says": tags.of_body(body.name, regions[-1].name if regions else ""),
    }
    yield from page_and_twin(f"/bodies/{body.id}/", "body", values, twin, at)


def _ids_in(region_path: str) -> list[str]:
    return region_path.split("/")[:-1]


def region_pages(region: Region, at: datetime | None = None) -> Iterator[Rendered]:
    """Give the page of a region: its figures, the regions in it, and what is newest."""
    yield from _region_pages(f"/regions/{region.id}/", "region", region, at)


def home_pages(at: datetime | None = None) -> Iterator[Rendered]:
    """Give the first page: the province's figures, its map, and what is newest."""
    yield from _region_pages("/", "home", queries.province(), at)


def _region_pages(path: str, template: str, region: Region | None, at: datetime | None) -> Iterator[Rendered]:
    figures, documents = queries.figures(region), queries.newest(region)
    places = queries.places_in(region) if region else []
    bodies = queries.bodies_in(region) if region else []
    values = {
        "region": region,
        "trail": [_step(each) for each in queries.ancestors(region)] if region else [],
        "figures": figures,
        "places": places,
        "documents": documents,
        "bodies": bodies,
        "severities": severities(),
        "map": charting.map_of(region, places),
        "says": tags.of_region(region.name) if region and path != "/" else tags.Says(),
    }
    twin: dict[str, Json] = {
        "region": _region_json(region) if region else None,
        "figures": {"records": figures.records, "bodies": figures.bodies, "by_severity": figures.by_severity},
        "places": [{**_region_json(place.region), "records": place.records} for place in places],
        "records": documents_json(documents),
    }
    yield from page_and_twin(path, template, values, twin, at)


def register_pages(at: datetime | None = None) -> Iterator[Rendered]:
    """Give the register of withdrawals and the feed."""
    withdrawals, documents = queries.withdrawals(), queries.newest(limit=50)
    twin: Json = [
        {"ended_on": str(gone.ended_on), "ground": gone.ground, "kind": gone.kind, "index": gone.index}
        for gone in withdrawals
    ]
    values = {"withdrawals": withdrawals, "grounds": {ground.value: gettext(ground.zh) for ground in Ground}}
    yield from page_and_twin("/withdrawn/", "withdrawn", values, {"withdrawn": twin}, at)
    ended = [gone for gone in withdrawals if gone.kind == RECORD]
    title = "诚信：政务失信记录公示"
    yield Rendered("/feed.atom", feed_of("/feed.atom", title, documents, ended), ATOM, at)


def feed_of(path: str, title: str, documents: Sequence[Shown], ended: list[Gone]) -> bytes:
    """Return a feed of what is in force, the newest first, and of what ended."""
    moments = (*(each.changed_at for each in documents), *(gone.ended_at for gone in ended))
    values = {
        "feed": path,
        "title": title,
        "documents": documents,
        "withdrawals": ended[:50],
        "updated": max(moments, default=BEGINNING),
    }
    return text_of("feed.atom", values)


def one_page(pages: Iterator[Rendered], path: str) -> Rendered:
    """Return the page with this address out of `pages`."""
    return next(page for page in pages if page.path == path)


def in_language(
    template: str, path: str, values: Mapping[str, Any], language: str, *, query: str = ""
) -> bytes:
    """Return one page in one language ("zh" or "en"), which is at `path` in Chinese."""
    code, name, prefix = next(each for each in LANGUAGES if each[1] == language)
    other = (path if name == "en" else f"/en{path}") + query
    frame: dict[str, Any] = {
        "language": name,
        "prefix": prefix,
        "path": path,
        "other_language_url": other,
        "query": query,
    }
    says = values.get("says", tags.Says())
    with translation.override(code):
        trail = [(str(text), prefix + address) for text, address in values.get("trail", ())]
        frame |= {
            "trail": trail,
            "tags": tags.tags_of(path, says),
            "linked_data": tags.linked_data_of(prefix + path, trail, says),
        }
        return text_of(f"{template}.html", {**values, **frame}, code)


def page_and_twin(
    path: str,
    template: str,
    values: Mapping[str, Any],
    twin: Json | bytes,
    at: datetime | None,
    status: int = 200,
) -> Iterator[Rendered]:
    """Give a page in each language and its JSON, which is the same for all, as a value or in canonical form already."""
    for _, language, prefix in LANGUAGES:
        yield Rendered(prefix + path, in_language(template, path, values, language), HTML, at, status)
    written = twin if isinstance(twin, bytes) else canonical_bytes(twin)
    yield Rendered(f"{path}index.json", written, JSON, at, status)


def text_of(template: str, values: Mapping[str, Any], language: str = LANGUAGES[0][0]) -> bytes:
    """Return what a template of this room makes of `values`."""
    words = {
        "demo": settings.DEMO,
        "origin": settings.PUBLIC_ORIGIN,
        "site_name": settings.SITE_NAME,
        "rows_of": partial(record_rows, language),
        **values,
    }
    return rendered(language, template, words).encode()


def _site() -> Hashable:
    """Return the settings that pages show."""
    here = settings
    return here.DEMO, here.PUBLIC_ORIGIN, here.SITE_NAME, here.SITE_DOMAIN, here.SITE_CODE


def standing_of(document: Document) -> dict[str, Json]:
    """Return how what is in force under a key stands: as published, or corrected."""
    state = "corrected" if document.corrected else "current"
    return {"key": document.key, "state": state, "index": document.index}


def twin_of(document: Document) -> bytes:
    """Return the JSON of what is in force: how it stands, its entry and content as they are, where its receipt is."""
    said: dict[str, Json] = {**standing_of(document), "receipt": f"{document.address}receipt.json"}
    return canonical_object(
        {name: canonical_bytes(value) for name, value in said.items()}
        | {"entry": bytes(document.entry), "content": bytes(document.content)}
    )


def severities() -> dict[str, str]:
    """Return the wording of each grade by its code."""
    return {severity.value: gettext(severity.zh) for severity in Severity}


def _step(region: Region) -> tuple[str, str]:
    return region.name, f"/regions/{region.id}/"


def _region_json(region: Region) -> dict[str, Json]:
    return {"id": region.id, "name": region.name, "level": region.level}


def documents_json(documents: Sequence[Shown]) -> list[Json]:
    """Return what a list tells of each record, as JSON."""
    return [
        {
            "key": each.key,
            "title": each.title,
            "body": {"id": each.body_id, "name": each.body_name},
            **_grade_json(each),
            "published_on": str(each.published_on),
            "objection_marker": each.marked,
            "changed_on": str(legal_day(each.changed_at)),
        }
        for each in documents
    ]


def _grade_json(document: Shown) -> dict[str, Json]:
    if isinstance(document, queries.Listed):
        return {"severity": document.severity, "ends_on_latest": str(document.ends_on_latest)}
    if document.kind in FIGURES:
        return {}
    if document.kind == PROPOSAL:
        answered = str(document.answered_on) if document.answered_on else None
        return {"standing": document.standing, "answered_on": answered}
    if document.kind == PROMISE:
        return {
            "standing": document.standing,
            "due_on": str(document.due_on),
            "versions": document.versions,
        }
    return {"severity": document.severity, "ends_on_latest": str(document.ends_on_latest)}
