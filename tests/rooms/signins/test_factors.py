"""The second factor: an app's digits, codes on paper; who must have one reaches nothing without it."""

from datetime import datetime
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from pytest_django.fixtures import Settings
from tests.rooms.signins.door import DESK, PASSWORD, add_app, code_of, sign_in

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.signins.models import SignInEvent, SignInKind
from chengxin.ground import ciphers, home, keyring, keys, resealing
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
FACTORS = "/accounts/2fa/"


@pytest.fixture
def demanding(settings: Settings) -> Settings:
    """An installation in which a head must use a second factor."""
    settings.SECOND_FACTOR_ROLES = frozenset({Actor.CREDIT_HEAD})
    return settings


def activate(client: Client) -> str:
    """Prove the password again, read the secret off the page, type the digits; return the page that follows."""
    address = f"{FACTORS}totp/activate/"
    client.post(f"/accounts/reauthenticate/?next={address}", {"password": PASSWORD})
    page = client.get(address).content.decode()
    secret = page.split("手工输入这个密钥</dt><dd>")[1].split("<")[0]
    return client.post(address, {"code": code_of(secret)}, follow=True).content.decode()


def codes_on(page: str) -> list[str]:
    return [part.split("</code>")[0] for part in page.split("<code>")[1:]]


def kinds() -> list[str]:
    return list(SignInEvent.objects.order_by("pk").values_list("kind", flat=True))


@pytest.mark.django_db(transaction=True)
def test_an_app_is_activated_with_its_digits_and_codes_are_shown_once(
    client: Client, officer_lin: Mandate
) -> None:
    sign_in(client)
    page = activate(client)

    assert len(codes_on(page)) == 10
    assert codes_on(client.get(f"{FACTORS}recovery-codes/").content.decode()) == []
    assert {SignInKind.TOTP_ADDED} <= set(kinds())


def test_what_the_app_knows_is_sealed_in_the_database(client: Client, officer_lin: Mandate) -> None:
    add_app(officer_lin.user)

    assert "JBSWY3DPEHPK3PXP" not in str(Authenticator.objects.values_list("data", flat=True))


def test_what_the_app_knows_is_sealed_anew_when_the_key_is_rotated(
    client: Client, officer_lin: Mandate
) -> None:
    add_app(officer_lin.user)
    RecoveryCodes.activate(officer_lin.user)
    before = list(Authenticator.objects.order_by("pk").values_list("data", flat=True))
    codes = get_recovery_codes(officer_lin.user)
    keyring.rotate(home.current(), keyring.SEALING, "signins", ciphers.suite())
    assert resealing.under_earlier_keys()["动态口令密钥"] == 1

    told = [each for each in resealing.reseal(home.current()) if each.changed]

    assert [(each.zh, each.changed) for each in told] == [("动态口令密钥", 1), ("恢复码种子", 1)]
    assert not any(resealing.under_earlier_keys().values())
    after = list(Authenticator.objects.order_by("pk").values_list("data", flat=True))
    assert all(one != other for one, other in zip(before, after, strict=True))
    assert TOTP(Authenticator.objects.get(type=Authenticator.Type.TOTP)).validate_code(code_of())
    assert get_recovery_codes(officer_lin.user) == codes


def get_recovery_codes(user: Any) -> list[str]:
    factor = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    codes: list[str] = RecoveryCodes(factor).get_unused_codes()
    return codes


def test_signing_in_asks_for_the_digits(client: Client, officer_lin: Mandate) -> None:
    add_app(officer_lin.user)

    assert sign_in(client)["Location"] == f"{FACTORS}authenticate/"
    assert client.get(DESK).status_code == 302
    client.post(f"{FACTORS}authenticate/", {"code": "000000"})
    assert client.get(DESK).status_code == 302
    client.post(f"{FACTORS}authenticate/", {"code": code_of()})
    assert client.get(DESK).status_code == 200
    assert kinds() == [SignInKind.SECOND_FAILED, SignInKind.SIGNED_IN]


def test_digits_are_good_once(client: Client, officer_lin: Mandate) -> None:
    add_app(officer_lin.user)
    code, again = code_of(), Client()
    sign_in(client)
    client.post(f"{FACTORS}authenticate/", {"code": code})

    sign_in(again)
    again.post(f"{FACTORS}authenticate/", {"code": code})

    assert again.get(DESK).status_code == 302


def test_five_wrong_digits_are_enough(client: Client, officer_lin: Mandate) -> None:
    add_app(officer_lin.user)
    sign_in(client)
    for _ in range(5):
        client.post(f"{FACTORS}authenticate/", {"code": "000000"})

    said = client.post(f"{FACTORS}authenticate/", {"code": code_of()}).content.decode()

    assert "失败次数过多" in said
    assert client.get(DESK).status_code == 302


def test_a_recovery_code_is_good_once(client: Client, officer_lin: Mandate) -> None:
    sign_in(client)
    code = codes_on(activate(client))[0]
    answers = []
    for _ in range(2):
        visitor = Client()
        sign_in(visitor)
        visitor.post(f"{FACTORS}authenticate/", {"code": code})
        answers.append(visitor.get(DESK).status_code)

    assert answers == [200, 302]


class TestWhoMustHaveOne:
    def test_reaches_nothing_without_it(
        self, client: Client, head_zhou: Mandate, demanding: Settings
    ) -> None:
        sign_in(client, "zhou")

        for address in (DESK, "/desk/all/", "/en/desk/", "/desk/security/", "/desk/rules/"):
            assert client.get(address)["Location"].endswith(FACTORS), address

    def test_goes_on_once_there_is_one(self, client: Client, head_zhou: Mandate, demanding: Settings) -> None:
        sign_in(client, "zhou")
        activate(client)

        assert client.get(DESK).status_code == 200

    def test_cannot_give_the_last_one_up(
        self, client: Client, head_zhou: Mandate, demanding: Settings
    ) -> None:
        sign_in(client, "zhou")
        activate(client)

        said = client.post(f"{FACTORS}totp/deactivate/").content.decode()

        assert "必须使用第二重验证" in said
        assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()

    def test_is_nobody_else(self, client: Client, officer_lin: Mandate, demanding: Settings) -> None:
        sign_in(client)

        assert client.get(DESK).status_code == 200


def test_changing_a_factor_asks_for_the_password_again(client: Client, officer_lin: Mandate) -> None:
    sign_in(client)

    for address in ("totp/activate/", "recovery-codes/generate/", "webauthn/add/"):
        assert "/reauthenticate/" in client.get(FACTORS + address)["Location"], address


@pytest.fixture(autouse=True)
def sealing_key() -> None:
    keys.make_key(home.current(), ciphers.SEALING_KEY)


def test_the_moment_of_the_clock_is_the_moment_of_the_log(
    client: Client, officer_lin: Mandate, monday: datetime
) -> None:
    sign_in(client)

    assert SignInEvent.objects.get().at == monday
