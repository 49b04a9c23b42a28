"""A tick that is slow is done apart, and holds up no other."""

import threading
from datetime import datetime

import pytest

from chengxin.ground.jobs import Tick, run_apart


def test_a_tick_that_runs_still_is_not_begun_again(monday: datetime) -> None:
    begun, may_end, running = list[datetime](), threading.Event(), dict[str, threading.Thread]()

    def slowly(*, at: datetime) -> None:
        begun.append(at)
        may_end.wait(5)

    tick = Tick("slow", 1.0, slowly, apart=True)
    run_apart(tick, running)
    run_apart(tick, running)
    may_end.set()
    running["slow"].join()
    run_apart(tick, running)
    running["slow"].join()

    assert begun == [monday, monday]


def test_one_that_fails_is_logged_and_runs_again(monday: datetime, caplog: pytest.LogCaptureFixture) -> None:
    running = dict[str, threading.Thread]()

    def fail(*, at: datetime) -> None:
        raise RuntimeError("no matter what")

    for _ in range(2):
        run_apart(Tick("failing", 1.0, fail, apart=True), running)
        running["failing"].join()

    assert [record.levelname for record in caplog.records] == ["ERROR", "ERROR"]
