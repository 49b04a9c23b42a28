"""样本: what a database server's planner keeps of the values of columns, and must not keep.

PostgreSQL samples every column and keeps some of the values (`pg_statistic`) until the column is sampled again: of a
table that is empty by then, for ever, and no vacuum destroys them. A column whose values must be erasable is
therefore not sampled at all. A table that has grown manifold is sampled at once: until the server does it by itself,
minutes later, a join may be planned as if the table were empty and take seconds. SQLite takes samples only where it is
told to; nothing here does.
"""

from typing import Any

from django.db import connections, models, router

from chengxin.ground.handmade import SetByHand

_FINE = 1000  # bounds
_COLUMN = """
    SELECT format_type(atttypid, atttypmod), nullif(collname, 'default')
    FROM pg_attribute LEFT JOIN pg_collation ON pg_collation.oid = attcollation
    WHERE attrelid = %s::regclass AND attname = %s
"""


def sample(*grown: type[models.Model]) -> None:
    """Let the planner look at tables that have just grown."""
    for model in grown:
        connection = connections[router.db_for_write(model)]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def unsampled(table: str, *columns: str) -> SetByHand:
    """Return the step of a migration after which nothing is kept of the values of these columns but their rows."""

    def forget(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            for column in columns:
                _forget(schema_editor, table, column)

    return SetByHand(forget, SetByHand.noop)


def sampled_finely(table: str, *columns: str) -> SetByHand:
    """Return the step of a migration after which the planner knows how many rows lie in narrow ranges of these columns.

    By default it keeps a hundred bounds of a column's values. A range that lies between two of them is taken for a few
    rows, however many they are: a county's part of a province is such a range.
    """

    def set_bounds(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            quote = schema_editor.quote_name
            each = ", ".join(f"ALTER {quote(column)} SET STATISTICS {_FINE}" for column in columns)
            schema_editor.execute(f"ALTER TABLE {quote(table)} {each}")

    return SetByHand(set_bounds, SetByHand.noop)


def _forget(schema_editor: Any, table: str, column: str) -> None:
    """Drop the samples that there are, which giving a column its own type does, and let none be taken again."""
    quote = schema_editor.quote_name
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_COLUMN, [table, column])
        kind, collation = cursor.fetchone()
    collate = f" COLLATE {quote(collation)}" if collation else ""
    schema_editor.execute(
        f"ALTER TABLE {quote(table)} ALTER {quote(column)} TYPE {kind}{collate}, "
        f"ALTER {quote(column)} SET STATISTICS 0"
    )
