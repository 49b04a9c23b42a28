"""夜间任务: what is done once a day, in order, each exactly once by a claimed row, made up for after a standstill."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from chengxin.foundation.deadlines.models import NightlyRun
from chengxin.ground import trail
from chengxin.ground.plugboard import Board
from chengxin.ground.trail.doers import Doer, DoerKind
from chengxin_core.calendar import legal_day

LEASE = timedelta(hours=1)  # after which a claim without a result counts as abandoned


@dataclass(frozen=True, slots=True)
class Nightly:
    """One task of the night: `operation(at=)` answers how much it did; it must be able to run twice.

    Tasks run by `order`: expiry before archiving, archiving before figures.
    """

    code: str
    zh: str
    order: int
    operation: Callable[..., int]


_tasks: Board[str, Nightly] = Board()


def plug_nightly(task: Nightly) -> None:
    """Make a task of the night known."""
    _tasks.claim(task.code, task)


def tasks() -> list[Nightly]:
    """Return the tasks of the night in their order."""
    return sorted(_tasks.values(), key=lambda task: (task.order, task.code))


def run_nightly(*, at: datetime) -> dict[str, int]:
    """Run each task that nobody has run on this legal day; return how much each did.

    Every task looks at all that is due by now, so one run after days of standstill makes up for them.
    """
    return {task.zh: _run(task, at) for task in tasks() if _claim(task, at)}


def _claim(task: Nightly, at: datetime) -> bool:
    day = legal_day(at)
    _, is_new = NightlyRun.objects.get_or_create(task=task.code, day=day, defaults={"claimed_at": at})
    if is_new:
        return True
    abandoned = Q(task=task.code, day=day, finished_at=None, claimed_at__lt=at - LEASE)
    return bool(NightlyRun.objects.filter(abandoned).update(claimed_at=at))


def _run(task: Nightly, at: datetime) -> int:
    with trail.acting_as(Doer(DoerKind.CLOCK, task.code)):
        done = task.operation(at=at)
    NightlyRun.objects.filter(task=task.code, day=legal_day(at)).update(finished_at=at, done=done)
    return done
