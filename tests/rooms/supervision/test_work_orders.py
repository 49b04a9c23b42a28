"""Work orders of other channels come in as a table, with their own clocks, and go out answered. 演示数据。"""

import io
from datetime import datetime
from pathlib import Path

import pytest
import python_calamine
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import make_mandate
from tests.make import A_DAY

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.reception.queries import lines_of, text_of, voice_of
from chengxin.foundation.subjects import queries
from chengxin.foundation.subjects.models import BodyKind, PublicBody, Region
from chengxin.foundation.subjects.operations import add_body
from chengxin.ground.home import Home
from chengxin.mechanisms.supervision import work_orders
from chengxin.mechanisms.supervision.commands import complaints
from chengxin.mechanisms.supervision.models import Complaint, RefusedOrder, WorkOrderBatch
from chengxin.site.demo.complaints import UNFOUNDED, Desks, Sent, ask, assign, conclude
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.engine]

HOTLINE, PETITIONS = "12345政务服务便民热线", "信访部门"
HEAD = "工单编号,渠道,收到日期,被投诉单位,领域,投诉内容,联系方式"
GOOD = (
    f"A1,{HOTLINE},2026-11-20,演示县水利局,政府采购,演示数据：维修款没有支付。,演示联系方式",
    f"A2,{PETITIONS},2026-11-20,演示县水利局,,演示数据：承诺没有兑现。,",
)
BAD = (
    "A3,热线,2026-11-20,演示县水利局,,演示数据：没有付款。,",
    f"A4,{HOTLINE},2027-01-01,演示县水利局,,演示数据：没有付款。,",
    f"A5,{HOTLINE},2026-11-20,月球局,,演示数据：没有付款。,",
    f",{HOTLINE},2026-11-20,演示县水利局,,,",
)


@pytest.fixture
def taker(
    rules: str, home: Home, city: Region, county: Region, monday: datetime, monkeypatch: pytest.MonkeyPatch
) -> Mandate:
    """Takes complaints in for the city; two bodies are in the register by name."""
    monkeypatch.setattr(queries, "_read", queries._Read())
    for id_, name, region in (("bfg", "演示市发展和改革委员会", city), ("bsl", "演示县水利局", county)):
        add_body(
            id=id_, name=name, kind=BodyKind.DEPARTMENT, region=region, source="演示数据", is_fictional=True
        )
    return make_mandate("lin", Actor.CREDIT_OFFICER, PublicBody.objects.get(pk="bfg"), city.path)


def table(*rows: str) -> io.BytesIO:
    return io.BytesIO("\n".join([HEAD, *rows]).encode("utf-8-sig"))


def take(taker: Mandate, at: datetime, *rows: str) -> tuple[int, int, int]:
    batch = work_orders.take_file(file=table(*rows), name="工单.csv", by=taker, at=at)
    return batch.kept, batch.known, batch.refused


def test_each_becomes_a_complaint_with_the_clocks_of_its_channel(taker: Mandate, monday: datetime) -> None:
    assert take(taker, monday, *GOOD) == (2, 0, 0)

    hotline, petition = Complaint.objects.order_by("number")
    assert clocks(hotline) == {"complaint.accept": "2026-11-27", "hotline.handle": "2026-11-27"}
    assert set(clocks(petition)) == {
        "complaint.accept",
        "petition.route",
        "petition.notice",
        "petition.decide",
    }
    voice = voice_of(hotline.matter)
    assert voice is not None
    assert text_of(voice) == "演示数据：维修款没有支付。"
    assert voice.code_index is None


def test_the_same_table_twice_changes_nothing(taker: Mandate, monday: datetime) -> None:
    take(taker, monday, *GOOD)

    assert take(taker, monday, *GOOD) == (0, 2, 0)
    assert Complaint.objects.count() == 2


def test_a_bad_row_costs_no_other_and_says_row_column_found_and_expected(
    taker: Mandate, monday: datetime
) -> None:
    assert take(taker, monday, BAD[0], GOOD[0], *BAD[1:]) == (1, 0, 4)

    batch = work_orders.batches_of(taker)[0]
    told = [(each.row, each.column) for row in work_orders.refused_of(batch) for each in row.problems]
    assert told == [
        (2, "渠道"),
        (4, "收到日期"),
        (5, "被投诉单位"),
        (6, "工单编号"),
        (6, "投诉内容"),
    ]
    out = io.BytesIO()
    assert work_orders.write_refused(batch, out) == 4
    out.seek(0)
    sheet = python_calamine.load_workbook(out).get_sheet_by_index(0).to_python()
    assert any("月球局" in str(cell) for row in sheet for cell in row)
    assert not [row for row in RefusedOrder.objects.all() if "月球局".encode() in bytes(row.sealed)]


def test_only_takers_take_and_only_for_bodies_in_their_reach(
    taker: Mandate, county: Region, monday: datetime
) -> None:
    liaison = make_mandate("tang", Actor.LIAISON, PublicBody.objects.get(pk="bsl"), county.path)
    with pytest.raises(work_orders.NotATaker):
        take(liaison, monday, GOOD[0])

    narrow = make_mandate("lu", Actor.INTAKE_OFFICER, taker.body, "nowhere/")
    assert take(narrow, monday, GOOD[0]) == (0, 0, 1)


