"""字节: columns of bytes, read from the server as they are.

By itself the driver of PostgreSQL asks for every value in words, and bytes in words are twice as long and are spelled
out letter by letter on both sides: of a search's bitmaps that is most of the time.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections


def read_bytes(database: str, question: str, values: Sequence[Any]) -> Iterable[tuple[Any, ...]]:
    """Return the rows of a question, whose columns of bytes are `bytes`; within the transaction that is open there."""
    connection = connections[database]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            return list(cursor.execute(question, values).fetchall())
    import psycopg

    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as plain:
        return plain.execute(question, values, binary=True).fetchall()
