"""数据库快照: the internal database as one file, taken while it is in use, and put back into an empty one.

SQLite writes a copy without free pages (`VACUUM INTO`); PostgreSQL is asked through its own programs, which must be at
least as new as the server.
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connections

from chengxin.site.backups.archive import Engine

DUMP = "internal.dump"  # of PostgreSQL, in the backup


class DatabaseUnreadable(RuntimeError):
    """The database could not be written out or put back; the text is the program's own."""


class DatabaseOccupied(RuntimeError):
    """There is something already in the database that is to be restored into."""


def engine() -> Engine:
    """Return what the internal database is kept by."""
    return "postgresql" if connections["default"].vendor == "postgresql" else "sqlite"


def take_embedded(file: Path, into: Path) -> None:
    """Write an embedded database as it stands at this moment into a new file. Raises `DatabaseUnreadable`."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
            database.execute("VACUUM INTO ?", [str(into)])
    except sqlite3.Error as fault:
        raise DatabaseUnreadable(f"{file.name}: {fault}") from None


def take_server(into: Path) -> None:
    """Write the internal database of PostgreSQL as it stands at this moment into a file."""
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={into}")


def put_back_server(dump: Path) -> None:
    """Fill the empty internal database of PostgreSQL from a file, wholly or not at all."""
    name = connections["default"].settings_dict["NAME"]
    whole = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    _run("pg_restore", f"--dbname={name}", *whole, str(dump))


def require_empty_server() -> None:
    """Raise `DatabaseOccupied` where a table is in either database of PostgreSQL."""
    for alias in connections:
        with connections[alias].cursor() as cursor:
            if connections[alias].introspection.table_names(cursor):
                name = connections[alias].settings_dict["NAME"]
                raise DatabaseOccupied(f"数据库 {name} 不是空的；请先新建两个空库，再恢复")


def _run(program: str, *options: str) -> None:
    """Run a program of PostgreSQL against the internal database."""
    settings, path = connections["default"].settings_dict, shutil.which(program)
    if path is None:
        raise DatabaseUnreadable(f"找不到 {program}，请安装不低于服务器版本的 PostgreSQL 客户端")
    place = {
        "PGHOST": settings["HOST"],
        "PGPORT": settings["PORT"],
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
        "PGDATABASE": settings["NAME"],
    }
    environment = os.environ | {name: str(value) for name, value in place.items() if value}
    done = subprocess.run(  # noqa: S603 - our own words
        [path, *options], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise DatabaseUnreadable(f"{program}: {done.stderr.strip()}")
