"""Django looks for an engine's connection here."""

from collections import deque
from typing import Any

from django.db.backends.sqlite3 import base

from chengxin.ground.trail.watching import WatchedConnection


class FinishedCursor(base.SQLiteCursorWrapper):
    """A cursor that has already read what a writing statement returns.

    SQLite cannot commit while such a statement still hands out rows, and one outside of a transaction is committed as
    soon as it was executed.
    """

    _returned: deque[Any] | None = None

    def execute(self, query: str, params: Any = None) -> Any:
        self._returned = None
        result = super().execute(query, params)
        if self.description and "RETURNING" in query:
            self._returned = deque(super().fetchall())
        return result

    def fetchone(self) -> Any:
        if self._returned is None:
            return super().fetchone()
        return self._returned.popleft() if self._returned else None

    def fetchall(self) -> Any:
        if self._returned is None:
            return super().fetchall()
        returned, self._returned = list(self._returned), deque()
        return returned


class DatabaseWrapper(WatchedConnection, base.DatabaseWrapper):
    """A connection of the internal database that sees what is written through it."""

    def create_cursor(self, name: str | None = None) -> Any:
        return self.connection.cursor(factory=FinishedCursor)
