"""A person asks about the own information, by page or on paper; the competent organ answers in time, by a document."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.cast import make_mandate
from tests.rooms.dossiers.cases import NAME, NUMBER, Office, sanctioned, served

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.operations import preview
from chengxin.foundation.matters.models import Attachment, Matter
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove
from chengxin.foundation.matters.queries import visible_matter
from chengxin.foundation.retention import operations as retention
from chengxin.foundation.retention.models import DestructionList
from chengxin.foundation.subjects.models import Official, PublicBody
from chengxin.ground import files, home
from chengxin.ground.attachments import Upload
from chengxin.mechanisms.dossiers.models import Entry
from chengxin.mechanisms.dossiers.words import UnfitWords
from chengxin.mechanisms.privacy import operations
from chengxin.mechanisms.privacy.models import DataRequest
from chengxin_core.lifecycle.privacy import IdentityProof
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.engine, pytest.mark.django_db(databases="__all__")]
REASON = "经核对，情况属实，已经办理。"


@pytest.fixture
def warning(official: Official, inspector: Mandate, monday: datetime) -> Entry:
    return sanctioned(inspector, monday)


def asked(by: Mandate, at: datetime, right: str = "access", entry: Entry | None = None) -> Matter:
    return operations.file_own(
        by=by,
        right=right,
        stated="演示数据：请提供。",
        entry=entry.pk if entry else None,
        attachments=[],
        at=at,
    )


def taken(by: Mandate, at: datetime, name: str = NAME, number: str = NUMBER) -> Matter:
    return operations.take_at_counter(
        by=by, name=name, number=number, proof=IdentityProof.ID_CARD, right="explain",
        stated="演示数据：请说明。", at=at,
    )  # fmt: skip


class TestAsking:
    def test_starts_the_clock_of_the_organ_with_authority(
        self, office: Office, official: Official, monday: datetime
    ) -> None:
        matter = asked(office.oneself, monday)

        assert matter.organ_id == official.authority_id
        assert Deadline.objects.get(matter=matter).due_on == date(2026, 12, 14)

    def test_is_for_the_person_alone(self, office: Office, monday: datetime) -> None:
        with pytest.raises(NotCompetent, match="只能由本人提出"):
            asked(office.clerk, monday)

    def test_names_a_right_of_the_law(self, office: Office, monday: datetime) -> None:
        with pytest.raises(UnableToMove, match="法律列明"):
            asked(office.oneself, monday, right="score")

    def test_twice_for_the_same_waits_for_the_first_answer(self, office: Office, monday: datetime) -> None:
        asked(office.oneself, monday)

        with pytest.raises(operations.AskedAlready):
            asked(office.oneself, monday)

    def test_is_seen_by_the_person_and_the_organ_and_by_nobody_else(
        self, office: Office, officer_lin: Mandate, liaison_tang: Mandate, monday: datetime
    ) -> None:
        matter = asked(office.oneself, monday)

        assert all(visible_matter(each, matter.pk).exists() for each in (office.oneself, office.chief))
        assert not any(visible_matter(each, matter.pk).exists() for each in (officer_lin, liaison_tang))


class TestTheAnswer:
    def test_to_access_lists_what_is_kept_and_reaches_the_person(
        self, warning: Entry, office: Office, monday: datetime
    ) -> None:
        matter = asked(office.oneself, monday)

        operations.grant(matter=matter, by=office.chief, at=monday, reason=REASON)

        said = repr(preview(Document.objects.get(matter__parent=matter)))
        assert "演示监〔2026〕3号" in said
        assert NAME not in said
        assert served(matter, operations.ANSWER, office, monday).served_on == date(2026, 11, 23)
        assert Deadline.objects.get(matter=matter).ended_on is not None

    def test_that_grants_a_deletion_takes_the_entry_out(
        self, warning: Entry, office: Office, monday: datetime
    ) -> None:
        matter = asked(office.oneself, monday, "delete", warning)

        operations.grant(matter=matter, by=office.chief, at=monday, reason=REASON)

        warning.refresh_from_db()
        assert warning.removed_on == date(2026, 11, 23)

    def test_that_refuses_gives_reasons_and_the_remedy_and_names_who_decided(
        self, warning: Entry, office: Office, monday: datetime
    ) -> None:
        matter = asked(office.oneself, monday, "delete", warning)

        operations.refuse(
            matter=matter, by=office.chief, at=monday, reason="处分仍在影响期内，依法应当保存。"
        )

        warning.refresh_from_db()
        matter.refresh_from_db()
        said = repr(preview(Document.objects.get(matter__parent=matter)))
        assert warning.removed_on is None
        assert matter.decided_by == office.chief
        assert "人民法院" in said
        assert "第五十条第二款" in said

    def test_names_nobody(self, office: Office, monday: datetime) -> None:
        matter = asked(office.oneself, monday)

        with pytest.raises(UnfitWords):
            operations.refuse(matter=matter, by=office.chief, at=monday, reason=f"{NAME}所述不实")

    def test_is_not_for_the_clerk_to_give(self, office: Office, monday: datetime) -> None:
        matter = asked(office.oneself, monday)

        with pytest.raises(UnableToMove):
            operations.grant(matter=matter, by=office.clerk, at=monday, reason=REASON)

    def test_is_not_needed_once_the_person_takes_it_back(self, office: Office, monday: datetime) -> None:
        matter = asked(office.oneself, monday)

        operations.retract(matter=matter, by=office.oneself, at=monday)

        assert Deadline.objects.get(matter=matter).ended_on == date(2026, 11, 23)


class TestTheCounter:
    def test_enters_a_request_once_the_papers_fit(self, office: Office, monday: datetime) -> None:
        matter = taken(office.clerk, monday)

        request = DataRequest.objects.get(matter=matter)
        assert (request.identity_by, request.taken_by) == ("id_card", office.clerk)
        assert visible_matter(office.oneself, matter.pk).exists()

    @pytest.mark.parametrize(
        ("name", "number"), [("测试乙", NUMBER), (NAME, "999999180001000029")], ids=["姓名", "号码"]
    )
    def test_refuses_papers_that_do_not_fit_and_repeats_neither(
        self, office: Office, monday: datetime, name: str, number: str
    ) -> None:
        with pytest.raises(operations.NotIdentified) as refused:
            taken(office.clerk, monday, name, number)

        assert name not in str(refused.value)
        assert number not in str(refused.value)
        assert not DataRequest.objects.exists()

    def test_of_another_organ_finds_nobody(
        self, office: Office, upper_bureau: PublicBody, monday: datetime
    ) -> None:
        elsewhere = make_mandate("shi", Actor.PERSONNEL_OFFICER, upper_bureau, upper_bureau.path)

        with pytest.raises(operations.NotIdentified):
            taken(elsewhere, monday)


class TestThePages:
    def test_let_the_person_ask_and_see_the_state(
        self, warning: Entry, office: Office, client: Client
    ) -> None:
        client.force_login(office.oneself.user)
        page = client.get("/desk/privacy/own/").content.decode()
        assert "第四十五条第一款" in page

        sent = client.post(
            "/desk/privacy/own/", {"right": "correct", "entry": str(warning.pk), "stated": "演示数据：有误"}
        )

        assert sent.status_code == 302
        assert "更正、补充" in client.get(sent["Location"]).content.decode()
        assert "已提出" in client.get("/desk/privacy/own/").content.decode()

    def test_keep_name_and_number_out_of_what_the_counter_leads_to(
        self, office: Office, client: Client
    ) -> None:
        client.force_login(office.clerk.user)

        sent = client.post(
            "/desk/privacy/counter/",
            {"name": NAME, "number": NUMBER, "proof": "id_card", "right": "access", "stated": "演示数据"},
        )

        shown = client.get(sent["Location"]).content.decode()
        assert "当面核对居民身份证" in shown
        assert NAME not in shown
        assert NUMBER not in shown

    def test_are_closed_to_others_but_the_empty_form(
        self, client: Client, liaison_tang: Mandate, rules: str
    ) -> None:
        client.force_login(liaison_tang.user)

        assert [client.get(f"/desk/privacy/{each}/").status_code for each in ("own", "counter", "form")] == [
            403,
            403,
            200,
        ]

    def test_lead_an_officer_to_the_counter_of_other_persons(
        self, client: Client, officer_lin: Mandate, rules: str
    ) -> None:
        client.force_login(officer_lin.user)

        assert client.get("/desk/privacy/counter/")["Location"] == "/desk/privacy/persons/"


def test_what_is_asked_for_is_sealed_at_rest_and_read_as_written(office: Office, monday: datetime) -> None:
    request = DataRequest.objects.get(matter=asked(office.oneself, monday))

    assert "请提供".encode() not in bytes(request.sealed_words)
    assert request.stated == "演示数据：请提供。"


def test_words_and_proofs_are_destroyed_at_the_end_of_their_term(
    office: Office, monday: datetime, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    proof = Upload("证明.pdf", *files.keep(home.current(), [b"%PDF-1.4 proof"]), "application/pdf")
    matter = operations.file_own(
        by=office.oneself, right="correct", stated="演示数据：有误。", entry=None, attachments=[proof], at=monday
    )  # fmt: skip
    kept, later = Attachment.objects.get(matter=matter).sha256, monday + timedelta(days=365 * 3 + 40)
    operations.refuse(matter=matter, by=office.chief, at=monday, reason=REASON)
    auditor = make_mandate("shenji", Actor.AUDIT_ADMIN, office.clerk.body, office.clerk.scope)
    retention.draft_due(at=later)
    listed = DestructionList.objects.get(record_class="privacy.requests")
    retention.approve(listed=listed, by=auditor, reason="演示数据：保存期满", at=later)

    with django_capture_on_commit_callbacks(execute=True):
        assert retention.carry_out(at=later) == 1

    request = DataRequest.objects.get(matter=matter)
    assert (bytes(request.sealed_words), request.reason) == (b"", REASON)
    assert not Attachment.objects.filter(matter=matter).exists()
    with pytest.raises(FileNotFoundError):
        files.read(home.current(), kept)
