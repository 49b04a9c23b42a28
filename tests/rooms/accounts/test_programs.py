"""Programs are registered once, act within their permissions and pace, and are refused as soon as they are ended."""

import threading
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from tests.cast import make_mandate

from chengxin.foundation.accounts.models import Pace, Program
from chengxin.foundation.accounts.programs import (
    ProgramRefused,
    count_within_pace,
    end_program,
    register_program,
    renew_token,
)
from chengxin.foundation.accounts.queries import program_of_header
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin_core.lifecycle.table import Actor

pytestmark = [
    pytest.mark.own_sql,
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("rules", "monday"),
]
TODAY = date(2026, 11, 23)


def make_program(body: PublicBody, **more: Any) -> tuple[Program, str]:
    plain = {"code": "funds", "name": "演示资金系统", "post": "值班岗", "permissions": ["screen.funds"]}
    return register_program(**plain | {"body": body, "since": TODAY, "by": None} | more)


def found(token: str, on: date = TODAY) -> Program | None:
    return program_of_header(f"Bearer {token}", on=on)


def test_a_program_of_two_rooms_has_the_lower_pace(finance_bureau: PublicBody) -> None:
    program, _ = make_program(finance_bureau, permissions=["screen.funds", "supply.violations"])

    assert (program.subjects_a_minute, program.may("screen.funds"), program.may("screen.award")) == (
        3000,
        True,
        False,
    )


def test_what_no_room_offers_cannot_be_registered(finance_bureau: PublicBody) -> None:
    with pytest.raises(ProgramRefused, match=r"screen\.funds"):
        make_program(finance_bureau, permissions=["screen.funds", "supply.everything"])


def test_an_end_or_another_token_holds_at_once(finance_bureau: PublicBody) -> None:
    program, token = make_program(finance_bureau)
    assert found(token) == program

    renewed = renew_token(program=program, by=None)
    assert (found(token), found(renewed)) == (None, program)

    end_program(program=program, until=TODAY, by=None)
    assert found(renewed) == program
    assert found(renewed, TODAY + timedelta(days=1)) is None


@pytest.mark.parametrize("sizes", [(3, 2), (5,), (1, 1, 1, 1, 1)])
def test_a_minute_holds_so_many_and_the_next_begins_anew(
    finance_bureau: PublicBody, monday: datetime, sizes: tuple[int, ...]
) -> None:
    program, _ = make_program(finance_bureau, subjects_a_minute=5)

    assert all(count_within_pace(program, size, at=monday) for size in sizes)
    assert not count_within_pace(program, 1, at=monday)
    assert not count_within_pace(program, 6, at=monday + timedelta(minutes=1))
    assert count_within_pace(program, 5, at=monday + timedelta(minutes=1))


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_requests_at_once_never_pass_the_limit_together(finance_bureau: PublicBody, monday: datetime) -> None:
    program, _ = make_program(finance_bureau, subjects_a_minute=5)
    held: list[bool] = []

    def ask() -> None:
        try:
            held.append(count_within_pace(program, 1, at=monday))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(9)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert (held.count(True), Pace.objects.get().subjects) == (5, 5)


def test_the_administrator_registers_replaces_the_token_and_ends_on_the_page(
    finance_bureau: PublicBody, credit_office: PublicBody, province: Region, client: Client
) -> None:
    administrator = make_mandate("guanli", Actor.ADMINISTRATOR, credit_office, province.path)
    client.force_login(administrator.user)
    said = {
        "code": "funds", "name": "演示资金系统", "body": finance_bureau.name, "post": "值班岗",
        "permissions": ["screen.funds", "supply.award"], "since": "2026-11-23",
    }  # fmt: skip

    registered = client.post("/desk/posts/programs/", said).content.decode()
    shown = client.get("/desk/posts/programs/funds/").content.decode()
    renewed = client.post("/desk/posts/programs/funds/", {"renew": "1"}).content.decode()
    client.post("/desk/posts/programs/funds/", {"until": "2026-11-23"})

    assert "令牌只显示这一次" in registered
    assert "报送档案信息：表彰奖励" in shown
    assert "令牌只显示" not in shown
    assert "新令牌" in renewed
    assert Program.objects.get().until == TODAY


def test_who_only_oversees_changes_nothing(
    finance_bureau: PublicBody, credit_office: PublicBody, province: Region, client: Client
) -> None:
    make_program(finance_bureau)
    watcher = make_mandate("shenji", Actor.AUDIT_ADMIN, credit_office, province.path)
    client.force_login(watcher.user)

    assert client.get("/desk/posts/programs/funds/").status_code == 200
    assert client.post("/desk/posts/programs/funds/", {"renew": "1"}).status_code == 403
    assert client.post("/desk/posts/programs/", {}).status_code == 403
