"""Where rooms plug their lists in: the columns of a list, and the rows that a mandate may see of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet

from chengxin.foundation.accounts.models import Mandate
from chengxin.ground.plugboard import Board

Cell = str | int | date | datetime | None
Cells = Callable[[list[Any]], Iterable[Sequence[Cell]]]


class Form(StrEnum):
    """单元格形式: how the cells of a column are written."""

    TEXT = "text"
    NUMBER = "number"
    YUAN = "yuan"  # cells in fen, written in yuan with two decimals
    DAY = "day"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a ledger: its title as the list has it, and about how many characters wide it is."""

    title: Any  # a lazy text: it is said in the reader's language
    form: Form = Form.TEXT
    width: int = 16


@dataclass(frozen=True, slots=True)
class Listing:
    """What a mandate sees of a list under some filters.

    `filters` are in words. `keys` answers the keys of the rows in the order of the list, at most so many; `rows` the
    cells of some keys in the same order. A row that went out of sight between the two is left out.
    """

    filters: Sequence[tuple[str, str]]
    keys: Callable[[int], Sequence[int]]
    rows: Callable[[Sequence[int]], Iterable[Sequence[Cell]]]


@dataclass(frozen=True, slots=True)
class Ledger:
    """A list that can be drawn as a ledger.

    `build(mandate, asked, on)` reads `asked`, the query of the list's own address, as the list reads it; None where the
    mandate has no such list.
    """

    code: str
    title: Any
    columns: Sequence[Column]
    build: Callable[[Mandate, Mapping[str, str], date], Listing | None]


_ledgers: Board[str, Ledger] = Board()


def plug_ledger(ledger: Ledger) -> None:
    """Make a list known; its room calls it from its `kinds.py`."""
    _ledgers.claim(ledger.code, ledger)


def ledgers() -> Iterable[Ledger]:
    """Return every list plugged in."""
    return _ledgers.values()


def ledger_of(code: str) -> Ledger | None:
    """Return the list of that code."""
    return _ledgers.get(code)


def of_queryset(found: QuerySet[Any], cells: Cells, *, filters: Sequence[tuple[str, str]] = ()) -> Listing:
    """Return the listing of rows of a table: ordered, and narrowed to what may be seen already."""

    def keys(most: int) -> Sequence[int]:
        return list(found.values_list("pk", flat=True)[:most])

    def rows(wanted: Sequence[int]) -> Iterable[Sequence[Cell]]:
        by_key = {each.pk: each for each in found.order_by().filter(pk__in=wanted)}
        return cells([by_key[key] for key in wanted if key in by_key])

    return Listing(filters, keys, rows)


def of_rows(made: Sequence[Sequence[Cell]], *, filters: Sequence[tuple[str, str]] = ()) -> Listing:
    """Return the listing of a few rows that were computed, such as sums."""
    return Listing(
        filters, lambda most: range(min(most, len(made))), lambda wanted: [made[key] for key in wanted]
    )
