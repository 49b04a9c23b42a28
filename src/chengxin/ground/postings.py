"""索引: with which documents a term stands, as compressed bitmaps of their numbers.

A row holds one term's documents within a block of numbers, in the portable form of Roaring bitmaps; SQLite and
PostgreSQL keep the same rows. The row of a term that stands with no document any more is deleted with the last. Whose
index it is says a `Shelf`: a table of the columns term, block and documents in one of the databases.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias, cast

from django.db import connections
from pyroaring import BitMap

from chengxin.ground.octets import read_bytes

BLOCK = 16  # bits: a block is what one container of a Roaring bitmap holds
NEWEST = 16  # blocks, a million documents: where a first page is nearly always found
_TERMS_AT_ONCE = 400
_Numbers: TypeAlias = dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where one index is kept: the database by its alias, and the table."""

    database: str
    table: str


class Changes:
    """What comes to terms and leaves them, gathered for many documents so that each row is written once."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._added: dict[int, _Numbers] = defaultdict(lambda: defaultdict(list))
        self._removed: dict[int, _Numbers] = defaultdict(lambda: defaultdict(list))

    def add(self, number: int, terms: Iterable[str]) -> None:
        """Let a document stand with these terms."""
        numbers = self._added[number >> BLOCK]
        for term in terms:
            numbers[term].append(number)

    def remove(self, number: int, terms: Iterable[str]) -> None:
        """Let a document stand with these terms no more, unless it is added to them."""
        numbers = self._removed[number >> BLOCK]
        for term in terms:
            numbers[term].append(number)

    def write(self) -> None:
        """Write all that was gathered."""
        for block in self._added.keys() | self._removed.keys():
            terms = sorted(self._added[block].keys() | self._removed[block].keys())
            for start in range(0, len(terms), _TERMS_AT_ONCE):
                self._write(block, terms[start : start + _TERMS_AT_ONCE])

    def _write(self, block: int, terms: Sequence[str]) -> None:
        added, removed, before = (
            self._added[block],
            self._removed[block],
            _standing(self._shelf, block, terms),
        )
        changed, emptied = [], []
        for term in terms:
            documents = before.get(term, BitMap())
            documents -= BitMap(removed.get(term, ()))
            documents |= BitMap(added.get(term, ()))
            if documents:
                documents.run_optimize()
                changed.append((term, block, documents.serialize()))
            else:
                emptied.append((term, block))
        table = self._shelf.table
        with connections[self._shelf.database].cursor() as cursor:
            if changed:
                cursor.executemany(
                    f"INSERT INTO {table} (term, block, documents) VALUES (%s, %s, %s) "  # noqa: S608
                    "ON CONFLICT (term, block) DO UPDATE SET documents = excluded.documents",
                    changed,
                )
            if emptied:
                cursor.executemany(
                    f"DELETE FROM {table} WHERE term = %s AND block = %s",  # noqa: S608
                    emptied,
                )


def documents_of(shelf: Shelf, terms: Sequence[str]) -> dict[str, BitMap]:
    """Return the documents that each of these terms stands with; a term that stands with none is left out."""
    return _gathered(_rows(shelf, f"term IN ({_places(terms)})", terms)) if terms else {}


def newest_documents_of(
    shelf: Shelf, terms: Sequence[str], *, among: Sequence[str], before: int
) -> tuple[dict[str, BitMap], int]:
    """Return what each of these terms stands with in the newest blocks below `before`, and where those begin.

    The newest block is the newest of any term in `among`, which are some of the terms. What has smaller numbers is
    told by `documents_between`; there is nothing left to tell where the blocks begin at 0.
    """
    last = max(before - 1, 0) >> BLOCK
    own, theirs = _places(terms), _places(among)
    newest = f"SELECT MAX(block) FROM {shelf.table} WHERE term IN ({theirs}) AND block <= %s"  # noqa: S608
    condition = f"term IN ({own}) AND block <= %s AND block > ({newest}) - {NEWEST}"
    rows = list(_rows(shelf, condition, [*terms, last, *among, last]))
    newest_block = max((block for term, block, _ in rows if term in among), default=0)
    return _gathered(rows), max(newest_block - NEWEST + 1, 0) << BLOCK


def documents_between(shelf: Shelf, terms: Sequence[str], begin: int, end: int) -> dict[str, BitMap]:
    """Return what each of these terms stands with from `begin` to below `end`, at both of which a block begins."""
    condition = f"term IN ({_places(terms)}) AND block >= %s AND block < %s"
    return _gathered(_rows(shelf, condition, [*terms, begin >> BLOCK, end >> BLOCK]))


def terms_beginning(shelf: Shelf, start: str) -> dict[str, BitMap]:
    """Return every term that begins with `start`, which ends in a colon, and the documents it stands with."""
    values = [start, start[:-1] + ";"]  # ";" follows ":"
    return _gathered(_rows(shelf, "term >= %s AND term < %s", values))


def _rows(shelf: Shelf, condition: str, values: Sequence[str | int]) -> Iterable[tuple[str, int, bytes]]:
    question = f"SELECT term, block, documents FROM {shelf.table} WHERE {condition}"  # noqa: S608
    return cast("Iterable[tuple[str, int, bytes]]", read_bytes(shelf.database, question, values))


def _gathered(rows: Iterable[tuple[str, int, bytes]]) -> dict[str, BitMap]:
    found: dict[str, BitMap] = {}
    for term, _, documents in rows:
        part = BitMap.deserialize(documents)
        if term in found:
            found[term] |= part
        else:
            found[term] = part
    return found


def _standing(shelf: Shelf, block: int, terms: Sequence[str]) -> dict[str, BitMap]:
    """Return what stands in the rows of these terms, as far as they are there."""
    question = (
        f"SELECT term, documents FROM {shelf.table} "  # noqa: S608 - only places for values
        f"WHERE block = %s AND term IN ({_places(terms)})"
    )
    rows = read_bytes(shelf.database, question, [block, *terms])
    return {term: BitMap.deserialize(documents) for term, documents in rows}


def _places(values: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(values))
