"""地址: which addresses there are, and which of them tell of one publication."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from chengxin.doors.disclosure.models import Body, Document, Gone, Page, Region
from chengxin.doors.disclosure.rendering import LANGUAGES, record_addresses


def addresses_about(key: str, contents: Sequence[Mapping[str, Any]]) -> set[str]:
    """Return every address that changes when what stood under a key, or stands there now, comes or goes."""
    found = set(record_addresses(key))
    for content in contents:
        body = content["body"]
        found.update(_with_twin(f"/bodies/{body['id']}/"))
        for region in body["region"]:
            found.update(_with_twin(f"/regions/{region['id']}/"))
    return found


def every_address() -> Iterator[str]:
    """Give every address of the public pages but searches."""
    yield from chain.from_iterable(map(_with_twin, ("/", "/withdrawn/")))
    yield from ("/feed.atom", "/robots.txt")
    yield from _of_all("regions", Region.objects.values_list("id", flat=True))
    yield from _of_all("bodies", Body.objects.values_list("id", flat=True))
    yield from Page.objects.filter(path__gte="/rules/", path__lt="/rules0").values_list("path", flat=True)
    yield from Page.objects.filter(path__gte="/en/rules/", path__lt="/en/rules0").values_list(
        "path", flat=True
    )
    for model in (Document, Gone):
        for key in model.objects.values_list("key", flat=True).iterator():
            yield from record_addresses(key)


def _of_all(name: str, ids: Iterable[str]) -> Iterator[str]:
    for each in ids:
        yield from _with_twin(f"/{name}/{each}/")


def _with_twin(address: str) -> Iterator[str]:
    for _, _, prefix in LANGUAGES:
        yield prefix + address
    yield f"{address}index.json"
