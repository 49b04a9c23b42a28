"""The pages and forms of objections, repairs and redress, as each of their people finds them on the desk."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.make import Office, issue_and_serve, make_record
from tests.papers import paper
from tests.rooms.objections.cases import documents, fresh, make_public_record, object_to
from tests.rooms.repairs.cases import apply_for, let_minimum_term_pass
from tests.rooms.repairs.test_redress import reverse

from chengxin.chain.objections.models import Objection
from chengxin.chain.records.models import Record
from chengxin.chain.repairs.models import Repair
from chengxin.chain.repairs.operations import decline
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.matters.queries import visible_matters
from chengxin.foundation.subjects.models import PublicBody
from chengxin_core.lifecycle.ends import ObjectionGround

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("rules", "board")]
KINDS = ("record", "objection", "repair", "redress", "document")


@pytest.fixture
def record(housing_bureau: PublicBody, office: Office, monday: datetime) -> Matter:
    """A public record whose minimum term has run out."""
    matter = make_public_record(body=housing_bureau, office=office, at=monday)
    let_minimum_term_pass(matter)
    return fresh(matter)


def pdf(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, paper(), content_type="application/pdf")


def as_person(client: Client, mandate: Mandate) -> Client:
    client.force_login(mandate.user)
    return client


def errors_of(page: str) -> str:
    return page.partition('class="error-summary"')[2].partition("</div>")[0]


def people(office: Office) -> Iterator[Mandate]:
    yield from (office.officer, office.head, office.release_reviewer, office.liaison)


class TestPages:
    @pytest.mark.parametrize(
        ("objected", "applied"),
        [
            ("filed", "applied"),
            ("accepted", "supplement"),
            ("verifying", "supplemented"),
            ("accepted", "accepted"),
        ],
    )
    def test_every_page_and_every_form_opens(
        self,
        client: Client,
        record: Matter,
        office: Office,
        monday: datetime,
        objected: str,
        applied: str,
    ) -> None:
        object_to(record, office, monday, state=objected)
        apply_for(record, office, monday, applied)

        for mandate in people(office):
            as_person(client, mandate)
            for matter in visible_matters(mandate).filter(kind__in=KINDS):
                assert client.get(f"/desk/matters/{matter.pk}/").status_code == 200
                for button in kind_of(matter.kind).buttons_for(matter, mandate):
                    form = client.get(f"/desk/matters/{matter.pk}/{button.code}/")
                    assert (form.status_code, button.zh in form.content.decode()) == (200, True)

    def test_shows_who_has_not_yet_answered(
        self, client: Client, record: Matter, office: Office, monday: datetime
    ) -> None:
        repair = apply_for(record, office, monday, "granted")

        page = as_person(client, office.liaison).get(f"/desk/matters/{repair.pk}/").content.decode()

        assert "各方全部回执以后，修复才算完成" in page
        assert page.count("待回执") >= 2
        assert "修复完成" not in page

    def test_shows_the_body_from_the_service_on_until_when_it_may_ask_for_a_review(
        self, client: Client, record: Matter, office: Office, monday: datetime
    ) -> None:
        repair = apply_for(record, office, monday)
        decline(matter=repair, by=office.officer, at=monday, reason="演示数据：与本记录无关")
        as_person(client, office.liaison)
        before = client.get(f"/desk/matters/{repair.pk}/").content.decode()

        issue_and_serve(document=documents(repair)["repair_not_accepted"], office=office, at=monday)
        after = client.get(f"/desk/matters/{repair.pk}/").content.decode()

        assert "文书尚未送达，期限尚未起算" in before
        assert "最迟 2026-12-23 提出" in after
        assert "信用修复不予受理通知书" in after

    def test_shows_where_a_body_is_cleared(
        self, client: Client, record: Matter, office: Office, monday: datetime
    ) -> None:
        owed = reverse(record, office, monday)

        page = as_person(client, office.liaison).get(f"/desk/matters/{owed.pk}/").content.decode()

        assert "认定依据被撤销或者变更" in page
        assert "公示网站" in page


class TestForms:
    def test_a_liaison_objects_on_the_records_page(
        self, client: Client, record: Matter, office: Office, monday: datetime
    ) -> None:
        said = {"version": record.version, "ground": ObjectionGround.ERROR, "claim": "演示数据：已付一半"}

        as_person(client, office.liaison).post(
            f"/desk/matters/{record.pk}/object/", {**said, "attachments": [pdf("回单.pdf")]}
        )

        objection = Objection.objects.get(matter__parent=record)
        assert objection.claim == "演示数据：已付一半"
        assert [each.part for each in objection.matter.attachments.all()] == ["proof"]

    def test_says_in_words_what_is_missing(
        self, client: Client, record: Matter, office: Office, monday: datetime
    ) -> None:
        page = as_person(client, office.liaison).post(
            f"/desk/matters/{record.pk}/object/", {"version": record.version}
        )

        said = errors_of(page.content.decode())
        assert "请选择异议事由" in said
        assert "请填写异议内容" in said

    def test_offers_only_the_wrong_body_before_the_determination(
        self, client: Client, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        noticed = make_record(body=housing_bureau, office=office, at=monday, state="noticed")

        page = as_person(client, office.liaison).get(f"/desk/matters/{noticed.pk}/object/").content.decode()

        assert "主体错误" in page
        assert "信息遗漏" not in page

    def test_opens_the_correction_with_what_the_record_says(
        self, client: Client, record: Matter, office: Office, monday: datetime
    ) -> None:
        objection = object_to(record, office, monday, state="accepted")

        page = as_person(client, office.head).get(f"/desk/matters/{objection.pk}/correct/").content.decode()

        assert Record.objects.get(pk=record.pk).facts in page
        assert "5000000.00元" in page

    @pytest.mark.parametrize(
        ("name", "said"),
        [("演示县不存在局", "登记册中没有"), ("演示县住房和城乡建设局", "不能是提出异议的单位")],
    )
    def test_never_guesses_the_right_body(
        self, client: Client, record: Matter, office: Office, monday: datetime, name: str, said: str
    ) -> None:
        objection = fresh(object_to(record, office, monday, ObjectionGround.WRONG_BODY, "accepted"))

        page = as_person(client, office.head).post(
            f"/desk/matters/{objection.pk}/remove/",
            {"version": objection.version, "reason": "演示", "right_body": name},
        )

        assert said in errors_of(page.content.decode())
        assert fresh(objection).state == "accepted"

    def test_a_liaison_applies_with_both_papers(
        self, client: Client, record: Matter, office: Office, monday: datetime
    ) -> None:
        papers = {"proof": [pdf("凭证.pdf")], "commitment": [pdf("承诺书.pdf")]}

        as_person(client, office.liaison).post(
            f"/desk/matters/{record.pk}/apply_for_repair/",
            {"version": record.version, "statement": "演示数据：已全部支付", **papers},
        )

        repair = Repair.objects.get(matter__parent=record)
        assert {each.part for each in repair.matter.attachments.all()} == {"proof", "commitment"}

    def test_is_told_clause_and_arithmetic_when_it_is_too_early(
        self, client: Client, record: Matter, office: Office, monday: datetime
    ) -> None:
        Record.objects.filter(pk=record.pk).update(severity="serious")

        page = as_person(client, office.liaison).post(
            f"/desk/matters/{record.pk}/apply_for_repair/",
            {
                "version": record.version,
                "statement": "演示",
                "proof": [pdf("凭证.pdf")],
                "commitment": [pdf("承诺书.pdf")],
            },
        )

        said = errors_of(page.content.decode())
        assert "2027-07-21" in said
        assert "C-35" in said
        assert "12 个月" in said or "12 月" in said

    def test_the_head_cannot_grant_what_was_not_verified(
        self, client: Client, record: Matter, office: Office, monday: datetime
    ) -> None:
        repair = apply_for(record, office, monday, "accepted")

        page = as_person(client, office.head).post(
            f"/desk/matters/{repair.pk}/grant/",
            {"version": repair.version, "reason": "演示", "is_corrected": "on", "nothing_forbids": "on"},
        )

        assert "义务未履行完毕的，不得准予修复" in errors_of(page.content.decode())
        assert fresh(repair).state == "accepted"
