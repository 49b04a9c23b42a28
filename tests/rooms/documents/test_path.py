"""The whole way of a document: every step can be returned or taken back, nothing is lost, no number is missing."""

from datetime import datetime

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.make import Office, issue_and_serve, make_record

from chengxin.chain.records import operations as records
from chengxin.chain.records.models import Record
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.documents.comparing import compare, words_of
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.operations import (
    NotYours,
    cancel,
    issue,
    preview,
    retract_legal,
    retract_review,
    review,
    review_in_law,
    revise,
    send_back,
    withdraw_draft,
)
from chengxin.foundation.documents.queries import books_of, missing_in, numbers_in, versions_of
from chengxin.foundation.documents.rendering.document import Paragraph
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.matters.two_persons import SamePerson
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.worklists.consulting import agree, consult, differ
from chengxin_core.lifecycle.consultations import ConsultationKind

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.engine]
TEXTS = st.lists(st.text(alphabet="演示数据告知书，。1〔2", max_size=12), max_size=5)


@pytest.fixture
def draft(rules: str, housing_bureau: PublicBody, office: Office, monday: datetime) -> Document:
    record = make_record(body=housing_bureau, office=office, at=monday, state="heard")
    return records.draft_decision(matter=record, by=office.officer, at=monday)


def reviewed(draft: Document, office: Office, at: datetime) -> Matter:
    review(matter=draft.matter, by=office.second_officer, at=at)
    review_in_law(matter=draft.matter, by=office.lawyer, at=at)
    return draft.matter


class TestSteps:
    def test_are_taken_back_by_who_made_them_and_nobody_else(
        self, draft: Document, office: Office, monday: datetime
    ) -> None:
        matter = reviewed(draft, office, monday)

        retract_legal(matter=matter, by=office.lawyer, at=monday, reason="漏审一条依据")
        with pytest.raises(NotYours):
            retract_review(matter=matter, by=office.officer, at=monday, reason="不是我审核的")
        retract_review(matter=matter, by=office.second_officer, at=monday, reason="事实还要核对")

        draft.refresh_from_db()
        assert (matter.state, draft.reviewed_by, draft.law_reviewed_by) == ("drafted", None, None)
        with pytest.raises(NotYours, match="稿件只能由拟稿人本人撤回"):
            withdraw_draft(matter=matter, by=office.second_officer, at=monday, reason="不是我拟的")
        issue_and_serve(document=Document.objects.get(pk=draft.pk), office=office, at=monday)

    def test_keep_what_was_said_at_each_and_show_the_difference(
        self, client: Client, draft: Document, office: Office, monday: datetime
    ) -> None:
        matter = reviewed(draft, office, monday)
        send_back(matter=matter, by=office.head, at=monday, reason="金额有误")
        assert matter.parent is not None
        Record.objects.filter(pk=matter.parent.pk).update(facts="演示数据：查明的金额已经更正。")
        client.force_login(office.officer.user)
        matter.refresh_from_db()
        said = {
            "reason": "写明金额的计算",
            "added_1": "演示数据：申辩的金额经核对。",
            "version": matter.version,
        }
        client.post(f"/desk/matters/{draft.pk}/revise/", said)
        with pytest.raises(SamePerson):
            review(matter=Matter.objects.get(pk=draft.pk), by=office.officer, at=monday)
        reviewed(Document.objects.get(pk=draft.pk), office, monday)

        page = client.get(f"/desk/documents/{draft.pk}/compare/?before=1&after=3").content.decode()

        assert [each.step for each in versions_of(draft)] == ["review", "draft", "revise"]
        assert "演示数据：申辩的金额经核对。" in page
        assert "<ins>" in page
        assert "<del>" in page
        client.force_login(office.liaison.user)
        assert client.get(f"/desk/documents/{draft.pk}/compare/").status_code == 404


