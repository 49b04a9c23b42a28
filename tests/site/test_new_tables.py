"""A new database gets its tables at once; step by step they would be the same."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
MAKE = """
import sys
import django
from chengxin.ground import home
home.current().prepare()
django.setup()
from django.core.management import call_command
from django.core.management.commands.migrate import Command as StepByStep
command = StepByStep() if sys.argv[1] == "step by step" else "migrate"
for database in ("default", "public"):
    call_command(command, database=database, verbosity=0, interactive=False)
"""
BROKEN_OFF = """django.setup()
from django.db.migrations.recorder import MigrationRecorder
def broken_off(*_):
    sys.exit("broken off")
MigrationRecorder.record_applied = broken_off
"""
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"


def make(home: Path, way: str, program: str = MAKE) -> None:
    environment = os.environ | {
        "CHENGXIN_HOME": str(home),
        "CHENGXIN_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "chengxin.site.settings",
    }
    subprocess.run([sys.executable, "-c", program, way], env=environment, cwd=ROOT, check=True)


def form_of(file: Path) -> dict[str, object]:
    """Return what a file keeps and demands: of each table its columns, its indexes and what it checks."""
    with sqlite3.connect(file) as tables:
        return {name: _form_of_table(tables, name) for (name,) in tables.execute(TABLES)}


def _form_of_table(tables: sqlite3.Connection, name: str) -> dict[str, object]:
    def rows(query: str) -> list[tuple[Any, ...]]:
        return tables.execute(query, {"name": name}).fetchall()

    words = str(rows("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name")[0][0])
    return {
        "columns": sorted(rows('SELECT name, type, "notnull", pk, dflt_value FROM pragma_table_info(:name)')),
        "points at": sorted(
            rows('SELECT "from", "table", "to", on_delete FROM pragma_foreign_key_list(:name)')
        ),
        "indexes": sorted(
            (
                bool(unique),
                origin,
                tuple(tables.execute("SELECT name, desc FROM pragma_index_xinfo(?) WHERE key", (index,))),
                _condition(tables, index),
            )
            for index, unique, origin in rows('SELECT name, "unique", origin FROM pragma_index_list(:name)')
        ),
        "named": sorted(
            part.split('"')[1] for part in words.split("CONSTRAINT ")[1:] if " FOREIGN" not in part
        ),
        "checks": words.count(" CHECK "),
    }


def _condition(tables: sqlite3.Connection, index: str) -> str:
    said = tables.execute("SELECT sql FROM sqlite_master WHERE name = ?", (index,)).fetchone()
    return str(said[0]).partition(" WHERE ")[2] if said else ""


def test_what_is_broken_off_is_begun_anew(tmp_path: Path) -> None:
    """The last thing that is done fails: no table is left that the next start would stumble over."""
    broken = MAKE.replace("django.setup()", BROKEN_OFF)

    with pytest.raises(subprocess.CalledProcessError):
        make(tmp_path / "new", "at once", broken)
    with sqlite3.connect(tmp_path / "new" / "internal.db") as tables:
        assert tables.execute(TABLES).fetchall() == []

    make(tmp_path / "new", "at once")
    assert "matters_matter" in form_of(tmp_path / "new" / "internal.db")


@pytest.mark.soak
def test_a_new_database_has_the_tables_that_all_steps_make(tmp_path: Path) -> None:
    make(tmp_path / "new", "at once")
    make(tmp_path / "old", "step by step")
    for name in ("internal.db", "public.db"):
        at_once, step_by_step = (form_of(tmp_path / way / name) for way in ("new", "old"))
        assert at_once == step_by_step
        assert len(at_once) > 3


def test_no_step_is_left_to_do_for_a_new_database(tmp_path: Path) -> None:
    make(tmp_path / "new", "at once")
    with sqlite3.connect(tmp_path / "new" / "internal.db") as tables:
        done = {tuple(row) for row in tables.execute("SELECT app, name FROM django_migrations")}
    written = {
        (file.parents[1].name, file.stem) for file in (ROOT / "src" / "chengxin").glob("*/*/migrations/0*.py")
    }
    assert written <= done
