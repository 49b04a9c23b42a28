"""Nothing of one machine stands in the repository: no paths, no addresses of registries, no half-written files."""

import json
import re

from tests.architecture.places import ROOT, tracked_files

MACHINE_PATH = re.compile(r"(?<![\w.*])/(?:work|root|tmp/work|home/\w+)/[\w.]")
ADDRESS = re.compile(r"https?://")
CONFLICT = re.compile(r"^(?:<<<<<<<|>>>>>>>) ", re.MULTILINE)
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))


def test_no_file_knows_a_path_of_the_machine_it_was_written_on() -> None:
    assert files_with(MACHINE_PATH) == []


def test_no_file_was_left_in_the_middle_of_a_merge() -> None:
    assert files_with(CONFLICT) == []


def test_no_lock_names_where_packages_come_from() -> None:
    assert LOCKS
    assert [lock.name for lock in LOCKS if ADDRESS.search(lock.read_text())] == []


def test_the_lock_of_the_front_end_names_no_address() -> None:
    packages = json.loads((ROOT / "frontend/package-lock.json").read_text(encoding="utf-8"))["packages"]

    assert [name for name, package in packages.items() if "resolved" in package] == []


def test_every_locked_package_has_its_hash() -> None:
    unhashed = [
        line.split("==")[0]
        for lock in LOCKS
        for line in lock.read_text().splitlines()
        if "==" in line and not line.endswith("\\")
    ]

    assert unhashed == []


def files_with(pattern: re.Pattern[str]) -> list[str]:
    """Return the tracked text files in which the pattern occurs."""
    return [
        str(file.relative_to(ROOT)) for file in tracked_files() if pattern.search(text_of(file.read_bytes()))
    ]


def text_of(content: bytes) -> str:
    return "" if b"\0" in content[:4096] else content.decode("utf-8", errors="replace")
