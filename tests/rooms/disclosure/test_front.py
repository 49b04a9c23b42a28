from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client
from tests.publishing import end, make_matter, make_publication
from tests.rooms.disclosure.conftest import Visit

from chengxin.doors.disclosure.front import SqlitePages
from chengxin.foundation.transparency.models import Publication

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True, databases="__all__")]


@pytest.fixture
def record(reference: Callable[[], str], follow: Callable[[], None]) -> Publication:
    """A record in force."""
    matter = make_matter()
    reference()
    publication = make_publication(matter)
    follow()
    return publication


def test_a_page_is_not_sent_twice_to_who_has_it(record: Publication, visit: Visit) -> None:
    first = visit(f"/records/{record.key}/")

    by_tag = visit(f"/records/{record.key}/", if_none_match=first.headers["ETag"])
    by_date = visit(f"/records/{record.key}/", if_modified_since=first.headers["Last-Modified"])

    assert (by_tag.status, by_tag.body) == (304, b"")
    assert by_date.status == 304


def test_a_page_is_sent_again_when_it_changed(record: Publication, visit: Visit) -> None:
    answer = visit(
        f"/records/{record.key}/",
        if_none_match='"of another version"',
        if_modified_since=visit(f"/records/{record.key}/").headers["Last-Modified"],
    )

    assert answer.status == 200


def test_what_ended_is_410_also_for_who_has_the_page(
    record: Publication, visit: Visit, follow: Callable[[], None]
) -> None:
    before = visit(f"/records/{record.key}/")
    end(record)
    follow()

    after = visit(f"/records/{record.key}/", if_none_match=before.headers["ETag"])

    assert after.status == 410


def test_head_answers_as_get_without_a_body(record: Publication, visit: Visit) -> None:
    got, asked = visit(f"/records/{record.key}/"), visit(f"/records/{record.key}/", "HEAD")

    assert asked.body == b""
    assert asked.headers == got.headers


@pytest.mark.parametrize(
    "address", ["/", "/withdrawn/", "/search/?q=工程", "/bodies/demo-1/", "/regions/sd/"]
)
def test_public_pages_set_no_cookie_and_load_nothing_from_elsewhere(
    record: Publication, visit: Visit, address: str
) -> None:
    answer = visit(address)

    assert answer.status == 200
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_nobody_can_write(record: Publication, visit: Visit) -> None:
    assert visit(f"/records/{record.key}/", "POST").status in (403, 405)


def test_no_cache_may_answer_without_asking(record: Publication, visit: Visit) -> None:
    for address in ("/", f"/records/{record.key}/", f"/records/{record.key}/receipt.json"):
        assert visit(address).headers["Cache-Control"] == "no-cache"


def test_the_log_is_served_as_files(record: Publication, visit: Visit) -> None:
    checkpoint, tile = visit("/log/checkpoint"), visit("/log/tile/0/000.p/1")

    assert checkpoint.text.startswith("chengxin.example/log\n1\n")
    assert len(tile.body) == 32
    assert tile.headers["Access-Control-Allow-Origin"] == "*"


def test_what_ended_is_served_beside_the_log_without_asking_who_reads(
    record: Publication, visit: Visit, follow: Callable[[], None]
) -> None:
    end(record)
    follow()

    page = visit("/log/withdrawals/0")

    assert (page.status, page.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert record.key in page.text
    assert "Set-Cookie" not in page.headers
    assert visit("/log/withdrawals/1000").status == 404
    assert visit("/log/withdrawals/1").status == 404


@pytest.mark.parametrize(
    "address",
    ["/log/../../keys/log", "/log/key", "/log//etc/passwd", "/log/tile/0/../../../../keys/log", "/log/"],
)
def test_no_other_file_is_served(record: Publication, visit: Visit, address: str) -> None:
    assert visit(address).status == 404


@pytest.mark.parametrize(
    "address",
    [
        "/bodies/a%00b/",
        "/regions/%00/",
        "/search/?q=a%00b",
        "/%00",
        "/records/%E2%98%83/",
        "/bodies/' OR 1=1--/",
    ],
)
def test_odd_addresses_are_borne(record: Publication, visit: Visit, address: str) -> None:
    assert visit(address).status in (200, 404)


def test_a_stored_page_is_answered_without_django_too(
    record: Publication, visit: Visit, client: object
) -> None:

    assert Client().get(f"/records/{record.key}/").content == visit(f"/records/{record.key}/").body


@pytest.mark.skipif(
    "connections['public'].vendor != 'sqlite'",
    reason="asks the embedded database how it keeps pages in memory",
)
def test_pages_are_kept_in_memory_until_somebody_writes(
    record: Publication, follow: Callable[[], None]
) -> None:
    pages = SqlitePages(str(connections["public"].settings_dict["NAME"]))
    first = pages.find(f"/records/{record.key}/")
    assert pages.find(f"/records/{record.key}/") is first

    end(record)
    follow()

    ended = pages.find(f"/records/{record.key}/")
    assert ended is not None
    assert ended.status == "410 Gone"
    pages.close()


def test_a_receipt_is_asked_of_a_database_that_is_not_there_without_harm(tmp_path: Path) -> None:
    assert SqlitePages(str(tmp_path / "none.sqlite3")).in_force("0" * 32) is None
