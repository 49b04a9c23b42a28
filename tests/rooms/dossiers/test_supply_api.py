"""The system of an authorised supplier hands in entries: as little as by file, once by its own number, row by row."""

import json
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from tests.rooms.dossiers.cases import NAME, NUMBER, row, sanctioned

from chengxin.foundation.accounts.models import Mandate, Program
from chengxin.foundation.accounts.programs import end_program, register_program, renew_token
from chengxin.foundation.audit.models import AuditEntry
from chengxin.foundation.subjects.models import Official, PublicBody
from chengxin.mechanisms.dossiers.models import Entry, PersonNotice, RefusedEntry, Supply, SupplyAuthority
from chengxin.mechanisms.dossiers.supplying import hand_in
from chengxin_core.calendar import legal_day

pytestmark = [pytest.mark.own_sql, pytest.mark.django_db(databases="__all__")]
ADDRESS = "/dossiers/entries"


def make_program(body: PublicBody, at: datetime, **more: Any) -> tuple[Program, str]:
    plain = {"code": "jiwei", "name": "演示监督系统", "post": "值班岗", "permissions": ["supply.violations"]}
    return register_program(**plain | {"body": body, "since": legal_day(at), "by": None} | more)


@pytest.fixture
def token(inspector: Mandate, monday: datetime) -> str:
    return make_program(inspector.body, monday)[1]


def sent(**changes: str) -> dict[str, Any]:
    return {**row().cells, "reference": "JC-1", **changes}


def hand(client: Client, token: str, *entries: Any) -> Any:
    return client.post(
        ADDRESS,
        json.dumps({"entries": list(entries)}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )


def test_a_sanction_is_kept_and_told_and_the_same_number_again_changes_nothing(
    client: Client, token: str, official: Official, inspector: Mandate
) -> None:
    first = hand(client, token, sent()).json()
    again = hand(client, token, sent(), sent()).json()

    assert (first["kept"], first["entries"]) == (1, [{"row": 1, "outcome": "kept", "problems": []}])
    assert [each["outcome"] for each in again["entries"]] == ["known", "known"]
    entry = Entry.objects.get()
    assert (entry.supplier, entry.reference, entry.until) == (inspector.body, "JC-1", date(2027, 2, 28))
    assert entry.supply.sender == "演示监督系统"
    assert PersonNotice.objects.count() == 1


def test_a_number_that_now_says_something_else_is_refused(
    client: Client, token: str, official: Official
) -> None:
    hand(client, token, sent())

    (told,) = hand(client, token, sent(item="记过")).json()["entries"]

    assert told["outcome"] == "refused"
    (problem,) = told["problems"]
    assert (problem["row"], problem["field"], problem["found"]) == (1, "reference", "JC-1")
    assert "报送过不同的内容" in problem["expected"]
    assert Entry.objects.get().item == "warning"


def test_what_came_by_file_is_known_to_the_program_too(
    client: Client, token: str, official: Official, inspector: Mandate, monday: datetime
) -> None:
    sanctioned(inspector, monday, reference="JC-1")

    assert hand(client, token, sent()).json()["known"] == 1


@pytest.mark.parametrize(
    ("changes", "field", "expected"),
    [
        ({"item": "家庭房产两套"}, "item", "C-21"),
        ({"item": "患病"}, "item", "C-22"),
        ({"item": "多次信访"}, "item", "C-57"),
        ({"item": "表现较差，领导不满"}, "item", "清单用语"),
        ({"input": "年度考核结果", "item": "称职"}, "input", "本单位有权提供的类别"),
        ({"remark": "此人一贯……"}, "", "档案只收模板的各列"),
        ({"score": "80"}, "", "档案只收模板的各列"),
        ({"number": "999999180001999990"}, "number", "已登记的公务员的号码"),
        ({"name": "测试乙"}, "name", "与该号码登记的姓名一致"),
        ({"decided_on": "去年"}, "decided_on", "这样的日期"),
        ({"reference": ""}, "reference", "凭它识别"),
        ({"reference": NUMBER}, "reference", "不含身份证件号码"),
        ({"reference": "一号 张"}, "reference", "组成的编号"),
    ],
)
def test_what_does_not_belong_into_a_dossier_is_refused_by_row_and_costs_no_other(
    client: Client, token: str, official: Official, changes: dict[str, str], field: str, expected: str
) -> None:
    good = sent(reference="JC-2", document_number="演示监〔2026〕4号")

    answer = hand(client, token, sent(**changes), good)

    bad, kept = answer.json()["entries"]
    assert (bad["outcome"], kept["outcome"]) == ("refused", "kept")
    assert bad["problems"][0]["field"] == field
    assert expected in bad["problems"][0]["text"]
    assert "第 1 行" in bad["problems"][0]["text"]
    assert NUMBER not in answer.content.decode()
    assert NAME not in answer.content.decode()
    assert not RefusedEntry.objects.exists(), "its sender has the row: nothing of it is kept here"


def test_a_program_hands_in_only_what_it_and_its_organ_may(
    client: Client, token: str, official: Official, inspector: Mandate, monday: datetime
) -> None:
    _, other = make_program(inspector.body, monday, code="kaohe", permissions=["supply.annual_assessment"])
    assert hand(client, other, sent()).status_code == 403

    SupplyAuthority.objects.filter(body=inspector.body).update(valid_until=date(2026, 11, 22))

    refused = hand(client, token, sent())
    assert (refused.status_code, "只由有权机关报送" in refused.json()["error"]) == (403, True)
    assert not Supply.objects.exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ('{"entries": []}', 400),
        ('{"entries": [{}], "note": "x"}', 400),
        (json.dumps({"entries": [{}] * 501}), 413),
        ("x" * (1024 * 1024 + 1), 413),
    ],
    ids=["torn", "empty", "more", "many", "long"],
)
def test_what_is_no_request_is_refused_whole(client: Client, token: str, body: str, status: int) -> None:
    answer = client.post(
        ADDRESS, body, content_type="application/json", headers={"Authorization": f"Bearer {token}"}
    )

    assert answer.status_code == status
    assert answer.json()["error"]
    assert not Supply.objects.exists()


