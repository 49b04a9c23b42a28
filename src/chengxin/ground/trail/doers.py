"""行为人: on whose behalf a process writes: a person, a program, a task, the clock, a command; never just “system”."""

import getpass
import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from chengxin_core.vocabulary import Term


class DoerKind(Term):
    """行为人类别."""

    USER = "user", "用户"
    VISITOR = "visitor", "未登录的访问者"
    PROGRAM = "program", "接口单位"
    TASK = "task", "后台作业"
    CLOCK = "clock", "定时任务"
    COMMAND = "command", "命令行"


@dataclass(frozen=True, slots=True)
class Doer:
    """On whose behalf something is done.

    `ref` is a user's key, a program's code, a task's or a command's name; `via` the way in. `mandate` is the key of the
    mandate that a person acts under. `address` is a staff member's; of a visitor none is ever kept.
    """

    kind: DoerKind
    ref: str
    via: str = ""
    mandate: str = ""
    address: str = ""

    def under(self, mandate: str) -> "Doer":
        """Return the doer, acting under a mandate."""
        return replace(self, mandate=mandate)


_asked: ContextVar[Callable[[], Doer] | None] = ContextVar("doer", default=None)


@contextmanager
def acting_as(doer: Doer | Callable[[], Doer]) -> Iterator[None]:
    """Let everything written inside be written on behalf of `doer`; a function is asked when something is written."""
    token = _asked.set(doer if callable(doer) else lambda: doer)
    try:
        yield
    finally:
        _asked.reset(token)


@contextmanager
def acting_under(mandate: object) -> Iterator[None]:
    """Let what a task writes inside name the mandate under which it was asked for; None changes nothing."""
    with acting_as(doer_now() if mandate is None else doer_now().under(str(mandate))):
        yield


def doer_now() -> Doer:
    """Return on whose behalf is being written; the command of this process and who runs it, unless a door said more."""
    asked = _asked.get()
    return asked() if asked is not None else _this_process()


@cache
def _this_process() -> Doer:
    """Name the program and its command, not its arguments: these may name a person or a place."""
    words = [Path(sys.argv[0] or "python").name, *(word for word in sys.argv[1:3] if word.isalpha())]
    return Doer(DoerKind.COMMAND, " ".join(words), via=f"{_account()}@{socket.gethostname()}")


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
