"""A document is served with a proof, and nothing follows before."""

import io
from datetime import date, datetime
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.datastructures import MultiValueDict
from tests import papers
from tests.make import A_DAY, Office, make_record

from chengxin.chain.records import operations as records
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.deliveries.consents import (
    ConsentMissing,
    ConsentRefused,
    address_of,
    enter_consent,
    enter_revocation,
    give_consent,
    revoke_consent,
    standing_for,
)
from chengxin.foundation.deliveries.models import Delivery
from chengxin.foundation.deliveries.operations import (
    ProofMissing,
    ServiceDayRefused,
    decline_electronic,
    dispatch,
    record_service,
    sign_for,
)
from chengxin.foundation.documents.forms import SealedScan
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.operations import issue, keep_sealed_scan, review, review_in_law
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.matters.queries import attachments_of, visible_matters
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground import files, home
from chengxin.ground.attachments import Upload
from chengxin.site.demo.steps import agree_to_electronic_service
from chengxin_core.calendar import legal_day

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.engine]


@pytest.fixture
def notice(rules: str, housing_bureau: PublicBody, office: Office, monday: datetime) -> Matter:
    """The notice of an intended record, issued and not yet sent."""
    record = make_record(body=housing_bureau, office=office, at=monday, state="accepted")
    records.grade(
        matter=record,
        by=office.officer,
        at=monday,
        loss=5_000_000_00,
        impact="notable",
        relief=(),
        aggravation=(),
    )
    matter = records.draft_notice(matter=record, by=office.officer, at=monday).matter
    review(matter=matter, by=office.second_officer, at=monday)
    review_in_law(matter=matter, by=office.lawyer, at=monday)
    issue(matter=matter, by=office.head, at=monday)
    agree_to_electronic_service(office.liaison, monday)
    return Matter.objects.get(pk=matter.pk)


def again(matter: Matter | None) -> Matter:
    assert matter is not None
    return Matter.objects.get(pk=matter.pk)


def scanned(content: bytes = b"%PDF-1.7 demo", name: str = "送达回证.pdf") -> list[Upload]:
    digest, size = files.keep(home.current(), [content])
    return [Upload(name, digest, size, "application/pdf")]


def enter(matter: Matter, office: Office, at: datetime, **changes: object) -> Delivery:
    """Enter a service on paper today, with its proof."""
    said = {"channel": "direct", "served_on": legal_day(at), "receipt": scanned()} | changes
    return record_service(matter=matter, by=office.officer, at=at, **said)  # type: ignore[arg-type]


def test_nothing_follows_from_sending_alone(notice: Matter, office: Office, monday: datetime) -> None:
    dispatch(matter=notice, by=office.officer, at=monday)

    assert again(notice.parent).state == "accepted"
    assert not Deadline.objects.filter(matter=notice.parent, clock="record.defence").exists()


def test_the_clock_of_the_body_starts_with_its_signature(
    notice: Matter, office: Office, monday: datetime
) -> None:
    dispatch(matter=notice, by=office.officer, at=monday)

    sign_for(matter=notice, by=office.liaison, at=monday + A_DAY)

    assert again(notice.parent).state == "noticed"
    assert Deadline.objects.get(matter=notice.parent, clock="record.defence").started_on == date(2026, 11, 24)


def test_the_proof_of_a_service_on_paper_can_be_opened_among_the_attachments(
    notice: Matter, office: Office, monday: datetime
) -> None:
    enter(notice, office, monday)

    (proof,) = attachments_of(notice)
    assert (proof.part, proof.name) == (Part.SERVICE, "送达回证.pdf")
    assert files.read(home.current(), proof.sha256) == b"%PDF-1.7 demo"


def test_a_service_on_paper_without_a_proof_is_refused(
    notice: Matter, office: Office, monday: datetime
) -> None:
    with pytest.raises(ProofMissing, match="送达回证"):
        enter(notice, office, monday, receipt=[])

    assert Matter.objects.get(pk=notice.pk).state == "issued"


@pytest.mark.parametrize(
    ("channel", "told", "proof"),
    [
        ("post", "邮件号", {"reference": "演示 1234 5678"}),
        ("exchange", "交换登记号", {"reference": "交换〔2026〕7号"}),
        ("left", "见证", {"circumstances": "演示数据：收发室拒收，社区居委会工作人员见证。"}),
    ],
)
def test_each_way_of_service_needs_its_own_proof(
    notice: Matter, office: Office, monday: datetime, channel: str, told: str, proof: dict[str, str]
) -> None:
    with pytest.raises(ProofMissing, match=told):
        enter(notice, office, monday, channel=channel)
    assert not Deadline.objects.filter(matter=notice.parent, clock="record.defence").exists()

    enter(notice, office, monday, channel=channel, **proof)

    assert Deadline.objects.get(matter=notice.parent, clock="record.defence").started_on == legal_day(monday)


