"""写入审计: the entry of a transaction, written by its connection as the last thing before it commits."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from chengxin.foundation.audit.models import AuditAct, AuditBeginning, AuditEntry
from chengxin.ground.ciphers import suite
from chengxin.ground.suites import Suite
from chengxin.ground.trail import Act, Doer, Trail, doer_now
from chengxin.ground.trail.watching import WatchedConnection
from chengxin_core.ledger.canonical import Json, canonical_bytes
from chengxin_core.ledger.chain import BEGINNING, LinkHash, link_of
from chengxin_core.ledger.entry import format_moment

FORMATS = {LinkHash.SHA256: "chengxin/audit/v1", LinkHash.SM3: "chengxin/audit/v1/sm3"}
MOST_ACTS = 100  # an import makes thousands: the entry names the first and binds the rest by their hash
_LOCK = 0x41554449  # PostgreSQL's advisory lock under which the chain grows


def keep(connection: WatchedConnection, trail: Trail, at: datetime) -> None:
    """Write the entry of what `trail` holds; the chain's end stays locked until the transaction has committed."""
    if not _is_ready(connection):
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        number, previous = _end_of_chain(cursor)
        doer = doer_now()
        by = LinkHash.SM3 if suite() is Suite.SM4 else LinkHash.SHA256
        record = canonical_bytes(record_of(number + 1, at, doer, trail, by))
        cursor.execute(
            _INSERT_ENTRY,
            [
                number + 1,
                record.decode(),
                link_of(previous, record, by).hex(),
                connection.ops.adapt_datetimefield_value(at),
                str(doer.kind),
                doer.ref[:80],
            ],
        )
        if acts := trail.acts[:MOST_ACTS]:
            told = [value for act in acts for value in (number + 1, act.code, act.about)]
            cursor.execute(f"{_INSERT_ACTS} {', '.join([_ROW] * len(acts))}", told)


def record_of(
    number: int, at: datetime, doer: Doer, trail: Trail, by: LinkHash = LinkHash.SHA256
) -> dict[str, Json]:
    """Return the record of an entry as plain values; its format says by which hash it is linked."""
    return {
        "format": FORMATS[by],
        "number": number,
        "at": format_moment(at),
        "doer": {
            "kind": str(doer.kind),
            "ref": doer.ref,
            "via": doer.via,
            "mandate": doer.mandate,
            "address": doer.address,
        },
        "acts": [_act(act) for act in trail.acts[:MOST_ACTS]],
        "acts_in_all": len(trail.acts),
        "acts_digest": _digest(trail.acts),
        "writes": trail.rows_by_table(),
    }


def _act(act: Act) -> dict[str, Json]:
    return {"code": act.code, "about": act.about, "mandate": act.mandate, "facts": dict(act.facts)}


def _digest(acts: Sequence[Act]) -> str:
    digest = hashlib.sha256()
    for act in acts:
        digest.update(canonical_bytes(_act(act)) + b"\n")
    return digest.hexdigest()


def _columns(*names: str) -> str:
    return f"({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})"


_ENTRIES, _ACTS = AuditEntry._meta.db_table, AuditAct._meta.db_table
_BEGINNINGS = AuditBeginning._meta.db_table
_INSERT_ENTRY = f"INSERT INTO {_ENTRIES} {_columns('number', 'record', 'link', 'at', 'doer_kind', 'doer')}"
_INSERT_ACTS, _ROW = f"INSERT INTO {_ACTS} (entry_id, code, about) VALUES", "(%s, %s, %s)"


def _end_of_chain(cursor: CursorWrapper) -> tuple[int, bytes]:
    for table in (_ENTRIES, _BEGINNINGS):
        cursor.execute(f"SELECT number, link FROM {table} ORDER BY number DESC LIMIT 1")  # noqa: S608 - our tables
        if row := cursor.fetchone():
            return row[0], bytes.fromhex(row[1])
    return 0, BEGINNING


def _is_ready(connection: WatchedConnection) -> bool:
    """Say whether the tables stand: while they are made, there is nothing to keep anything in."""
    if not connection.trail_is_kept:
        names = connection.introspection.table_names()
        connection.trail_is_kept = {_ENTRIES, _ACTS, _BEGINNINGS} <= set(names)
    return connection.trail_is_kept
