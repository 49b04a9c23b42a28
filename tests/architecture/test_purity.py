"""The core and the verifier import and work where neither Django nor the platform is installed."""

import subprocess
import sys

import pytest
from tests.architecture.places import SOURCE

WITHOUT_DJANGO = """
import importlib, pkgutil, sys
sys.path.insert(0, sys.argv[1])
sys.modules["django"] = sys.modules["chengxin"] = None

def every_module_of(name):
    package = importlib.import_module(name)
    for found in pkgutil.walk_packages(package.__path__, name + "."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
"""

IMPORTS = """
every_module_of(sys.argv[2])
"""

COUNTS_A_PERIOD = """
from datetime import date
from chengxin_core.calendar import Calendar, Unit, due, read_notices
from chengxin_core.rulebook import Rulebook
from chengxin_reference.calendar import shipped_notices
from chengxin_rulebooks import rulebook_sources

Rulebook.load(rulebook_sources())
answer = due(date(2026, 11, 20), 3, Unit.WORKING_DAYS, Calendar.of(shipped_notices()))
print(answer.due_on)
"""


PARTS = """
import importlib
importlib.import_module(sys.argv[2] + ".__main__")
print(*sorted({name.partition(".")[0] for name, module in sys.modules.items()
               if "site-packages" in (getattr(module, "__file__", None) or "")}))
"""


@pytest.mark.parametrize(
    "package",
    ["chengxin_core", "chengxin_verify", "chengxin_witness", "chengxin_rulebooks", "chengxin_reference"],
)
def test_imports_without_django(package: str) -> None:
    assert answer_of(IMPORTS, package) == ""


def test_loads_the_law_and_counts_a_period_without_django() -> None:
    assert answer_of(COUNTS_A_PERIOD) == "2026-11-25\n"


def test_the_verifier_runs_without_django() -> None:
    helped = answer_of("from chengxin_verify.__main__ import main\nraise SystemExit(main(['--help']))")

    assert "usage" in helped.lower()


@pytest.mark.parametrize("package", ["chengxin_verify", "chengxin_witness"])
def test_strangers_need_no_more_than_their_guides_say(package: str) -> None:
    """docs/how-to/verify-from-outside.md, be-a-witness.md: each further part is one more to be trusted."""
    of_python_itself = {"_cffi_backend", "_distutils_hack"}

    assert set(answer_of(PARTS, package).split()) - of_python_itself <= {"cryptography", "rfc8785"}


def answer_of(program: str, *words: str) -> str:
    """Run a program in a process of its own, where Django cannot be imported; return what it printed."""
    run = subprocess.run(
        [sys.executable, "-I", "-c", WITHOUT_DJANGO + program, str(SOURCE), *words],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    return run.stdout
