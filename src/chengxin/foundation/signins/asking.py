"""询问: the library's forms as this house asks: no hints inside fields, and a wrong code is written down.

They stand apart from the adapters because the library reads its settings while it imports its forms.
"""

from typing import Any

from allauth.account.forms import ChangePasswordForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm

from chengxin.foundation.signins import operations
from chengxin.foundation.signins.adapters import place_of
from chengxin.foundation.signins.models import SignInKind
from chengxin.ground import clock


class Plain:
    """A form whose fields hold nothing but what is typed; what is asked for stands above them."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.help_text = ""
            field.widget.attrs.pop("placeholder", None)


class ChangePassword(Plain, ChangePasswordForm):  # type: ignore[misc]
    """The old password once, the new one twice."""


class ActivateApp(Plain, ActivateTOTPForm):  # type: ignore[misc]
    """The digits that a newly scanned app shows."""


class Remembered:
    """A form that asks for a code, in which a wrong one is written down."""

    user: Any

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        operations.note_event(
            user=self.user,
            kind=SignInKind.SECOND_FAILED,
            at=clock.now(),
            method="code",
            place=place_of(context.request),
        )


class Authenticate(Remembered, Plain, AuthenticateForm):  # type: ignore[misc]
    """The second step of a sign-in."""


class Reauthenticate(Remembered, Plain, ReauthenticateForm):  # type: ignore[misc]
    """A code asked for again before something important."""
