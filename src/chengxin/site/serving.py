"""Serving: one parent of the web processes, one worker and the clock; it stops cleanly on SIGTERM."""

import signal
import subprocess
import sys
import time
from types import FrameType

THREADS = 8  # of each web process: more only wait for each other
GRACE = 15.0  # seconds that children have to finish what they are at


def serve(*, host: str, port: int, workers: int) -> int:
    """Start web, worker and clock and wait until one ends or a signal asks to stop; return the exit code."""
    program = [sys.executable, "-m", "chengxin"]
    return _run([web_process(host, port, workers), [*program, "worker"], [*program, "clock"]])


def serve_public(*, host: str, port: int, workers: int) -> int:
    """Start the web processes of a public node, which has no work of its own; return the exit code."""
    return _run([web_process(host, port, workers)])


def _run(commands: list[list[str]]) -> int:
    children = [subprocess.Popen(command) for command in commands]  # noqa: S603 - our own words
    asked: list[int] = []

    def ask(number: int, frame: FrameType | None) -> None:
        asked.append(number)

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)
    while not asked and all(child.poll() is None for child in children):
        time.sleep(0.2)
    return _stop(children, clean=bool(asked))


def web_process(
    host: str, port: int, workers: int, application: str = "chengxin.site.wsgi:application"
) -> list[str]:
    """Return the words that start the web server; benchmarks start others' applications in the same way."""
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    threads = ["--workers", str(workers), "--blocking-threads", str(THREADS)]
    return [*granian, *threads, "--log-level", "warning", application]


def _stop(children: list["subprocess.Popen[bytes]"], *, clean: bool) -> int:
    for child in children:
        child.terminate()
    deadline = time.monotonic() + GRACE
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
    return 0 if clean else 1
