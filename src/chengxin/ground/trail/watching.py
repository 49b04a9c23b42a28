"""A database connection that sees what is written through it, and hands it to the keeper before it commits."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from chengxin.ground import clock
from chengxin.ground.plugboard import Board
from chengxin_core.vocabulary import Term

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper as Base
else:
    Base = object

# Bookkeeping of the machine itself: it says nothing about anybody's act.
UNWATCHED = (
    "django_session",
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "django_tasks_database_",
    "deadlines_nightlyrun",
    "matters_matterterm",
    "matters_toindex",
    "shared_cache",
    "accounts_pace",
    "audit_",
)
_WRITES = re.compile(r'\s*(INSERT(?:\s+OR\s+\w+)?\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)', re.IGNORECASE)


class Verb(Term):
    """What a statement does to a table."""

    INSERTED = "inserted", "新增"
    UPDATED = "updated", "修改"
    DELETED = "deleted", "删除"


_VERBS = {"I": Verb.INSERTED, "U": Verb.UPDATED, "D": Verb.DELETED}


@dataclass(frozen=True, slots=True)
class Write:
    """One statement: what it did to how many rows of which table."""

    table: str
    verb: Verb
    rows: int


@dataclass(frozen=True, slots=True)
class Act:
    """行为: what was done, in the words of whoever did it: a code, what it is about, and further facts.

    `mandate` is the key of the mandate under which it was done, where the operation was told.
    """

    code: str
    about: str = ""
    mandate: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(slots=True)
class Trail:
    """What one transaction has done so far."""

    acts: list[Act] = field(default_factory=list)
    writes: list[Write] = field(default_factory=list)
    marks: dict[str, tuple[int, int]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.acts or self.writes)

    def rows_by_table(self) -> dict[str, dict[str, int]]:
        """Return how many rows of which table were inserted, updated and deleted."""
        counted: Counter[tuple[str, str]] = Counter()
        for write in self.writes:
            counted[write.table, str(write.verb)] += write.rows
        tables: dict[str, dict[str, int]] = {}
        for (table, verb), rows in sorted(counted.items()):
            tables.setdefault(table, {})[verb] = rows
        return tables

    def mark(self, savepoint: str) -> None:
        """Remember how far it was when a savepoint began."""
        self.marks[savepoint] = len(self.acts), len(self.writes)

    def back_to(self, savepoint: str) -> None:
        """Forget what was done since a savepoint: the database has forgotten it too."""
        acts, writes = self.marks.get(savepoint, (0, 0))
        del self.acts[acts:], self.writes[writes:]

    def clear(self) -> None:
        """Forget everything: it was committed, or rolled back."""
        self.acts.clear()
        self.writes.clear()
        self.marks.clear()


Keeper = Callable[["WatchedConnection", Trail, datetime], None]
_keepers: Board[str, Keeper] = Board()


def plug_keeper(code: str, keeper: Keeper) -> None:
    """Make known who keeps what was done; it writes in the transaction that it is told of."""
    _keepers.claim(code, keeper)


def keepers() -> Iterable[tuple[str, Keeper]]:
    """Return who keeps what was done, by code."""
    return _keepers.items()


def note(code: str, about: str = "", *, mandate: object = "", **facts: str | int) -> None:
    """Say in words what the running transaction does; outside of one, this alone is kept, at once."""
    here = connections[DEFAULT_DB_ALIAS]
    if not isinstance(here, WatchedConnection):
        return
    act = Act(code, about, str(mandate), facts)
    if here.in_atomic_block:
        here.trail.acts.append(act)
        return
    with transaction.atomic():
        here.trail.acts.append(act)


class WatchedConnection(Base):
    """The part that a connection of the internal database adds to its engine's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.trail = Trail()
        self.trail_is_kept = False  # the keeper's to say: whether its tables stand
        self.execute_wrappers.append(self._watch)

    def commit(self) -> None:
        self._keep()
        super().commit()

    def close(self) -> None:
        self.trail.clear()
        super().close()

    def _watch(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Mapping[str, Any]
    ) -> Any:
        found = _WRITES.match(sql)
        if found is None or found[2].startswith(UNWATCHED):
            return execute(sql, params, many, context)
        if not self.in_atomic_block and self.get_autocommit():
            with transaction.atomic(using=self.alias):
                return self._watch(execute, sql, params, many, context)
        result = execute(sql, params, many, context)
        rows = context["cursor"].rowcount
        if rows > 0:
            self.trail.writes.append(Write(found[2], _VERBS[found[1][0].upper()], rows))
        return result

    def _keep(self) -> None:
        if not self.trail:
            return
        try:
            for _, keep in keepers():
                keep(self, self.trail, clock.now())
        except BaseException:
            self.rollback()
            raise
        self.trail.clear()

    def _rollback(self) -> None:
        self.trail.clear()
        super()._rollback()  # type: ignore[misc]

    def _savepoint(self, sid: str) -> None:
        super()._savepoint(sid)  # type: ignore[misc]
        self.trail.mark(sid)

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        self.trail.back_to(sid)
