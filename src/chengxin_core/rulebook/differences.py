"""What differs between two days of one rulebook, or between two versions on one day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from chengxin_core.rulebook.book import Rulebook
from chengxin_core.rulebook.entries import Entry, Item, Provision
from chengxin_core.rulebook.telling import as_json, kind_of
from chengxin_core.vocabulary import Term

_Identity: TypeAlias = tuple[str, str, str]
_NOT_COMPARED = ("in_force_from", "in_force_until", "source")


class Difference(Term):
    """变化: what became of an entry."""

    ADDED = "added", "新增"
    ENDED = "ended", "不再施行"
    CHANGED = "changed", "改变"


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that is not the same on both sides; `before` or `after` is missing where it was not there."""

    before: Entry | None
    after: Entry | None

    @property
    def entry(self) -> Entry:
        """The entry as it stands after, or stood before."""
        entry = self.after or self.before
        assert entry is not None
        return entry

    @property
    def difference(self) -> Difference:
        """What became of it."""
        if self.before is None:
            return Difference.ADDED
        return Difference.ENDED if self.after is None else Difference.CHANGED


def changes_in_time(rulebook: Rulebook, *, from_: date, to: date) -> tuple[Change, ...]:
    """Return what the law of `to` says otherwise than the law of `from_`, by rule id."""
    return _changes(_in_force(rulebook, from_), _in_force(rulebook, to))


def changes_of_version(before: Rulebook, after: Rulebook) -> tuple[Change, ...]:
    """Return what one version says otherwise than another, at any time, by rule id.

    Entries of one key that differ in time only by their end are compared by their first day.
    """
    return _changes(before.entries, after.entries, by_first_day=True)


def _in_force(rulebook: Rulebook, day: date) -> Iterator[Entry]:
    return (entry for entry in rulebook.entries if entry.is_in_force(day))


def _changes(
    before: Iterable[Entry], after: Iterable[Entry], *, by_first_day: bool = False
) -> tuple[Change, ...]:
    old = {_identity(entry, by_first_day): entry for entry in before}
    new = {_identity(entry, by_first_day): entry for entry in after}
    found = [
        Change(old.get(identity), new.get(identity))
        for identity in {**old, **new}
        if _compared(old.get(identity), by_first_day) != _compared(new.get(identity), by_first_day)
    ]
    return tuple(sorted(found, key=lambda change: (change.entry.rule_id, change.entry.key)))


def _identity(entry: Entry, by_first_day: bool) -> _Identity:
    """Return what stays the same when an entry is changed; a provision is known by what it says."""
    within = entry.code if isinstance(entry, Item) else entry.gist if isinstance(entry, Provision) else ""
    first_day = entry.in_force_from.isoformat() if by_first_day else ""
    return kind_of(entry).value + first_day, entry.key, within


def _compared(entry: Entry | None, with_its_end: bool) -> object:
    if entry is None:
        return None
    told = {name: value for name, value in as_json(entry).items() if name not in _NOT_COMPARED}
    return told | ({"in_force_until": str(entry.in_force_until)} if with_its_end else {})
