"""Signing in: only who was given an account, and not by trying passwords."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from chengxin.foundation.accounts.models import Mandate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def nothing_tried_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def sign_in(client: Client, username: str, password: str) -> Any:
    return client.post(LOGIN, {"login": username, "password": password})


def test_lets_the_holder_of_an_account_in(client: Client, officer_lin: Mandate) -> None:
    response = sign_in(client, "lin", "not-a-secret-1")

    assert response.status_code == 302
    assert response["Location"] == "/desk/"


def test_says_that_name_or_password_is_wrong(client: Client, officer_lin: Mandate) -> None:
    page = sign_in(client, "lin", "wrong").content.decode()

    assert "用户名" in page
    assert "有内容需要更正" in page


def test_locks_the_account_after_five_failures(client: Client, officer_lin: Mandate) -> None:
    for _ in range(5):
        sign_in(client, "lin", "wrong")

    response = sign_in(client, "lin", "not-a-secret-1")

    assert response.status_code == 200
    assert "登录失败次数过多" in response.content.decode()


def test_a_locked_account_does_not_lock_its_neighbours(
    client: Client, officer_lin: Mandate, head_zhou: Mandate
) -> None:
    for _ in range(6):
        sign_in(client, "lin", "wrong")

    assert sign_in(client, "zhou", "not-a-secret-1").status_code == 302


def test_opens_no_account_to_a_stranger(client: Client) -> None:
    assert client.get("/accounts/signup/").status_code == 404


def test_signs_out_only_when_asked_to(client: Client, officer_lin: Mandate) -> None:
    sign_in(client, "lin", "not-a-secret-1")

    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/desk/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/desk/").status_code == 302