class TestADraft:
    def test_that_is_changed_keeps_all_that_the_case_says_and_gets_another_drafter(
        self, draft: Document, office: Office, monday: datetime
    ) -> None:
        before = preview(draft)
        added = {"认定的依据和理由": "演示数据：补写的理由。\n演示数据：第二段。", "认定结论": " "}

        revise(matter=draft.matter, by=office.second_officer, at=monday, reason="补写", added=added, typed={})

        draft = Document.objects.get(pk=draft.pk)
        after = preview(draft)
        put_in = [each for each in after.body if each not in before.body]
        assert put_in == [Paragraph("演示数据：补写的理由。"), Paragraph("演示数据：第二段。")]
        assert [each for each in after.body if each not in put_in] == list(before.body)
        assert after.remedies == before.remedies
        with pytest.raises(SamePerson, match="拟稿人"):
            review(matter=draft.matter, by=office.second_officer, at=monday)
        with pytest.raises(UnableToMove, match="没有改动"):
            revise(matter=draft.matter, by=office.officer, at=monday, reason="再改", added=added, typed={})

    def test_that_was_reviewed_is_changed_no_more(
        self, draft: Document, office: Office, monday: datetime
    ) -> None:
        matter, added = reviewed(draft, office, monday), {"认定结论": "演示数据：更重"}

        with pytest.raises(UnableToMove):
            revise(matter=matter, by=office.officer, at=monday, reason="补写", added=added, typed={})


def test_a_draft_that_its_drafter_took_back_makes_room_for_another(
    draft: Document, office: Office, monday: datetime
) -> None:
    offered = kind_of("document").buttons_for(draft.matter, office.officer)
    assert "withdraw" in [button.code for button in offered]

    withdraw_draft(matter=draft.matter, by=office.officer, at=monday, reason="主送机关写错")

    assert draft.matter.state == "cancelled"
    assert draft.matter.parent is not None
    records.draft_decision(matter=draft.matter.parent, by=office.officer, at=monday)


class TestNumbers:
    def test_of_a_cancelled_document_stay_in_their_book_with_the_reason(
        self, client: Client, draft: Document, office: Office, monday: datetime
    ) -> None:
        matter = reviewed(draft, office, monday)
        issue(matter=matter, by=office.head, at=monday)
        cancel(matter=matter, by=office.head, at=monday, reason="主送机关写错")
        client.force_login(office.officer.user)

        (book,) = books_of(office.officer)
        assert missing_in(book) == []
        assert next(each.void_because for each in numbers_in(book)) == "主送机关写错"
        page = client.get("/desk/documents/numbers/").content.decode()
        assert "没有缺号" in page
        assert "主送机关写错" in page

    def test_of_another_organ_are_not_shown(
        self, client: Client, draft: Document, office: Office, owner_cao: Mandate, monday: datetime
    ) -> None:
        client.force_login(owner_cao.user)

        assert "还没有签发过文书" in client.get("/desk/documents/numbers/").content.decode()


def test_a_document_is_not_issued_before_every_unit_gave_its_word(
    draft: Document, office: Office, owner_cao: Mandate, finance_bureau: PublicBody, monday: datetime
) -> None:
    matter = reviewed(draft, office, monday)

    def asked() -> Matter:
        (made,) = consult(
            matter=matter,
            units=[finance_bureau],
            purpose=ConsultationKind.COUNTERSIGN,
            question="请会签",
            by=office.officer,
            at=monday,
        )
        assert made.said
        return made.matter

    first = asked()
    with pytest.raises(UnableToMove, match="尚未会签"):
        issue(matter=matter, by=office.head, at=monday)
    differ(matter=first, by=owner_cao, at=monday, opinion="依据不足")
    with pytest.raises(UnableToMove, match="不同意见"):
        issue(matter=matter, by=office.head, at=monday)
    agree(matter=asked(), by=owner_cao, at=monday)
    issue(matter=matter, by=office.head, at=monday)


@given(before=TEXTS, after=TEXTS)
def test_a_comparison_loses_no_character_of_either_side(before: list[str], after: list[str]) -> None:
    old, new = ([{"lead": "", "text": text, "rows": []} for text in side] for side in (before, after))

    pairs = compare(old, new)

    assert "".join(text for pair in pairs for _, text in pair.before) == "".join(
        words_of(each) for each in old
    )
    assert "".join(text for pair in pairs for _, text in pair.after) == "".join(
        words_of(each) for each in new
    )
    assert any(pair.differs for pair in pairs) == (before != after)


def test_a_comparison_of_equal_texts_differs_nowhere() -> None:
    said = [{"lead": "", "text": "演示数据", "rows": [["甲", "乙"]]}]

    assert not any(pair.differs for pair in compare(said, said))
