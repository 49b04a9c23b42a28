"""Programs ask at the point of decision: with a token, for their purposes, at their pace; one fault costs no other."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from tests.cast import make_body
from tests.make import Office
from tests.rooms.consequences.cases import make_measure
from tests.rooms.inquiries.cases import WORK, make_program

from chengxin.foundation.accounts.models import Mandate, Program
from chengxin.foundation.accounts.program_commands import programs
from chengxin.foundation.accounts.programs import ProgramRefused, end_program, register_program
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin.insight.inquiries.models import Inquiry
from chengxin.insight.inquiries.queries import inquiries_about, shown
from chengxin_core.calendar import legal_day

pytestmark = [
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("rules", "monday", "papers_are_not_printed"),
]
ADDRESS = "/inquiries/screen"


@pytest.fixture
def token(finance_bureau: PublicBody, monday: datetime) -> str:
    return make_program(finance_bureau, monday)[1]


def ask(client: Client, token: str, *subjects: Any, **more: Any) -> Any:
    body = {"purpose": "funds", "document_number": WORK, "subjects": list(subjects)} | more
    return client.post(
        ADDRESS,
        json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )


def test_single_and_many_are_answered_in_their_order(
    client: Client,
    token: str,
    housing_bureau: PublicBody,
    water_bureau: PublicBody,
    office: Office,
    owner_cao: Mandate,
    monday: datetime,
) -> None:
    measure = make_measure(body=housing_bureau, office=office, owner=owner_cao, at=monday, state="in_force")
    PublicBody.objects.filter(pk=water_bureau.pk).update(credit_code="113700000000000000")

    told = ask(
        client,
        token,
        {"credit_code": "113700000000000000"},
        {"name": housing_bureau.name},
        {"name": "没有这个局"},
        {"id": housing_bureau.pk},
        {"id": water_bureau.pk, "name": housing_bureau.name},
        {"id": owner_cao.body_id},
        {},
    ).json()

    clear, obstacle, unknown, again, two, own, nothing = told["answers"]
    assert (clear["outcome"], clear["id"], clear["until"]) == ("clear", water_bureau.pk, None)
    assert (obstacle["outcome"], obstacle["clause"]) == ("obstacle", measure.source)
    assert obstacle["until"] > "2026-11-23"
    assert again == obstacle, "asked once, though said twice"
    assert "没有这个局" in unknown["error"]
    assert "同一单位" in two["error"]
    assert own == {"error": "不得查询本单位"}
    assert "单位全称" in nothing["error"]
    assert told["valid_on"] == "2026-11-23"
    assert "第二十二条" in told["basis"]
    assert Inquiry.objects.count() == 2


def test_what_a_program_asked_is_seen_by_the_subject(
    client: Client, token: str, housing_bureau: PublicBody, liaison_tang: Mandate, monday: datetime
) -> None:
    ask(client, token, {"id": housing_bureau.pk})

    (seen,) = shown(list(inquiries_about(liaison_tang, on=legal_day(monday))))

    assert (seen.asker, seen.inquiry.organ.name) == ("演示资金系统", "演示市财政局")


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"purpose": "award"}, 403),
        ({"purpose": "promotion"}, 403),
        ({"document_number": "随便"}, 403),
        ({"subjects": []}, 400),
        ({"subjects": [{"person": "x"}]}, 400),
        ({"subjects": [{"id": "x"}] * 1001}, 413),
        ({"extra": 1}, 400),
    ],
)
def test_what_is_asked_amiss_is_refused_and_leaves_nothing(
    client: Client, token: str, more: dict[str, Any], status: int
) -> None:
    answer = ask(client, token, {"id": "bzj"}, **more)

    assert answer.status_code == status
    assert answer.json()["error"]
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize("bearer", ["", "Bearer x", "Bearer funds-system.wrong", "Basic x"])
def test_without_its_token_nobody_is_let_in(client: Client, token: str, bearer: str) -> None:
    answer = client.post(ADDRESS, "{}", content_type="application/json", headers={"Authorization": bearer})

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_an_ended_program_is_not_let_in(client: Client, token: str, monday: datetime) -> None:
    program = Program.objects.get()
    end_program(program=program, until=legal_day(monday), by=None)
    assert ask(client, token, {"id": "nobody"}).status_code == 200

    Program.objects.update(
        since=legal_day(monday) - timedelta(days=9), until=legal_day(monday) - timedelta(days=1)
    )

    assert ask(client, token, {"id": "nobody"}).status_code == 401


def test_whoever_asks_faster_than_agreed_waits(
    client: Client, finance_bureau: PublicBody, housing_bureau: PublicBody, monday: datetime
) -> None:
    _, token = make_program(finance_bureau, monday, subjects_a_minute=3)
    subject = {"id": housing_bureau.pk}

    codes = [ask(client, token, subject, subject).status_code for _ in range(2)]

    assert codes == [200, 429]


@pytest.mark.parametrize("count", [2, 40])
def test_many_subjects_take_as_many_queries_as_few(
    count: int, client: Client, token: str, county: Region, django_assert_max_num_queries: Any
) -> None:
    bodies = [make_body(f"m{number}", f"演示县第{number}局", county) for number in range(count)]
    ask(client, token, {"id": bodies[0].pk})

    with django_assert_max_num_queries(20):
        answer = ask(client, token, *({"id": each.pk} for each in bodies))

    assert len(answer.json()["answers"]) == count


@pytest.mark.parametrize(
    "more",
    [
        {"code": "Funds"},
        {"name": " "},
        {"post": "张三 13800000000"},
        {"permissions": []},
        {"permissions": ["screen.promotion"]},
        {"permissions": ["screen.funds", "curiosity"]},
    ],
)
def test_a_program_without_sense_is_not_registered(
    more: dict[str, Any], finance_bureau: PublicBody, monday: datetime
) -> None:
    with pytest.raises(ProgramRefused):
        make_program(finance_bureau, monday, **more)


def test_only_an_administrator_of_the_province_registers(
    owner_cao: Mandate, finance_bureau: PublicBody, monday: datetime
) -> None:
    with pytest.raises(ProgramRefused, match="系统管理员"):
        register_program(
            code="x-system", name="演示", body=finance_bureau, post="值班岗", permissions=["screen.funds"],
            since=legal_day(monday), by=owner_cao,
        )  # fmt: skip


def test_the_command_line_registers_lists_and_ends(finance_bureau: PublicBody) -> None:
    words = [
        "add",
        "funds-system",
        "演示资金系统",
        "--body",
        finance_bureau.name,
        "--post",
        "值班岗",
        "--may",
        "screen.funds",
    ]

    added = CliRunner().invoke(programs, words)
    listed = CliRunner().invoke(programs, ["list"])
    ended = CliRunner().invoke(programs, ["end", "funds-system"])

    assert "令牌只显示这一次" in added.output
    assert "每分钟 6000" in listed.output
    assert "已登记终止: 2026-11-23" in ended.output
    assert Program.objects.get().token_hash not in added.output
