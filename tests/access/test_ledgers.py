"""A ledger holds no row that its list hides: the workbook and the print, for every role and reach."""

import io
import zipfile

import pytest
from tests.access.oracle import Fact
from tests.access.test_enumeration import listed_marks, signed_in, some
from tests.access.walk import MARK, marks_in, read
from tests.access.world import World

pytestmark = [pytest.mark.engine, pytest.mark.django_db(databases="__all__")]
QUERIES = ("", "?due=overdue", "?where=trial:noticed", "?words=密标")


@pytest.mark.parametrize("step", [53, pytest.param(19, marks=pytest.mark.soak)])
def test_a_ledger_holds_exactly_what_its_list_shows(world: World, step: int) -> None:
    for mandate, who in some(world, step):
        client, open_ = signed_in(mandate), listed_marks(world, who)
        for tab, query in (("visible", query) for query in QUERIES):
            book = client.get(f"/desk/ledgers/matters-{tab}/workbook.xlsx{query}")
            if who.role is None:
                assert book.status_code == 403, who
                continue
            printed = marks_in(read(client.get(f"/desk/ledgers/matters-{tab}/print/{query}")))
            wanted = open_ & {fact.mark for fact in world.facts.values() if is_asked_for(fact, query)}
            assert marks_in_cells(book.content) == printed == wanted, (who, query)


def is_asked_for(fact: Fact, query: str) -> bool:
    if query == "?due=overdue":
        return fact.late
    return query != "?where=trial:noticed" or fact.kind == "trial"


def marks_in_cells(content: bytes) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return set(MARK.findall("".join(book.read(name).decode() for name in book.namelist())))
