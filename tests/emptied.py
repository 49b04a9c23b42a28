"""After a test that commits, the tables that it filled are emptied on PostgreSQL row by row.

To truncate all two hundred, as Django does, makes a thousand files on the disk anew, each time.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.postgresql.operations import DatabaseOperations

_all_at_once = DatabaseOperations.sql_flush


@pytest.fixture(scope="session", autouse=True)
def what_was_filled_is_emptied() -> Iterator[None]:
    """Empty so what a test leaves."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(DatabaseOperations, "sql_flush", _sql_flush)
        yield


def _sql_flush(
    self: DatabaseOperations,
    style: Any,
    tables: Sequence[str],
    *,
    reset_sequences: bool = False,
    **more: bool,
) -> list[str]:
    """Return what empties the internal database; the public one has few tables, and whole pages in them."""
    if self.connection.alias != DEFAULT_DB_ALIAS or reset_sequences or not tables:
        return _all_at_once(self, style, tables, reset_sequences=reset_sequences, **more)
    name = self.quote_name
    with self.connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"(SELECT '{each}' FROM {name(each)} LIMIT 1)" for each in tables))
        filled = [each for (each,) in cursor.fetchall()]
    # In this role no foreign key and no trigger asks in which order; as one text, it is no act for the audit.
    emptying = [
        "SET LOCAL session_replication_role = replica",
        *(f"DELETE FROM {name(each)}" for each in filled),
    ]
    return ["; ".join(emptying)]
