"""The page of open data tells of the files that there are, as anybody can check."""

import json
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from tests.publishing import FEB_2, end
from tests.rooms.bundles.conftest import Export, make_publications
from tests.rooms.disclosure.conftest import Visit, visit

from chengxin.doors.disclosure import open_data
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin.site.sinks import write_bundle

__all__ = ["visit"]

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


def told(visit: Visit) -> Any:
    return json.loads(visit("/data/index.json").text)


def files_below(folder: Path) -> dict[str, dict[str, int]]:
    names, sizes = Counter[str](), Counter[str]()
    for file in folder.rglob("*"):
        if file.is_file() and file.name != "catalog.jsonld":
            ending = file.name.partition(".")[2]
            names[ending] += 1
            sizes[ending] += file.stat().st_size
    return {ending: {"files": names[ending], "bytes": sizes[ending]} for ending in names}


@pytest.fixture
def published(town: PublicBody, kept: Path, export: Export) -> Path:
    """A bundle of three records, one of which ended."""
    publications = make_publications(town, 3)
    export()
    end(publications[1])
    export()
    return kept


def test_sums_and_hashes_are_those_of_the_files(published: Path, visit: Visit) -> None:
    page = told(visit)

    assert set(page["parts"]) == {"bulk", "deltas", "reference", "schemas", "sitemaps"}
    for code, part in page["parts"].items():
        assert part["formats"] == files_below(published / code), code
        assert part["sha256"] == sha256((published / code / "catalog.jsonld").read_bytes()).hexdigest()
    assert (page["records"], page["log"]["size"]) == (2, 4)


def test_sums_follow_what_changes(town: PublicBody, published: Path, visit: Visit) -> None:
    told(visit)
    make_publications(town, 2, start=10)
    run_sequencer(at=FEB_2)

    assert told(visit)["parts"]["bulk"]["formats"] == files_below(published / "bulk")


def test_every_file_on_the_page_can_be_had(published: Path, visit: Visit) -> None:
    bundle = open_data.Bundle(open_data.read_here)

    for part in bundle.parts():
        for address, named in part.files:
            body = visit(address).body
            assert (len(body), sha256(body).hexdigest()) == (named.size, named.digest), address
            assert part.code == "sitemaps" or named.digest in visit("/data/").text


def test_a_file_is_not_sent_twice_to_who_has_it(published: Path, visit: Visit) -> None:
    first = visit("/catalog.jsonld")

    again = visit("/catalog.jsonld", if_none_match=first.headers["ETag"])
    (published / "catalog.jsonld").write_bytes(first.body + b"\n")
    changed = visit("/catalog.jsonld", if_none_match=first.headers["ETag"])

    assert (first.status, again.status, again.body, changed.status) == (200, 304, b"", 200)
    assert again.headers["Cache-Control"] == "no-cache"


def test_the_static_page_tells_of_its_own_folder(
    published: Path, visit: Visit, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")

    write_bundle(other, with_pages=True, refresh=True)

    for name in ("data/index.html", "en/data/index.html", "data/index.json"):
        assert (other / name).exists()
    twin = json.loads((other / "data/index.json").read_bytes())
    assert twin["parts"]["bulk"]["formats"] == files_below(other / "bulk")


def test_a_site_without_a_bundle_says_so(town: PublicBody, visit: Visit) -> None:
    answer = visit("/data/")

    assert answer.status == 200
    assert "本站没有保存整批的数据文件" in answer.text


def test_a_torn_catalogue_is_borne(published: Path, visit: Visit) -> None:
    (published / "bulk/catalog.jsonld").write_bytes(b"{")
    open_data._sums.clear()

    assert visit("/data/").status == 200


def test_no_licence_is_made_up(published: Path, visit: Visit) -> None:
    assert "尚未声明使用许可" in visit("/data/").text
    with override_settings(DATA_LICENCE="可以自由使用，注明来源"):
        assert "可以自由使用，注明来源" in visit("/data/").text


def test_every_page_leads_to_it(published: Path, visit: Visit) -> None:
    for address in ("/", "/withdrawn/", "/search/"):
        assert 'href="/data/"' in visit(address).text
        assert 'href="/en/data/"' in visit(f"/en{address}").text