def test_a_row_of_another_shape_is_refused_alone_and_not_repeated(client: Client, token: str) -> None:
    sent = json.dumps({"entries": ["测试甲", {"name": "测试甲", "item": ["测试甲"]}]})

    answer = client.post(
        ADDRESS, sent, content_type="application/json", headers={"Authorization": f"Bearer {token}"}
    )

    assert (answer.status_code, answer.json()["refused"]) == (200, 2)
    assert "测试甲" not in answer.content.decode()
    whole, cell = (each["problems"][0]["text"] for each in answer.json()["entries"])
    assert "一个 JSON 对象" in whole
    assert "内容" in cell


def test_without_a_token_that_holds_nobody_is_let_in(
    client: Client, token: str, official: Official, monday: datetime
) -> None:
    assert hand(client, "jiwei.wrong", sent()).status_code == 401
    program = Program.objects.get()
    renewed = renew_token(program=program, by=None)
    assert hand(client, token, sent()).status_code == 401
    assert hand(client, renewed, sent()).status_code == 200

    end_program(program=program, until=legal_day(monday), by=None)
    Program.objects.update(since=date(2026, 1, 1), until=date(2026, 11, 22))

    assert hand(client, renewed, sent()).status_code == 401


def test_whoever_sends_faster_than_agreed_waits(
    client: Client, official: Official, inspector: Mandate, monday: datetime
) -> None:
    _, token = make_program(inspector.body, monday, subjects_a_minute=2)

    codes = [hand(client, token, sent()).status_code for _ in range(3)]

    assert codes == [200, 200, 429]


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_the_audit_names_the_program_and_no_person(client: Client, token: str, official: Official) -> None:
    hand(client, token, sent())

    entry = AuditEntry.objects.get(acts__code="dossiers.supplied")
    assert (entry.doer_kind, entry.doer) == ("program", "jiwei")
    assert NUMBER not in entry.record
    assert NAME not in entry.record


def test_a_file_without_numbers_is_taken_as_before(
    official: Official, inspector: Mandate, monday: datetime
) -> None:
    supply = hand_in(rows=[row(), row(document_number="演示监〔2026〕8号")], by=inspector, at=monday)

    assert supply.kept == 2
