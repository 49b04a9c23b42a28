"""只增不改: the database itself refuses to change or delete an entry; only the end of its term opens the way.

Set by `chengxin init` and `chengxin upgrade`, looked for by `chengxin audit verify`. Who owns the database can take the
guard away; then the chain still tells what was changed.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from chengxin.foundation.audit.models import AuditEntry

_TABLE = AuditEntry._meta.db_table
_NAMES = {"UPDATE": "audit_entry_is_not_changed", "DELETE": "audit_entry_is_not_deleted"}
_FUNCTION = "audit_entry_stays"
_WORDS = "审计记录只增不改"


@transaction.atomic
def set_guard() -> None:
    """Let the database refuse to change or delete entries; setting it twice changes nothing."""
    if guard_stands():
        return
    take_guard_away()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{_WORDS}'; END $$"
            )
        for event, name in _NAMES.items():
            cursor.execute(_trigger(name, event))


@transaction.atomic
def take_guard_away() -> None:
    """Let entries be deleted again: for the destruction of what is past its term, and for nothing else."""
    with connection.cursor() as cursor:
        for name in _NAMES.values():
            on_table = f" ON {_TABLE}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


@contextmanager
def unguarded() -> Iterator[None]:
    """Take the guard away inside one transaction, and set it again before it ends if it stood."""
    stood = guard_stands()
    with transaction.atomic():
        take_guard_away()
        yield
        if stood:
            set_guard()


def guard_stands() -> bool:
    """Say whether the database refuses changes now."""
    known = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(known)
        return set(_NAMES.values()) <= {name for (name,) in cursor.fetchall()}


def _trigger(name: str, event: str) -> str:
    if connection.vendor == "postgresql":
        return f"CREATE TRIGGER {name} BEFORE {event} ON {_TABLE} FOR EACH ROW EXECUTE FUNCTION {_FUNCTION}()"
    return f"CREATE TRIGGER {name} BEFORE {event} ON {_TABLE} BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
