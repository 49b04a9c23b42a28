"""Who sees what: the filter in the database against the same rules in plain words, for everybody and everything."""

from collections.abc import Callable
from datetime import datetime
from itertools import product

import pytest
from tests.cast import make_body, make_mandate, make_region
from tests.rooms.matters.cases import make_matter

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.sight import CREDIT_ROLES
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NewMatter, open_matters
from chengxin.foundation.matters.queries import visible_matters
from chengxin.foundation.subjects.models import Level, PublicBody, Region
from chengxin_core.lifecycle.records import RECORD
from chengxin_core.lifecycle.table import Actor

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
    """About each body, handled by each other, shown or not, archived or not."""
    cases = [
        (NewMatter(RECORD, "演示事项", body, organ, ""), shown, archived)
        for body, organ, shown, archived in product(bodies, bodies, (None, monday), (None, monday))
        if body != organ
    ]
    made = open_matters(new=[new for new, _, _ in cases], by=None, at=monday)
    for matter, (_, shown, archived) in zip(made, cases, strict=True):
        matter.shown_at, matter.archived_at = shown, archived
    Matter.objects.bulk_update(made, ["shown_at", "archived_at"])
    return made


def may_see(mandate: Mandate, matter: Matter) -> bool:
    """The rules of sight in plain words."""
    role = Actor(mandate.role)
    is_about_mine = matter.subject_path.startswith(mandate.scope)
    is_handled_by_mine = matter.organ_path.startswith(mandate.scope)
    if role in {Actor.ARCHIVIST, Actor.AUDITOR}:
        return is_about_mine and matter.archived_at is not None
    if matter.archived_at is not None or role is Actor.ADMINISTRATOR:
        return False
    if role is Actor.MEASURE_OWNER:
        return is_handled_by_mine
    if role is Actor.LIAISON:
        return is_about_mine and matter.shown_at is not None
    is_about_my_own_office = matter.body_id == mandate.body_id
    return (
        is_about_mine and not is_about_my_own_office and (is_handled_by_mine or matter.shown_at is not None)
    )


def scope_of(role: Actor, body: PublicBody) -> str:
    return body.path if role in {Actor.LIAISON, Actor.MEASURE_OWNER} else body.region.path


@pytest.mark.parametrize("role", [actor for actor in Actor if actor is not Actor.SYSTEM])
def test_everybody_sees_exactly_what_the_rules_say(
    role: Actor, bodies: list[PublicBody], matters: list[Matter]
) -> None:
    holders = [make_mandate(f"{role}-{body.pk}", role, body, scope_of(role, body)) for body in bodies]

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
