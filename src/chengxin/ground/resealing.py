"""重新密封: after a key was rotated, what was sealed under earlier ones is sealed anew, batch by batch.

Each batch is a transaction; what was done is seen from the sealed bytes themselves, and how far the work came is kept
in the home, so that it can be stopped, killed and begun again.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction

from chengxin.ground import ciphers, files
from chengxin.ground import home as homes
from chengxin.ground.home import Home
from chengxin.ground.plugboard import Board

BATCH = 200
PROGRESS = "resealing.json"
FILES = "密封的文件"


@dataclass(frozen=True, slots=True)
class Sealed:
    """密封的列: a column of sealed bytes, its purpose, and the columns that index what is in it.

    `indexes` gives for each column its purpose, and how the plain text is brought into the form that is indexed.
    """

    code: str
    zh: str
    model: type[models.Model]
    column: str
    purpose: str
    indexes: dict[str, tuple[str, Callable[[str], str]]] = field(default_factory=dict)

    def rows(self) -> models.QuerySet[Any]:
        """Return every row that holds something sealed."""
        return self.model._default_manager.exclude(**{f"{self.column}__isnull": True}).order_by("pk")

    def sealed_in(self, row: Any) -> bytes:
        """Return the sealed bytes of a row, empty where there are none."""
        return bytes(getattr(row, self.column))

    def as_kept(self, row: Any, sealed: bytes) -> Any:
        """Return the value of the column with these sealed bytes in it."""
        return sealed

    def anew(self, row: Any) -> dict[str, Any]:
        """Return the columns of a row that must change: sealed and indexed under the keys of today."""
        sealed = self.sealed_in(row)
        if not sealed:
            return {}
        plain = ciphers.unseal(sealed, purpose=self.purpose)
        changes: dict[str, Any] = {}
        if not ciphers.is_under_current_key(sealed, purpose=self.purpose):
            changes[self.column] = self.as_kept(row, ciphers.seal(plain, purpose=self.purpose))
        for column, (purpose, normal) in self.indexes.items():
            index = ciphers.blind_index(normal(plain), purpose=purpose)
            if getattr(row, column) != index:
                changes[column] = index
        return changes


_columns: Board[str, Sealed] = Board()


def plug_sealed(column: Sealed) -> None:
    """Make a sealed column known, so that it is sealed anew when keys are rotated."""
    _columns.claim(column.code, column)


def sealed_columns() -> list[Sealed]:
    """Return every sealed column plugged in."""
    return list(_columns.values())


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one column is: rows looked at of all, and how many were sealed anew in this run."""

    zh: str
    seen: int
    whole: int
    changed: int


def reseal(home: Home) -> Iterator[Progress]:
    """Seal anew what stands under earlier keys, telling after each batch; go on where an earlier run was stopped."""
    for column in sealed_columns():
        yield from _reseal(home, column)
    yield from _reseal_files(home)
    (home.root / PROGRESS).unlink(missing_ok=True)


def under_earlier_keys() -> dict[str, int]:
    """Return how many rows of each column still need an earlier key."""
    rows = {
        column.zh: sum(bool(column.anew(row)) for row in column.rows().iterator(chunk_size=BATCH))
        for column in sealed_columns()
    }
    return rows | {FILES: sum(1 for _ in files.under_earlier_keys(homes.current()))}


def _reseal_files(home: Home) -> Iterator[Progress]:
    """Seal the files anew, each in its place; what was done is seen from the files themselves."""
    waiting = list(files.under_earlier_keys(home))
    for done, digest in enumerate(waiting, start=1):
        files.seal_anew(home, digest)
        if done % BATCH == 0 or done == len(waiting):
            yield Progress(FILES, done, len(waiting), done)


def _reseal(home: Home, column: Sealed) -> Iterator[Progress]:
    rows, seen, changed = column.rows(), 0, 0
    whole, after = rows.count(), _came_to(home).get(column.code)
    if after is not None:
        seen = rows.filter(pk__lte=after).count()
    while batch := list((rows.filter(pk__gt=after) if after is not None else rows)[:BATCH]):
        with transaction.atomic():
            changed += sum(_stored(column, row) for row in batch)
        seen, after = seen + len(batch), batch[-1].pk
        _keep(home, column.code, after)
        yield Progress(column.zh, seen, whole, changed)


def _stored(column: Sealed, row: models.Model) -> int:
    """Store a row anew, unless it was written meanwhile; then the next run finds it."""
    changes = column.anew(row)
    if not changes:
        return 0
    as_read = {column.column: column.as_kept(row, column.sealed_in(row))}
    return column.model._default_manager.filter(pk=row.pk, **as_read).update(**changes)


def _came_to(home: Home) -> dict[str, Any]:
    place = home.root / PROGRESS
    kept: dict[str, Any] = json.loads(place.read_text()) if place.exists() else {}
    return kept


def _keep(home: Home, code: str, after: Any) -> None:
    place = home.root / PROGRESS
    new = place.with_name(f"{PROGRESS}.new")
    new.write_text(json.dumps(_came_to(home) | {code: after}))
    new.replace(place)
