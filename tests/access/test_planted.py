"""What each room keeps is read by whom the oracle names, and by nobody else: pages, papers, what is sent for."""

from collections.abc import Iterator

import pytest
from tests.access.oracle import Fact, Holder, may_see
from tests.access.test_enumeration import held_by, listed_marks, named, signed_in, some
from tests.access.test_ledgers import marks_in_cells
from tests.access.walk import marks_in, read
from tests.access.world import World, tree

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.queries import affairs_of

pytestmark = [pytest.mark.engine, pytest.mark.django_db(databases="__all__")]


def of_both_sorts(world: World, fact: Fact, turn: int) -> Iterator[tuple[Mandate, bool]]:
    """Some who may see a matter and some who may not, by turns; of persons and affairs everybody who may."""
    bodies = tree()
    for may in (True, False):
        sort = [each for each, who in world.holders.items() if who.role and may_see(who, fact, bodies) == may]
        many = 2 if not may or len(sort) > 4 else len(sort)
        yield from ((sort[(turn * 7 + place * 31) % len(sort)], may) for place in range(many))


def test_each_matter_is_read_by_whom_the_oracle_names(world: World) -> None:
    facts = world.facts | world.affairs
    assert len(world.planted) >= 20

    for turn, (kind, pk) in enumerate(world.planted.items()):
        for mandate, may in of_both_sorts(world, facts[pk], turn):
            client, who = signed_in(mandate), world.holders[mandate]
            page = client.get(f"/desk/matters/{pk}/")
            assert page.status_code == (200 if may else 404), (kind, who)
            assert (facts[pk].mark in read(page)) == may, (kind, who)
            for address in (f"/desk/lists/matters/{pk}/", f"/desk/recusal/why/{pk}/"):
                if not may:
                    assert client.get(address).status_code in {403, 404}, (kind, who, address)


def test_what_is_no_matter_is_read_by_whom_the_oracle_names(world: World) -> None:
    holders = [(mandate, who) for mandate, who in world.holders.items() if who.role]
    for row in world.rows:
        may = [mandate for mandate, who in holders if row.may(who)]
        others = [mandate for mandate, who in holders if not row.may(who)]
        assert may, row
        assert others, row
        for mandate in (may[0], may[-1], *others[len(row.mark) :: len(others) // 3]):
            client = signed_in(mandate)
            if row.first:
                client.post(*row.first)
            said = "".join(read(client.get(address)) for address in row.addresses)
            assert (row.mark in said) == (mandate in may), (row.mark, world.holders[mandate])


def test_the_person_sees_the_own_and_nobody_elses(world: World) -> None:
    own = {fact.mark for fact in world.facts.values() if fact.person == "A"}
    assert len(own) == 3
    for person, marks in (("A", own), ("B", set())):
        client = signed_in(world.named(f"official-xb-{person}"))
        assert marks_in(read(client.get("/desk/all/"))) == marks
        assert (marks_in(read(client.get("/desk/dossiers/own/"))) & {"密标9101止"} != set()) == (
            person == "A"
        )
        assert client.get(f"/desk/dossiers/{world.persons['A'].pk}/").status_code == 403
    assert signed_in(world.named("official-xb-ended")).get("/desk/dossiers/own/").status_code == 403


@pytest.mark.parametrize("step", [11, pytest.param(1, marks=pytest.mark.soak)])
def test_an_affair_is_listed_for_who_takes_part(world: World, step: int) -> None:
    parts = {name for fact in world.affairs.values() for name in fact.parts}
    chosen = {mandate for mandate, who in world.holders.items() if who.username in parts}
    for mandate in chosen | {each for each, _ in some(world, step)}:
        if (held := held_by(mandate)) is not None:
            seen = set(affairs_of(held).values_list("pk", flat=True))
            who = world.holders[mandate]
            assert seen == {pk for pk, fact in world.affairs.items() if may_see(who, fact, tree())}, who


@pytest.mark.parametrize("step", [97, pytest.param(23, marks=pytest.mark.soak)])
def test_what_is_sent_for_holds_what_the_lists_hold(world: World, step: int) -> None:
    """Doors by POST: what is printed, exported or made ready of matters whose keys were guessed."""
    keys = {"pk": [*list(world.facts)[::9], *world.planted.values()][:200]}
    marks = {(world.facts | world.affairs)[pk].mark for pk in keys["pk"]}
    for mandate, who in (*some(world, step), *_readers(world)):
        client, wanted = signed_in(mandate), listed_marks(world, who) & marks
        printed = client.post("/desk/lists/batch/print/", keys)
        if who.role is None:
            assert printed.status_code == 403, who
            continue
        assert marks_in(read(printed)) == wanted, who
        assert marks_in_cells(client.post("/desk/lists/batch/export.xlsx", keys).content) == wanted, who
        preview = client.post("/desk/lists/batch/", keys | {"act": "nudge"})
        assert marks_in(read(preview)) == wanted, who
        drawn = client.post("/desk/ledgers/matters-visible/", {"paper": "A4"}, follow=True)
        assert drawn.status_code == 200, who
        assert marks_in(read(drawn)) <= named(world, who), who


def _readers(world: World) -> Iterator[tuple[Mandate, Holder]]:
    for username in ("official-xb-A", "personnel_officer-xf-oneself", "discipline_officer-xf-body"):
        mandate = world.named(username)
        yield mandate, world.holders[mandate]


def test_who_is_in_charge_of_oneself_finds_nothing_of_oneself(world: World) -> None:
    client = signed_in(world.named("personnel_officer-xf-oneself"))
    said = read(client.get("/desk/all/")) + read(client.get("/desk/dossiers/"))

    assert marks_in(said) & {fact.mark for fact in world.facts.values() if fact.person == "A"} == set()
    assert client.get(f"/desk/dossiers/{world.persons['A'].pk}/").status_code in {403, 404}
