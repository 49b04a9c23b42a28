"""What a bundle is made from: the log, the kinds of publication, the reference data, the pages as answered."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

import msgspec
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from chengxin.doors.bundles.house import Change, House, Pages
from chengxin.doors.disclosure import addresses, open_data, queries, rendering, sitemaps
from chengxin.doors.disclosure.models import Body, Page, Region
from chengxin.foundation.rules import queries as rules
from chengxin.foundation.transparency.plugs import publication_kinds
from chengxin.ground import home, signer
from chengxin.insight.inquiries import figures
from chengxin_core.ledger.canonical import Json, canonical_bytes

SITE = Path(__file__).parent
ABOUT = "chengxin/about/v1"


def house(changes: Callable[[int, int], Iterable[Change]]) -> House:
    """Return this installation, as far as it is published."""
    here = home.current()
    ring = signer.key_ring(here)
    return House(
        log=here.root / "public" / "log",
        keys=ring.dated,
        sign=ring.newest.sign,
        changes=changes,
        schemas={kind.code: msgspec.json.schema(kind.schema) for kind in publication_kinds()},
        reference=reference,
        origin=settings.PUBLIC_ORIGIN,
        feed=lambda: rendering.one_page(rendering.register_pages(), "/feed.atom").body,
        sitemaps=sitemaps.lists,
    )


def reference() -> Mapping[str, bytes]:
    """Return divisions, bodies, rulebooks and the figures of inquiries that are public, as files."""
    regions: list[Json] = [
        {"id": each.id, "path": each.path, "name": each.name, "level": each.level}
        for each in Region.objects.order_by("path")
    ]
    bodies: list[Json] = [
        {"id": each.id, "region_path": each.region_path, "name": each.name}
        for each in Body.objects.order_by("id")
    ]
    others = {f"rulebook-{name}.json": book.snapshot for name, book in rules.comparisons().items()}
    return {
        "about.json": canonical_bytes({"format": ABOUT, "is_demo": settings.DEMO}),
        "regions.json": canonical_bytes(regions),
        "bodies.json": canonical_bytes(bodies),
        "rulebook.json": rules.current_rulebook().snapshot,
        "inquiries.json": canonical_bytes(figures.released()),
        **others,
    }


def pages() -> Pages:
    """Return the public pages, each as the site answers it."""
    return Pages(
        answer=_answer,
        about=addresses.addresses_about,
        everything=addresses.every_address,
        data=lambda read: [(page.path, page.body) for page in open_data.pages(read)],
        look=_look,
        files=_files,
    )


def _answer(address: str) -> tuple[int, bytes]:
    stored = Page.objects.filter(path=address).first()
    if stored:
        return stored.status, bytes(stored.body)
    environ: dict[str, Any] = {"PATH_INFO": address, "REQUEST_METHOD": "GET", "HTTP_HOST": _host()}
    setup_testing_defaults(environ)
    said: list[str] = []
    chunks = _handler()(environ, lambda status, *_: said.append(status))
    try:
        return int(said[0][:3]), b"".join(chunks)
    finally:
        chunks.close()


@cache
def _handler() -> Callable[..., Any]:
    return WSGIHandler()


def _host() -> str:
    first = settings.ALLOWED_HOSTS[0] if settings.ALLOWED_HOSTS else "localhost"
    return "localhost" if first == "*" else str(first).lstrip(".")


def _look() -> str:
    """Hash what the stored pages were drawn with, and divisions, bodies, rules and figures."""
    digest = sha256(queries.look().encode())
    for name, data in sorted(reference().items()):
        digest.update(name.encode() + sha256(data).digest())
    return digest.hexdigest()


def _files() -> Mapping[str, Path]:
    folder = SITE / "static"
    return {f"static/{file.relative_to(folder)}": file for file in folder.rglob("*") if file.is_file()}
