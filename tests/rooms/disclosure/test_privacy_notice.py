"""The notice about personal information says what was read in a text of law, and nothing else as law."""

import json

import pytest
from pytest_django.fixtures import Settings

from chengxin.doors.disclosure.privacy_notice import notice_pages
from chengxin.foundation.rules.queries import current_rulebook

pytestmark = [pytest.mark.engine, pytest.mark.django_db(databases="__all__")]


@pytest.fixture
def told(rules: str) -> dict[str, bytes]:
    return {page.path: page.body for page in notice_pages(current_rulebook())}


def test_names_each_right_and_each_term_with_its_article(told: dict[str, bytes]) -> None:
    said = told["/privacy/"].decode()

    for article in (
        "第四十五条第一款",
        "第四十六条",
        "第四十七条",
        "第四十八条",
        "第十三条第一款",
        "第三十五条",
    ):
        assert article in said
    assert "网络日志至少留存多久" in said
    assert "6 月" in said or "6 个月" in said


def test_shows_no_default_as_law(told: dict[str, bytes]) -> None:
    assert "系统默认" not in told["/privacy/"].decode()


def test_is_in_english_too_and_as_data(told: dict[str, bytes]) -> None:
    assert "Your rights" in told["/en/privacy/"].decode()
    assert {"bases", "terms", "rights", "exceptions"} <= set(json.loads(told["/privacy/index.json"]))


def test_says_whom_to_ask_as_the_setting_says(rules: str, settings: Settings) -> None:
    settings.PRIVACY_CONTACT = "演示数据：信用中心个人信息保护岗 0000-0000"

    pages = {page.path: page.body.decode() for page in notice_pages(current_rulebook())}

    assert settings.PRIVACY_CONTACT in pages["/privacy/"]


def test_is_there_before_any_rulebook_and_names_no_law() -> None:
    said = {page.path: page.body.decode() for page in notice_pages(None)}["/privacy/"]

    assert "第四十五条" not in said
    assert "不使用 Cookie" in said
