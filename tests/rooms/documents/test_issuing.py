"""What a document says is fixed at its issue; what cannot be printed is told to people."""

from datetime import datetime

import pytest
from tests.make import Office, issue_and_serve, make_record

from chengxin.chain.records import operations as records
from chengxin.chain.records.models import Record
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.operations import NotReady, issue, review, review_in_law
from chengxin.foundation.documents.sections import document_section
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.engine]


@pytest.fixture
def record(rules: str, housing_bureau: PublicBody, office: Office, monday: datetime) -> Matter:
    return make_record(body=housing_bureau, office=office, at=monday, state="heard")


@pytest.fixture
def draft(record: Matter, office: Office, monday: datetime) -> Document:
    return records.draft_decision(matter=record, by=office.officer, at=monday)


def shown(document: Document, office: Office) -> str:
    """The text on the document's page."""
    values = document_section(Matter.objects.get(pk=document.pk), office.officer)
    assert values is not None
    return str(values["text"])


def retell(record: Matter, facts: str) -> None:
    Record.objects.filter(pk=record.pk).update(facts=facts)


def test_a_draft_says_what_the_record_says_today(record: Matter, draft: Document, office: Office) -> None:
    retell(record, "演示数据：查明的事实已经更正。")

    assert "查明的事实已经更正" in shown(draft, office)


def test_an_issued_document_says_for_ever_what_it_said_when_it_was_issued(
    record: Matter, draft: Document, office: Office, monday: datetime
) -> None:
    issue_and_serve(document=draft, office=office, at=monday)
    before = shown(draft, office)

    retell(record, "演示数据：查明的事实已经更正。")

    assert shown(draft, office) == before
    assert draft.number in before


@pytest.mark.parametrize(
    ("facts", "told"),
    [("演示数据：看不见的\u200b字", r"U\+200B"), ("演示数据：没有字形的\U0001f600字", "字形")],
    ids=["invisible", "without a glyph"],
)
def test_what_cannot_be_printed_is_told_and_not_passed_on(
    record: Matter, draft: Document, office: Office, monday: datetime, facts: str, told: str
) -> None:
    retell(record, facts)

    with pytest.raises(NotReady, match=told):
        review(matter=draft.matter, by=office.second_officer, at=monday)

    values = document_section(Matter.objects.get(pk=draft.pk), office.officer)
    assert values is not None
    assert "文书还不能成文" in values["missing"]


def test_what_became_unprintable_after_its_review_is_not_issued_and_takes_no_number(
    record: Matter, draft: Document, office: Office, monday: datetime
) -> None:
    review(matter=draft.matter, by=office.second_officer, at=monday)
    review_in_law(matter=draft.matter, by=office.lawyer, at=monday)
    retell(record, "演示数据：看不见的\u200b字")

    with pytest.raises(NotReady):
        issue(matter=Matter.objects.get(pk=draft.pk), by=office.head, at=monday)

    document = Document.objects.get(pk=draft.pk)
    assert (document.matter.state, document.number) == ("legal_reviewed", "")
