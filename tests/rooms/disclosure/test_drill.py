"""The drill: a string that is nowhere else is published, seen in every place, withdrawn, and then nowhere."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections
from tests.publishing import end, later, make_matter, make_publication, make_review, matter_of, record_body
from tests.rooms.disclosure.conftest import Visit

from chengxin.foundation.transparency.models import Publication, PublicationVersion
from chengxin.foundation.transparency.operations import correct
from chengxin.foundation.transparency.queries import everywhere
from chengxin.ground.home import Home
from chengxin.ground.terms import terms_of_text

pytestmark = [pytest.mark.own_sql, pytest.mark.django_db(transaction=True, databases="__all__")]

PLANTED = "麒麟鸑鷟甪端貔貅"
HELD_BY_NOBODY_ELSE = set(terms_of_text(PLANTED))


def files_of_the_public_database() -> list[Path]:
    file = Path(str(connections["public"].settings_dict["NAME"]))
    return sorted(file.parent.glob(f"{file.name}*"))


def rows_of_the_public_database() -> Iterator[bytes]:
    """Every value of every table, as bytes."""
    connection = connections["public"]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    yield bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def places_that_hold(words: list[bytes], home: Home) -> set[str]:
    """Return the names of the places in which any of the words stands."""

    def holds(data: bytes) -> bool:
        return any(word in data for word in words)

    places = set()
    if any(map(holds, rows_of_the_public_database())):
        places.add("tables")
    if connections["public"].vendor == "sqlite":
        places |= {"files" for file in files_of_the_public_database() if holds(file.read_bytes())}
    published = (home.root / "public").rglob("*")
    places |= {"folder" for file in published if file.is_file() and holds(file.read_bytes())}
    contents = PublicationVersion.objects.filter(content__isnull=False)
    places |= {"transparency" for version in contents if holds(bytes(version.content or b""))}
    return places


def addresses_of(publication: Publication) -> list[str]:
    key = publication.key
    return [
        f"/records/{key}/",
        f"/en/records/{key}/",
        f"/records/{key}/index.json",
        f"/records/{key}/receipt.json",
        f"/verify/{key}/",
        f"/en/verify/{key}/",
        f"/verify/{key}/index.json",
    ]


LISTS = [
    "/",
    "/en/",
    "/index.json",
    "/bodies/demo-1/",
    "/bodies/demo-1/index.json",
    "/regions/sd-99/",
    "/feed.atom",
]


@pytest.fixture
def planted(home: Home, reference: Callable[[], str], follow: Callable[[], None]) -> Publication:
    """A record in force whose title and facts hold the planted string."""
    matter = make_matter()
    reference()
    publication = make_publication(matter, title=PLANTED, facts=f"关于{PLANTED}的事实。")
    follow()
    return publication


WORDS = [PLANTED.encode(), *(token.encode() for token in HELD_BY_NOBODY_ELSE)]


def test_what_is_published_is_seen_in_every_place(planted: Publication, home: Home, visit: Visit) -> None:
    for address in [*LISTS, *addresses_of(planted)[:4], f"/search/?q={PLANTED[:2]}"]:
        answer = visit(address)
        assert answer.status == 200, address
        assert PLANTED in answer.text, address

    assert {"tables", "transparency"} <= places_that_hold(WORDS, home)
    assert everywhere(planted)


def test_what_is_withdrawn_is_in_no_place(
    planted: Publication, home: Home, visit: Visit, follow: Callable[[], None]
) -> None:
    visit(addresses_of(planted)[0])  # the front keeps it in memory now

    end(planted)
    follow()

    assert places_that_hold(WORDS, home) == set()
    assert everywhere(planted)


def test_the_addresses_of_what_is_withdrawn_answer_410_with_day_and_ground_only(
    planted: Publication, visit: Visit, follow: Callable[[], None]
) -> None:
    visit(addresses_of(planted)[0])

    end(planted)
    follow()

    for address in addresses_of(planted):
        answer = visit(address)
        assert answer.status == 410, address
        assert ("2026-02-03" in answer.text) == ("/verify/" not in address), address
        assert PLANTED not in answer.text
        assert "示范市" not in answer.text
    assert visit(addresses_of(planted)[2]).text == (
        '{"ended_on":"2026-02-03","ground":"reversed","state":"withdrawn"}'
    )


def test_no_list_tells_of_what_is_withdrawn(
    planted: Publication, visit: Visit, follow: Callable[[], None]
) -> None:
    end(planted)
    follow()

    for address in LISTS:
        assert PLANTED not in visit(address).text, address
    for address in ("/bodies/demo-1/", "/bodies/demo-1/index.json"):
        assert planted.key not in visit(address).text, address
    assert PLANTED not in visit(f"/search/?q={PLANTED[:2]}").text.replace(f'value="{PLANTED[:2]}"', "")
    assert "示范市住房局" not in visit("/withdrawn/").text


def test_the_page_of_the_body_is_what_it_was_before(
    home: Home, reference: Callable[[], str], follow: Callable[[], None], visit: Visit
) -> None:
    matter = make_matter()
    reference()
    before = visit("/bodies/demo-1/").body
    publication = make_publication(matter)
    follow()
    during = visit("/bodies/demo-1/").body

    end(publication)
    follow()

    assert during != before
    assert visit("/bodies/demo-1/").body == before


def test_what_is_corrected_is_in_no_place(
    planted: Publication, home: Home, visit: Visit, follow: Callable[[], None]
) -> None:
    correct(
        publication=planted,
        body=record_body(matter_of(planted), title="更正后的标题"),
        why="标题有误",
        review=make_review(matter_of(planted), at=later()),
        at=later(),
    )
    follow()

    assert places_that_hold(WORDS, home) == set()
    assert "更正后的标题" in visit(addresses_of(planted)[0]).text
    assert "已更正" in visit(f"/verify/{planted.key}/").text


def test_others_stay_in_force(planted: Publication, follow: Callable[[], None], visit: Visit) -> None:
    other = make_publication(make_matter(matter_of(planted).body), title="另一条记录")
    follow()

    end(planted)
    follow()

    assert visit(f"/records/{other.key}/").status == 200
    assert "另一条记录" in visit("/search/?q=另一").text
