import pytest
from django.db import connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chengxin.doors.disclosure.search import LONGEST_QUERY, find, forget, remember, runs, tokens

pytestmark = [pytest.mark.engine, pytest.mark.django_db(databases="__all__")]

LETTERS = st.text(alphabet="济南市中级人民法院号1a，。 𬀩", max_size=12)


@pytest.fixture(autouse=True)
def nothing_indexed() -> None:
    """Every test begins with an empty index."""
    with connections["public"].cursor() as cursor:
        cursor.execute("DELETE FROM disclosure_search")


def stands_in(query: str, text: str) -> bool:
    """Say by scanning whether every word of the query stands in the text: the definition of a hit."""
    return bool(runs(query)) and all(any(word in run for run in runs(text)) for word in runs(query))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(LETTERS, min_size=1, max_size=6), query=LETTERS)
def test_finds_exactly_what_a_scan_finds(texts: list[str], query: str) -> None:
    with transaction.atomic(using="public"):
        for number, text in enumerate(texts, start=1):
            remember(number, [text])

        found = find(query)

        transaction.set_rollback(True, using="public")
    assert found == [number for number in range(len(texts), 0, -1) if stands_in(query, texts[number - 1])]


@pytest.mark.parametrize("word", ["示范", "范市", "99", "行终1号", "市", "鲁"])
def test_finds_every_word_of_a_text(word: str) -> None:
    remember(7, ["示范市住房局", "（2025）鲁99行终1号"])

    assert find(word) == [7]


def test_does_not_join_what_a_mark_divides() -> None:
    remember(1, ["示范，市"])

    assert find("范市") == []


def test_shows_the_newest_first_and_goes_on_from_there() -> None:
    for number in range(1, 6):
        remember(number, ["示范市"])

    assert find("示范", limit=2) == [5, 4]
    assert find("示范", before=4, limit=2) == [3, 2]


def test_forgets() -> None:
    remember(1, ["示范市"])

    forget(1)

    assert find("示范") == []


def test_takes_a_new_text_in_the_place_of_the_old() -> None:
    remember(1, ["示范市"])
    remember(1, ["另一处"])

    assert (find("示范"), find("另一")) == ([], [1])


@pytest.mark.parametrize(
    "query",
    [
        "",
        "  ",
        '"',
        '" OR "',
        "NEAR(a b)",
        "pairs:x",
        "*",
        "'; DROP TABLE x",
        "a\x00b",
        "((((",
        "济" * 10_000,
        "%s",
    ],
)
def test_bears_any_query(query: str) -> None:
    assert isinstance(find(query), list)


def test_reads_no_more_of_a_query_than_it_must() -> None:
    remember(1, ["济" * LONGEST_QUERY])

    assert find("济" * (LONGEST_QUERY * 50)) == [1]


def test_pairs_of_a_long_text_are_bounded() -> None:
    assert len(tokens(["济南" * 20_000])) == 16_000
