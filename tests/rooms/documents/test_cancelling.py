"""A document that its matter no longer waits for does not go out."""

from collections.abc import Callable
from datetime import datetime

import pytest
from tests.make import A_DAY, Office, make_record

from chengxin.chain.records import operations as records
from chengxin.foundation.deliveries.operations import dispatch, sign_for
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.operations import (
    NoLongerWanted,
    cancel_unsent,
    issue,
    review,
    review_in_law,
)
from chengxin.foundation.matters.models import Matter, MatterMove
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.subjects.models import PublicBody
from chengxin.site.demo.steps import agree_to_electronic_service

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.engine]

UNSENT = ("drafted", "reviewed", "legal_reviewed", "issued", "dispatched")


@pytest.fixture
def record(rules: str, housing_bureau: PublicBody, office: Office, monday: datetime) -> Matter:
    """A record that was heard and waits for its determination."""
    return make_record(body=housing_bureau, office=office, at=monday, state="heard")


def decision(record: Matter, office: Office, at: datetime, *, state: str) -> Matter:
    """The draft of its determination, taken as far as `state`."""
    matter = records.draft_decision(matter=record, by=office.officer, at=at).matter
    agree_to_electronic_service(office.liaison, at)
    steps: list[Callable[[], object]] = [
        lambda: review(matter=matter, by=office.second_officer, at=at),
        lambda: review_in_law(matter=matter, by=office.lawyer, at=at),
        lambda: issue(matter=matter, by=office.head, at=at),
        lambda: dispatch(matter=matter, by=office.officer, at=at),
        lambda: sign_for(matter=matter, by=office.liaison, at=at),
    ]
    for step in steps[: (*UNSENT, "served").index(state)]:
        step()
    return matter


@pytest.mark.parametrize("state", UNSENT)
def test_cancels_what_was_not_served_saying_why(
    record: Matter, office: Office, monday: datetime, state: str
) -> None:
    matter = decision(record, office, monday, state=state)

    cancelled = cancel_unsent(parent=record, why="不予认定", at=monday + A_DAY)

    matter.refresh_from_db()
    last = MatterMove.objects.filter(matter=matter).latest("pk")
    assert (cancelled, matter.state, last.note, last.by) == (1, "cancelled", "不予认定", None)


def test_leaves_what_was_served(record: Matter, office: Office, monday: datetime) -> None:
    cancelled = cancel_unsent(parent=record, why="不予认定", at=monday)

    assert cancelled == 0
    assert set(Matter.objects.filter(parent=record, kind="document").values_list("state", flat=True)) == {
        "served"
    }


def test_cannot_be_signed_for_once_it_was_recalled(record: Matter, office: Office, monday: datetime) -> None:
    matter = decision(record, office, monday, state="dispatched")
    cancel_unsent(parent=record, why="不予认定", at=monday)
    matter.refresh_from_db()

    with pytest.raises(UnableToMove, match="已作废"):
        sign_for(matter=matter, by=office.liaison, at=monday)


def test_is_neither_issued_nor_sent_where_its_record_is_over(
    record: Matter, office: Office, monday: datetime
) -> None:
    reviewed = decision(record, office, monday, state="legal_reviewed")
    Matter.objects.filter(pk=record.pk).update(state="dismissed")
    reviewed = Matter.objects.get(pk=reviewed.pk)

    with pytest.raises(NoLongerWanted, match="不予认定"):
        issue(matter=reviewed, by=office.head, at=monday)

    Matter.objects.filter(pk=record.pk).update(state="heard")
    issue(matter=Matter.objects.get(pk=reviewed.pk), by=office.head, at=monday)
    Matter.objects.filter(pk=record.pk).update(state="merged")
    with pytest.raises(NoLongerWanted):
        dispatch(matter=Matter.objects.get(pk=reviewed.pk), by=office.officer, at=monday)
    assert Document.objects.get(pk=reviewed.pk).matter.state == "issued"
