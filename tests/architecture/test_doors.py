"""Every door of the staff side asks under which mandate, and what it shows passed the one filter."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from tests.architecture.places import PROGRAM, SOURCE, syntax_of

from chengxin.foundation.accounts.acting import acting
from chengxin.foundation.ledgers.plugs import Ledger, ledgers

# What narrows a read to what a mandate may see; each ends in the clauses of `accounts.sight`.
FILTERS = {
    "visible_to",
    "one_visible_to",
    "taking_part",
    "in_reach",
    "clauses",
    "bodies_guarded_by",
    "visible_entries",
    "officials_seen_by",  # of persons, not of matters: by the authority over them
    "inquiries_seen_by",  # of questions: one's own organ's, for purposes that are one's own
    "lists_seen_by",
}

# Doors that show nothing of any matter, and what they show instead.
WITHOUT_MATTERS = {
    "desk:mandates": "one's own posts",
    "accounts:own": "one's own posts, and who acts in them",
    "accounts:recall": "a delegation of one's own",
    "reporting:reconcile": "a button that compares with the platform of record, and shows nothing",
    "matters:recusal": "one's own declarations, and what was asked of one's organ, by number",
    "matters:why_page": "conditions of sight in words, the same whether there is such a thing or not",
    "matters:lift": "a declaration of one's own organ",
    "matters:decide": "a request to one's own organ",
    "amendments:defaults": "defaults of the rules, and what is asked of them",
    "exchange:template": "an empty workbook",
    **dict.fromkeys(
        ("retention:overview", "retention:list", "retention:certificate", "retention:hold"),
        "how much is past its term, and who let it be destroyed: counts of records, to who audits or watches",
    ),
    **dict.fromkeys(
        (
            *(
                "dossiers:own",
                "dossiers:copy",
                "dossiers:printed_copy",
                "dossiers:acknowledge",
                "dossiers:object",
                "dossiers:recovery",
            ),
            *("dossiers:remedy_against_entry", "dossiers:remedy_against_opinion"),
        ),
        "the own dossier: the person is the one whom the mandate names, and stands in no address",
    ),
    **dict.fromkeys(
        ("dossiers:supplies", "dossiers:supply", "dossiers:refused"), "what one's own organ supplied"
    ),
    **dict.fromkeys(
        ("privacy:activities", "privacy:activity"), "what one's own body does with personal information"
    ),
    "privacy:own": "one's own requests: the person is the one whom the mandate names",
    "privacy:paper": "an empty form to print",
    "dossiers:restoration": "what one's own organ has to put right",
    "dossiers:template": "an empty workbook",
    "inquiries:template": "an empty workbook",
    **dict.fromkeys(
        ("accounts:programs", "accounts:program"),
        "the register of programs, to administrators and who oversees it",
    ),
    "supervision:template": "an empty workbook",
    **dict.fromkeys(("supervision:batch", "supervision:refused"), "what one's own organ handed in"),
    **dict.fromkeys(
        ("commitments:new", "commitments:imports", "commitments:import", "commitments:refused"),
        "a form, and what one's own body handed in",
    ),
    "commitments:template": "an empty workbook",
    **dict.fromkeys(
        ("history:batches", "history:refused", "history:withdraw", "history:progress"),
        "a form, and what one's own organ handed in",
    ),
    "history:template": "an empty workbook",
    **dict.fromkeys(
        (
            *("archives:overview", "archives:table", "archives:filing", "archives:progress"),
            *("archives:case", "archives:transfers", "archives:appraisals", "archives:appraisal"),
        ),
        "codes, kinds and days of what one's own organ filed, no content; to its archivist and who approves",
    ),
    "archives:package": "what one's own organ filed, to its archivist, for a stated purpose that is kept",
    "commitments:enter_json": "what became of the rows that were just handed in",
    **dict.fromkeys(
        ("proposals:new", "proposals:imports", "proposals:import", "proposals:refused"),
        "a form, and what one's own organ handed in",
    ),
    "proposals:template": "an empty workbook",
    "opinions:new": "a form",
    **dict.fromkeys(
        ("returns:asks", "returns:new_ask", "returns:withdraw_ask"),
        "what one's own organ asked by form, and how many have answered",
    ),
    "returns:overview": "titles of reports, and days by which they are due",
    **dict.fromkeys(
        ("ledgers:draw", "ledgers:workbook", "ledgers:print"),
        "a list that a room plugged in; each is followed to its own filter below",
    ),
    **dict.fromkeys(
        ("ledgers:file", "ledgers:progress", "ledgers:download"), "what one's very mandate asked for"
    ),
    **dict.fromkeys(
        ("commitments:reports", "commitments:report"),
        "public work reports that one's own body handed in or one's own organ reads",
    ),
    **dict.fromkeys(
        (
            *(
                "notifications:inbox",
                "notifications:open",
                "notifications:read_all",
                "notifications:addresses",
            ),
            *("notifications:confirm", "notifications:choose", "notifications:remove"),
        ),
        "one's own messages and addresses, of the person who is signed in",
    ),
    **dict.fromkeys(
        ("notifications:undelivered", "notifications:again"),
        "to whom of the staff a message could not be delivered, to the administrator of the system",
    ),
    **dict.fromkeys(
        ("desk:saved", "worklists:save_filter", "worklists:drop_filter"), "filters that one kept under a name"
    ),
    **dict.fromkeys(
        ("documents:wordings", "documents:wording", "documents:wording_compare", "documents:wording_file"),
        "templates of one's own organ: words without a case",
    ),
    "deliveries:own": "what one's own body, or the official oneself, agreed to",
    **dict.fromkeys(
        ("help:contents", "help:page", "help:first_day", "help:first_day_of", "help:glossary", "help:manual"),
        "texts that come with the platform",
    ),
    "sharing:consumers": "the register of consumers, to administrators and who oversees sharing",
}

# Ledgers that list nothing of any matter, and what they list instead.
LEDGERS_WITHOUT_MATTERS = {"work-orders": "what one's own organ handed in"}

# Modules of pages that read a table by themselves, and why that is no second way to see.
READERS = {
    "foundation/reporting/sections.py": "what was reported of a matter whose page is shown already",
    "foundation/reporting/views.py": "sums of the reconciliations and names of regions: about no matter",
    "chain/consequences/sections.py": "the rungs of a rectification whose page is shown already",
    "mechanisms/dossiers/views.py": "the look that its own reader wrote down",
    "foundation/amendments/views.py": "requests to change a default: about no body",
}
PAGES = {"views.py", "feed.py", "sections.py", "api.py"}


def staff_doors() -> dict[str, URLPattern]:
    """Return every address under /desk/, by its name."""
    return {
        name: pattern for name, route, pattern in _doors(get_resolver(), "", "") if route.startswith("desk/")
    }


def _doors(resolver: URLResolver, route: str, space: str) -> Iterator[tuple[str, str, URLPattern]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            within = f"{space}{each.namespace}:" if each.namespace else space
            yield from _doors(each, route + str(each.pattern), within)
        else:
            yield f"{space}{each.name}", route + str(each.pattern), each


each_door = pytest.mark.parametrize("name", sorted(staff_doors()))


@each_door
def test_a_door_is_opened_under_a_mandate(name: str) -> None:
    codes = [getattr(layer, "__code__", None) for layer in layers_of(staff_doors()[name].callback)]

    assert acting(print).__wrapped__.__code__ in codes, f"{name} lacks @acting"  # type: ignore[attr-defined,arg-type]


@each_door
def test_what_a_door_shows_passed_the_one_filter(name: str) -> None:
    view = staff_doors()[name].callback

    said = words_reached_from(_module(view.__module__), view.__name__)

    assert bool(said & FILTERS) != (name in WITHOUT_MATTERS), f"{name} asks no filter of sight"


@pytest.mark.parametrize("ledger", list(ledgers()), ids=lambda ledger: ledger.code)
def test_what_a_ledger_lists_passed_the_filter_of_its_list(ledger: Ledger) -> None:
    build = getattr(ledger.build, "func", ledger.build)

    said = words_reached_from(_module(build.__module__), build.__name__)

    assert bool(said & FILTERS) != (ledger.code in LEDGERS_WITHOUT_MATTERS), ledger.code


def test_no_page_reads_a_table_by_itself() -> None:
    readers = {
        str(file.relative_to(PROGRAM))
        for file in PROGRAM.rglob("*.py")
        if file.name in PAGES and "disclosure" not in file.parts and "bundles" not in file.parts
        for node in ast.walk(syntax_of(file))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}
    }

    assert readers == set(READERS)


def test_a_filter_is_found_however_far_below_the_door() -> None:
    """What is not reached is not found: the walk itself is tried on a door that filters three calls below."""
    desk = PROGRAM / "doors" / "desk" / "views.py"

    assert {"visible_to", "meeting", "clauses"} <= words_reached_from(desk, "queue")
    assert not words_reached_from(desk, "mandates") & FILTERS


def layers_of(view: object) -> Iterator[object]:
    """Yield a view and what its decorators wrapped, outermost first."""
    while view is not None:
        yield view
        view = getattr(view, "__wrapped__", None)


def words_reached_from(file: Path, function: str) -> set[str]:
    """Return every name used in a function and in whatever of the program it calls, however deep."""
    seen: set[tuple[Path, str]] = set()
    waiting, words = [(file, function)], set()
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        for name, target in _used(*here):
            words.add(name)
            if target is not None:
                waiting.append(target)
    return words


def _used(file: Path, function: str) -> Iterator[tuple[str, tuple[Path, str] | None]]:
    known, imported = _definitions(file), _imports(file)
    if function not in known:
        return
    nodes = list(ast.walk(known[function]))
    own = {node.arg for node in nodes if isinstance(node, ast.arg)}
    for node in nodes:
        if isinstance(node, ast.Name) and node.id not in own:
            if node.id in known:
                yield node.id, (file, node.id)
            elif node.id in imported:
                yield node.id, imported[node.id]
            else:
                yield node.id, None
        elif isinstance(node, ast.Attribute):
            through = imported.get(node.value.id) if isinstance(node.value, ast.Name) else None
            yield node.attr, (_file_of(through), node.attr) if through else _method(node.attr)


@cache
def _definitions(file: Path) -> dict[str, ast.AST]:
    return {
        node.name: node
        for node in (ast.walk(syntax_of(file)) if file.exists() else ())
        if isinstance(node, ast.FunctionDef)
    }


@cache
def _imports(file: Path) -> dict[str, tuple[Path, str]]:
    return {
        alias.asname or alias.name: (_module(node.module or ""), alias.name)
        for node in (ast.walk(syntax_of(file)) if file.exists() else ())
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("chengxin.")
        for alias in node.names
    }


def _file_of(through: tuple[Path, str]) -> Path:
    """Return the file of a module that was imported by name from its package."""
    package, name = through
    return package.parent / f"{name}.py" if package.name == "__init__.py" else package


def _module(name: str) -> Path:
    base = SOURCE.joinpath(*name.split("."))
    return base / "__init__.py" if base.is_dir() else base.with_suffix(".py")


@cache
def _method(name: str) -> tuple[Path, str] | None:
    """Return where the filters are defined as methods of a QuerySet; other methods are not followed."""
    if name not in FILTERS:
        return None
    return PROGRAM / "foundation" / "matters" / "models.py", name
