"""The search finds what comparing every visible matter with the words would find, and nothing else."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.rooms.desk.trial import make_trial, trial

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.finding import find, index_waiting, saying
from chengxin.foundation.matters.models import Matter, ToIndex
from chengxin.foundation.matters.operations import pass_to_organ
from chengxin.foundation.matters.queries import visible_matters
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground import postings

pytestmark = [pytest.mark.django_db, pytest.mark.own_sql, pytest.mark.usefixtures("trial")]
__all__ = ["trial"]
WORDS = [
    "",
    "住房",
    "局",
    "工程款",
    "演示县 支付",
    "水利局未按",
    "支付（",
    "款工",
    "abc",
    "2026-000001",
    "2026-",
]


@pytest.fixture(params=[(16, 16), (1, 1), (2, 2)], ids=["one_block", "newest_of_two", "newest_of_eight"])
def blocks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index in blocks of so many bits, so many of which are read first."""
    monkeypatch.setattr(postings, "BLOCK", request.param[0])
    monkeypatch.setattr(postings, "NEWEST", request.param[1])


@pytest.fixture
def people(
    officer_lin: Mandate,
    head_zhou: Mandate,
    liaison_tang: Mandate,
    neighbour_bai: Mandate,
    owner_cao: Mandate,
) -> list[Mandate]:
    return [officer_lin, head_zhou, liaison_tang, neighbour_bai, owner_cao]


@pytest.fixture
def matters(
    housing_bureau: PublicBody,
    water_bureau: PublicBody,
    credit_office: PublicBody,
    finance_bureau: PublicBody,
    monday: datetime,
) -> list[Matter]:
    """Matters of two organs about two bodies, some shown and one archived; half of them in the index."""
    made = [
        make_trial(body, organ, shown=bool(number % 3))
        for number, (body, organ) in enumerate(
            [(b, o) for b in (housing_bureau, water_bureau) for o in (credit_office, finance_bureau)] * 3
        )
    ]
    Matter.objects.filter(pk=made[4].pk).update(archived_at=monday)
    index_waiting(at=monday)
    return [*made, make_trial(housing_bureau, credit_office), make_trial(water_bureau, credit_office)]


def everything(mandate: Mandate, words: str, size: int) -> list[Matter]:
    """Page through the whole answer."""
    seen: list[Matter] = []
    before: int | None = None
    while True:
        found = find(mandate, words, Q(), before=before, size=size)
        seen += found.matters
        before = found.next_key
        if before is None:
            return seen


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.sampled_from(WORDS), size=st.integers(1, 5), who=st.integers(0, 4))
def test_answers_as_comparing_each_would(
    blocks: None, people: list[Mandate], matters: list[Matter], words: str, size: int, who: int
) -> None:
    mandate = people[who]
    compared = visible_matters(mandate).filter(saying(words)).order_by("-pk")

    assert everything(mandate, words, size) == list(compared)


def test_finds_a_matter_at_its_new_organ_before_and_after_the_index_follows(
    matters: list[Matter], owner_cao: Mandate, finance_bureau: PublicBody, monday: datetime
) -> None:
    matter = matters[0]
    matter.refresh_from_db()
    pass_to_organ(matter=matter, organ=finance_bureau)

    assert matter in everything(owner_cao, "住房", 5)
    index_waiting(at=monday)
    assert matter in everything(owner_cao, "住房", 5)
    assert not ToIndex.objects.exists()


def test_costs_the_same_number_of_queries_however_much_there_is(
    officer_lin: Mandate, housing_bureau: PublicBody, credit_office: PublicBody, monday: datetime
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            find(officer_lin, "工程款", Q())
        return len(asked)

    make_trial(housing_bureau, credit_office)
    index_waiting(at=monday)
    few = queries()
    for number in range(60):
        make_trial(housing_bureau, credit_office, at=monday + timedelta(minutes=number))
    index_waiting(at=monday)

    assert queries() == few <= 3


@pytest.mark.parametrize("blocks", [(1, 1)], indirect=True)
@pytest.mark.parametrize("words", ["", "工程款", "演示县 支付", "没有"])
def test_asks_seven_times_at_most_however_far_back_it_reads(
    blocks: None, matters: list[Matter], officer_lin: Mandate, words: str
) -> None:
    with CaptureQueriesContext(connection) as asked:
        find(officer_lin, words, Q(), size=3)

    assert len(asked) <= 7