def test_the_result_goes_back_to_the_channel_and_its_clock_ends(
    rules: str, home: Home, water_bureau: PublicBody, desks: Desks, monday: datetime
) -> None:
    from chengxin.mechanisms.supervision import operations, receiving
    from chengxin_core.lifecycle.complaints import ComplaintChannel
    from chengxin_core.vocabulary import Area

    order = receiving.WorkOrder(
        ComplaintChannel.HOTLINE_12345, "A1", desks.verifier.liaison.body, Area.GENERAL, "演示数据：没有付款。",
        "", monday.date(),
    )  # fmt: skip
    complaint = receiving.take_work_order(order=order, at=monday)
    assert complaint is not None
    voice = voice_of(complaint.matter)
    assert voice is not None
    sent = Sent(complaint.matter, voice, desks)
    operations.accept(matter=sent.fresh(), by=desks.intake, at=monday)
    assign(sent, monday)
    assert "hotline.return" in clocks(complaint)
    ask(sent, monday)
    conclude(sent, "find_unfounded", UNFOUNDED, monday + A_DAY)
    assert list(clocks(complaint)) == ["complaint.report"]

    (answered,) = told = list(work_orders.answered_orders(desks.verifier.officer))

    assert (answered.number, answered.state, answered.answer) == ("A1", "核实不属实", UNFOUNDED)
    narrow = make_mandate("lu", Actor.INTAKE_OFFICER, desks.verifier.officer.body, "nowhere/")
    for other in (desks.intake, desks.review_officer, desks.verifier.liaison, narrow):
        unread = list(work_orders.answered_orders(other))
        assert unread == []
        assert work_orders.note_told(told=unread, at=monday + 2 * A_DAY) == 0
    assert list(clocks(complaint)) == ["complaint.report"]
    assert work_orders.note_told(told=told, at=monday + 2 * A_DAY) == 1
    assert clocks(complaint) == {}
    assert lines_of(voice)[-1].text == UNFOUNDED


class TestPages:
    @pytest.fixture
    def desk(self, taker: Mandate, client: Client) -> Client:
        client.force_login(taker.user)
        return client

    def test_take_a_file_show_what_was_refused_and_give_it_back(self, desk: Client) -> None:
        file = SimpleUploadedFile("工单.csv", table(*GOOD, BAD[0]).getvalue(), "text/csv")

        answer = desk.post("/desk/complaints/orders/", {"file": file}, follow=True)

        page = answer.content.decode()
        assert "热线" in page
        batch = WorkOrderBatch.objects.get()
        refused = desk.get(f"/desk/complaints/orders/{batch.pk}/refused.xlsx")
        assert refused.content[:2] == b"PK"
        desk.post(f"/desk/complaints/orders/{batch.pk}/")
        assert not RefusedOrder.objects.exists()

    def test_a_broken_file_is_refused_in_words(self, desk: Client) -> None:
        file = SimpleUploadedFile("工单.xlsx", b"PK\x03\x04broken", "application/octet-stream")

        page = desk.post("/desk/complaints/orders/", {"file": file}).content.decode()

        assert "有内容需要更正" in page

    def test_give_template_and_answers(self, desk: Client) -> None:
        for answer in (
            desk.get("/desk/complaints/orders/template.xlsx"),
            desk.post("/desk/complaints/orders/answers.xlsx"),
        ):
            assert answer.content[:2] == b"PK"

    def test_the_contact_is_asked_for_with_a_purpose_and_files_are_for_handlers(
        self, desk: Client, taker: Mandate, county: Region, monday: datetime
    ) -> None:
        take(taker, monday, GOOD[0])
        pk = Complaint.objects.get().pk

        first = desk.get(f"/desk/complaints/{pk}/contact/").content.decode()
        told = desk.post(f"/desk/complaints/{pk}/contact/", {"purpose": "核对工单"}).content.decode()

        assert "演示联系方式" not in first
        assert "演示联系方式" in told
        assert "核对工单" in told
        liaison = make_mandate("tang", Actor.LIAISON, PublicBody.objects.get(pk="bsl"), county.path)
        desk.force_login(liaison.user)
        assert desk.get(f"/desk/complaints/{pk}/contact/").status_code == 404
        assert desk.get(f"/desk/complaints/{pk}/files/1/").status_code == 404
        assert desk.get("/desk/complaints/orders/").status_code == 403


def test_from_the_shell(taker: Mandate, tmp_path: Path) -> None:
    file, refused = tmp_path / "工单.csv", tmp_path / "退回.xlsx"
    file.write_bytes(table(GOOD[0], BAD[0]).getvalue())

    done = CliRunner().invoke(complaints, ["take", str(file), "--as", "lin", "--refused", str(refused)])

    assert "登记 1 件，已登记 0 件，未接受 1 行" in done.output
    assert refused.read_bytes()[:2] == b"PK"
    designated = CliRunner().invoke(
        complaints, ["designate", "演示县水利局", "--document", "演示政〔2026〕1号"]
    )
    assert "可以督办" in designated.output


def clocks(complaint: Complaint) -> dict[str, str]:
    """The clocks that run, with their due days."""
    running = Deadline.objects.running().filter(matter=complaint.matter)
    return {clock: str(day) for clock, day in running.values_list("clock", "due_on")}
