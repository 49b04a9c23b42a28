"""Nobody judges a complaint about oneself: every organ against every body, and every way through the table."""

from datetime import datetime
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import make_body, make_region

from chengxin.chain.records.competence import another_organ, organs_above
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import Recused, pass_to_organ
from chengxin.foundation.subjects.models import BodyKind, Level, PublicBody, Region
from chengxin.ground.home import Home
from chengxin.mechanisms.supervision import operations
from chengxin.mechanisms.supervision.competent import (
    NotCompetentToVerify,
    proposed_organs,
    require_competent,
)
from chengxin.mechanisms.supervision.models import Complaint
from chengxin.site.demo.complaints import WAYS, Desks, Sent, accept, send, take

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.engine]


@pytest.fixture
def town(city: Region, county: Region, province: Region) -> list[PublicBody]:
    """Governments, who leads credit work and departments, at three levels and in a neighbouring county."""
    other = make_region("y", "演示邻县", Level.COUNTY, city)
    made = []
    for number, (region, place) in enumerate(
        [(province, "演示省"), (city, "演示市"), (county, "演示县"), (other, "演示邻县")]
    ):
        for key, name, kind in (
            ("g", "人民政府", BodyKind.GOVERNMENT),
            ("f", "发展和改革委员会", BodyKind.DEPARTMENT),
            ("z", "住房和城乡建设局", BodyKind.DEPARTMENT),
        ):
            made.append(make_body(f"{key}{number}", f"{place}{name}", region, kind))
    return made


def above(organ: PublicBody, body: PublicBody) -> bool:
    """Say in plain words whether an organ stands above a body: a region further up, or its own government."""
    regions = {part for part in body.region.path.split("/") if part}
    is_further_up = organ.region_id in regions and organ.region_id != body.region_id
    is_own_government = (
        organ.region_id == body.region_id
        and organ.kind == BodyKind.GOVERNMENT
        and body.kind != BodyKind.GOVERNMENT
    )
    return is_further_up or is_own_government


def test_only_who_stands_above_may_verify_and_nobody_oneself_whatever_law_is_named(
    town: list[PublicBody],
) -> None:
    for organ, body in product(town, town):
        if above(organ, body):
            assert require_competent(organ, body, law="")
            continue
        with pytest.raises(NotCompetentToVerify, match="N-23"):
            require_competent(organ, body, law="")
        if organ.pk == body.pk:
            with pytest.raises(NotCompetentToVerify):
                require_competent(organ, body, law="某条例第三条")


def test_a_peer_may_verify_by_a_named_law_alone(town: list[PublicBody]) -> None:
    finance, housing = town[1], town[2]  # of one region

    assert "某条例第三条" in require_competent(finance, housing, law="某条例第三条")


def test_whoever_takes_in_reviews_or_is_proposed_stands_above(town: list[PublicBody]) -> None:
    for body in town:
        assert all(above(organ, body) for organ in organs_above(body))
        assert all(above(each.organ, body) for each in proposed_organs(body, department="财政局"))
        for organ in organs_above(body):
            other = another_organ(body, but={organ.pk}, above=organ)
            assert other is None or (above(other, organ) and other.pk not in {organ.pk, body.pk})


def test_the_same_department_above_is_proposed_first(town: list[PublicBody]) -> None:
    first = proposed_organs(town[8], department="")[0]

    assert (first.organ.name, first.reason) == ("演示市住房和城乡建设局", "演示市：上级主管部门")


def test_the_platform_passes_no_matter_to_the_body_it_is_about(
    sent: Sent, desks: Desks, monday: datetime
) -> None:
    accept(sent, monday)
    matter = sent.fresh()

    with pytest.raises(NotCompetentToVerify):
        operations.assign(matter=matter, by=desks.intake, at=monday, organ=matter.body, law="某条例第三条")
    with pytest.raises(Recused):
        pass_to_organ(matter=matter, organ=matter.body)
    assert sent.fresh().state == "accepted"


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(sorted(WAYS)).map(lambda states: states[:2]))
def test_in_no_state_on_no_way_is_a_complaint_with_the_body_complained_of(
    rules: str, home: Home, housing_bureau: PublicBody, desks: Desks, monday: datetime, until: list[str]
) -> None:
    for state in until:
        text = f"演示数据 {Complaint.objects.count()}：{state}，合同款没有支付。"
        sent = send(body=housing_bureau, text=text, desks=desks, at=monday)
        take(sent, state, monday)

        organs = set(Matter.objects.filter(kind="complaint").values_list("organ", flat=True))
        assert housing_bureau.pk not in organs
        deciders = Matter.objects.filter(kind="complaint").exclude(decided_by=None)
        assert not deciders.filter(decided_by__body=housing_bureau).exists()
        assert sent.fresh().state == state
