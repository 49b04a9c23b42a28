"""One document needs four persons, whatever posts they hold."""

from datetime import date, datetime

import pytest
from tests.cast import make_mandate
from tests.make import Office, make_record

from chengxin.chain.records import operations as records
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.operations import issue, review, review_in_law, send_back
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.matters.two_persons import SamePerson
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.engine]


@pytest.fixture
def draft(rules: str, housing_bureau: PublicBody, office: Office, monday: datetime) -> Matter:
    """The determination of a record, drafted by the officer."""
    record = make_record(body=housing_bureau, office=office, at=monday, state="heard")
    return records.draft_decision(matter=record, by=office.officer, at=monday).matter


def also(person: Mandate, role: Actor, city: Region) -> Mandate:
    """Another post of the same person in the same office."""
    return make_mandate(person.user.username, role, person.body, city.path)


def again(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def test_the_drafter_does_none_of_the_other_steps(
    draft: Matter, office: Office, city: Region, monday: datetime
) -> None:
    lawyer, head = (also(office.officer, role, city) for role in (Actor.LEGAL_REVIEWER, Actor.CREDIT_HEAD))

    with pytest.raises(SamePerson, match="审核人不得与拟稿人"):
        review(matter=draft, by=office.officer, at=monday)
    offered = [each.code for each in kind_of("document").buttons_for(draft, office.officer)]
    assert offered == ["revise", "withdraw"]
    ((barred, why),) = kind_of("document").barred_for(draft, office.officer)
    assert (barred.code, why) == ("review", "您是这件文书的拟稿人，须由另一人办理")
    review(matter=draft, by=office.second_officer, at=monday)
    with pytest.raises(SamePerson, match="法制审核人不得与拟稿人"):
        review_in_law(matter=again(draft), by=lawyer, at=monday)
    review_in_law(matter=again(draft), by=office.lawyer, at=monday)
    with pytest.raises(SamePerson, match="签发人不得与拟稿人"):
        issue(matter=again(draft), by=head, at=monday)


def test_who_acts_for_the_drafter_does_not_review_either(
    draft: Matter, office: Office, monday: datetime
) -> None:
    drafter = office.officer
    deputy = make_mandate(
        "dai",
        Actor.CREDIT_OFFICER,
        drafter.body,
        drafter.scope,
        principal=drafter,
        valid_until=date(2026, 12, 1),
    )

    with pytest.raises(SamePerson, match="审核人不得与拟稿人"):
        review(matter=draft, by=deputy, at=monday)
    assert "review" in [button.code for button, _why in kind_of("document").barred_for(draft, deputy)]


def test_the_reviewer_neither_reviews_in_law_nor_issues(
    draft: Matter, office: Office, city: Region, monday: datetime
) -> None:
    lawyer = also(office.second_officer, Actor.LEGAL_REVIEWER, city)
    head = also(office.second_officer, Actor.CREDIT_HEAD, city)
    review(matter=draft, by=office.second_officer, at=monday)

    with pytest.raises(SamePerson, match="法制审核人不得与审核人"):
        review_in_law(matter=draft, by=lawyer, at=monday)
    review_in_law(matter=draft, by=office.lawyer, at=monday)
    with pytest.raises(SamePerson, match="签发人不得与审核人"):
        issue(matter=draft, by=head, at=monday)


def test_who_reviewed_in_law_does_not_issue_what_the_platform_drafted(
    draft: Matter, office: Office, city: Region, monday: datetime
) -> None:
    Document.objects.filter(pk=draft.pk).update(drafted_by=None)
    review(matter=draft, by=office.second_officer, at=monday)
    review_in_law(matter=draft, by=office.lawyer, at=monday)

    with pytest.raises(SamePerson, match="签发人不得与法制审核人"):
        issue(matter=draft, by=also(office.lawyer, Actor.CREDIT_HEAD, city), at=monday)

    issue(matter=again(draft), by=office.head, at=monday)
    assert again(draft).state == "issued"


def test_a_document_sent_back_is_reviewed_from_the_start(
    draft: Matter, office: Office, monday: datetime
) -> None:
    review(matter=draft, by=office.second_officer, at=monday)
    send_back(matter=draft, by=office.lawyer, at=monday, reason="演示数据：理由不足")

    document = Document.objects.get(pk=draft.pk)

    assert (document.matter.state, document.reviewed_by, document.law_reviewed_by) == ("drafted", None, None)
