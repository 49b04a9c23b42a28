"""Who sees what: the filter in the database against the same rules in plain words, for everybody and everything."""

from collections.abc import Callable
from datetime import datetime
from itertools import product

import pytest
from tests.cast import make_body, make_mandate, make_official, make_region
from tests.rooms.matters.cases import make_matter

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.queries import scope_of
from chengxin.foundation.accounts.sight import CREDIT_ROLES
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NewMatter, open_matters
from chengxin.foundation.matters.queries import visible_matters
from chengxin.foundation.matters.unbiased import Recused, require_unbiased
from chengxin.foundation.subjects.models import Level, Official, PublicBody, Region
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.records import RECORD
from chengxin_core.lifecycle.table import ADMINISTRATIONS, PERSONNEL, Actor

SEE_NO_MATTER = set(ADMINISTRATIONS)
ARE_TOLD = {
    *(Actor.LIAISON, Actor.OPERATOR, Actor.INSPECTOR),
    *(Actor.CONGRESS_SUPERVISOR, Actor.CPPCC_SUPERVISOR),
}
pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def bodies(province: Region) -> list[PublicBody]:
    """Two cities with an office each; in one, two counties with an office and a bureau each. Ids share prefixes."""
    city, next_city = (make_region(each, f"演示市{each}", Level.CITY, province) for each in ("c", "c1"))
    county, next_county = (make_region(each, f"演示县{each}", Level.COUNTY, city) for each in ("x", "x0"))
    places = {"pf": province, "cf": city, "cg": city, "c1f": next_city}
    places |= {"xf": county, "xb": county, "xb0": county, "x0f": next_county, "x0b": next_county}
    return [make_body(each, f"演示机关{each}", region) for each, region in places.items()]


@pytest.fixture
def matters(bodies: list[PublicBody], monday: datetime) -> list[Matter]:
    """About each body or one of its officials, handled by each other, shown or not, archived or not."""
    persons = {
        body.pk: make_official(body, body, serial, at=monday) for serial, body in enumerate(bodies, start=1)
    }
    cases = [
        (
            NewMatter(RECORD, "演示事项", body, organ, "", official=persons[body.pk] if person else None),
            shown,
            archived,
        )
        for body, organ, shown, archived, person in product(
            bodies, bodies, (None, monday), (None, monday), (False, True)
        )
        if body != organ or person
    ]
    made = open_matters(new=[new for new, _, _ in cases], by=None, at=monday)
    for matter, (_, shown, archived) in zip(made, cases, strict=True):
        matter.shown_at, matter.archived_at = shown, archived
    Matter.objects.bulk_update(made, ["shown_at", "archived_at"])
    return made


def may_see(mandate: Mandate, matter: Matter) -> bool:
    """The rules of sight in plain words."""
    role = Actor(mandate.role)
    if (matter.official_id is not None) != (role in {Actor.OFFICIAL, *PERSONNEL}):
        return False
    if role is Actor.OFFICIAL:
        is_mine = matter.official_id == mandate.official_id
        return is_mine and matter.shown_at is not None and matter.archived_at is None
    is_about_mine = matter.subject_path.startswith(mandate.scope)
    is_handled_by_mine = matter.organ_path.startswith(mandate.scope)
    if role in {Actor.ARCHIVIST, Actor.AUDITOR}:
        return is_about_mine and matter.archived_at is not None
    if matter.archived_at is not None or role in SEE_NO_MATTER:
        return False
    if role in {Actor.MEASURE_OWNER, Actor.INTAKE_OFFICER, Actor.SUPPLIER, *PERSONNEL}:
        return is_handled_by_mine
    if role in ARE_TOLD:
        return is_about_mine and matter.shown_at is not None
    if role is Actor.BODY_HEAD:
        return is_handled_by_mine or (is_about_mine and matter.shown_at is not None)
    is_about_my_own_office = matter.body_id == mandate.body_id
    return (
        is_about_mine and not is_about_my_own_office and (is_handled_by_mine or matter.shown_at is not None)
    )


@pytest.mark.parametrize("role", [actor for actor in Actor if actor is not Actor.SYSTEM])
def test_everybody_sees_exactly_what_the_rules_say(
    role: Actor, bodies: list[PublicBody], matters: list[Matter]
) -> None:
    holders = [
        make_mandate(
            f"{role}-{body.pk}",
            role,
            body,
            scope_of(role, body),
            official=Official.objects.get(employer=body) if role is Actor.OFFICIAL else None,
        )
        for body in bodies
    ]

    for holder in holders:
        expected = {matter.pk for matter in matters if may_see(holder, matter)}
        assert set(visible_matters(holder).values_list("pk", flat=True)) == expected, holder.body.pk


@pytest.fixture
def about(bodies: list[PublicBody], monday: datetime) -> Callable[..., Matter]:
    """Open a matter about one body, handled by another."""
    named = {body.pk: body for body in bodies}
    return lambda body, by: make_matter(body=named[body], organ=named[by], at=monday)


@pytest.mark.parametrize("role", sorted(CREDIT_ROLES))
def test_the_subjects_own_credit_office_sees_nothing_of_it_before_service(
    role: Actor, bodies: list[PublicBody], about: Callable[..., Matter], monday: datetime
) -> None:
    office = next(body for body in bodies if body.pk == "xf")
    holder = make_mandate("own", role, office, office.region.path)
    on_itself, on_its_county = about("xf", by="cf"), about("xb", by="cf")

    assert not visible_matters(holder).exists()

    Matter.objects.update(shown_at=monday)
    assert set(visible_matters(holder)) == {on_its_county}
    assert on_itself not in visible_matters(holder)


def test_nobody_handles_what_is_about_oneself(
    bodies: list[PublicBody], matters: list[Matter], monday: datetime
) -> None:
    office = bodies[0]
    oneself, other = Official.objects.get(employer=office), Official.objects.exclude(employer=office)[0]
    clerk = make_mandate("clerk", Actor.PERSONNEL_OFFICER, office, office.path)
    make_mandate("clerk", Actor.OFFICIAL, office, office.path, official=oneself)

    seen = visible_matters(clerk)

    assert not seen.filter(official=oneself).exists()
    assert seen.filter(official=other).exists()
    matter = next(each for each in matters if each.official_id == oneself.pk and each.organ_id == office.pk)
    with pytest.raises(Recused, match="本人"):
        require_unbiased(clerk, matter, on=legal_day(monday))
