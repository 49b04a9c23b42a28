"""Days pass: a promise is reminded of, and the day after its last a lead stands, without a gap and once."""

from datetime import date, datetime, timedelta

import pytest
from tests.make import Office
from tests.rooms.commitments.conftest import DUE, PAPER, Entered

from chengxin.foundation.matters.models import Matter
from chengxin.mechanisms.commitments import changing, operations
from chengxin.mechanisms.commitments.models import Commitment
from chengxin.mechanisms.commitments.sections import commitment_section
from chengxin.mechanisms.commitments.watching import watch

pytestmark = [
    pytest.mark.own_sql,
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("rules"),
]


def morning_of(day: date, monday: datetime) -> datetime:
    return monday + (day - monday.date())


def state_of(matter: Matter) -> str:
    matter.refresh_from_db()
    return matter.state


@pytest.mark.parametrize(
    ("days_before", "state"), [(31, "performing"), (30, "due_soon"), (0, "due_soon"), (-1, "overdue")]
)
def test_a_day_before_or_after_is_what_it_is(
    days_before: int, state: str, entered: Entered, monday: datetime
) -> None:
    matter = entered()

    watch(at=morning_of(DUE - timedelta(days=days_before), monday))

    assert state_of(matter) == state


def test_the_day_after_the_last_opens_one_lead_about_the_body_for_the_organ_above(
    entered: Entered, office: Office, monday: datetime
) -> None:
    matter, after = entered(), morning_of(DUE + timedelta(days=1), monday)

    watch(at=after)
    watch(at=after + timedelta(days=1))

    lead = Matter.objects.get(kind="lead")
    assert (lead.body, lead.organ) == (matter.body, office.officer.body)
    assert Commitment.objects.get(pk=matter.pk).overdue_since == DUE + timedelta(days=1)
    assert lead.shown_at is None
    matter.refresh_from_db()
    shown = {by: commitment_section(matter, by, at=after)["lead"] for by in (office.officer, office.liaison)}
    assert shown == {office.officer: lead, office.liaison: None}


def test_a_long_standstill_loses_no_lead(entered: Entered, monday: datetime) -> None:
    matter = entered()

    watch(at=morning_of(DUE + timedelta(days=200), monday))

    assert state_of(matter) == "overdue"
    assert Matter.objects.filter(kind="lead").count() == 1


def test_asking_for_a_change_stops_no_day(entered: Entered, office: Office, monday: datetime) -> None:
    matter = entered()
    changing.propose_change(
        matter=matter, by=office.liaison, at=monday, ground="public_interest", reason="防汛", text="", target="",
        due_on=date(2028, 1, 1), attachments=[PAPER],
    )  # fmt: skip

    watch(at=morning_of(DUE + timedelta(days=1), monday))

    assert state_of(matter) == "change_proposed"
    assert Matter.objects.filter(kind="lead").count() == 1


def test_what_was_reported_waits_for_its_verdict_and_is_overdue_the_moment_it_is_sent_back(
    entered: Entered, office: Office, monday: datetime
) -> None:
    matter, after = entered(), morning_of(DUE + timedelta(days=1), monday)
    operations.report(
        matter=matter,
        by=office.liaison,
        at=monday,
        fulfilled_on=monday.date(),
        text="已通车",
        attachments=[PAPER],
    )
    watch(at=after)
    assert state_of(matter) == "reported"

    operations.send_back(matter=matter, by=office.officer, at=after, reason="只修了一半")

    assert state_of(matter) == "overdue"
    assert Matter.objects.filter(kind="lead").count() == 1


def test_one_that_is_entered_after_its_day_is_overdue_at_once(entered: Entered) -> None:
    matter = entered(due_on=date(2026, 11, 20))

    assert state_of(matter) == "overdue"
