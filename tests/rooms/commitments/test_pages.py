"""The ledger as its readers use it: by form, by file, from work reports; what is refused says where and why."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.core.promises.reports import AIMS, RESULTS
from tests.make import Office
from tests.rooms.commitments.conftest import DUE, Entered, a_promise

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.operations import end_at_once
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground.sheets import SourceRow
from chengxin.mechanisms.commitments.listing import page_of
from chengxin.mechanisms.commitments.models import (
    Beneficiary,
    Commitment,
    CommitmentReview,
    LedgerImport,
    ReportRead,
    ReportTarget,
)
from chengxin.mechanisms.commitments.operations import propose
from chengxin.mechanisms.commitments.owners import follow_posts
from chengxin.mechanisms.commitments.taking_in import refused_of, take_rows
from chengxin.mechanisms.commitments.watching import follow_bodies

pytestmark = [
    pytest.mark.engine,
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("rules", "monday"),
]
SAID = {
    "body": "演示县住房和城乡建设局",
    "kind": "policy",
    "area": "general",
    "text": "演示数据：2027年6月底前完成城北路改造",
    "target": "改造道路3.2公里",
    "due_on": "2027-06-30",
    "beneficiary_kind": "public",
    "document_title": "演示县城市更新方案",
    "document_number": "演政发〔2026〕9号",
    "made_on": "2026-11-02",
    "budget": "300万元",
}
ROW = {
    "body": "演示县住房和城乡建设局",
    "kind": "政策承诺",
    "text": "演示数据：2027年6月底前完成城北路改造",
    "target": "改造道路3.2公里",
    "due_on": "2027-06-30",
    "beneficiary_kind": "社会公众",
    "document_title": "演示县城市更新方案",
    "document_number": "演政发〔2026〕9号",
    "made_on": "2026-11-02",
}


def as_(holder: Mandate) -> Client:
    client = Client()
    client.force_login(holder.user)
    return client


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


class TestEntering:
    def test_by_form_leads_to_the_page_of_the_promise(
        self, office: Office, housing_bureau: PublicBody
    ) -> None:
        desk = as_(office.liaison)

        answer = desk.post("/desk/commitments/new/", SAID)

        page = text_of(desk, answer["Location"])
        assert "2027年6月底前完成城北路改造" in page
        assert "3,000,000.00 元" in page
        assert "尚未审查" in page

    def test_says_which_body_was_not_found(self, office: Office, housing_bureau: PublicBody) -> None:
        page = as_(office.liaison).post("/desk/commitments/new/", SAID | {"body": "没有这个局"})

        assert "没有找到“没有这个局”" in page.content.decode()
        assert not Commitment.objects.exists()

    def test_is_closed_to_whoever_has_no_part_in_it(self, office: Office) -> None:
        assert as_(office.head).get("/desk/commitments/new/").status_code == 403


class TestAFile:
    def test_of_good_and_bad_rows_keeps_the_good_and_names_what_is_wrong(
        self, office: Office, housing_bureau: PublicBody, monday: datetime
    ) -> None:
        rows = [
            SourceRow(2, ROW),
            SourceRow(3, ROW | {"due_on": "明年", "kind": "口头承诺"}),
            SourceRow(4, ROW | {"body": "演示县水利局", "text": "演示数据：修渠"}),
            SourceRow(5, ROW | {"due_on": "2026-01-01"}),
        ]

        taken = take_rows(given=rows, by=office.liaison, at=monday)

        assert (taken.kept, taken.duplicates, taken.refused) == (1, 0, 3)
        told = [str(problem) for row in refused_of(taken) for problem in row.problems]
        assert told[0].startswith("第 3 行「种类」填的是“口头承诺”，应当是政策承诺、")
        assert told[1] == "第 3 行「期限」填的是“明年”，应当是 2026-02-02 这样的日期。"
        assert "早于作出日期" in told[-1]

    def test_again_changes_nothing(
        self, office: Office, housing_bureau: PublicBody, monday: datetime
    ) -> None:
        for _ in range(2):
            taken = take_rows(given=[SourceRow(2, ROW)], by=office.liaison, at=monday)

        assert (taken.kept, taken.duplicates) == (0, 1)
        assert Commitment.objects.count() == 1

    def test_goes_out_as_a_template_and_comes_back_with_what_was_refused(
        self, office: Office, housing_bureau: PublicBody
    ) -> None:
        desk = as_(office.liaison)
        template = desk.get("/desk/commitments/imports/template.xlsx").content
        assert template.startswith(b"PK")
        lines = b'{"body":"x","kind":"y","text":"t","target":"t","due_on":"z","beneficiary_kind":"w",' \
            b'"document_title":"d","document_number":"n","made_on":"m"}\n'  # fmt: skip

        answer = desk.post("/desk/commitments/imports/", {"file": SimpleUploadedFile("a.jsonl", lines)})

        page = text_of(desk, answer["Location"])
        assert "退回 1 行" in page
        taken = LedgerImport.objects.get()
        assert desk.get(f"/desk/commitments/imports/{taken.pk}/refused.xlsx").content.startswith(b"PK")
        assert b"t" not in bytes(taken.rows.get().sealed)[:4]

    def test_is_for_its_own_body_alone(
        self, office: Office, neighbour_bai: Mandate, housing_bureau: PublicBody, monday: datetime
    ) -> None:
        taken = take_rows(given=[SourceRow(2, ROW)], by=office.liaison, at=monday)

        assert as_(neighbour_bai).get(f"/desk/commitments/imports/{taken.pk}/").status_code == 404


class TestTheList:
    def test_shows_the_same_queries_for_one_and_for_many(
        self, office: Office, housing_bureau: PublicBody, entered: Entered, monday: datetime
    ) -> None:

        entered()
        desk = as_(office.officer)
        text_of(desk, "/desk/commitments/")
        with CaptureQueriesContext(connection) as few:
            text_of(desk, "/desk/commitments/")
        for number in range(12):
            propose(
                promise=a_promise(housing_bureau, text=f"演示数据：第{number}项"),
                by=office.liaison,
                at=monday,
            )
        with CaptureQueriesContext(connection) as many:
            page = text_of(desk, "/desk/commitments/?view=proposed")

        assert page.count("第") >= 12
        assert len(many) <= len(few)

    def test_has_pages(self, office: Office, housing_bureau: PublicBody, monday: datetime) -> None:

        for number in range(5):
            propose(
                promise=a_promise(housing_bureau, text=f"演示数据：第{number}项"),
                by=office.liaison,
                at=monday,
            )

        first = page_of(office.officer, "proposed", on=monday.date(), size=3)
        second = page_of(office.officer, "proposed", on=monday.date(), after=first.next_key, size=3)

        assert (len(first.rows), len(second.rows), second.next_key) == (3, 2, "")

    def test_names_the_successor_beside_the_post_that_answers(
        self,
        entered: Entered,
        housing_bureau: PublicBody,
        water_bureau: PublicBody,
        neighbour_bai: Mandate,
        monday: datetime,
    ) -> None:
        entered()
        PublicBody.objects.filter(pk=housing_bureau.pk).update(ended_on=monday.date(), successor=water_bureau)
        follow_bodies(at=monday)

        assert f"{water_bureau.name} {neighbour_bai.post}" in text_of(
            as_(neighbour_bai), "/desk/commitments/"
        )

    def test_offers_what_waits_to_be_taken_over(
        self, office: Office, head_ning: Mandate, entered: Entered, monday: datetime
    ) -> None:
        matter = entered()
        end_at_once(mandate=office.liaison, at=monday)
        follow_posts(at=monday)
        desk = as_(head_ning)
        assert "等待签收的承诺" in text_of(desk, "/desk/commitments/")

        desk.post(f"/desk/commitments/{matter.pk}/take/")

        assert "等待签收的承诺" not in text_of(desk, "/desk/commitments/")
        assert Commitment.objects.get(pk=matter.pk).owner == head_ning

    def test_hides_a_neighbours(self, neighbour_bai: Mandate, entered: Entered) -> None:
        entered()

        assert "城北路" not in text_of(as_(neighbour_bai), "/desk/commitments/")


class TestWorkReports:
    REPORTS = (("2030年工作报告.txt", AIMS), ("2031年工作报告.txt", RESULTS))

    @pytest.fixture
    def read(self, office: Office, housing_bureau: PublicBody) -> ReportRead:
        return self.read_in(self.REPORTS, office, housing_bureau)

    def read_in(self, reports: Sequence[tuple[str, str]], office: Office, body: PublicBody) -> ReportRead:
        desk = as_(office.liaison)
        for name, text in reports:
            said = {"body": body.name, "file": SimpleUploadedFile(name, text.encode())}
            assert desk.post("/desk/commitments/reports/", said).status_code == 302
        return ReportRead.objects.get(year=2030)

    def test_are_compared_in_whichever_order_they_are_read_and_once(
        self, office: Office, housing_bureau: PublicBody
    ) -> None:
        def told(report: ReportRead) -> list[tuple[int, dict[str, str], int | None]]:
            return [(each.pk, each.finding, each.next_report_id) for each in report.targets.all()]

        first = told(self.read_in(self.REPORTS[::-1], office, housing_bureau))
        again = told(self.read_in(self.REPORTS, office, housing_bureau))

        assert {finding["verdict"] for _, finding, _ in first} >= {"met", "missed", "undisclosed"}
        assert again == first

    def test_show_what_was_promised_beside_what_was_told(self, read: ReportRead, office: Office) -> None:
        page = text_of(as_(office.liaison), f"/desk/commitments/reports/{read.pk}/")

        assert "新建农村公路30公里、改造老旧小区12个" in page
        assert "新建农村公路31.5公里" in page
        assert "没有公布" in page

    def test_become_promises_one_by_one_by_a_person(
        self, read: ReportRead, office: Office, monday: datetime
    ) -> None:
        desk, address = as_(office.liaison), f"/desk/commitments/reports/{read.pk}/"
        road, other = (
            ReportTarget.objects.get(report=read, line__metric=name)
            for name in ("新建农村公路", "改造老旧小区")
        )
        assert not Commitment.objects.exists()

        desk.post(address, {"target": road.pk, "do": "confirm"})
        desk.post(address, {"target": other.pk, "do": "set_aside"})
        desk.post(address, {"target": road.pk, "do": "confirm"})

        promise = Commitment.objects.get()
        assert (promise.kind, f"{promise.due_on}") == ("work_plan", "2030-12-31")
        page = text_of(desk, f"/desk/matters/{promise.pk}/")
        assert "下一份工作报告怎么说" in page
        assert "新建农村公路31.5公里" in page
        other.refresh_from_db()
        assert other.set_aside_at is not None

    def test_that_are_no_text_are_refused_in_words(self, office: Office, housing_bureau: PublicBody) -> None:
        said = {"body": housing_bureau.name, "file": SimpleUploadedFile("报告.pdf", b"%PDF-1.7")}

        page = as_(office.liaison).post("/desk/commitments/reports/", said)

        assert "UTF-8 编码的纯文本" in page.content.decode()


def test_every_button_of_the_way_answers_on_the_page(
    office: Office, entered: Entered, monday: datetime
) -> None:
    matter = entered(kind="contract", beneficiary_kind=Beneficiary.FIRM, beneficiary="演示园林有限公司")
    desk = as_(office.liaison)
    page = text_of(desk, f"/desk/matters/{matter.pk}/")
    for code in ("report", "propose_change", "set_terms"):
        assert f"/desk/matters/{matter.pk}/{code}/" in page
        text_of(desk, f"/desk/matters/{matter.pk}/{code}/")

    answer = desk.post(
        f"/desk/matters/{matter.pk}/propose_change/",
        {"ground": "government_change", "reason": "换届", "due_on": f"{DUE + timedelta(days=30)}"},
    )

    assert "附" in answer.content.decode() or "请上传文件" in answer.content.decode()
    assert Matter.objects.get(pk=matter.pk).state == "performing"


def test_a_review_that_says_nothing_is_refused(
    office: Office, housing_bureau: PublicBody, monday: datetime
) -> None:
    proposed, _ = propose(promise=a_promise(housing_bureau), by=office.liaison, at=monday)

    page = as_(office.liaison).post(f"/desk/matters/{proposed.pk}/review/", {})

    assert "请至少填写一项条件的审查意见" in page.content.decode()
    assert not CommitmentReview.objects.exists()


def test_the_list_of_overdue_payments_is_a_page_and_a_workbook(office: Office) -> None:
    desk = as_(office.officer)

    page = text_of(desk, "/desk/commitments/payments/?year=2025")
    assert "没有逾期未支付的合同" in page
    assert "应当在 2026-03-31 前公开" in page
    assert "应当在" not in text_of(desk, "/desk/commitments/payments/?year=2010")
    drawn = desk.get("/desk/ledgers/payments/workbook.xlsx?year=2025")
    assert drawn.getvalue()[:2] == b"PK"
