"""The contracts between the parts hold, no migration is missing, and time has one reading."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.core.management import call_command
from tests.architecture.places import ROOT

BIN = Path(sys.executable).parent


def test_the_contracts_hold() -> None:
    checked = subprocess.run([BIN / "lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert checked.returncode == 0, checked.stdout[-3000:]


@pytest.mark.django_db(databases="__all__")
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)


@pytest.mark.parametrize(
    "reading", ["datetime.datetime.now()", "datetime.date.today()", "django.utils.timezone.now()"]
)
def test_the_clock_cannot_be_read_past_its_place(reading: str) -> None:
    lines = f'"""One reading."""\n\nimport datetime\n\nimport django.utils.timezone\n\nNOW = {reading}\n'
    check = [
        str(BIN / "ruff"),
        "check",
        "--select",
        "TID251",
        "--stdin-filename",
        "src/chengxin/chain/x.py",
        "-",
    ]

    checked = subprocess.run(check, cwd=ROOT, input=lines, capture_output=True, text=True, check=False)

    assert "TID251" in checked.stdout


def test_what_the_wheel_asks_for_is_locked() -> None:
    described = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = described["tool"]["setuptools"]["dynamic"]["dependencies"]["file"]
    locked = {
        line.split("==")[0]
        for line in (ROOT / "requirements/base.lock").read_text().splitlines()
        if "==" in line
    }
    names = {
        line.split("[")[0].split(">")[0].strip()
        for line in (ROOT / "requirements/base.in").read_text().splitlines()
        if line and not line.startswith("#")
    }

    assert asked == ["requirements/base.in"]
    assert {name.split("[")[0] for name in names} <= {name.split("[")[0] for name in locked}
