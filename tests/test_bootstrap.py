"""The set-up stands on the standard library alone, offers what the Makefile asks for, and does each step once."""

import ast
import re
import sys
from pathlib import Path

import bootstrap
import pytest

ROOT = Path(__file__).parents[1]


def test_needs_nothing_but_the_standard_library() -> None:
    tree = ast.parse((ROOT / "bootstrap.py").read_text(encoding="utf-8"))

    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names


def test_knows_every_word_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    asked = set(re.findall(r"bootstrap\.py ([a-z-]+)", makefile))

    assert asked <= set(bootstrap.TASKS)


def test_an_unknown_word_lists_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    code = bootstrap.main(["fly"])

    assert code == 2
    assert "demo" in capsys.readouterr().out


def test_every_file_of_tests_is_in_one_part_alone() -> None:
    *named, rest = (list(part) for part in bootstrap._parts())
    left_out = [word.removeprefix("--ignore=") for word in rest]

    for file in (ROOT / "tests").rglob("test_*.py"):
        times_named = sum(file.is_relative_to(ROOT / folder) for part in named for folder in part)
        assert times_named == any(file.is_relative_to(ROOT / folder) for folder in left_out), file


def test_a_step_is_done_again_only_when_its_source_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "VENV", tmp_path)
    source = tmp_path / "source.txt"
    source.write_text("one")

    before = bootstrap._stale("step", [source])
    bootstrap._stamp("step", [source])
    after = bootstrap._stale("step", [source])
    source.write_text("two")
    changed = bootstrap._stale("step", [source])

    assert (before, after, changed) == (True, False, True)


def test_commands_side_by_side_are_each_told_whole_and_the_first_failure_counts(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    slow = "import time; print('begun', flush=True); time.sleep(1); print('ended'); raise SystemExit(3)"

    code = bootstrap._side_by_side([sys.executable, "-c", slow], [sys.executable, "-c", "print('quick')"])

    said = capfdbinary.readouterr().out
    assert code == 3
    assert re.search(rb"quick.*begun\nended", said, re.DOTALL)
