"""Taking a file in: the same for the command line and for the page."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.db import transaction

from chengxin.chain.evidence.models import ImportRun
from chengxin.chain.evidence.operations import import_judgments, open_run, refuse_file
from chengxin.chain.evidence.sources.judgments import CODE, COLUMNS
from chengxin.foundation.accounts.models import Mandate
from chengxin.ground import files, home
from chengxin.ground.sheets import FileRefused, open_rows

CHUNK = 1 << 20
Told = Callable[[ImportRun], None]


class AlreadyRunning(RuntimeError):
    """Another process is importing the same file right now."""


class _DryRun(Exception):  # noqa: N818 - it is no fault, it takes back what was tried
    pass


def receive(*, path: Path, file_name: str, by: Mandate | None, at: datetime) -> ImportRun:
    """Keep the file under its hash and return its import: a new one, or the unfinished one of the same file."""
    with path.open("rb") as file:
        digest, size = files.keep(home.current(), iter(lambda: file.read(CHUNK), b""))
    return open_run(source=CODE, file_name=file_name, file=digest, size=size, by=by, at=at)


def run_import(*, run: ImportRun, at: datetime, told: Told = lambda run: None) -> ImportRun:
    """Read the run's file to its end, from where it was left.

    A file that cannot be taken at all ends the run as refused, with what to do in its message.
    Raises `AlreadyRunning` while another process reads the same file.
    """
    with _alone(run.file):
        run.refresh_from_db()
        path = files.path_of(home.current(), run.file)
        try:
            with open_rows(path, filename=run.file_name, columns=COLUMNS) as stream:
                return import_judgments(run=run, stream=stream, at=at, told=told)
        except FileRefused as refusal:
            refuse_file(run=run, message=str(refusal), at=at)
            return run


def try_import(*, run: ImportRun, at: datetime, told: Told, before_taking_back: Told) -> None:
    """Do everything that `run_import` does, let the caller look, and take all of it back."""
    try:
        with transaction.atomic():
            before_taking_back(run_import(run=run, at=at, told=told))
            raise _DryRun
    except _DryRun:
        return


@contextmanager
def _alone(digest: str) -> Iterator[None]:
    """Hold the file's lock; the system lets go of it when the process ends, however it ends."""
    lock = home.current().imports / f"{digest}.lock"
    with lock.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning("同一个文件正在导入，请等它结束") from None
        yield
    lock.unlink(missing_ok=True)
