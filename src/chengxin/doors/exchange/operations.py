"""Taking a file in: the same for the command line and for the page."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from tempfile import NamedTemporaryFile

from chengxin.chain.evidence.importing import (
    import_judgments,
    new_run,
    open_run,
    refuse_file,
    stop_run,
    try_judgments,
)
from chengxin.chain.evidence.models import ImportRun
from chengxin.chain.evidence.sources.judgments import CODE, COLUMNS
from chengxin.foundation.accounts.models import Mandate
from chengxin.ground import home
from chengxin.ground.attachments import Uploaded
from chengxin.ground.sheets import FileRefused, open_rows

Told = Callable[[ImportRun], None]


class AlreadyRunning(RuntimeError):
    """Another process is importing the same file right now."""


def receive(*, path: Path, file_name: str, by: Mandate | None, at: datetime) -> ImportRun:
    """Return the import of a file: a new one, or the unfinished one of the same bytes."""
    digest, size = _fingerprint(path)
    return open_run(source=CODE, file_name=file_name, file=digest, size=size, by=by, at=at)


def take_in(*, uploaded: Uploaded, by: Mandate, at: datetime) -> ImportRun:
    """Put an uploaded file where its import finds it, and return that import."""
    with NamedTemporaryFile(dir=home.current().imports, delete=False) as file:
        for chunk in uploaded.chunks():
            file.write(chunk)
    path = Path(file.name)
    run = receive(path=path, file_name=uploaded.name or "未命名", by=by, at=at)
    path.replace(waiting_place(run))
    return run


def waiting_place(run: ImportRun) -> Path:
    """Return where an uploaded file waits until its import is done; it names people, so it does not stay."""
    return home.current().imports / f"run-{run.pk}"


def run_import(*, run: ImportRun, path: Path, at: datetime, told: Told = lambda run: None) -> None:
    """Read the run's file to its end, from where it was left.

    A file that cannot be taken ends the run as refused, with what to do in its message.
    Raises `AlreadyRunning` while another process reads the same file.
    """
    with _alone(run.file):
        run.refresh_from_db()
        try:
            with open_rows(path, filename=run.file_name, columns=COLUMNS) as stream:
                import_judgments(run=run, stream=stream, at=at, told=told)
        except FileRefused as refusal:
            refuse_file(run=run, message=str(refusal), at=at)
        except BaseException:
            stop_run(run=run)
            raise


def try_import(*, path: Path, file_name: str, at: datetime, told: Told) -> ImportRun:
    """Do everything that an import does, let `told` look at each batch while it is there, and leave nothing.

    Raises `FileRefused` for a file that cannot be taken.
    """
    digest, size = _fingerprint(path)
    run = new_run(source=CODE, file_name=file_name, file=digest, size=size, by=None, at=at)
    with open_rows(path, filename=file_name, columns=COLUMNS) as stream:
        try_judgments(run=run, stream=stream, at=at, told=told)
    return run


def _fingerprint(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest(), file.tell()


@contextmanager
def _alone(digest: str) -> Iterator[None]:
    """Hold the file's lock; the system lets go of it when the process ends, however it ends."""
    place = home.current().imports / f"{digest}.lock"
    while True:
        with place.open("w") as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise AlreadyRunning("同一个文件正在导入，请等它结束") from None
            if not _is_there(held.fileno(), place):
                continue  # who held it before has just removed it
            try:
                yield
            finally:
                place.unlink()
            return


def _is_there(held: int, place: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(held), place.stat())
    except FileNotFoundError:
        return False
