from collections.abc import Mapping, Sequence

import pytest
from django.db import connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from chengxin.doors.disclosure import search
from chengxin.doors.disclosure.models import Posting, Searched
from chengxin.doors.disclosure.search import LONGEST_QUERY, MOST_READ, Findable, Query
from chengxin.ground import postings
from chengxin.ground.terms import runs

pytestmark = [pytest.mark.own_sql, pytest.mark.django_db(databases="__all__")]

LETTERS = st.text(alphabet="济南市中级人民法院号1aＡ，。 𬀩", max_size=12)
YEARS = st.sampled_from(["2024", "2025", "2026"])
CITIES = st.sampled_from(["sd-01", "sd-02"])
DOCUMENT = st.tuples(LETTERS, YEARS, CITIES)
CHOSEN = st.fixed_dictionaries({}, optional={"year": YEARS, "region": CITIES})
ALL_IN_ONE_BLOCK, ONE_A_BLOCK = 16, 0
Document = tuple[str, str, str]


def remember(number: int, *texts: str, **facets: Sequence[str]) -> None:
    search.change(remembered={number: Findable(texts, facets)})


def forget(*numbers: int) -> None:
    search.change(remembered={}, forgotten=numbers)


def find(text: str, before: int | None = None, limit: int = 20, **chosen: str) -> list[int]:
    numbers, _ = search.find(Query.of(text, chosen)).page(before=before, limit=limit)
    return numbers


def stands_in(query: str, chosen: Mapping[str, str], document: Document) -> bool:
    """Say by scanning whether a document is sought: the definition of a hit."""
    text, year, city = document
    return all(any(word in run for run in runs(text)) for word in runs(query)) and all(
        value in (year, city) for value in chosen.values()
    )


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    documents=st.lists(DOCUMENT, min_size=1, max_size=6),
    replaced=st.lists(DOCUMENT, max_size=3),
    gone=st.sets(st.integers(1, 6)),
    query=LETTERS,
    chosen=CHOSEN,
    block=st.sampled_from([ALL_IN_ONE_BLOCK, ONE_A_BLOCK]),
)
def test_finds_exactly_what_a_scan_finds(
    documents: list[Document],
    replaced: list[Document],
    gone: set[int],
    query: str,
    chosen: dict[str, str],
    block: int,
) -> None:
    there = dict(enumerate(documents, start=1)) | dict(enumerate(replaced, start=1))
    there = {number: document for number, document in there.items() if number not in gone}
    with transaction.atomic(using="public"), pytest.MonkeyPatch.context() as patched:
        patched.setattr(postings, "BLOCK", block)
        for batch in (documents, replaced):
            search.change(
                remembered={
                    number: Findable([text], {"year": [year], "region": [city]})
                    for number, (text, year, city) in enumerate(batch, start=1)
                }
            )
        forget(*gone)

        hits = search.find(Query.of(query, chosen))
        found, _ = hits.page()
        by_year = {
            term[5:]: hits.among(each)
            for term, each in postings.terms_beginning(search.SHELF, "year:").items()
        }

        transaction.set_rollback(True, using="public")
    expected = sorted((n for n, each in there.items() if stands_in(query, chosen, each)), reverse=True)
    assert found == expected == sorted(hits.numbers, reverse=True)
    assert hits.is_exact
    assert by_year == {
        year: sum(there[number][1] == year for number in expected) for _, year, _ in there.values()
    }


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(documents=st.lists(LETTERS, min_size=1, max_size=6))
def test_what_is_forgotten_leaves_no_row(documents: list[str]) -> None:
    with transaction.atomic(using="public"):
        remember(7, "留下的")
        before = list(Posting.objects.values_list("term", "block", "documents").order_by("term"))
        for number, text in enumerate(documents, start=8):
            remember(number, text, year=["2026"])

        forget(*range(8, 8 + len(documents)))

        after = list(Posting.objects.values_list("term", "block", "documents").order_by("term"))
        assert after == before
        assert [row.number for row in Searched.objects.all()] == [7]
        transaction.set_rollback(True, using="public")


@pytest.mark.parametrize(
    "word", ["示范", "范市", "99", "行终1号", "市", "鲁", "ａＢＣ", "２０２５", "（2025）鲁99行终1号"]
)
def test_finds_every_word_of_a_text(word: str) -> None:
    remember(7, "示范市住房局", "（2025）鲁99行终1号 Abc")

    assert find(word) == [7]


