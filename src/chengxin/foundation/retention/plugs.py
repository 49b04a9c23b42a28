"""Where rooms make known which records they keep for a term, and how those past it are destroyed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from chengxin.foundation.accounts.models import Mandate
from chengxin.ground.plugboard import Board
from chengxin_core.lifecycle.table import Actor


@dataclass(frozen=True, slots=True)
class Extent:
    """范围: how many records lie before a day, the day of the first, and by what the last of them is known again."""

    count: int
    first_day: date | None = None
    mark: str = ""


class Destroys(Protocol):
    """Destroys the records of the days before `day`; answers how many. Runs in the transaction of its caller."""

    def __call__(self, *, day: date, by: Mandate, why: str, at: datetime) -> int: ...


@dataclass(frozen=True, slots=True)
class RecordClass:
    """保存类别: records of one kind with one term.

    `terms` are keys of parameters of the rulebook, the longest binds; `kept_from(at)` is the first day whose records
    are still kept; `deciders` are the roles of which one person approves the list.
    """

    code: str
    zh: str
    terms: tuple[str, ...]
    deciders: frozenset[Actor]
    kept_from: Callable[[datetime], date]
    extent: Callable[[date], Extent]
    destroy: Destroys


@dataclass(frozen=True, slots=True)
class HeldClass:
    """可停止销毁的类别: records that are destroyed by a list of their room, and that a hold reaches all the same."""

    code: str
    zh: str


_held: Board[str, HeldClass] = Board()
_classes: Board[str, RecordClass] = Board()


def plug_record_class(record_class: RecordClass) -> None:
    """Make a class of records known."""
    _classes.claim(record_class.code, record_class)


def record_class(code: str) -> RecordClass:
    """Return the class called `code`."""
    return _classes[code]


def record_classes() -> Iterable[RecordClass]:
    """Return every class of records."""
    return _classes.values()


def plug_held_class(held: HeldClass) -> None:
    """Make known that a hold may reach these records; their own room asks `standing_holds` before it destroys."""
    _held.claim(held.code, held)


def holdable() -> dict[str, str]:
    """Return the names of all classes that a hold may reach, by code."""
    own = {each.code: each.zh for each in _classes.values()}
    return own | {each.code: each.zh for each in _held.values()}


def held_classes() -> list[tuple[str, str]]:
    """Return code and name of the classes that only a hold reaches."""
    return [(each.code, each.zh) for each in _held.values()]
