"""Rows by the million that repeat a first block of them, and an index that knows them; made by the engine itself."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, connections
from django.db.models import Model
from pyroaring import BitMap

from chengxin.ground import postings

BLOCK = 1 << postings.BLOCK


def repeat(model: type[Model], key: str, *, by: int, below: int) -> None:
    """Store the rows whose `key` is less than `below` once more, with the key raised by `by`.

    Where that is no primary key, each new row gets the next one.
    """
    quote = connection.ops.quote_name
    fields = [each for each in model._meta.concrete_fields if not each.primary_key or each.column == key]
    columns = [quote(str(each.column)) for each in fields]
    read = [f"{each} + {by}" if each == quote(key) else each for each in columns]
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(read)} FROM {table} WHERE {quote(key)} < %s",
            [below],
        )


def repeat_index(shelf: postings.Shelf, *, by: int, below: int) -> None:
    """Let the documents of the first block that are less than `below` stand in a later block with the same terms."""
    with connections[shelf.database].cursor() as cursor:
        cursor.execute(f"SELECT term, documents FROM {shelf.table} WHERE block = 0")
        rows = []
        for term, documents in cursor.fetchall():
            found = BitMap.deserialize(bytes(documents)) & BitMap(range(below))
            if found:
                rows.append((term, by, found.shift(by * BLOCK).serialize()))
        cursor.executemany(f"INSERT INTO {shelf.table} (term, block, documents) VALUES (%s, %s, %s)", rows)


@contextmanager
def without_indexes(model: type[Model]) -> Iterator[None]:
    """Drop the indexes of a table and make them again afterwards; those that hold a constraint stay."""
    table = model._meta.db_table
    listing = (
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT IN"
        " (SELECT conname FROM pg_constraint)"
        if connection.vendor == "postgresql"
        else "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL"
    )
    with connection.cursor() as cursor:
        cursor.execute(listing, [table])
        indexes = list(cursor.fetchall())
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
    yield
    with connection.cursor() as cursor:
        for _, made_by in indexes:
            cursor.execute(made_by)
