"""How far a mandate reaches: own, body, body and below, region, custom; in one query that an index answers."""

from datetime import datetime
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import make_body, make_mandate, make_region
from tests.rooms.matters.cases import make_matter

from chengxin.foundation.accounts.models import Mandate, Reach, ScopePart
from chengxin.foundation.accounts.operations import MandateRefused, grant_mandate
from chengxin.foundation.accounts.queries import mandates_of
from chengxin.foundation.accounts.sight import bodies_reached
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NewMatter, open_matters
from chengxin.foundation.matters.queries import visible_matters
from chengxin.foundation.subjects.models import Level, PublicBody, Region
from chengxin_core.lifecycle.records import RECORD
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.own_sql, pytest.mark.django_db(databases="__all__")]
SINCE = datetime(2020, 1, 1).date()


@pytest.fixture
def bodies(city: Region, county: Region, credit_office: PublicBody) -> dict[str, PublicBody]:
    """In a county a government, its bureau and the bureau's branch; a bureau beside them; another county's."""
    other = make_region("x0", "演示县乙", Level.COUNTY, city)
    places = {"gov": county, "bur": county, "sub": county, "side": county, "far": other}
    made = {each: make_body(each, f"演示机关{each}", region) for each, region in places.items()}
    for below, above in {"bur": "gov", "sub": "bur"}.items():
        PublicBody.objects.filter(pk=below).update(superior=above)
    return made | {"office": credit_office}


@pytest.fixture
def matters(bodies: dict[str, PublicBody], credit_office: PublicBody, monday: datetime) -> list[Matter]:
    new = [
        NewMatter(RECORD, "演示事项", body, organ, "")
        for body, organ in product(bodies.values(), (credit_office, bodies["gov"]))
        if body != organ
    ]
    made = open_matters(new=new, by=None, at=monday)
    Matter.objects.update(shown_at=monday)
    return made


def seen_by(mandate: Mandate) -> set[tuple[str, str]]:
    return set(visible_matters(mandate).values_list("body_id", "organ_id"))


def test_the_body_and_those_below_it_however_deep(
    bodies: dict[str, PublicBody], matters: list[Matter]
) -> None:
    liaison = make_mandate("l", Actor.LIAISON, bodies["gov"], bodies["gov"].path, reach=Reach.BODY_AND_BELOW)

    assert {body for body, _ in seen_by(liaison)} == {"gov", "bur", "sub"}
    assert set(bodies_reached(liaison).values_list("pk", flat=True)) == {"gov", "bur", "sub"}


def test_the_body_alone(bodies: dict[str, PublicBody], matters: list[Matter]) -> None:
    liaison = make_mandate("l", Actor.LIAISON, bodies["gov"], bodies["gov"].path, reach=Reach.BODY)

    assert {body for body, _ in seen_by(liaison)} == {"gov"}


def test_a_region_and_a_body_of_a_custom_reach_and_nothing_else(
    bodies: dict[str, PublicBody], matters: list[Matter], credit_office: PublicBody
) -> None:
    officer = make_mandate("o", Actor.CREDIT_OFFICER, credit_office, credit_office.path, reach=Reach.CUSTOM)
    assert seen_by(officer) == set()

    for path in (bodies["far"].region.path, bodies["side"].path):
        ScopePart.objects.create(mandate=officer, path=path)

    assert {body for body, _ in seen_by(Mandate.objects.get(pk=officer.pk))} == {"far", "side"}


def test_only_what_one_has_in_hands(
    bodies: dict[str, PublicBody], matters: list[Matter], credit_office: PublicBody
) -> None:
    officer = make_mandate("o", Actor.CREDIT_OFFICER, credit_office, credit_office.path, reach=Reach.OWN)
    assert seen_by(officer) == set()

    mine = next(each for each in matters if (each.body_id, each.organ_id) == ("bur", credit_office.pk))
    Matter.objects.filter(pk=mine.pk).update(holder=officer)

    assert list(visible_matters(officer)) == [mine]


