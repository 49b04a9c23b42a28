"""统一身份认证 against a provider that runs as a process of its own, in a real browser."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from time import sleep

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer
from tests.browser.harness import DESKTOP, assert_accessible, open_page
from tests.rooms.bundles.test_node import free_port
from tests.rooms.signins.door import add_app, code_of

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.signins.models import SignInEvent, SignInKind
from chengxin.ground import ciphers, home, keys
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__")]
PEOPLE = (
    {"sub": "0001", "preferred_username": "lin"},
    {"sub": "0002", "preferred_username": "nobody-here"},
    {"sub": "0003", "preferred_username": "lin"},
)


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """A provider of identities: who is asked may say to be any of three people."""
    port = free_port()
    people = [word for person in PEOPLE for word in ("--user-claims", json.dumps(person))]
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *people],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    issuer = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{issuer}/.well-known/openid-configuration", timeout=5).close()
            break
        except OSError:
            sleep(0.1)
    yield issuer
    process.terminate()
    process.wait(10)


@pytest.fixture(autouse=True)
def connected(provider: str, settings: Settings) -> None:
    cache.clear()
    keys.make_key(home.current(), ciphers.SEALING_KEY)
    app = {"provider_id": "sso", "name": "统一身份认证", "client_id": "chengxin", "secret": "a-secret"}
    settings.SSO_ISSUER = provider
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [{**app, "settings": {"server_url": provider}}],
        }
    }


@pytest.fixture
def window(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    with open_page(browser, live_server.url, DESKTOP) as page:
        yield page


def come_as(page: Page, sub: str) -> None:
    page.goto("/accounts/login/?next=/desk/all/")
    assert_accessible(page)
    page.get_by_role("button", name="使用统一身份认证").click()
    page.get_by_role("button", name=sub).click()


def test_somebody_with_an_account_comes_in_and_is_linked(window: Page, officer_lin: Mandate) -> None:
    come_as(window, "0001")

    expect(window.get_by_role("heading", level=1)).to_have_text("全部可见事项")
    assert SocialAccount.objects.get().user == officer_lin.user
    kinds = set(SignInEvent.objects.values_list("kind", "method"))
    assert (SignInKind.SIGNED_IN, "sso") in kinds


def test_is_known_by_the_identity_afterwards_even_under_another_name(
    window: Page, officer_lin: Mandate
) -> None:
    come_as(window, "0001")
    expect(window.get_by_role("heading", level=1)).to_have_text("全部可见事项")
    officer_lin.user.username = "renamed"
    officer_lin.user.save()
    window.context.clear_cookies()

    come_as(window, "0001")

    expect(window.get_by_role("heading", level=1)).to_have_text("全部可见事项")


def test_an_identity_without_an_account_is_told_so(window: Page, officer_lin: Mandate) -> None:
    come_as(window, "0002")

    expect(window.get_by_role("heading", level=1)).to_have_text("没有对应的账号")
    assert_accessible(window)
    assert SignInEvent.objects.get().kind == SignInKind.SSO_REFUSED
    assert window.goto("/desk/") is not None
    expect(window.get_by_role("heading", level=1)).to_have_text("登录工作台")


def test_a_second_identity_does_not_get_an_account_that_has_one(window: Page, officer_lin: Mandate) -> None:
    come_as(window, "0001")
    expect(window.get_by_role("heading", level=1)).to_have_text("全部可见事项")
    window.context.clear_cookies()

    come_as(window, "0003")

    expect(window.get_by_role("heading", level=1)).to_have_text("没有对应的账号")


def test_a_stopped_account_stays_stopped(window: Page, officer_lin: Mandate) -> None:
    officer_lin.user.is_active = False
    officer_lin.user.save()

    come_as(window, "0001")

    expect(window.get_by_role("heading", level=1)).to_have_text("没有对应的账号")


def test_the_second_factor_is_asked_for_all_the_same(
    window: Page, officer_lin: Mandate, settings: Settings
) -> None:
    settings.SECOND_FACTOR_ROLES = frozenset({Actor.CREDIT_OFFICER})
    add_app(officer_lin.user)

    come_as(window, "0001")

    expect(window.get_by_role("heading", level=1)).to_have_text("第二重验证")
    window.get_by_label("动态口令或者恢复码").fill(code_of())
    window.get_by_role("button", name="登录", exact=True).click()
    expect(window.get_by_role("heading", level=1)).to_have_text("全部可见事项")


def test_who_denies_at_the_provider_is_back_at_the_door(window: Page, officer_lin: Mandate) -> None:
    window.goto("/accounts/login/")
    window.get_by_role("button", name="使用统一身份认证").click()
    window.get_by_role("button", name="Deny").click()

    expect(window.get_by_role("heading", level=1)).to_contain_text("统一身份认证")
    assert "/sso/" in window.url or "callback" in window.url


@pytest.mark.parametrize(
    "query", ["", "?code=x", "?code=x&state=forged", "?error=access_denied&state=forged"]
)
def test_an_answer_that_nobody_asked_for_lets_nobody_in(
    window: Page, officer_lin: Mandate, query: str
) -> None:
    window.goto(f"/accounts/oidc/sso/login/callback/{query}")

    expect(window.get_by_role("heading", level=1)).to_contain_text("统一身份认证")
    window.goto("/desk/")
    expect(window.get_by_role("heading", level=1)).to_have_text("登录工作台")


def test_a_provider_that_is_down_is_told(window: Page, officer_lin: Mandate, settings: Settings) -> None:
    (app,) = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    app["settings"]["server_url"] = f"http://127.0.0.1:{free_port()}"

    window.goto("/accounts/login/")
    window.get_by_role("button", name="使用统一身份认证").click()

    expect(window.get_by_role("heading", level=1)).to_have_text("统一身份认证没有完成")
