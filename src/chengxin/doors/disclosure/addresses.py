"""地址: which addresses there are, and which of them tell of one publication."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from chengxin.doors.disclosure import promises, proposals
from chengxin.doors.disclosure.items import FIGURES, PROMISE, PROPOSAL, RECORD
from chengxin.doors.disclosure.models import Body, Document, Gone, Page, Region
from chengxin.doors.disclosure.rendering import LANGUAGES, record_addresses
from chengxin.doors.disclosure.surveys import SERIES


def addresses_about(key: str, contents: Sequence[Mapping[str, Any]]) -> set[str]:
    """Return every address that changes when what stood under a key, or stands there now, comes or goes."""
    kinds = (RECORD, PROMISE, PROPOSAL, *FIGURES)
    found = {address for kind in kinds for address in record_addresses(key, kind)}
    for content in contents:
        if "results" in content or "rows" in content:
            found.update(_lists_of_figures())
            continue
        body = content["body"]
        if "standing" in content:
            start = proposals.START if "answers" in content else promises.START
            found.update(_boards(start, body["id"], [region["id"] for region in body["region"]]))
            continue
        found.update(_with_twin(f"/bodies/{body['id']}/"))
        for region in body["region"]:
            found.update(_with_twin(f"/regions/{region['id']}/"))
    return found


def every_address() -> Iterator[str]:
    """Give every address of the public pages but searches."""
    lists = ("/", "/withdrawn/", "/privacy/", "/log/witnesses/", "/inquiries/")
    yield from chain.from_iterable(map(_with_twin, lists))
    yield from ("/feed.atom", promises.FEED, proposals.FEED, "/robots.txt", "/site.json")
    yield from _lists_of_figures()
    for folder in ("promises", "proposals"):
        yield from _with_twin(f"/{folder}/")
        yield from _of_all(f"{folder}/regions", Region.objects.values_list("id", flat=True))
        yield from _of_all(f"{folder}/bodies", Body.objects.values_list("id", flat=True))
    yield from _of_all("regions", Region.objects.values_list("id", flat=True))
    yield from _of_all("bodies", Body.objects.values_list("id", flat=True))
    yield from Page.objects.filter(path__gte="/rules/", path__lt="/rules0").values_list("path", flat=True)
    yield from Page.objects.filter(path__gte="/en/rules/", path__lt="/en/rules0").values_list(
        "path", flat=True
    )
    for model in (Document, Gone):
        for key, kind in model.objects.values_list("key", "kind").iterator():
            yield from record_addresses(key, kind)


def _lists_of_figures() -> Iterator[str]:
    for series in SERIES.values():
        yield series.feed
        yield from _with_twin(series.start)


def _of_all(name: str, ids: Iterable[str]) -> Iterator[str]:
    for each in ids:
        yield from _with_twin(f"/{name}/{each}/")


def _boards(start: str, body: str, regions: Iterable[str]) -> Iterator[str]:
    yield f"{start}feed.atom"
    places = (start, f"{start}bodies/{body}/", *(f"{start}regions/{each}/" for each in regions))
    yield from chain.from_iterable(map(_with_twin, places))


def _with_twin(address: str) -> Iterator[str]:
    for _, _, prefix in LANGUAGES:
        yield prefix + address
    yield f"{address}index.json"