@pytest.mark.parametrize("reach", list(Reach))
def test_a_list_is_one_query_whatever_the_reach(
    reach: Reach,
    bodies: dict[str, PublicBody],
    matters: list[Matter],
    credit_office: PublicBody,
    city: Region,
) -> None:
    scope = city.path if reach is Reach.REGION else credit_office.path
    kept = make_mandate("o", Actor.CREDIT_OFFICER, credit_office, scope, reach=reach)
    for path in [body.path for body in bodies.values()]:
        ScopePart.objects.create(mandate=kept, path=path)
    (held,) = mandates_of(kept.user, on=SINCE)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        list(visible_matters(held))

    assert len(asked) == 1


def fill(region: Region, about: PublicBody, at: datetime) -> None:
    """Let sixty organs handle fifty matters each, every one in the hands of somebody of its own."""
    organs = [make_body(f"o{number}", f"演示机关{number}", region) for number in range(60)]
    new = [NewMatter(RECORD, "演示事项", about, organ, "") for organ in organs for _ in range(50)]
    made = open_matters(new=new, by=None, at=at)
    hands = {each.pk: make_mandate(each.pk, Actor.MEASURE_OWNER, each, each.path) for each in organs}
    for matter in made:
        matter.holder = hands[matter.organ_id]
    Matter.objects.bulk_update(made, ["holder"], batch_size=200)


@pytest.mark.parametrize("reach", [Reach.BODY, Reach.BODY_AND_BELOW, Reach.REGION, Reach.CUSTOM, Reach.OWN])
def test_an_index_answers_and_no_table_is_read_whole(
    reach: Reach, bodies: dict[str, PublicBody], monday: datetime, credit_office: PublicBody
) -> None:
    body = bodies["gov"]
    scope = body.region.path if reach is Reach.REGION else body.path
    mandate = make_mandate("m", Actor.MEASURE_OWNER, body, scope, reach=reach)
    ScopePart.objects.bulk_create(ScopePart(mandate=mandate, path=each.path) for each in bodies.values())
    fill(bodies["far"].region, credit_office, monday)
    make_matter(body=bodies["bur"], organ=body, at=monday)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":  # of a small table it would rather read all: whether it could
            cursor.execute("SET LOCAL enable_seqscan TO off")

    plan = Matter.objects.visible_to(mandate).values("pk").explain()

    assert "SCAN matters_matter\n" not in f"{plan}\n", plan
    assert "Seq Scan on matters_matter" not in plan, plan


@pytest.mark.parametrize(
    ("role", "reach", "why"),
    [
        (Actor.LIAISON, Reach.REGION, "不能是区划及以下"),
        (Actor.ADMINISTRATOR, Reach.OWN, "不能是本人经办"),
        (Actor.INSPECTOR, Reach.BODY, "不能是本单位"),
        (Actor.CREDIT_OFFICER, Reach.CUSTOM, "须列出至少一个"),
    ],
)
def test_a_role_has_no_reach_that_does_not_fit_it(
    role: Actor, reach: Reach, why: str, credit_office: PublicBody, officer_lin: Mandate
) -> None:
    with pytest.raises(MandateRefused, match=why):
        grant_mandate(
            user=officer_lin.user, role=role, body_id=credit_office.pk, reach=reach,
            scope=credit_office.path, post="演示岗位", valid_from=SINCE,
        )  # fmt: skip


def test_a_custom_reach_stays_within_the_bodys_own_region(
    credit_office: PublicBody, county: Region, province: Region, officer_lin: Mandate
) -> None:
    said = {
        "user": officer_lin.user, "role": Actor.AUDITOR, "body_id": credit_office.pk, "reach": Reach.CUSTOM,
        "scope": credit_office.path, "post": "演示岗位", "valid_from": SINCE,
    }  # fmt: skip

    with pytest.raises(MandateRefused, match="之内的区划或者单位"):
        grant_mandate(**said, parts=[county.path, province.path])  # type: ignore[arg-type]

    granted = grant_mandate(**said, parts=[county.path])  # type: ignore[arg-type]
    assert [part.path for part in granted.parts.all()] == [county.path]
