"""Whatever the database holds that lies outside a purpose: the answer of the purpose stays the same."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.rooms.inquiries.cases import about_body, said

from chengxin.chain.consequences.models import Measure
from chengxin.chain.records.models import Record
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.documents.models import Document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.foundation.subjects.models import PublicBody
from chengxin_core.determination.inquiries import Answer, Outcome, Purpose, purposes
from chengxin_core.vocabulary import Area, Severity

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("rules")]
TODAY = date(2026, 11, 23)
BODY_PURPOSES = ("award", "procurement", "funds", "pilot")
MEASURES = (
    "honours_bar", "local_honours_limit", "procurement_bar", "funds_limit", "pilot_bar", "public_criticism",
    "reminder_interview", "expenses_limit",
)  # fmt: skip
days = st.integers(-400, 400).map(lambda off: TODAY + timedelta(days=off))
# A record with its measures: severity, area, state, when it ends, and (code, state, whose term) of each measure.
measures = st.tuples(
    st.sampled_from(MEASURES),
    st.sampled_from(["proposed", "decided", "in_force", "lifted"]),
    st.none() | days,
)
records = st.tuples(
    st.sampled_from(Severity),
    st.sampled_from(Area),
    st.sampled_from(["accepted", "active", "repaired"]),
    days,
    st.lists(measures, max_size=3),
)
RecordMade = tuple[str, str, str, date, list[tuple[str, str, date | None]]]


class Undone(Exception):
    """Takes back what one example wrote."""


@given(
    purpose=st.sampled_from(BODY_PURPOSES),
    inside=st.lists(records, max_size=2),
    outside=st.lists(records, max_size=3),
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_lies_outside_the_purpose_changes_nothing_of_the_answer(
    housing_bureau: PublicBody,
    water_bureau: PublicBody,
    credit_office: PublicBody,
    owner_cao: Mandate,
    monday: datetime,
    purpose: str,
    inside: list[RecordMade],
    outside: list[RecordMade],
) -> None:
    (asked,) = (each for each in purposes(current_rulebook(), on=TODAY) if each.code == purpose)
    try:
        with transaction.atomic():
            for each in inside:
                write(each, housing_bureau, credit_office, owner_cao, monday)
            before = answer_of(housing_bureau, owner_cao, monday, purpose)
            for each in outside:
                write(each, water_bureau, credit_office, owner_cao, monday)
                write(beside(each, asked), housing_bureau, credit_office, owner_cao, monday)

            after = answer_of(housing_bureau, owner_cao, monday, purpose)

            assert after == before
            raise Undone
    except Undone:
        pass


def test_what_lies_inside_changes_it(
    housing_bureau: PublicBody, credit_office: PublicBody, owner_cao: Mandate, monday: datetime
) -> None:
    """The property above would hold of an answer that is always the same."""
    for ends, told in ((TODAY - timedelta(days=1), Outcome.CLEAR), (TODAY, Outcome.OBSTACLE)):
        made: RecordMade = (Severity.GENERAL, Area.DEBT, "active", ends, [("honours_bar", "in_force", None)])
        write(made, housing_bureau, credit_office, owner_cao, monday)

        assert answer_of(housing_bureau, owner_cao, monday, "award").outcome is told
        assert answer_of(housing_bureau, owner_cao, monday, "procurement").outcome is Outcome.CLEAR


def answer_of(body: PublicBody, by: Mandate, at: datetime, purpose: str) -> Answer:
    return said(about_body(body, by, at, purpose))


def beside(each: RecordMade, purpose: Purpose) -> RecordMade:
    """The same with all that the purpose may look at taken away."""
    severity, area, state, ends, imposed = each
    concerns = severity in purpose.severities and (not purpose.areas or area in purpose.areas)
    return (
        Severity.MINOR if concerns else severity,
        area,
        state,
        ends,
        [measure for measure in imposed if measure[0] not in purpose.measures],
    )


def write(each: RecordMade, body: PublicBody, organ: PublicBody, owner: Mandate, at: datetime) -> None:
    """Put a record with its measures into the tables as they stand at the end of their ways."""
    severity, area, state, ends, imposed = each
    matter = _matter("record", state, body, organ, at, decided_by=owner, decided_at=at - timedelta(days=500))
    Record.objects.create(
        matter=matter, severity=severity, area=area, instrument_on=TODAY, ends_on=ends, **_ended(state)
    )
    paper = _matter("document", "served", body, organ, at, parent=matter)
    notice = Document.objects.create(matter=paper, kind="record_notice")
    for code, stands, term in imposed:
        Measure.objects.create(
            matter=_matter("measure", stands, body, owner.body, at, parent=matter),
            code=code,
            zh=code,
            source="演示条款",
            is_recommended=True,
            needs_approval=False,
            until_on=term,
            **_carried_out(stands, notice),
        )


def _matter(kind: str, state: str, body: PublicBody, organ: PublicBody, at: datetime, **more: Any) -> Matter:
    return Matter.objects.create(
        kind=kind, state=state, title="演示", body=body, organ=organ, subject_path=body.path,
        organ_path=organ.path, rulebook="0" * 64, opened_at=at, moved_at=at, **more,
    )  # fmt: skip


def _ended(state: str) -> dict[str, Any]:
    return {"ended_on": TODAY, "ended_ground": "repaired"} if state == "repaired" else {}


def _carried_out(stands: str, notice: Document) -> dict[str, Any]:
    day = TODAY - timedelta(days=450)
    decided = {"notice": notice, "decision": "演示决定", "decided_on": day, "decision_served_on": day}
    return {
        "proposed": {},
        "decided": decided,
        "in_force": decided | {"applied_on": day},
        "lifted": decided | {"applied_on": day, "lifted_on": TODAY},
    }[stands]
