"""From a broken promise to a proposed record: the served finding carries everything over; the lead carries nothing."""

from datetime import datetime, timedelta

import pytest
from tests.make import Office, issue_and_serve
from tests.rooms.commitments.conftest import DUE, Entered
from tests.unprinted import papers_are_not_printed  # noqa: F401 - a fixture

from chengxin.chain.records import operations as records
from chengxin.chain.records.forms import Submit
from chengxin.chain.records.models import Record
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.documents.models import Document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.mechanisms.commitments import findings, operations
from chengxin.mechanisms.commitments.sections import commitment_section
from chengxin.mechanisms.commitments.watching import watch
from chengxin_core.vocabulary import Area, InstrumentKind

pytestmark = [
    pytest.mark.engine,
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("rules"),
]
A_DAY = timedelta(days=1)


@pytest.fixture
def late(monday: datetime) -> datetime:
    """The morning after the last day."""
    return monday + (DUE + A_DAY - monday.date())


@pytest.fixture
def broken(entered: Entered, office: Office, monday: datetime, late: datetime) -> Matter:
    """A promise whose day passed, about which the body said something, and which was found broken."""
    matter = entered(area=Area.INVESTMENT)
    watch(at=late)
    matter.refresh_from_db()
    operations.explain(matter=matter, by=office.liaison, at=late, excuse="", text="演示数据：资金没有到位。")
    operations.find_broken(matter=matter, by=office.head, at=late + A_DAY, reason="演示数据：理由不成立。")
    return matter


def test_found_broken_runs_the_days_of_the_finding_and_no_record_rests_on_the_lead(broken: Matter) -> None:
    assert Matter.objects.filter(kind="lead").count() == 1
    assert not Record.objects.exists()
    assert Deadline.objects.running().get(matter=broken).clock == "complaint.determine"


def test_the_served_finding_proposes_a_record_in_which_nothing_has_to_be_entered_again(
    broken: Matter, office: Office, late: datetime
) -> None:
    at = late + 2 * A_DAY
    findings.draft_finding(matter=broken, by=office.officer, at=at)
    issue_and_serve(document=Document.objects.get(kind="commitment_finding"), office=office, at=at)

    record = Record.objects.get()
    (counted,) = record.instruments.select_related("instrument")
    assert counted.instrument.kind == InstrumentKind.BREACH_FINDING
    assert record.area == Area.INVESTMENT
    assert "城北路" in record.facts
    assert str(DUE) in record.facts
    assert record.record_type == "breach_finding"
    assert record.matter.state == "draft"
    assert Deadline.objects.running().get(matter=record.matter).clock == "complaint.record"
    shown = commitment_section(Matter.objects.get(pk=broken.pk), office.officer, at=at)
    assert shown["records"] == [record.matter]

    blank = Submit(matter=record.matter, by=office.officer, at=at)
    filled = {name: field.initial for name, field in blank.fields.items() if field.initial}
    form = Submit(filled, matter=record.matter, by=office.officer, at=at)
    assert form.is_valid(), form.errors
    records.submit(matter=record.matter, by=office.officer, at=at, **form.cleaned_data)
    assert not Deadline.objects.running().filter(matter=record.matter, clock="complaint.record").exists()


def test_a_finding_is_drafted_once(broken: Matter, office: Office, late: datetime) -> None:
    findings.draft_finding(matter=broken, by=office.officer, at=late + A_DAY)

    with pytest.raises(UnableToMove, match="已经拟写"):
        findings.draft_finding(matter=broken, by=office.officer, at=late + A_DAY)