def test_does_not_join_what_a_mark_divides() -> None:
    remember(1, "示范，市")

    assert find("范市") == []


def test_a_longer_word_is_more_than_its_pairs() -> None:
    remember(1, "南市 济南")
    remember(2, "济南市")

    assert find("济南市") == [2]


def test_shows_the_newest_first_and_goes_on_from_there() -> None:
    for number in range(1, 6):
        remember(number, "示范市")

    assert find("示范", limit=2) == [5, 4]
    assert find("示范", before=4, limit=2) == [3, 2]
    assert search.find(Query.of("示范")).page(before=2, limit=2) == ([1], None)


def test_pages_hold_every_hit_once() -> None:
    search.change(remembered={number: Findable(["示范市"], {}) for number in range(1, 100)})
    hits, pages = search.find(Query.of("示范市")), []

    page, before = hits.page(limit=7)
    pages += page
    while before:
        page, before = hits.page(before=before, limit=7)
        pages += page

    assert pages == list(range(99, 0, -1))


class TestTooMuchToRead:
    """More documents hold all pairs of a word than are read: here every second one holds the word."""

    @pytest.fixture(autouse=True)
    def many(self) -> None:
        documents = {
            n: Findable(["甲乙丙" if n % 2 else "乙丙 甲乙"], {}) for n in range(1, 2 * MOST_READ + 1)
        }
        search.change(remembered=documents)

    def test_counts_are_estimates_that_say_so(self) -> None:
        hits = search.find(Query.of("甲乙丙"))

        assert (len(hits.numbers), hits.is_exact) == (2 * MOST_READ, False)

    def test_what_is_shown_is_exact(self) -> None:
        numbers, before = search.find(Query.of("甲乙丙")).page(limit=3)

        assert (numbers, before) == ([999, 997, 995], 995)

    def test_no_hit_is_lost_where_a_page_comes_to_the_end_of_what_is_read(self) -> None:
        remember(2, "丁甲乙丙")
        search.change(remembered={n: Findable(["乙丙 甲乙"], {}) for n in range(3, 2 * MOST_READ + 1)})
        hits = search.find(Query.of("甲乙丙"))

        first, before = hits.page()
        second, after = hits.page(before=before)

        assert first == []
        assert before is not None
        assert (second, after) == ([2, 1], None)


def test_takes_a_new_text_in_the_place_of_the_old() -> None:
    remember(1, "示范市", year=["2025"])
    remember(1, "另一处", year=["2026"])

    assert (find("示范"), find("另一")) == ([], [1])
    assert (find("", year="2025"), find("", year="2026")) == ([], [1])


def test_without_words_everything_is_found() -> None:
    remember(1, "示范市")
    remember(2, "")

    assert find("，") == [2, 1]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "  ",
        '"',
        '" OR "',
        "NEAR(a b)",
        "pairs:x",
        "region:sd",
        ":",
        "*",
        "'; DROP TABLE x",
        "a\x00b",
        "((((",
        "济" * 10_000,
        "甲 " * 5_000,
        "%s",
        "%",
        "_",
    ],
)
def test_bears_any_query(query: str) -> None:
    remember(1, "示范市")

    assert isinstance(find(query), list)


def test_a_word_is_no_value_and_a_value_no_word() -> None:
    remember(1, "示范市", region=["sd-99"])

    assert find("region:sd-98") == []
    assert find("", region="示范") == []


def test_reads_no_more_of_a_query_than_it_must() -> None:
    remember(1, "济" * LONGEST_QUERY)

    query = Query.of("济" * (LONGEST_QUERY * 50))

    assert list(search.find(query).numbers) == [1]
    assert query.is_cut


def test_a_row_holds_one_block_of_documents() -> None:
    search.change(remembered={1: Findable(["济"], {}), 1 << 16: Findable(["济"], {})})

    with connections["public"].cursor() as cursor:
        cursor.execute("SELECT block, documents FROM disclosure_posting WHERE term = '济' ORDER BY block")
        rows = [(block, list(BitMap.deserialize(bytes(documents)))) for block, documents in cursor.fetchall()]

    assert rows == [(0, [1]), (1, [1 << 16])]
