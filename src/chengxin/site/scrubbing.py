"""彻底清除: what databases keep of deleted rows is overwritten, as far as a database can be told to.

A withdrawal empties the public database by itself. What is left is what the engines keep for their own recovery: free
pages and write-ahead logs of SQLite, dead rows of PostgreSQL.
"""

from collections.abc import Iterator

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

SERVERS_LOG = (
    "PostgreSQL 的预写日志、归档和备库不在此列: 请由数据库管理员执行 SELECT pg_switch_wal(); CHECKPOINT; "
    "并按保留期清理归档和备库"
)


class Occupied(RuntimeError):
    """Somebody reads or writes the database, so its write-ahead log cannot be emptied now."""


def scrub() -> Iterator[str]:
    """Rewrite every database without what was deleted, saying what was done and what is left to do.

    Raises `Occupied` where somebody holds an older state of a database; again, it changes nothing.
    """
    vendors = set()
    for alias in connections:
        connection = connections[alias]
        vendors.add(connection.vendor)
        if connection.vendor == "sqlite":
            _scrub_embedded(connection)
        else:
            _execute(connection, "VACUUM (FULL)")
        yield f"数据库 {alias}: 已重写，不再含已删除的内容"
    if "postgresql" in vendors:
        yield SERVERS_LOG


def _scrub_embedded(connection: BaseDatabaseWrapper) -> None:
    _execute(connection, "VACUUM")
    busy, *_ = _execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)")
    if busy:
        raise Occupied("数据库正被读写，旧内容尚未全部清除；请停止服务以后再运行 chengxin scrub")


def _execute(connection: BaseDatabaseWrapper, words: str) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(words)
        return tuple(cursor.fetchone() or ()) if cursor.description else ()
