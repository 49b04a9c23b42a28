"""重新推算: every running deadline counted again, many at once; what moved says so in its matter's timeline."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from chengxin.foundation.deadlines.models import Deadline, DeadlineSuspension
from chengxin.foundation.matters.operations import note_in_many
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.rules.queries import calendar
from chengxin_core.calendar import NEVER, Calendar, Projection, Suspension, Unit, projected

CHUNK = 10_000  # rows in memory, and in one transaction
_COLUMNS = ("pk", "matter_id", "title", "started_on", "budget", "extended", "unit")
_DAYS = ("due_on", "amber_on", "provisional", "calendar_version")


@dataclass(frozen=True, slots=True)
class Counted:
    """A running deadline as it is stored, and its days as they are counted now."""

    pk: int
    matter_id: int
    title: str
    due_on: date
    version: str
    was: Projection
    now: Projection

    @property
    def moves(self) -> bool:
        """Whether the last day is another one."""
        return self.now.due_on != self.due_on


def moved_under(other: Calendar) -> Iterator[Counted]:
    """Yield each running deadline whose last day would be another one by that calendar; nothing is written."""
    count, after = _Counter(other), 0
    while found := count.chunk(after):
        yield from (each for each in found if each.moves)
        after = found[-1].pk


def reproject_all(*, at: datetime) -> int:
    """Count every running deadline again by the calendar as it is known; return how many moved.

    A chunk is one transaction: after a breakdown the rest is done the next time.
    """
    known = calendar()
    count, after, moved = _Counter(known), 0, 0
    while True:
        with transaction.atomic():
            found = count.chunk(after)
            if not found:
                return moved
            moved += _store(found, known, at)
        after = found[-1].pk


def _store(found: Sequence[Counted], known: Calendar, at: datetime) -> int:
    """Write what changed: one update for all that have the same new days, one for the rest."""
    groups: dict[Projection, list[int]] = {}
    for each in found:
        if each.was != each.now:
            groups.setdefault(each.now, []).append(each.pk)
    for now, keys in groups.items():
        Deadline.objects.filter(pk__in=keys).update(
            due_on=now.due_on,
            amber_on=now.amber_on,
            provisional=now.provisional,
            calendar_version=known.version,
        )
    behind = [each.pk for each in found if each.version != known.version]
    if behind:
        same = Deadline.objects.running().filter(pk__gte=behind[0], pk__lte=behind[-1])
        same.exclude(calendar_version=known.version).update(calendar_version=known.version)
    moved = [each for each in found if each.moves]
    why = _Reasons(known)
    note_in_many(notes=[(each.matter_id, why.told(each)) for each in moved], part=Part.DEADLINE, at=at)
    return len(moved)


class _Counter:
    """Counts chunk after chunk; the same period is counted once."""

    def __init__(self, by: Calendar) -> None:
        self.calendar = by
        self.known: dict[tuple[date, int, str], Projection] = {}

    def chunk(self, after: int) -> list[Counted]:
        """Return the next running deadlines after that key, locked until the end of a transaction if there is one."""
        rows = Deadline.objects.running().filter(pk__gt=after).order_by("pk")
        if transaction.get_connection().in_atomic_block:
            rows = rows.select_for_update()
        found = list(rows.values_list(*_COLUMNS, *_DAYS)[:CHUNK])
        held = _suspensions(found[0][0], found[-1][0]) if found else {}
        return [self._counted(row, held.get(row[0], ())) for row in found]

    def _counted(self, row: tuple[object, ...], excluded: Sequence[Suspension]) -> Counted:
        pk, matter, title, start, budget, extended, unit, due_on, amber_on, provisional, version = row
        now = self._project(start, budget + extended, unit, excluded)  # type: ignore[operator, arg-type]
        return Counted(pk, matter, title, due_on, version, Projection(due_on, amber_on, provisional), now)  # type: ignore[arg-type]

    def _project(self, start: date, whole: int, unit: str, excluded: Sequence[Suspension]) -> Projection:
        if excluded:
            return projected(start, whole, Unit(unit), self.calendar, excluded=excluded)
        key = (start, whole, unit)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = projected(start, whole, Unit(unit), self.calendar)
        return found


def _suspensions(first: int, last: int) -> dict[int, list[Suspension]]:
    """Return the suspensions of the deadlines between two keys, by deadline."""
    found: dict[int, list[Suspension]] = {}
    rows = DeadlineSuspension.objects.filter(deadline_id__gte=first, deadline_id__lte=last)
    for deadline, from_on, until_on, ground in rows.values_list(
        "deadline_id", "from_on", "until_on", "ground"
    ):
        found.setdefault(deadline, []).append(Suspension(from_on, until_on, ground))
    return found


class _Reasons:
    """Says why a day moved: by the notices that came since it was counted last."""

    def __init__(self, known: Calendar) -> None:
        self.known = known
        self.by_version: dict[str, str] = {}

    def told(self, each: Counted) -> str:
        if each.version not in self.by_version:
            since = self.known.notices_since(each.version)
            named = "、".join(f"《{notice.title}》（{notice.issued_on}）" for notice in since)
            self.by_version[each.version] = named or "现行的节假日安排"
        return (
            f"期限“{each.title}”的到期日由 {_day(each.due_on)} 改为 {_day(each.now.due_on)}："
            f"按{self.by_version[each.version]}重新推算"
        )


def _day(day: date) -> str:
    return "中止中" if day == NEVER else day.isoformat()
