"""全文检索: finds every word, also of one character, newest first; what is forgotten leaves no trace.

The index (`postings`) says with which documents each pair of neighbouring characters stands. For a word of two
characters that is the answer; for a longer one it gives candidates, and only those are answered in whose text the word
stands. Whatever is asked, about `MOST_READ` texts are read: numbers that would need more are estimates, and say so.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connections, transaction
from django.db.models import QuerySet
from pyroaring import BitMap

from chengxin.doors.disclosure.models import Searched
from chengxin.ground import postings
from chengxin.ground.terms import (
    EVERYTHING,
    normal_text,
    runs,
    term_of,
    terms_of_facets,
    terms_of_text,
    terms_of_word,
)

SHELF = postings.Shelf("public", "disclosure_posting")
LONGEST_QUERY = 80
MOST_WORDS = 8
MOST_READ = 500
_NUMBERS_AT_ONCE = 5000
_REMEMBER = "INSERT INTO disclosure_searched (number, facets, text) VALUES (%s, %s, %s)"


@dataclass(frozen=True, slots=True)
class Findable:
    """What a document is found by: its texts, and the values it is chosen by, by facet."""

    texts: Sequence[str]
    facets: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Query:
    """Words that must all stand in a document, and the value that each of some facets must have."""

    words: Sequence[str]
    chosen: Mapping[str, str] = field(default_factory=dict)
    is_cut: bool = False  # there were more words than are looked for

    @classmethod
    def of(cls, text: str, chosen: Mapping[str, str] | None = None) -> "Query":
        """Read what somebody typed; beyond `LONGEST_QUERY` characters and `MOST_WORDS` words it is cut."""
        words = runs(text[:LONGEST_QUERY])
        is_cut = len(text) > LONGEST_QUERY or len(words) > MOST_WORDS
        return cls(words[:MOST_WORDS], chosen or {}, is_cut)

    @property
    def terms(self) -> list[str]:
        """The terms that stand with every document that is sought."""
        wanted = [term for word in self.words for term in terms_of_word(word)]
        wanted += [term_of(name, value) for name, value in self.chosen.items()]
        return list(dict.fromkeys(wanted)) or [EVERYTHING]


@dataclass(frozen=True, slots=True)
class Hits:
    """The documents that a query finds, or where `doubtful` words are left, those among which they are."""

    numbers: BitMap
    doubtful: Sequence[str] = ()

    @property
    def is_exact(self) -> bool:
        """Whether every number is a hit."""
        return not self.doubtful

    def page(self, *, before: int | None = None, limit: int = 20) -> tuple[list[int], int | None]:
        """Return the newest hits below `before`, and where the next page goes on, or None after the last.

        Where `MOST_READ` texts were read in vain a page is shorter, or empty, and there is a next one still.
        """
        end = len(self.numbers) if before is None else self.numbers.rank(_bounded(before - 1))
        found: list[int] = []
        read, step = 0, limit + 1
        while end and read < MOST_READ and len(found) <= limit:
            start = max(0, end - step)
            found += reversed(self._certain(self.numbers[start:end]))
            read, end, step = read + end - start, start, step * 2
        if len(found) > limit:
            return found[:limit], found[limit - 1]
        return found, self.numbers[end] if end else None

    def _certain(self, numbers: BitMap) -> list[int]:
        return list(numbers) if self.is_exact else list(holding(numbers, self.doubtful))

    def among(self, documents: BitMap) -> int:
        """Count the hits among these documents; an estimate, never too low, where this is not exact."""
        return int(self.numbers.intersection_cardinality(documents))


def _bounded(number: int) -> int:
    return min(max(number, 0), 2**32 - 1)


def find(query: Query) -> Hits:
    """Return the documents in force that hold every word of the query and have every chosen value."""
    wanted = query.terms
    found = postings.documents_of(SHELF, wanted)
    if len(found) < len(wanted):
        return Hits(BitMap())
    numbers = BitMap.intersection(*sorted(found.values(), key=len))
    longer = [word for word in query.words if len(word) > 2]
    if longer and len(numbers) <= MOST_READ:
        return Hits(holding(numbers, longer))
    return Hits(numbers, longer)


def holding(numbers: BitMap, words: Sequence[str]) -> BitMap:
    """Return those of these documents in whose text every word stands."""
    rows = Searched.objects.filter(number__in=list(numbers)).values_list("number", "text")
    return BitMap(number for number, text in rows if all(word in text for word in words))


@transaction.atomic(using="public")
def change(*, remembered: Mapping[int, Findable], forgotten: Iterable[int] = ()) -> None:
    """Let these documents be found by what they now say, and those by nothing any more."""
    changes = postings.Changes(SHELF)
    known = [*remembered, *forgotten]
    for before in _rows(known):
        for row in before.iterator():
            changes.remove(row.number, _terms_of(row))
    rows = [_row(number, findable) for number, findable in remembered.items()]
    for row in rows:
        changes.add(row.number, _terms_of(row))
    changes.write()
    for before in _rows(known):
        before.delete()
    with connections["public"].cursor() as cursor:  # by hand, as pages are
        cursor.executemany(_REMEMBER, [(row.number, row.facets, row.text) for row in rows])


def _rows(numbers: Sequence[int]) -> Iterator[QuerySet[Searched]]:
    """Give the rows of these documents, as many at once as a server takes numbers."""
    for start in range(0, len(numbers), _NUMBERS_AT_ONCE):
        yield Searched.objects.filter(number__in=numbers[start : start + _NUMBERS_AT_ONCE])


def _row(number: int, findable: Findable) -> Searched:
    return Searched(
        number=number,
        facets="\n".join(terms_of_facets(findable.facets)),
        text=normal_text(findable.texts),
    )


def _terms_of(row: Searched) -> set[str]:
    return terms_of_text(row.text).union(row.facets.split("\n"))
