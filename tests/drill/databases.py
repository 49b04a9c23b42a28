"""Every byte of a database that can be got at: the values of its tables, and on SQLite the files themselves."""

from collections.abc import Iterator
from pathlib import Path

from django.db import connections


def rows(alias: str, *, only: str = "") -> Iterator[tuple[str, bytes]]:
    """Give every value of every table whose name begins so, as bytes."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(only):
                cursor.execute(f'SELECT * FROM "{table}"')
                for row in cursor.fetchall():
                    for value in row:
                        yield f"table {table}", as_bytes(value)


def files(alias: str) -> Iterator[tuple[str, bytes]]:
    """Give the files of an embedded database: its pages, free ones among them, and its write-ahead log."""
    if connections[alias].vendor == "sqlite":
        file = Path(str(connections[alias].settings_dict["NAME"]))
        for each in sorted(file.parent.glob(f"{file.name}*")):
            yield f"file {each.name}", each.read_bytes()


def files_of_the_server() -> Iterator[tuple[str, bytes]]:
    """Give the files of all tables of a PostgreSQL server on this machine, as they are on the disk."""
    if connections["default"].vendor != "postgresql":
        return
    with connections["default"].cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        (folder,) = cursor.fetchone()
    for file in (Path(folder) / "base").rglob("*"):
        if file.is_file():
            yield f"file {file.name}", file.read_bytes()


def as_bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
