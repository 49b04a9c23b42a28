"""One summary a person, on working days, once a day."""

from datetime import datetime, timedelta

import pytest
from tests.rooms.deadlines.clocks import OPINION, REPLY, load_clocks, run_clock
from tests.rooms.deadlines.test_operations import all_at_once
from tests.rooms.matters.cases import make_matter

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.digests import write_digests
from chengxin.foundation.deadlines.models import Deadline, Digest, Owes
from chengxin.foundation.deadlines.queries import digest_of
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin_core.calendar import legal_day

pytestmark = pytest.mark.engine
everywhere = pytest.mark.django_db(databases="__all__")
A_DAY = timedelta(days=1)


@pytest.fixture
def matter(db: None, housing_bureau: PublicBody, credit_office: PublicBody, monday: datetime) -> Matter:
    """Three weeks later the organ owes a reply (due that day), and the body an opinion (late by then)."""
    matter = make_matter(body=housing_bureau, organ=credit_office, at=monday, rulebook=load_clocks(at=monday))
    Matter.objects.filter(pk=matter.pk).update(shown_at=monday)
    run_clock(matter, legal_day(monday), REPLY)
    run_clock(matter, legal_day(monday), OPINION, Owes.BODY)
    return matter


def told(mandate: Mandate, at: datetime) -> tuple[int, int] | None:
    digest = digest_of(mandate.user, on=legal_day(at))
    return None if digest is None else (digest.due, digest.late)


@everywhere
def test_sums_up_for_each_person_what_is_theirs(
    matter: Matter,
    officer_lin: Mandate,
    liaison_tang: Mandate,
    neighbour_bai: Mandate,
    owner_cao: Mandate,
    monday: datetime,
) -> None:
    the_day = monday + 28 * A_DAY

    assert write_digests(at=the_day) == 2

    assert [told(each, the_day) for each in (officer_lin, liaison_tang)] == [(1, 1), (0, 1)]
    assert [told(each, the_day) for each in (neighbour_bai, owner_cao)] == [None, None]


@everywhere
def test_is_written_once_a_day(matter: Matter, officer_lin: Mandate, monday: datetime) -> None:
    the_day = monday + 28 * A_DAY

    assert [write_digests(at=the_day + timedelta(hours=n)) for n in (0, 1)] == [1, 0]


@everywhere
def test_is_not_written_on_days_off(matter: Matter, officer_lin: Mandate, monday: datetime) -> None:
    written = [write_digests(at=monday + n * A_DAY) for n in range(27, 34)]

    assert written == [0, 1, 1, 1, 1, 1, 0]  # Sunday to Saturday


@everywhere
def test_says_nothing_where_nothing_is_due(matter: Matter, officer_lin: Mandate, monday: datetime) -> None:
    Deadline.objects.update(ended_on=legal_day(monday))

    assert write_digests(at=monday + 28 * A_DAY) == 0


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_workers_that_race_write_one_each(matter: Matter, officer_lin: Mandate, monday: datetime) -> None:
    all_at_once(3, lambda: write_digests(at=monday + 28 * A_DAY))

    assert Digest.objects.count() == 1
