"""Who sees which question: everybody, in every post and reach, against plain words; every door for some."""

from datetime import datetime

import pytest
from tests.access.oracle import Fact, Holder, reaches
from tests.access.test_enumeration import held_by, signed_in, some
from tests.access.walk import read
from tests.access.world import AT, BODIES, TODAY, World, tree

from chengxin.foundation.accounts.models import Mandate
from chengxin.insight.inquiries.models import Inquiry
from chengxin.insight.inquiries.operations import answer_all, asking
from chengxin.insight.inquiries.queries import inquiries_about, inquiries_seen_by
from chengxin_core.determination.inquiries import SubjectKind

pytestmark = [pytest.mark.engine, pytest.mark.django_db(databases="__all__")]
ASKERS = {"measure_owner", "credit_officer"}  # who may ask for funds
SUBJECTS = {"liaison", "body_head"}


@pytest.fixture
def asked(world: World, monday: datetime) -> list[Inquiry]:
    """Every organ in which people hold posts asked about every other body."""
    by_organ = {
        who.body: mandate
        for mandate, who in world.holders.items()
        if who.role == "measure_owner" and mandate.principal is None
    }
    made: list[Inquiry] = []
    for organ in AT:
        question = asking(
            who=Mandate.objects.select_related("body").get(pk=by_organ[organ].pk),
            kind=SubjectKind.BODY,
            purpose="funds",
            document_number="演示财〔2026〕7号",
            on=TODAY,
        )
        made += answer_all(
            asked=question, subjects=[(None, body) for body in BODIES if body != organ], at=monday
        )
    return made


def seen_as_asker(who: Holder, asked: list[Inquiry]) -> set[str]:
    return {each.number for each in asked if who.role in ASKERS and each.organ_id == who.body}


def seen_as_subject(who: Holder, asked: list[Inquiry]) -> set[str]:
    nobodys = Fact("", "", "", shown=True, archived=False, hands="", late=False)
    return {
        each.number
        for each in asked
        if who.role in SUBJECTS and reaches(who, str(each.body_id), nobodys, tree())
    }


def test_everybody_sees_exactly_the_questions_of_the_own_organ_and_about_the_own_bodies(
    world: World, asked: list[Inquiry]
) -> None:
    for mandate, who in world.holders.items():
        held = held_by(mandate)
        if held is None:
            continue

        assert set(inquiries_seen_by(held, on=TODAY).values_list("number", flat=True)) == seen_as_asker(
            who, asked
        ), who
        assert set(inquiries_about(held, on=TODAY).values_list("number", flat=True)) == seen_as_subject(
            who, asked
        ), who


@pytest.mark.parametrize("step", [37, pytest.param(13, marks=pytest.mark.soak)])
def test_no_door_of_inquiries_tells_of_a_question_that_may_not_be_seen(
    world: World, asked: list[Inquiry], step: int
) -> None:
    for mandate, who in some(world, step):
        client, may = signed_in(mandate), seen_as_asker(who, asked)
        for each in asked[::3]:
            answer = client.get(f"/desk/inquiries/{each.number}/")
            assert (answer.status_code == 200) == (each.number in may), (who, each)
            if each.number not in may:
                paper = client.get(f"/desk/inquiries/{each.number}/answer.pdf")
                assert paper.status_code in {403, 404}, (who, each)
        for address in ("", "asked/", "reviews/", "lists/"):
            said = read(client.get(f"/desk/inquiries/{address}"))
            assert {each.number for each in asked if each.number in said} <= may, (who, address)
        about = client.get("/desk/inquiries/about/")
        assert (about.status_code == 200) == (who.role in SUBJECTS), who
        shown, own = read(about), seen_as_subject(who, asked)
        told = {name for name in BODIES if f'scope="row">演示机关{name}<' in shown}
        assert told == {str(each.body_id) for each in asked if each.number in own}, who
