"""Plain content leaves the room that publishes through one module, and only registered places import it."""

import re
from pathlib import Path

from chengxin.foundation.transparency.plugs import sinks

SOURCE = Path(__file__).parents[2] / "src"
CONTENTS = re.compile(
    r"^\s*(from chengxin\.foundation\.transparency import .*\bcontents\b"
    r"|(from|import) chengxin\.foundation\.transparency\.contents\b)",
    re.MULTILINE,
)


def importers_of_contents() -> set[str]:
    files = (file for file in SOURCE.rglob("*.py") if CONTENTS.search(file.read_text("utf-8")))
    return {".".join(file.relative_to(SOURCE).with_suffix("").parts) for file in files}


def test_plain_content_is_read_by_the_registered_sinks_and_nobody_else() -> None:
    assert importers_of_contents() == {sink.apply.__module__ for sink in sinks()}


def test_the_public_pages_and_the_bundle_are_places_of_publication() -> None:
    """What is not registered is not asked to forget: a folder of everything published must be."""
    assert {"public_pages", "bundle"} <= {sink.code for sink in sinks()}
