"""The map of the site names every public page in both languages, and nothing of what ended."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import etree
from tests.rooms.disclosure.conftest import Visit

from chengxin.doors.disclosure import addresses, sitemaps
from chengxin.foundation.transparency.models import Publication
from chengxin.site.sinks import write_bundle

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True, databases="__all__")]

ORIGIN = "http://127.0.0.1:8000"
UNNAMED = re.compile(r"/verify/|/search/")


def places(data: bytes) -> list[str]:
    return [str(each.text).removeprefix(ORIGIN) for each in etree.fromstring(data).iter("{*}loc")]


def named(read: Callable[[str], bytes]) -> Iterator[str]:
    for part in places(read("/sitemap.xml")):
        yield from places(read(part))


def test_every_public_page_is_named_once(two_records: tuple[Publication, Publication], visit: Visit) -> None:
    _, ended = two_records
    pages = {each for each in addresses.every_address() if each.endswith("/") and not UNNAMED.search(each)}

    found = list(named(lambda address: visit(address).body))

    assert len(found) == len(set(found))
    assert set(found) - {"/data/", "/en/data/"} == {each for each in pages if ended.key not in each}


def test_every_named_page_is_there(two_records: tuple[Publication, Publication], visit: Visit) -> None:
    for address in named(lambda address: visit(address).body):
        if "/rules/" not in address:
            assert visit(address).status == 200, address


def test_a_long_list_is_cut(
    two_records: tuple[Publication, Publication], visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = set(named(lambda address: visit(address).body))
    monkeypatch.setattr(sitemaps, "AT_ONCE", 1)

    parts = places(visit("/sitemap.xml").body)

    assert {"/sitemaps/bodies-0.xml", "/sitemaps/bodies-1.xml"} <= set(parts)
    assert set(named(lambda address: visit(address).body)) == whole


def test_the_bundle_names_the_same_pages(
    two_records: tuple[Publication, Publication], visit: Visit, tmp_path_factory: pytest.TempPathFactory
) -> None:
    bundle: Path = tmp_path_factory.mktemp("bundle")
    write_bundle(bundle, refresh=True)

    in_bundle = set(named(lambda address: (bundle / address.lstrip("/")).read_bytes()))

    assert in_bundle == set(named(lambda address: visit(address).body))


@pytest.mark.parametrize("name", ["records-1", "records-99999999999", "rules", "bodies-9", "x"])
def test_what_is_no_part_of_the_map_is_not_found(
    two_records: tuple[Publication, Publication], visit: Visit, name: str
) -> None:
    assert visit(f"/sitemaps/{name}.xml").status == 404
