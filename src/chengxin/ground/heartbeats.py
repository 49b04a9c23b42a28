"""心跳: a process of the program says that it lives by touching a file; who looks knows when it last did."""

import threading
from datetime import UTC, datetime
from pathlib import Path

from chengxin.ground.home import Home

EVERY = 15.0  # seconds


def heartbeat_file(home: Home, name: str) -> Path:
    return home.log / f"{name}.alive"


def beat_apart(home: Home, name: str) -> None:
    """Touch the file again and again in a thread of its own, for as long as the process lives."""
    stopped = threading.Event()

    def beat() -> None:
        while True:
            home.log.mkdir(parents=True, exist_ok=True)
            heartbeat_file(home, name).touch()
            stopped.wait(EVERY)

    threading.Thread(target=beat, name=f"{name}.alive", daemon=True).start()


def last_heartbeat(home: Home, name: str) -> datetime | None:
    """Return when the process of that name last said that it lives; None where it never did."""
    try:
        return datetime.fromtimestamp(heartbeat_file(home, name).stat().st_mtime, UTC)
    except FileNotFoundError:
        return None
