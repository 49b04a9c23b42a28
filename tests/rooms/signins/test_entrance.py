"""Every page of the entrance is ours; what this house does not use is closed."""

import re
from datetime import datetime
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.urls import urlpatterns as everything_of_the_library
from django.conf import settings as running
from django.template import TemplateDoesNotExist, engines
from django.template.loader import get_template
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.rooms.signins.door import PASSWORD, add_app, sign_in

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.signins.guard import GUARDED
from chengxin.foundation.signins.urls import entrance

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
OURS = {pattern.name for pattern in entrance}
# The first answers JSON; the second is for who has a passkey: tests/browser looks at it.
WITHOUT_A_PAGE = {"mfa_login_webauthn", "mfa_reauthenticate_webauthn"}


def addresses(patterns: Any, prefix: str = "") -> list[tuple[str, str]]:
    """Return the name and route of every address."""
    found: list[tuple[str, str]] = []
    for pattern in patterns:
        route = prefix + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            found += addresses(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            found.append((pattern.name or "", route))
    return found


@pytest.fixture
def at_home(client: Client, officer_lin: Mandate) -> Client:
    """Somebody who is signed in and has just proved it again."""
    sign_in(client)
    client.post("/accounts/reauthenticate/?next=/desk/", {"password": PASSWORD})
    return client


def is_ours(page: str) -> bool:
    return 'class="masthead"' in page and "built/chengxin.css" in page


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("name", sorted(OURS - WITHOUT_A_PAGE))
def test_a_page_of_the_entrance_is_in_our_frame_and_in_one_language(
    at_home: Client, officer_lin: Mandate, name: str, language: str
) -> None:
    key = _key_of(officer_lin) if "/keys/" in _route(name) else None
    if name in {"mfa_deactivate_totp", "mfa_reauthenticate", "mfa_authenticate", "mfa_view_recovery_codes"}:
        add_app(officer_lin.user)
    client = at_home
    if name in {"account_login", "mfa_authenticate"}:
        client = Client()
    if name == "mfa_authenticate":
        sign_in(client)
    if name == "mfa_view_recovery_codes":
        client.post("/accounts/2fa/recovery-codes/generate/")
    address = language + reverse(name, kwargs={"pk": key.pk} if key else {})

    answer = client.get(address)
    page = answer.content.decode()

    assert answer.status_code == (401 if name == "socialaccount_login_error" else 200), name
    assert is_ours(page)
    assert answer["Cache-Control"].count("no-store") == 1
    body = page.split("<main")[1].split("</main>")[0]
    said = "".join(part.split("<")[0] for part in body.split(">"))
    chinese = set(re.findall(r"[\u4e00-\u9fff]+", said))
    assert chinese if not language else chinese <= {"演示", "诚信"}
    assert language or not re.search(r"\b(Sign In|Submit|Password|Code)\b", said)


def _key_of(mandate: Mandate) -> Authenticator:
    data = {"name": "演示", "credential": {}}
    return Authenticator.objects.create(user=mandate.user, type=Authenticator.Type.WEBAUTHN, data=data)


def _route(name: str) -> str:
    return next(str(pattern.pattern) for pattern in entrance if pattern.name == name)


def test_what_is_not_used_is_closed(client: Client, officer_lin: Mandate) -> None:
    sign_in(client)
    closed = {
        (name, route)
        for name, route in addresses(everything_of_the_library)
        if name not in OURS
        and not name.startswith("openid_connect")
        and not name.endswith(("login_error", "login_cancelled"))
    }

    assert {"account_signup", "account_email", "account_reset_password", "socialaccount_signup"} <= {
        name for name, _ in closed
    }
    for _name, route in closed:
        address = "/accounts/" + route.replace("<int:pk>", "1").split("(?P")[0].strip("$")
        assert client.get(address).status_code == 404, address


def test_no_page_can_come_out_in_another_engine() -> None:
    assert [engine.name for engine in engines.all()] == ["jinja2"]
    with pytest.raises(TemplateDoesNotExist):
        get_template("account/signup.html")


def test_a_provider_that_is_not_set_up_is_not_there(client: Client) -> None:
    assert client.post("/accounts/oidc/sso/login/").status_code == 404
    assert "统一身份认证" not in client.get("/accounts/login/").content.decode()


def test_everything_that_knows_a_session_stands_behind_the_guard() -> None:
    unguarded = [
        route
        for name, route in addresses(get_resolver().url_patterns)
        if ("desk" in route or "account" in route) and not GUARDED.match("/" + route)
    ]

    assert unguarded == []
    assert "chengxin.foundation.signins.guard.Guard" in running.MIDDLEWARE


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"]
)
def test_nobody_is_led_elsewhere_after_signing_in(client: Client, officer_lin: Mandate, target: str) -> None:
    answer = client.post("/accounts/login/", {"login": "lin", "password": PASSWORD, "next": target})

    assert answer["Location"] == "/desk/"


def test_an_account_that_was_stopped_is_told_so(
    client: Client, officer_lin: Mandate, monday: datetime
) -> None:
    officer_lin.user.is_active = False
    officer_lin.user.save()

    assert (
        "登录工作台" in sign_in(client).content.decode()
        or sign_in(client)["Location"] == "/accounts/inactive/"
    )
    assert client.get("/desk/").status_code == 302
