"""Signing in in a real browser: passkeys with an authenticator, digits of an app, devices, the log."""

from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, CDPSession, Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer
from tests.browser.harness import DESKTOP, assert_accessible, open_page, picture
from tests.cast import make_mandate
from tests.rooms.signins.door import PASSWORD, code_of

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.signins.models import SECURITY_ROLES, SignInEvent, SignInKind
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin.ground import ciphers, home, keys
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__")]


@pytest.fixture(autouse=True)
def nothing_tried_yet() -> None:
    cache.clear()
    keys.make_key(home.current(), ciphers.SEALING_KEY)


def sign_in(page: Page, username: str = "lin", address: str = "/desk/") -> None:
    page.goto(address)
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def prove_again(page: Page) -> None:
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="确认").click()


def looked_at(page: Page, pictures: Path, name: str) -> None:
    assert_accessible(page)
    picture(page, pictures, f"{name}-{page.viewport_size['width'] if page.viewport_size else 0}")


def authenticator_of(page: Page) -> CDPSession:
    """Plug an authenticator into the browser that holds passkeys and knows its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return session


@pytest.fixture
def at_localhost(browser: Browser, live_server: LiveServer, settings: Settings) -> str:
    """Passkeys belong to a name, never to an address."""
    return live_server.url.replace("127.0.0.1", "localhost")


def test_a_passkey_is_registered_and_then_signs_in_alone(
    browser: Browser, at_localhost: str, officer_lin: Mandate, pictures: Path
) -> None:
    with open_page(browser, at_localhost, DESKTOP) as page:
        authenticator_of(page)
        sign_in(page)
        page.goto("/accounts/2fa/webauthn/add/")
        looked_at(page, pictures, "again")
        prove_again(page)
        looked_at(page, pictures, "passkey-add")
        page.get_by_label("名称").fill("办公室电脑")
        page.get_by_label("也可以不用密码").check()
        page.get_by_role("button", name="登记").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("恢复码")
        expect(page.locator("ul.codes li")).to_have_count(10)
        looked_at(page, pictures, "codes")
        page.goto("/accounts/2fa/webauthn/")
        expect(page.get_by_role("rowheader")).to_have_text("办公室电脑")
        looked_at(page, pictures, "passkeys")

        page.goto("/accounts/logout/")
        page.get_by_role("button", name="退出登录").click()
        page.goto("/desk/")
        page.get_by_role("button", name="使用通行密钥").click()

        expect(page.get_by_role("heading", level=1)).to_have_text("待办事项")
        page.goto("/accounts/2fa/webauthn/add/")
        page.get_by_role("link", name="改用通行密钥").click()
        looked_at(page, pictures, "again-passkey")
        page.get_by_role("button", name="使用通行密钥").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("登记通行密钥")

    ways = list(
        SignInEvent.objects.filter(kind=SignInKind.SIGNED_IN).order_by("pk").values_list("method", flat=True)
    )
    assert ways == ["password", "passkey"]
    assert SignInEvent.objects.filter(kind=SignInKind.PASSKEY_ADDED).exists()


def test_a_passkey_is_the_second_step_after_a_password(
    browser: Browser, at_localhost: str, officer_lin: Mandate, pictures: Path
) -> None:
    with open_page(browser, at_localhost, DESKTOP) as page:
        authenticator_of(page)
        sign_in(page)
        page.goto("/accounts/2fa/webauthn/add/")
        prove_again(page)
        page.get_by_role("button", name="登记").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("恢复码")
        page.goto("/accounts/logout/")
        page.get_by_role("button", name="退出登录").click()

        sign_in(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("第二重验证")
        looked_at(page, pictures, "second-step")
        page.get_by_role("button", name="使用通行密钥").click()

        expect(page.get_by_role("heading", level=1)).to_have_text("待办事项")


def test_somebody_elses_authenticator_opens_nothing(
    browser: Browser, at_localhost: str, officer_lin: Mandate
) -> None:
    with open_page(browser, at_localhost, DESKTOP) as page:
        authenticator_of(page)
        sign_in(page)
        page.goto("/accounts/2fa/webauthn/add/")
        prove_again(page)
        page.get_by_role("button", name="登记").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("恢复码")

    with open_page(browser, at_localhost, DESKTOP) as page:
        page.on("console", lambda said: None)
        authenticator_of(page)
        page.goto("/accounts/login/")
        page.evaluate("document.addEventListener('allauth.error', event => event.preventDefault())")
        page.get_by_role("button", name="使用通行密钥").click()
        page.wait_for_timeout(500)

        expect(page.get_by_role("heading", level=1)).to_have_text("登录工作台")


def test_every_page_of_ones_own_security(page: Page, officer_lin: Mandate, pictures: Path) -> None:
    sign_in(page)
    page.goto("/desk/security/")
    expect(page.get_by_role("heading", level=1)).to_have_text("登录与安全")
    expect(page.get_by_text("本机")).to_be_visible()
    looked_at(page, pictures, "security")

    page.get_by_role("link", name="管理第二重验证").click()
    looked_at(page, pictures, "factors")
    page.get_by_role("link", name="启用动态口令").click()
    prove_again(page)
    looked_at(page, pictures, "totp")
    secret = page.locator("dd").inner_text()
    page.get_by_label("六位数字").fill(code_of(secret))
    page.get_by_role("button", name="启用").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("恢复码")
    page.goto("/accounts/2fa/")
    looked_at(page, pictures, "factors-on")
    page.get_by_role("link", name="停用动态口令").click()
    looked_at(page, pictures, "totp-off")
    page.goto("/accounts/password/change/")
    looked_at(page, pictures, "password")
    page.get_by_label("当前密码").fill("wrong")
    page.get_by_label("新密码", exact=True).fill("short")
    page.get_by_label("再输入一次新密码").fill("short")
    page.get_by_role("button", name="更换密码").click()
    expect(page.get_by_role("alert")).to_be_visible()
    looked_at(page, pictures, "password-refused")


def test_the_log_and_a_forced_sign_out(
    page: Page, officer_lin: Mandate, credit_office: PublicBody, city: Region, pictures: Path
) -> None:
    make_mandate("an", Actor(min(SECURITY_ROLES)), credit_office, city.path)
    sign_in(page)
    page.context.clear_cookies()
    sign_in(page, "an", "/desk/security/log/")
    expect(page.get_by_role("heading", level=1)).to_have_text("登录日志")
    looked_at(page, pictures, "log")
    page.get_by_role("link", name="正在登录的人").click()
    looked_at(page, pictures, "signed-in")
    page.get_by_role("link", name="强制退出").click()
    page.get_by_label("理由").fill("设备遗失")
    looked_at(page, pictures, "force-out")
    page.get_by_role("button", name="强制退出").click()

    expect(page.get_by_role("status")).to_contain_text("已结束此人的 1 处登录")


def test_the_entrance_works_without_javascript(
    browser: Browser, live_server: LiveServer, officer_lin: Mandate
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    sign_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("待办事项")
    context.close()
