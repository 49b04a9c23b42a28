"""What people do at the door, for the tests of sign-ins."""

from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

PASSWORD = "not-a-secret-1"
LOGIN, DESK, MINE = "/accounts/login/", "/desk/", "/desk/security/"
SECRET = "JBSWY3DPEHPK3PXP"


def sign_in(client: Client, username: str = "lin", password: str = PASSWORD, **place: Any) -> Any:
    return client.post(LOGIN, {"login": username, "password": password}, **place)


def add_app(user: Any) -> None:
    """Give somebody an authenticator app, as activating it would."""
    TOTP.activate(user, SECRET)


def code_of(secret: str = SECRET) -> str:
    """Return the digits that the app shows now."""
    earlier_now_later = tuple(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(secret, earlier_now_later[1])))
