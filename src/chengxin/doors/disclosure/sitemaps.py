"""网站地图: every public page in both languages, cut so that no file names more than search engines read (50,000).

Made on demand from what is in force, so nothing of what ended can linger; search and the pages behind QR codes are
not named.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from html import escape
from itertools import islice

from django.conf import settings
from django.db.models import Max, Min

from chengxin.doors.disclosure.models import Body, Document, Page, Region
from chengxin.doors.disclosure.rendering import LANGUAGES
from chengxin_core.calendar import legal_day
from chengxin_core.opendata.layout import page_folder

AT_ONCE = 10_000  # pages, each in two languages
LISTS = (
    "/", "/promises/", "/proposals/", "/withdrawn/", "/rules/", "/privacy/", "/log/witnesses/", "/data/", "/inquiries/",
    "/reviews/", "/complaint-counts/",
)  # fmt: skip
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_RECORDS = re.compile(r"records-(0|[1-9][0-9]{0,9})")


def index() -> bytes:
    """Return the map that names all others."""
    names = [*_lists(), *(f"records-{number}" for number in _blocks_of_records())]
    origin = escape(settings.PUBLIC_ORIGIN)
    lines = (f"<sitemap><loc>{origin}/sitemaps/{name}.xml</loc></sitemap>\n" for name in names)
    return _xml("sitemapindex", lines)


def sitemap(name: str) -> bytes | None:
    """Return the map with this name, or None where there is none."""
    match = _RECORDS.fullmatch(name)
    if match is None:
        return lists().get(name)
    first = int(match[1]) * AT_ONCE
    records = Document.objects.order_by("id").filter(id__gte=first, id__lt=first + AT_ONCE)
    columns = records.values_list("kind", "key", "changed_at")
    told = [(f"/{page_folder(kind)}/{key}/", legal_day(at)) for kind, key, at in columns]
    return _urls(told) if told else None


def lists() -> Mapping[str, bytes]:
    """Return every map but those of records, by name."""
    return {name: _urls((address, None) for address in addresses) for name, addresses in _lists().items()}


def _lists() -> dict[str, list[str]]:
    rules = Page.objects.filter(path__gt="/rules/", path__lt="/rules0").values_list("path", flat=True)
    regions = Region.objects.values_list("id", flat=True)
    bodies = Body.objects.values_list("id", flat=True)
    return {
        "lists": [*LISTS, *(path for path in rules if path.endswith("/"))],
        **_cut("regions", (f"/regions/{each}/" for each in regions)),
        **_cut("bodies", (f"/bodies/{each}/" for each in bodies)),
        **_cut("promises", _boards("promises")),
        **_cut("proposals", _boards("proposals")),
    }


def _boards(folder: str) -> Iterator[str]:
    for name, model in (("regions", Region), ("bodies", Body)):
        for each in model.objects.values_list("id", flat=True):
            yield f"/{folder}/{name}/{each}/"


def _cut(name: str, addresses: Iterator[str]) -> dict[str, list[str]]:
    handfuls = iter(lambda: list(islice(addresses, AT_ONCE)), [])
    return {f"{name}-{number}": handful for number, handful in enumerate(handfuls)}


def _blocks_of_records() -> Iterator[int]:
    bounds = Document.objects.aggregate(first=Min("id"), last=Max("id"))
    if bounds["first"] is None:
        return
    for number in range(bounds["first"] // AT_ONCE, bounds["last"] // AT_ONCE + 1):
        first = number * AT_ONCE
        if Document.objects.filter(id__gte=first, id__lt=first + AT_ONCE).exists():
            yield number


def _urls(addresses: Iterable[tuple[str, date | None]]) -> bytes:
    origin = escape(settings.PUBLIC_ORIGIN)
    return _xml(
        "urlset",
        (
            f"<url><loc>{origin}{prefix}{escape(address)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>\n"
            for address, day in addresses
            for _, _, prefix in LANGUAGES
        ),
    )


def _xml(element: str, lines: Iterable[str]) -> bytes:
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<{element} xmlns="{_SPACE}">\n'
    return f"{head}{''.join(lines)}</{element}>\n".encode()
