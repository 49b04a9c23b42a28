"""The ledger in JSON: the gate and the sight of the pages, rows refused in Chinese, the same again changes nothing."""

import json
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from tests.make import Office
from tests.rooms.commitments.conftest import Entered

from chengxin.foundation.accounts.models import Mandate
from chengxin.mechanisms.commitments.models import Commitment, LedgerImport

pytestmark = [
    pytest.mark.engine,
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("rules", "monday"),
]
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
    "own_number": "CX-1",
}


def as_(holder: Mandate, *, checks: bool = False) -> Client:
    client = Client(enforce_csrf_checks=checks)
    client.force_login(holder.user)
    return client


def enter(client: Client, *rows: dict[str, Any], **headers: Any) -> Any:
    sent = json.dumps({"promises": rows})
    return client.post("/desk/commitments/enter.json", sent, "application/json", **headers)


def test_enters_what_can_be_entered_and_tells_of_each_row_what_became_of_it(office: Office) -> None:
    bad = {**ROW, "due_on": "2027-13-01", "own_number": "CX-2"}

    told = enter(as_(office.liaison), ROW, bad).json()

    assert (told["kept"], told["known"], told["refused"]) == (1, 0, 1)
    kept, refused = told["rows"]
    assert kept["number"] == Commitment.objects.get().matter.number
    (problem,) = refused["problems"]
    assert (problem["field"], problem["found"]) == ("due_on", "2027-13-01")
    assert "期限" in problem["text"]
    assert LedgerImport.objects.get().rows.count() == 1  # the refused row can be fetched as a workbook


def test_a_row_that_is_none_costs_no_other(office: Office) -> None:
    told = enter(as_(office.liaison), "不是对象", {**ROW, "target": 3.2}, ROW).json()  # type: ignore[arg-type]

    assert (told["kept"], told["refused"]) == (1, 2)
    first, second, _ = (row["problems"] for row in told["rows"])
    assert "一个 JSON 对象" in first[0]["expected"]
    assert (second[0]["field"], second[0]["expected"]) == ("target", "文字、整数或者 null")


def test_a_row_that_names_the_beneficiary_is_told_by_its_column_and_never_repeats_it(office: Office) -> None:
    whom = {"beneficiary_kind": "企业", "beneficiary": "演示园林有限公司"}
    row = {**ROW, **whom, "target": "付给演示园林有限公司40万元"}

    (told,) = enter(as_(office.liaison), row).json()["rows"]

    (problem,) = told["problems"]
    assert (problem["field"], problem["title"]) == ("target", "目标")
    assert problem["text"].startswith("第 1 行「目标」填的是“当事人姓名或者名称")
    assert "园林" not in problem["text"]


def test_the_same_own_number_changes_nothing_and_names_no_second_promise(office: Office) -> None:
    client = as_(office.liaison)
    enter(client, ROW)

    again = enter(client, ROW).json()
    other = enter(client, {**ROW, "text": "演示数据：另一项"}).json()

    assert (again["kept"], again["known"]) == (0, 1)
    assert "已用于另一项承诺" in other["rows"][0]["problems"][0]["text"]
    assert Commitment.objects.count() == 1


def test_who_may_not_come_in_is_told_so_in_json(office: Office, neighbour_bai: Mandate) -> None:
    anonymous = Client().get("/desk/commitments/index.json")
    assert (anonymous.status_code, anonymous.json()) == (401, {"error": "请先登录"})
    lawyer = enter(as_(office.lawyer), ROW)
    assert lawyer.status_code == 403
    assert "联络员" in lawyer.json()["error"]
    others = enter(as_(neighbour_bai), ROW).json()
    assert "有权登记的单位" in others["rows"][0]["problems"][0]["text"]


def test_what_is_sent_bears_the_token_against_forgery(office: Office) -> None:
    client = as_(office.liaison, checks=True)
    assert enter(client, ROW).status_code == 403

    client.get("/desk/commitments/new/")
    token = client.cookies["csrftoken"].value
    assert enter(client, ROW, HTTP_X_CSRFTOKEN=token).status_code == 200


@pytest.mark.parametrize(
    ("sent", "status"), [("[]", 400), ("{", 400), ('{"promises": []}', 400), ('{"other": 1}', 400)]
)
def test_what_is_not_of_the_form_is_refused(office: Office, sent: str, status: int) -> None:
    client = as_(office.liaison)

    answer = client.post("/desk/commitments/enter.json", sent, "application/json")

    assert answer.status_code == status
    assert "请求不是所要的格式" in answer.json()["error"]


def test_lists_page_by_page_and_tells_one_to_who_may_see_it(
    entered: Entered, office: Office, neighbour_bai: Mandate, monday: datetime
) -> None:
    matters = [entered(document_number=f"演政发〔2026〕{number}号") for number in range(31)]
    client = as_(office.liaison)

    first = client.get("/desk/commitments/index.json").json()
    rest = client.get("/desk/commitments/index.json", {"after": first["next"]}).json()

    numbers = [each["number"] for each in first["promises"] + rest["promises"]]
    assert numbers == [matter.number for matter in matters]
    assert rest["next"] is None
    one = client.get(f"/desk/commitments/{matters[0].pk}/index.json").json()
    assert (one["target"], one["answers"] != "") == ("改造道路3.2公里", True)
    for path in (f"{matters[0].pk}/index.json",):
        assert as_(neighbour_bai).get(f"/desk/commitments/{path}").status_code == 404
    assert as_(neighbour_bai).get("/desk/commitments/index.json").json()["promises"] == []
