"""全文检索: finds every word of two characters and more, newest first; what is forgotten leaves no trace.

The text becomes pairs of neighbouring characters (bigrams), so no dictionary decides what a word is. A pair
is written as two code points in hexadecimal, which every engine takes for one word. SQLite keeps them with
FTS5, PostgreSQL as a tsvector; a word of the query is a phrase of pairs.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

LONGEST_QUERY = 80
MOST_WORDS = 8
LONGEST_TEXT = 16_000  # a tsvector counts no further
_RUNS = re.compile(r"[^\W_]+")


def runs(text: str) -> list[str]:
    """Return the unbroken runs of letters, digits and characters of `text`, in normal form.

    >>> runs("（2025）鲁99行终1号，不服。")
    ['2025', '鲁99行终1号', '不服']
    """
    return _RUNS.findall(unicodedata.normalize("NFKC", text).casefold())


def pairs(run: str) -> Iterator[str]:
    """Give every two neighbours of a run, and its last character alone.

    >>> list(pairs("济南"))
    ['6d4ex5357', '5357x']
    """
    for one, other in zip(run, [*run[1:], ""], strict=True):
        yield f"{ord(one):x}x" + (f"{ord(other):x}" if other else "")


def tokens(texts: Iterable[str]) -> list[str]:
    """Return the pairs of all texts, in their order, no more than are indexed."""
    return [pair for text in texts for run in runs(text) for pair in pairs(run)][:LONGEST_TEXT]


def remember(number: int, texts: Iterable[str]) -> None:
    """Put the texts of document `number` into the index, in the place of what was there."""
    connection = connections["public"]
    words = tokens(texts)
    forget(number)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "INSERT INTO disclosure_search (rowid, pairs) VALUES (%s, %s)", [number, " ".join(words)]
            )
        else:
            cursor.execute(
                "INSERT INTO disclosure_search (id, pairs) VALUES (%s, %s::tsvector)",
                [number, _vector(words)],
            )


def forget(number: int) -> None:
    """Take document `number` out of the index."""
    connection = connections["public"]
    column = "rowid" if connection.vendor == "sqlite" else "id"
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM disclosure_search WHERE {column} = %s", [number])  # noqa: S608


def destroy_what_is_forgotten() -> None:
    """Rewrite the index without what was taken out: FTS5 keeps deleted words in older segments until then."""
    connection = connections["public"]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO disclosure_search (disclosure_search) VALUES ('optimize')")


def find(query: str, *, before: int | None = None, limit: int = 20) -> list[int]:
    """Return the numbers of documents that hold every word of `query`, newest first, those below `before`."""
    words = runs(query[:LONGEST_QUERY])[:MOST_WORDS]
    if not words:
        return []
    connection = connections["public"]
    with connection.cursor() as cursor:
        cursor.execute(*_question(connection, words, before or 2**62, limit))
        return [number for (number,) in cursor.fetchall()]


def _question(
    connection: BaseDatabaseWrapper, words: list[str], before: int, limit: int
) -> tuple[str, list[str | int]]:
    if connection.vendor == "sqlite":
        phrases = " AND ".join(_fts_phrase(word) for word in words)
        return (
            "SELECT rowid FROM disclosure_search WHERE disclosure_search MATCH %s AND rowid < %s "
            "ORDER BY rowid DESC LIMIT %s",
            [phrases, before, limit],
        )
    phrases = " & ".join(f"({_ts_phrase(word)})" for word in words)
    return (
        "SELECT id FROM disclosure_search WHERE pairs @@ %s::tsquery AND id < %s ORDER BY id DESC LIMIT %s",
        [phrases, before, limit],
    )


def _fts_phrase(word: str) -> str:
    *inner, last = pairs(word)
    return f'"{" ".join(inner)}"' if inner else f'"{last}" *'


def _ts_phrase(word: str) -> str:
    *inner, last = pairs(word)
    return " <-> ".join(f"'{pair}'" for pair in inner) if inner else f"'{last}':*"


def _vector(words: list[str]) -> str:
    """Return the words with their places as PostgreSQL writes a tsvector."""
    places: dict[str, list[str]] = {}
    for place, word in enumerate(words, start=1):
        places.setdefault(word, []).append(str(place))
    return " ".join(f"'{word}':{','.join(where)}" for word, where in places.items())
