"""影响: which running matters would have another day under another version of the rules.

Every running deadline whose length came from its matter's version is counted again under the other one. Lengths that
an organ set in a document stay what they are, and so do matters that have such a day already.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.deadlines.queries import under
from chengxin.foundation.matters.models import Matter, MatterQuerySet
from chengxin.foundation.rules.queries import approved_edits, rulebook_of, versions
from chengxin_core.rulebook import Edit, Rulebook

Target = Callable[[Matter], Rulebook]


@dataclass(frozen=True, slots=True)
class ChangedDay:
    """A running deadline that another version counts differently; `then` is None where that one has no such clock."""

    deadline: Deadline
    now: date
    then: date | None

    def __str__(self) -> str:
        return f"{self.deadline.title} {self.now} → {self.then or '无此期限'}"


@dataclass(frozen=True, slots=True)
class ChangedMatter:
    """A running matter that would have other days under the version `target`."""

    matter: Matter
    target: str
    days: tuple[ChangedDay, ...]


def current_target() -> Target:
    """Return, for each matter, the version that it would begin under today."""
    current = versions()
    return lambda matter: rulebook_of(current.of(matter.organ_path, matter.subject_path))


def named_target(snapshot: str) -> Target:
    """Return one version for every matter."""
    return lambda matter: rulebook_of(snapshot)


def edited_target(edit: Edit) -> Target:
    """Return, for each matter, the version that it would begin under if `edit` were approved."""
    current, edits = versions(), [*approved_edits(), edit]

    @lru_cache(maxsize=64)
    def edited(snapshot: str) -> Rulebook:
        return rulebook_of(snapshot).edited(edits)

    return lambda matter: edited(current.of(matter.organ_path, matter.subject_path))


def changed_matters(matters: MatterQuerySet, target: Target) -> list[ChangedMatter]:
    """Return those of the running `matters` that `target` would change, in the order of their numbers."""
    return list(_changed(matters, target))


def changes_in(matter: Matter, target: Rulebook) -> tuple[ChangedDay, ...]:
    """Return the running deadlines of one matter that `target` counts differently."""
    running = Deadline.objects.running().filter(matter=matter).order_by("pk")
    return tuple(_changed_days(matter, list(running), target))


def _changed(matters: MatterQuerySet, target: Target) -> Iterator[ChangedMatter]:
    running = Deadline.objects.running().filter(matter__in=matters.filter(archived_at=None).values("pk"))
    by_matter: dict[Matter, list[Deadline]] = {}
    for deadline in running.select_related("matter").order_by("matter_id", "pk").iterator(chunk_size=2000):
        by_matter.setdefault(deadline.matter, []).append(deadline)
    for matter, deadlines in by_matter.items():
        book = target(matter)
        if days := tuple(_changed_days(matter, deadlines, book)):
            yield ChangedMatter(matter, book.hash, days)


def _changed_days(matter: Matter, deadlines: list[Deadline], book: Rulebook) -> Iterator[ChangedDay]:
    if book.hash == matter.rulebook:
        return
    for deadline in deadlines:
        counted = under(deadline, book, began_under=matter.rulebook)
        if counted is None or counted.due_on != deadline.due_on:
            yield ChangedDay(deadline, deadline.due_on, counted.due_on if counted else None)