def test_the_receipt_is_printed_by_who_serves_and_by_nobody_else(notice: Matter, office: Office) -> None:
    clerk, body, address = Client(), Client(), f"/desk/deliveries/{notice.pk}/receipt.docx"
    clerk.force_login(office.officer.user)
    body.force_login(office.liaison.user)

    assert address in clerk.get(f"/desk/matters/{notice.pk}/").content.decode()
    form = docx.Document(io.BytesIO(clerk.get(address).content)).tables[0]
    words = [cell.text for row in form.rows for cell in row.cells]
    assert {"拟列入告知书", notice.document.number, notice.body.name} <= set(words)
    assert "□直接送达　□邮寄送达　□留置送达　□公文交换" in words
    assert body.get(address).status_code == 404
    assert clerk.get(address.replace("docx", "exe")).status_code == 404


class TestConsent:
    """电子送达同意."""

    def test_comes_before_electronic_service(self, notice: Matter, office: Office, monday: datetime) -> None:
        revoke_consent(by=office.liaison, at=monday, reason="本单位改用纸质文书")
        offered = {each.code for each in kind_of("document").buttons_for(notice, office.officer)}

        with pytest.raises(ConsentMissing, match="没有同意电子送达"):
            dispatch(matter=notice, by=office.officer, at=monday)
        assert "dispatch" not in offered
        assert offered >= {"record_service", "record_consent"}
        assert again(notice).state == "issued"

    def test_may_be_signed_on_paper_and_the_form_is_kept(
        self, notice: Matter, office: Office, monday: datetime
    ) -> None:
        revoke_consent(by=office.liaison, at=monday, reason="演示")
        said = {"given_on": legal_day(monday), "address": "演示地址"}
        with pytest.raises(ConsentRefused, match="确认书"):
            enter_consent(matter=notice, by=office.officer, at=monday, form=[], **said)  # type: ignore[arg-type]

        form = scanned(b"%PDF-1.7 form", "确认书.pdf")
        consent = enter_consent(matter=notice, by=office.officer, at=monday, form=form, **said)  # type: ignore[arg-type]

        delivery = dispatch(matter=notice, by=office.officer, at=monday)
        assert delivery.consent == consent
        assert [each.name for each in attachments_of(notice)] == ["确认书.pdf"]
        assert "演示地址".encode() not in bytes(consent.sealed_address)
        assert address_of(consent) == "演示地址"

    def test_may_be_taken_back_on_paper_and_the_letter_is_kept(
        self, notice: Matter, office: Office, monday: datetime
    ) -> None:
        dispatch(matter=notice, by=office.officer, at=monday)
        said: dict[str, Any] = {"revoked_on": legal_day(monday), "reason": "演示"}
        for wrong, told in (
            ({"letter": []}, "撤回书扫描件"),
            ({"revoked_on": legal_day(monday + A_DAY)}, "晚于今天"),
            ({"revoked_on": legal_day(monday - A_DAY)}, "早于同意日期"),
        ):
            with pytest.raises(ConsentRefused, match=told):
                enter_revocation(
                    matter=notice, by=office.officer, at=monday, **{"letter": scanned(), **said, **wrong}
                )

        button = next(
            each
            for each in kind_of("document").buttons_for(again(notice), office.officer)
            if each.code == "record_revocation"
        )
        letter = scanned(b"%PDF-1.7 letter", "撤回书.pdf")
        button.operation(matter=again(notice), by=office.officer, at=monday, letter=letter, **said)

        assert standing_for(notice) is None
        assert [each.name for each in attachments_of(notice)] == ["撤回书.pdf"]
        offered = {each.code for each in kind_of("document").buttons_for(again(notice), office.officer)}
        assert "record_revocation" not in offered
        sign_for(matter=again(notice), by=office.liaison, at=monday + A_DAY)  # it was sent before

    def test_taken_back_touches_later_services_alone(
        self, notice: Matter, office: Office, monday: datetime
    ) -> None:
        dispatch(matter=notice, by=office.officer, at=monday)
        revoke_consent(by=office.liaison, at=monday, reason="演示")

        sign_for(matter=again(notice), by=office.liaison, at=monday + A_DAY)

        clock = Deadline.objects.get(matter=notice.parent, clock="record.defence")
        assert clock.started_on == date(2026, 11, 24)

    def test_stands_once_and_is_the_bodys_own(
        self, notice: Matter, office: Office, neighbour_bai: Mandate, monday: datetime
    ) -> None:
        give_consent(by=neighbour_bai, address="演示", at=monday)

        with pytest.raises(ConsentRefused, match="已经有一份"):
            give_consent(by=office.liaison, address="演示", at=monday)
        with pytest.raises(NotCompetent):
            give_consent(by=office.officer, address="演示", at=monday)
        revoke_consent(by=neighbour_bai, at=monday, reason="演示")
        assert standing_for(notice) is not None

    def test_is_given_and_taken_back_on_its_page(
        self, notice: Matter, office: Office, monday: datetime
    ) -> None:
        client, clerk, page = Client(), Client(), "/desk/deliveries/consent/"
        client.force_login(office.liaison.user)
        clerk.force_login(office.officer.user)

        client.post(page, {"step": "revoke", "reason": "改用纸质文书"})
        assert standing_for(notice) is None
        unticked = client.post(page, {"step": "agree", "address": "演示地址"})
        client.post(page, {"step": "agree", "address": "演示地址", "agrees": "on"})

        assert "同意的，请勾选" in unticked.content.decode()
        assert "演示地址" in client.get(page).content.decode()
        listed = clerk.get("/desk/deliveries/consents/").content.decode()
        assert notice.body.name in listed
        assert "演示地址" not in listed
        assert "收件人已同意电子送达" in clerk.get(f"/desk/matters/{notice.pk}/").content.decode()


