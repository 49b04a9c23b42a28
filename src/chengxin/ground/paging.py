"""分页: keyset pages, so that page ten thousand costs what page one costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)
PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows, and the key after which the next page begins (None on the last)."""

    rows: Sequence[Row]
    next_key: str | None


def newest_first(
    rows: QuerySet[Row], *, after: str | None, size: int = PAGE_SIZE, by: str = "pk"
) -> Page[Row]:
    """Return one page ordered by `by` descending, then by primary key; `after` is an earlier page's `next_key`.

    A key that was not made here begins at the first page.
    """
    ordered = rows.order_by(f"-{by}", "-pk") if by != "pk" else rows.order_by("-pk")
    key = _read_key(after)
    if key is not None:
        value, pk = key
        beyond = Q(pk__lt=pk) if by == "pk" else Q(**{f"{by}__lt": value}) | Q(**{by: value, "pk__lt": pk})
        ordered = ordered.filter(beyond)
    found = list(ordered[: size + 1])
    more = len(found) > size
    shown = found[:size]
    return Page(shown, _make_key(shown[-1], by) if more else None)


def _make_key(row: Any, by: str) -> str:
    value = "" if by == "pk" else getattr(row, by)
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return f"{text}~{row.pk}"


def _read_key(after: str | None) -> tuple[str, int] | None:
    value, _, pk = (after or "").rpartition("~")
    return (value, int(pk)) if pk.isdigit() else None
