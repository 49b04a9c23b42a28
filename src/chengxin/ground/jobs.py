"""作业: work that is not done in a request: a queue in the database, and ticks of the clock.

Behind this module stands django-tasks; nothing else in the program names it. The library never starts again a task
whose worker died, so the worker gives such tasks back to the queue when it starts: it is the only one of its
installation. Every task must therefore be able to run twice.
"""

import logging
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from types import FrameType
from typing import Any

from django.core.management import call_command
from django.db import close_old_connections
from django_tasks import TaskResultStatus
from django_tasks import task as queued_task
from django_tasks_db.models import DBTaskResult

from chengxin.ground import clock, home, trail
from chengxin.ground.collector import settle
from chengxin.ground.heartbeats import beat_apart
from chengxin.ground.plugboard import Board
from chengxin.ground.trail.doers import Doer, DoerKind

__all__ = ["Tick", "plug_tick", "run_clock", "run_worker", "task", "work_off"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tick:
    """Something done every so many seconds: `operation(at=)`; it must be able to run twice.

    It must be quick, unless it is done `apart`: then in a thread of its own, so that it holds up no other tick, and
    not again before it has ended.
    """

    code: str
    seconds: float
    operation: Callable[..., object]
    apart: bool = False


def task() -> Callable[[Callable[..., Any]], Any]:
    """Turn a function of a module into a task: what it writes is written on behalf of that task."""

    def queued(function: Callable[..., Any]) -> Any:
        @wraps(function)
        def traced(*args: Any, **kwargs: Any) -> Any:
            with trail.acting_as(Doer(DoerKind.TASK, f"{function.__module__}.{function.__name__}")):
                return function(*args, **kwargs)

        return queued_task()(traced)

    return queued


_ticks: Board[str, Tick] = Board()


def plug_tick(tick: Tick) -> None:
    """Make a tick known; a room calls it from its `kinds.py`."""
    _ticks.claim(tick.code, tick)


def ticks() -> list[Tick]:
    """Return every tick plugged in."""
    return list(_ticks.values())


def run_worker() -> None:
    """Do the tasks of the queue until asked to stop; give back first what a dead worker left."""
    give_back_orphans()
    settle()
    beat_apart(home.current(), "worker")
    call_command("db_worker", interval=0.5, verbosity=0, startup_delay=False, reload=False)


def work_off() -> None:
    """Do every task that waits, then return."""
    call_command("db_worker", batch=True, interval=0, verbosity=0, startup_delay=False, reload=False)


def give_back_orphans() -> int:
    """Put tasks that a dead worker had claimed back into the queue; return how many."""
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    return running.update(status=TaskResultStatus.READY, started_at=None)


def run_clock() -> None:
    """Tick until asked to stop. What fails is logged and ticks again."""
    stopped: list[int] = []
    settle()

    def stop(number: int, frame: FrameType | None) -> None:
        stopped.append(number)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    beat_apart(home.current(), "clock")
    next_at = dict.fromkeys(_ticks, 0.0)
    apart: dict[str, threading.Thread] = {}
    while not stopped:
        for tick in _ticks.values():
            if time.monotonic() >= next_at[tick.code]:
                next_at[tick.code] = time.monotonic() + tick.seconds
                if tick.apart:
                    run_apart(tick, apart)
                else:
                    run_tick(tick, at=clock.now())
        time.sleep(0.2)


def run_apart(tick: Tick, running: dict[str, threading.Thread]) -> None:
    """Run one tick in a thread of its own, unless it runs still."""
    before = running.get(tick.code)
    if before is None or not before.is_alive():
        running[tick.code] = threading.Thread(
            target=run_tick, args=[tick], kwargs={"at": clock.now()}, name=tick.code, daemon=True
        )
        running[tick.code].start()


def run_tick(tick: Tick, *, at: datetime) -> Any:
    """Run one tick; an exception is logged and swallowed, so that the clock goes on."""
    close_old_connections()
    try:
        with trail.acting_as(Doer(DoerKind.CLOCK, tick.code)):
            return tick.operation(at=at)
    except Exception:
        log.exception("定时任务 %s 失败，将在下一次再试", tick.code)
        return None
