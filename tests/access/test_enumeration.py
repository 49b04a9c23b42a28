"""Nobody is shown what the oracle hides: every door, every role, every reach, deputies, ended posts, neighbours."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from tests.access.oracle import Holder, may_see
from tests.access.planted import NEVER, planted_at
from tests.access.walk import WORDS, addresses, doors, marks_in, read
from tests.access.world import TODAY, World, tree

from chengxin.doors.desk import queries as desk
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.queries import mandates_of
from chengxin.foundation.matters.queries import visible_matter, visible_matters

pytestmark = [pytest.mark.engine, pytest.mark.django_db(databases="__all__")]
LINK = re.compile(r'href="(?:/en)?/desk/matters/(\d+)/"')
ARCHIVE = {"archivist", "auditor"}


def expected(world: World, who: Holder) -> set[int]:
    bodies = tree()
    return {pk for pk, fact in world.facts.items() if may_see(who, fact, bodies)}


def listed_marks(world: World, who: Holder) -> set[str]:
    """The marks of the matters in lists: of an archived one none, before a purpose was stated."""
    return {world.facts[pk].mark for pk in expected(world, who) if not world.facts[pk].archived}


def named(world: World, who: Holder) -> set[str]:
    """The marks that may be read anywhere: of matters, of affairs of one's own, and of what is no matter."""
    affairs = {fact.mark for fact in world.affairs.values() if may_see(who, fact, tree())}
    rows = {row.mark for row in world.rows if row.may(who)}
    return listed_marks(world, who) | affairs | rows


def held_by(mandate: Mandate) -> Mandate | None:
    """Return the mandate as a request of its holder finds it."""
    return next((each for each in mandates_of(mandate.user, on=TODAY) if each.pk == mandate.pk), None)


def signed_in(mandate: Mandate) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(mandate.user)
    return client


def some(world: World, step: int) -> Iterator[tuple[Mandate, Holder]]:
    """Every `step`-th holder, so that each role and reach comes up over the steps."""
    yield from list(world.holders.items())[::step]


def of_every_sort(world: World) -> list[tuple[Mandate, Holder]]:
    """One holder of every role and reach, places taking turns; then one of every way to stand in or to have left."""
    sorts: dict[object, list[tuple[Mandate, Holder]]] = {}
    for mandate, who in world.holders.items():
        is_plain = who.role is not None and mandate.principal_id is None
        ways = (who.role, who.reach) if is_plain else (who.role is None, mandate.principal_id is None)
        sorts.setdefault(ways, []).append((mandate, who))
    return [same[number % len(same)] for number, same in enumerate(sorts.values())]


@pytest.mark.own_sql
def test_lists_pages_search_and_counts_are_what_the_oracle_says_for_everybody(world: World) -> None:
    for mandate, who in world.holders.items():
        held = held_by(mandate)
        assert (held is not None) == (who.role is not None), who
        if held is None:
            continue

        seen = expected(world, who)

        assert set(visible_matters(held).values_list("pk", flat=True)) == seen, who
        late = {pk for pk in seen if world.facts[pk].late}
        assert set(desk.overdue(held, on=TODAY).values_list("pk", flat=True)) == late, who
        if not mandate.pk % 7:
            counts = desk.counts(held, on=TODAY)
            assert counts["visible"] == len(seen), who
            assert counts["done"] == desk.list_of("done", held, on=TODAY).count(), who
            asked, waits = desk.waiting(held), desk.list_page("waiting", held, desk.Filters(), on=TODAY)
            usual = desk.page_of(asked, desk.Filters(), on=TODAY, mandate=held)
            assert waits == (usual, asked.count()), who
        for pk in list(world.facts)[mandate.pk % 29 :: 29]:
            assert visible_matter(held, pk).exists() == (pk in seen), who


@pytest.mark.parametrize("step", [17, pytest.param(1, marks=pytest.mark.soak)])
def test_no_door_tells_of_a_hidden_matter(world: World, step: int) -> None:
    """Every address as every role and reach, in places that take turns; and who stands in, or did, or has left.

    Which matters are tried goes round from door to door, one that may be seen and one that may not, and so do words.
    All matters at all doors by everybody would be millions of requests; that nobody is shown more than the oracle says
    is tried for every one at the filter itself, by which each door must pass (tests/architecture).
    """
    staff = [(route, door) for route, door in doors() if "/desk/" in route]
    assert len(staff) > 20

    for number, (mandate, who) in enumerate(of_every_sort(world)[::step]):
        client, allowed, seen = signed_in(mandate), named(world, who), expected(world, who)
        sides = [side for side in (sorted(seen), sorted(world.facts.keys() - seen)) if side]
        planted = sorted(world.planted.values())
        for place, (route, door) in enumerate(staff):
            keys = [side[(number + place) % len(side)] for side in sides]
            keys.append(planted_at(route, world) or planted[(number + place) % len(planted)])
            word = WORDS[(number + place) % len(WORDS)]
            word = world.persons["A"].pk if "/dossiers/<slug:code>" in route else word
            for address in addresses(route, door, keys, (word,)):
                answer = client.get(address)
                said = read(answer)
                assert answer.status_code < 500, (who, address)
                assert marks_in(said) <= allowed, (who, address)
                assert not any(each in said for each in NEVER), (who, address)


