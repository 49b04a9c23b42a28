"""The cases that jurists can read: one file a subject, each case with a name, its facts and the due answer."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent


def read_cases(name: str) -> list[dict[str, Any]]:
    """Return the cases of a file."""
    cases: list[dict[str, Any]] = tomllib.loads((FOLDER / name).read_text("utf-8"))["case"]
    return cases


def cases(name: str) -> list[Any]:
    """Return the cases of a file as parameters, each under its own name."""
    return [pytest.param(case, id=case["name"]) for case in read_cases(name)]