def test_electronic_service_is_signed_for_and_never_entered(
    notice: Matter, office: Office, monday: datetime
) -> None:
    with pytest.raises(ProofMissing, match="平台上签收"):
        enter(notice, office, monday, channel="electronic")


def test_who_declines_electronic_service_has_received_nothing(
    notice: Matter, office: Office, monday: datetime
) -> None:
    dispatch(matter=notice, by=office.officer, at=monday)
    decline_electronic(matter=notice, by=office.liaison, at=monday, reason="本单位不接受电子送达")

    assert again(notice).state == "issued"
    assert not Deadline.objects.filter(matter=notice.parent, clock="record.defence").exists()
    enter(again(notice), office, monday, channel="post", reference="演示 1")
    assert Deadline.objects.filter(matter=notice.parent, clock="record.defence").exists()


def test_the_database_itself_holds_no_service_without_a_proof(
    notice: Matter, office: Office, monday: datetime
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(
            document=notice.document,
            addressee=notice.body,
            channel="post",
            sent_at=monday,
            served_on=legal_day(monday),
        )


@pytest.mark.parametrize(
    ("days", "told"), [(1, "晚于今天"), (-1, "早于签发日期")], ids=["to come", "before its issue"]
)
def test_a_day_of_service_that_cannot_be_is_refused(
    notice: Matter, office: Office, monday: datetime, days: int, told: str
) -> None:
    with pytest.raises(ServiceDayRefused, match=told):
        enter(notice, office, monday, served_on=legal_day(monday + days * A_DAY))


def test_only_its_addressee_signs_for_it(
    notice: Matter, office: Office, neighbour_bai: Mandate, monday: datetime
) -> None:
    dispatch(matter=notice, by=office.officer, at=monday)

    with pytest.raises(NotCompetent):
        sign_for(matter=notice, by=neighbour_bai, at=monday)
    assert notice not in visible_matters(neighbour_bai)
    assert notice in visible_matters(office.liaison)


def test_it_is_served_once(notice: Matter, office: Office, monday: datetime) -> None:
    enter(notice, office, monday)

    with pytest.raises(UnableToMove, match="已送达"):
        enter(Matter.objects.get(pk=notice.pk), office, monday)
    assert Delivery.objects.count() == 1 + Delivery.objects.exclude(document=notice.pk).count()


class TestTheSealedScan:
    """用印扫描件: the formal copy (policy Q-42)."""

    def test_is_kept_and_can_be_opened(self, notice: Matter, office: Office, monday: datetime) -> None:
        scan = scanned(b"%PDF-1.7 sealed", "用印.pdf")

        keep_sealed_scan(matter=notice, by=office.officer, at=monday, scan=scan)

        assert Document.objects.get(pk=notice.pk).sealed_scan == scan[0].sha256
        assert [each.part for each in attachments_of(notice)] == [Part.SEALED]

    def test_is_asked_for_from_the_issue_on(self, notice: Matter, office: Office) -> None:
        offered = [button.code for button in kind_of("document").buttons_for(notice, office.officer)]
        notice.state = "drafted"
        before = [button.code for button in kind_of("document").buttons_for(notice, office.officer)]

        assert "keep_sealed_scan" in offered
        assert "keep_sealed_scan" not in before

    def test_is_a_pdf(self, notice: Matter, office: Office, monday: datetime) -> None:
        picture = SimpleUploadedFile("用印.png", papers.picture())

        form = SealedScan(
            {}, MultiValueDict({"scan": [picture]}), matter=notice, by=office.officer, at=monday
        )

        assert not form.is_valid()
        assert "应当是 PDF" in str(form.errors)