@pytest.mark.parametrize("step", [71, pytest.param(29, marks=pytest.mark.soak)])
def test_a_page_opens_exactly_where_the_matter_may_be_seen(world: World, step: int) -> None:
    for mandate, who in some(world, step):
        client, seen = signed_in(mandate), expected(world, who)
        seen |= {pk for pk, fact in world.affairs.items() if may_see(who, fact, tree())}
        for pk in [*list(world.facts)[:: 1 if step == 1 else 5], *world.affairs]:
            answer = client.get(f"/desk/matters/{pk}/")
            if who.role is None:
                assert answer.status_code == 403, who
            elif pk not in seen:
                assert answer.status_code == 404, (who, pk)
            elif who.role in ARCHIVE:
                assert (answer.status_code, answer.headers["Location"]) == (
                    302,
                    f"/desk/matters/{pk}/purpose/",
                )
            else:
                assert answer.status_code == 200, (who, pk)
                assert (world.facts | world.affairs)[pk].mark in read(answer)


@pytest.mark.parametrize("step", [71, pytest.param(29, marks=pytest.mark.soak)])
def test_every_list_and_search_of_the_desk_holds_exactly_what_may_be_seen(world: World, step: int) -> None:
    for mandate, who in some(world, step):
        if who.role is None:
            continue
        client, seen = signed_in(mandate), expected(world, who)
        late = {pk for pk in seen if world.facts[pk].late}
        open_ = {pk for pk in seen if not world.facts[pk].archived}
        about = {pk for pk in open_ if world.facts[pk].about == "xb"}

        assert listed(client, "/desk/all/") == seen, who
        assert listed(client, "/desk/overdue/") == late, who
        assert listed(client, "/desk/all/?due=overdue") == late, who
        trials = {pk for pk in open_ if world.facts[pk].kind == "trial"}
        assert listed(client, "/desk/all/?where=trial:noticed") == trials, who
        assert listed(client, "/desk/all/?words=演示机关xb") >= about, who
        assert listed(client, "/desk/all/?words=密标") == open_, who
        for pk in list(world.facts)[::23]:
            assert listed(client, f"/desk/all/?words=2026-{pk:06d}") == {pk} & seen, (who, pk)


def test_nothing_of_any_matter_is_public(world: World, client: Client) -> None:
    keys = [*sorted(world.facts)[::40], *list(world.planted.values())[::5]]
    public = [(route, door) for route, door in doors() if "/desk/" not in route]
    assert len(public) > 15

    for route, door in public:
        for address in addresses(route, door, keys):
            answer = client.get(address)
            assert answer.status_code < 500, address
            assert marks_in(read(answer)) == set(), address


@pytest.mark.parametrize("step", [61, pytest.param(29, marks=pytest.mark.soak)])
def test_a_file_is_not_reached_through_a_matter_that_may_be_seen(world: World, step: int) -> None:
    """The key of a hidden file under the address of a matter of one's own."""
    from chengxin.foundation.deadlines.models import Deadline
    from chengxin.foundation.matters.models import Attachment

    files = dict(Attachment.objects.values_list("matter_id", "pk"))
    clocks = dict(Deadline.objects.values_list("matter_id", "pk"))
    for mandate, who in some(world, step):
        seen = {pk for pk in expected(world, who) if not world.facts[pk].archived}
        hidden = [pk for pk in world.facts if pk not in seen]
        client = signed_in(mandate)
        for own in sorted(seen)[:2]:
            assert "密标文件" in read(client.get(f"/desk/files/{own}/attachments/{files[own]}/"))
            for other in hidden[::17]:
                for address in (
                    *(f"files/{pk}/attachments/{files[other]}/" for pk in (own, other)),
                    *(f"matters/{pk}/deadlines/{clocks[other]}/" for pk in (own, other)),
                ):
                    assert client.get(f"/desk/{address}").status_code == 404, (who, address)


def listed(client: Client, address: str) -> set[int]:
    """Return the matters of a list, page after page."""
    found: set[int] = set()
    while address:
        said = read(client.get(address))
        found |= {int(pk) for pk in LINK.findall(said)}
        after = re.search(r'href="(\?[^"]*after=[^"]*)" rel="next"', said)
        address = address.partition("?")[0] + after[1].replace("&amp;", "&") if after else ""
    return found
