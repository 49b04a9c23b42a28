"""An installation in processes of its own: its home, its databases, its bundle, and the words that are said to it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.db import connections

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Done:
    """What a command said, and whether it was content."""

    code: int
    said: str


@dataclass(frozen=True)
class Installation:
    """Where an installation lives; `database` is empty where it is embedded."""

    home: Path
    bundle: Path
    database: str = ""

    def says(self, *words: str) -> Done:
        """Run one command of the program."""
        return self._run("-m", "chengxin", *words)

    def steps(self, *names: str) -> Any:
        """Let steps of the invented town happen, and return what each answers."""
        done = self._run("-m", "tests.drill.town", *names)
        assert done.code == 0, done.said
        return json.loads(done.said.splitlines()[-1])

    def _run(self, *words: str) -> Done:
        places = {
            "DJANGO_SETTINGS_MODULE": "chengxin.site.settings",
            "CHENGXIN_HOME": str(self.home),
            "CHENGXIN_BUNDLE": str(self.bundle),
            "CHENGXIN_DATABASE": self.database,
        }
        done = subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": "src:.", **places},
            capture_output=True,
            text=True,
        )
        return Done(done.returncode, done.stdout + done.stderr)


@contextmanager
def installations(folder: Path, *names: str) -> Iterator[list[Installation]]:
    """Give empty installations of these names, on the engine that the tests run on; their databases go afterwards."""
    found = []
    for name in names:
        bundle = folder / f"bundle-{name}"
        bundle.mkdir()
        found.append(Installation(folder / name, bundle, _address(name)))
    with _databases(names):
        yield found


def _address(name: str) -> str:
    url = os.environ["CHENGXIN_DATABASE"]
    return urlsplit(url)._replace(path=f"/drill_{name}").geturl() if url else ""


@contextmanager
def _databases(names: tuple[str, ...]) -> Iterator[None]:
    """Make the databases of a server for as long as they are needed."""
    if connections["default"].vendor != "postgresql":
        yield
        return
    settings = connections["default"].settings_dict
    wanted = [f"drill_{name}{side}" for name in names for side in ("", "_public")]
    with psycopg.connect(
        host=settings["HOST"], user=settings["USER"], dbname="postgres", autocommit=True
    ) as server:
        for database in wanted:
            server.execute(f'CREATE DATABASE "{database}"'.encode())
        try:
            yield
        finally:
            for database in wanted:
                server.execute(f'DROP DATABASE "{database}" WITH (FORCE)'.encode())
