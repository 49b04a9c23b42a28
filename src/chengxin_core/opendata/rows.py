"""数据行: one line of a bulk file or a delta, and what a list of lines becomes when some of its keys change."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from chengxin_core.ledger.canonical import canonical_bytes
from chengxin_core.ledger.entry import Entry, format_moment

Row: TypeAlias = dict[str, Any]


def row_of(index: int, entry: Entry, content: Mapping[str, Any] | None) -> Row:
    """Return the line about a key at entry `index`: with its content, or with the ground of its end.

    A line about an end names nothing but the opaque key (policy Q-29).
    """
    return {
        "index": index,
        "key": entry.key,
        "kind": entry.kind,
        "version": entry.version,
        "event": entry.event.value,
        "changed_at": format_moment(entry.at),
        "ground": entry.certificate.ground if entry.certificate else None,
        "content": content,
    }


def write_rows(rows: Iterable[Row]) -> bytes:
    """Return rows as JSON Lines, each in canonical form, in the order of the log."""
    return b"".join(canonical_bytes(row) + b"\n" for row in sorted(rows, key=lambda row: row["index"]))


def read_rows(data: bytes) -> list[Row]:
    """Read what `write_rows` writes."""
    return [json.loads(line) for line in data.splitlines()]


@dataclass(slots=True)
class Rewriting:
    """What becomes of one file of rows: the keys whose rows go, and the rows that come in their place."""

    dropped: set[str] = field(default_factory=set)
    added: dict[str, Row] = field(default_factory=dict)

    def drop(self, key: str) -> None:
        """Let every row of this key go."""
        self.dropped.add(key)
        self.added.pop(key, None)

    def put(self, row: Row) -> None:
        """Let this row stand in the place of what there was of its key."""
        self.dropped.add(row["key"])
        self.added[row["key"]] = row

    def of(self, rows: Collection[Row]) -> list[Row]:
        """Return what `rows` become."""
        return [*(row for row in rows if row["key"] not in self.dropped), *self.added.values()]
