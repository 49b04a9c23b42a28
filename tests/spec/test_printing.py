"""The reference prints the cases as they are run."""

import re

from tests.architecture.places import ROOT
from tests.spec.cases import FOLDER, read_cases
from tests.spec.printing import FILES, page


def test_the_reference_prints_every_case_as_it_is() -> None:
    printed = (ROOT / "docs" / "reference" / "cases.md").read_text(encoding="utf-8")

    assert printed == page(), "run: python -m tests.spec.printing > docs/reference/cases.md"


def test_there_are_enough_cases_and_none_twice() -> None:
    names = [(file, case["name"]) for file in FILES for case in read_cases(file)]

    assert len(names) >= 150
    assert len(set(names)) == len(names)


def test_no_file_of_cases_is_forgotten() -> None:
    tested = "".join(file.read_text("utf-8") for file in FOLDER.glob("test_*.py"))

    files = {file.name for file in FOLDER.glob("*.toml")}

    assert set(re.findall(r'"(\w+\.toml)"', tested)) == files
    assert set(FILES) | {"judgments.toml"} == files
