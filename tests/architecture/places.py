"""Where things stand in the repository, for the tests of its form."""

import ast
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src"
PROGRAM = SOURCE / "chengxin"
WINGS = ("doors", "insight", "sectors", "mechanisms", "chain", "foundation")


@dataclass(frozen=True)
class Room:
    """A folder of a wing with a charter, and the page that describes it."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def module(self) -> str:
        return ".".join(self.folder.relative_to(SOURCE).parts)

    @property
    def page(self) -> Path:
        return ROOT / "docs" / "reference" / "rooms" / f"{self.name}.md"

    def __str__(self) -> str:
        return f"{self.folder.parent.name}/{self.name}"


def rooms() -> list[Room]:
    """Return every room, wing by wing."""
    charters = (charter for wing in WINGS for charter in sorted((PROGRAM / wing).glob("*/__init__.py")))
    return [Room(charter.parent) for charter in charters]


@cache
def tracked_files() -> tuple[Path, ...]:
    """Return every file that belongs to the repository; without a repository, every file of the source."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        return tuple(file for file in SOURCE.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
    return tuple(
        file for name in listed.stdout.decode().split("\0") if name and (file := ROOT / name).is_file()
    )


@cache
def syntax_of(file: Path) -> ast.Module:
    """Return the parsed source of a file."""
    return ast.parse(file.read_text(encoding="utf-8"))


def classes() -> Iterator[tuple[Path, ast.ClassDef]]:
    """Yield every class of the source at the top of its module."""
    for file in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in file.parts:
            for node in syntax_of(file).body:
                if isinstance(node, ast.ClassDef):
                    yield file, node


def models() -> list[tuple[Path, str]]:
    """Return every table, as its file and its class."""
    return [(file, node.name) for file, node in classes() if file.name == "models.py" and _is_table(node)]


def terms() -> list[tuple[Path, str]]:
    """Return every closed list, as its file and its class."""
    return [(file, node.name) for file, node in classes() if "Term" in _bases(node)]


def names_in_code_marks(text: str) -> set[str]:
    """Return what a page sets in `code`, whole and by its words."""
    marked = re.findall(r"`([^`\n]+)`", text)
    return {*marked, *(word for mark in marked for word in re.findall(r"\w+", mark))}


def _is_table(node: ast.ClassDef) -> bool:
    return bool(_bases(node) & {"Model", "AbstractBaseUser"})


def _bases(node: ast.ClassDef) -> set[str]:
    return {
        base.id if isinstance(base, ast.Name) else base.attr if isinstance(base, ast.Attribute) else ""
        for base in node.bases
    }
