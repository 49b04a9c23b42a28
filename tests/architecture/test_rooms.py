"""Every room says what it is, has its page, holds the files of the house, and keeps its tables to itself."""

import ast
import re

import grimp
import pytest
from tests.architecture.places import (
    PROGRAM,
    ROOT,
    WINGS,
    Room,
    models,
    names_in_code_marks,
    rooms,
    syntax_of,
)

from chengxin.site.rooms import ROOMS

HOUSE = ROOT / "docs" / "reference" / "house.md"
CHARTER = re.compile(
    r"[\u4e00-\u9fff、与]+: [^\n]+.*?\n\n"
    r"Keeps      \S.*?\nPromises   \S.*?\nRefuses    \S.*?\nStart at   \S",
    re.DOTALL,
)

# Tables of one room that another one reads without asking its queries, and why.
SHARED_TABLES = {
    ("chengxin.chain.records", "chengxin.chain.evidence"): "a record names the instruments that it rests on",
    (
        "chengxin.mechanisms.proposals",
        "chengxin.mechanisms.commitments",
    ): "an answer names the promise it became",
    (
        "chengxin.mechanisms.opinions",
        "chengxin.mechanisms.commitments",
    ): "an opinion names the promises made in answer to it",
}

# Who reads the clock without being a door by name, and why.
CLOCK_READERS = {
    "foundation/documents/wording_views.py": "the doors of templates",
    "foundation/accounts/acting.py": "decides at the door under which mandate a request is made",
    "foundation/signins/adapters.py": "the sign-in library calls it at the door",
    "foundation/signins/asking.py": "the sign-in library's forms, at the door",
    "foundation/signins/guard.py": "meets every request at the door",
    "doors/desk/archive.py": "logs at the door when an archived matter is read",
    "chain/leads/kinds.py": "its section is shown as of today",
    "chain/consequences/kinds.py": "who may verify depends on the posts held today",
    "chain/records/kinds.py": "whether an old record may be submitted depends on today",
    "chain/history/sections.py": "its section is shown as of today",
    "foundation/archives/case_views.py": "the doors of what was filed",
    "mechanisms/supervision/sections.py": "whoever became a party to a complaint reads it no more",
    "foundation/reception/ballot_views.py": "the doors of ballots",
    "mechanisms/ratings/kinds.py": "whether its buttons are offered depends on today",
    "mechanisms/supervision/kinds.py": "whether its button is offered depends on today",
    "mechanisms/supervision/senders.py": "what the holder of a receipt code may do as of today",
    "mechanisms/commitments/kinds.py": "its section is shown as of today",
    "mechanisms/commitments/paying.py": "whether its button is offered depends on today",
    "mechanisms/dossiers/kinds.py": "its section is shown as of today",
    "mechanisms/dossiers/own_views.py": "the doors of the person",
    "mechanisms/privacy/assessment_views.py": "the doors of impact assessments",
    "mechanisms/privacy/person_views.py": "the doors of the counter",
    "mechanisms/dossiers/supply_views.py": "the doors of suppliers",
    "mechanisms/commitments/api.py": "the door of the ledger in JSON",
    "insight/returns/burden_views.py": "the door of the yearly count",
    "insight/returns/ask_views.py": "the doors of requests by form",
    "insight/returns/summary_views.py": "the doors of sums",
    "insight/inquiries/list_views.py": "the doors of lists",
    "foundation/accounts/program_views.py": "the doors of the register of programs",
    "foundation/accounts/program_doors.py": "the door of programs",
    "foundation/accounts/program_commands.py": "commands about programs",
}
DOORS = {"views.py", "commands.py", "jobs.py"}

each_room = pytest.mark.parametrize("room", rooms(), ids=str)


@each_room
def test_a_room_opens_with_its_charter(room: Room) -> None:
    charter = ast.get_docstring(syntax_of(room.folder / "__init__.py")) or ""

    assert CHARTER.match(charter), f"the charter of {room} is not of the form of the house"


@each_room
def test_a_room_has_a_page_that_names_its_tables_and_its_own_ideas(room: Room) -> None:
    told = names_in_code_marks(room.page.read_text(encoding="utf-8")) if room.page.exists() else set()
    tables = {name for file, name in models() if file.parent == room.folder}
    ideas = {entry.stem for entry in room.folder.iterdir() if entry.name != "__pycache__"} - ordinary_files()

    untold = (tables | ideas) - told

    assert room.page.exists(), f"{room.page.name} is not written yet"
    assert untold == set(), f"{room.page.name} does not name them"


def test_every_room_is_part_of_the_program() -> None:
    assert {room.module for room in rooms()} == set(ROOMS)


def test_every_room_stands_in_a_wing() -> None:
    folders = {folder.name for folder in PROGRAM.iterdir() if (folder / "__init__.py").exists()}

    assert folders <= {*WINGS, "site", "ground"}


def test_a_rooms_tables_are_its_own() -> None:
    graph = grimp.build_graph("chengxin", cache_dir=None)
    high = [room.module for room in rooms() if room.folder.parent.name not in {"foundation", "doors"}]
    readers = {
        (room_of(importer), owner)
        for owner in high
        if f"{owner}.models" in graph.modules
        for importer in graph.find_modules_that_directly_import(f"{owner}.models")
        if room_of(importer) in high and room_of(importer) != owner
    }

    assert readers <= set(SHARED_TABLES)


def test_only_doors_read_the_clock() -> None:
    graph = grimp.build_graph("chengxin", cache_dir=None)
    readers = {
        f"{module.removeprefix('chengxin.').replace('.', '/')}.py"
        for module in graph.find_modules_that_directly_import("chengxin.ground.clock")
        if not module.startswith(("chengxin.site.", "chengxin.ground."))
    }

    assert {file for file in readers if file.rsplit("/", 1)[-1] not in DOORS} <= set(CLOCK_READERS)


def ordinary_files() -> set[str]:
    """Return the files that any room may have, as the table of the house lists them."""
    rows = [line for line in HOUSE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    return {
        name.rstrip("/").removesuffix(".py")
        for row in rows
        for name in re.findall(r"`([\w./]+)`", row.split("|")[1])
    }


def room_of(module: str) -> str:
    return ".".join(module.split(".")[:3])
