"""接口: what the sign-in library (django-allauth) asks of this house, at the door: it reads request and clock.

The library calls these adapters at every turn of a sign-in. No signal is needed: what it would mail to the person
("a passkey was added") is what belongs into the log.
"""

import base64
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.foundation.accounts.models import User
from chengxin.foundation.audit.attribution import SIGNING_IN
from chengxin.foundation.signins import known_devices, operations, second_factor_seals
from chengxin.foundation.signins.browsers import Place, browser_of
from chengxin.foundation.signins.limits import Limit, limits_of
from chengxin.foundation.signins.models import SignInKind
from chengxin.foundation.signins.queries import SECOND_FACTORS, must_have_second_factor
from chengxin.ground import ciphers, clock

DEVICE = "device"  # in the session: which device it is
# What the library would mail about, by the name of its mail.
_TOLD = {
    "mfa/email/totp_activated": SignInKind.TOTP_ADDED,
    "mfa/email/totp_deactivated": SignInKind.TOTP_REMOVED,
    "mfa/email/recovery_codes_generated": SignInKind.CODES_MADE,
    "mfa/email/webauthn_added": SignInKind.PASSKEY_ADDED,
    "mfa/email/webauthn_removed": SignInKind.PASSKEY_REMOVED,
    "account/email/password_changed": SignInKind.PASSWORD_CHANGED,
    "socialaccount/email/account_connected": SignInKind.SSO_LINKED,
}
_WAYS = {"password": "password", "socialaccount": "sso", "mfa": "passkey"}


def place_of(request: HttpRequest) -> Place:
    """Return from where a request comes."""
    address = Accounts(request).get_client_ip(request) or ""
    return Place(address, browser_of(request.headers.get("User-Agent", "")))


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are given by an office; whoever guesses waits longer and longer; every event is written down."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("账号已停用，请联系本单位的系统管理员"),
        "incorrect_code": _("验证码不对，请核对后再输入"),
        "incorrect_password": _("密码不对"),
        "enter_current_password": _("当前密码不对"),
        "username_password_mismatch": _("用户名或者密码不对"),
        "too_many_login_attempts": _("登录失败次数过多，请稍候再试"),
        "rate_limited": _("操作过于频繁，请稍候再试"),
        "same_as_current": _("新密码不能与当前密码相同"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt first; refuse it where too many failed."""
        at = clock.now()
        self._limits = _limits(request, self, credentials)
        try:
            self._locks = operations.claim_attempt(limits=self._limits, at=at)
        except operations.TooManyAttempts as refusal:
            minutes = max(1, -int(-(refusal.until - at).total_seconds() // 60))
            told = gettext("登录失败次数过多，请在 %(minutes)s 分钟后再试") % {"minutes": minutes}
            raise ValidationError(told, code="too_many_login_attempts") from None

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        user = super().authenticate(request, **credentials)
        if user is not None:
            setattr(request, SIGNING_IN, user)
            operations.clear_attempts(limits=self._limits)
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        tried = User.objects.filter(username=str(credentials.get("username", ""))[:60]).first()
        kind = SignInKind.LOCKED if self._locks else SignInKind.FAILED
        operations.note_event(
            user=tried, kind=kind, at=clock.now(), method="password", place=place_of(request)
        )

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Write down who is in, from where, and mark the browser as one that this account knows."""
        setattr(request, SIGNING_IN, user)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        at, method, place = clock.now(), _way_of(request), place_of(request)
        device = operations.begin_device(
            user=user, session_key=str(request.session.session_key), at=at, method=method, place=place
        )
        request.session[DEVICE] = device.pk
        operations.note_event(user=user, kind=SignInKind.SIGNED_IN, at=at, method=method, place=place)
        known_devices.mark(response, request, user)
        return response

    def logout(self, request: HttpRequest) -> None:
        """Write down that somebody left, and end the device."""
        user, device = request.user, request.session.get(DEVICE)
        if user.is_authenticated:
            at = clock.now()
            operations.end_one(pk=device, user=user, kind=SignInKind.SIGNED_OUT, at=at)
            operations.note_event(user=user, kind=SignInKind.SIGNED_OUT, at=at, place=place_of(request))
        super().logout(request)

    def send_notification_mail(self, template_prefix: str, user: Any, *args: Any, **kwargs: Any) -> None:
        """Write into the log what the library would mail; a changed password signs out everywhere else."""
        kind, request, at = _TOLD.get(template_prefix), context.request, clock.now()
        if kind is None:
            return
        if kind is SignInKind.PASSWORD_CHANGED:
            operations.note_password(user=user, at=at, but=request.session.get(DEVICE))
        operations.note_event(user=user, kind=kind, at=at, place=place_of(request))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return str(settings.LOGIN_REDIRECT_URL)


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second factors are sealed; who must have one keeps it."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("您的岗位必须使用第二重验证，请先登记另一种方式"),
        "cannot_generate_recovery_codes": _("启用动态口令或者通行密钥以后才能生成恢复码"),
        "incorrect_code": _("验证码不对，请核对后再输入"),
    }

    def encrypt(self, text: str) -> str:
        return base64.b64encode(ciphers.seal(text, purpose=second_factor_seals.PURPOSE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return ciphers.unseal(base64.b64decode(encrypted_text), purpose=second_factor_seals.PURPOSE)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user=authenticator.user, type__in=SECOND_FACTORS)
        return others.exclude(pk=authenticator.pk).exists() or not must_have_second_factor(
            cast("User", authenticator.user), on=clock.today()
        )

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - the library's name
        count = Authenticator.objects.filter(user=user, type=type).count()
        return gettext("通行密钥 %(number)s") % {"number": count + 1}


class SingleSignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """统一身份认证: the provider says who somebody is; whether there is an account for it is said here."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Link an identity that is new here to the account of the same name; refuse where there is none."""
        if sociallogin.is_existing:
            return
        user = _account_of(sociallogin)
        if user is None:
            operations.note_event(
                user=None, kind=SignInKind.SSO_REFUSED, at=clock.now(), method="sso", place=place_of(request)
            )
            raise ImmediateHttpResponse(render(request, "signins/no_account.html", status=403))
        setattr(request, SIGNING_IN, user)
        sociallogin.connect(request, user)

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        operations.note_event(
            user=None, kind=SignInKind.SSO_REFUSED, at=clock.now(), method="sso", place=place_of(request)
        )


def _account_of(sociallogin: SocialLogin) -> User | None:
    """Return the active account that the provider's claim names, unless it is linked to another identity there."""
    data = sociallogin.account.extra_data
    claims = data.get("userinfo") or data.get("id_token") or data
    name = claims.get(settings.SSO_CLAIM)
    found = User.objects.filter(username=name, is_active=True).first() if isinstance(name, str) else None
    linked = SocialAccount.objects.filter(user=found, provider=sociallogin.account.provider)
    return None if found is None or linked.exists() else found


def _limits(request: HttpRequest, adapter: Accounts, credentials: dict[str, Any]) -> list[Limit]:
    name = str(credentials.get("username", ""))
    return list(
        limits_of(
            username=name,
            address=adapter.get_client_ip(request) or "",
            known_device=known_devices.mark_of(request, name),
            secret=settings.SECRET_KEY.encode(),
        )
    )


def _way_of(request: HttpRequest) -> str:
    """Return by which way somebody came in first: password, passkey or single sign-on."""
    from allauth.account.authentication import get_authentication_records

    records = get_authentication_records(request, request.user)
    return _WAYS.get(records[0]["method"], "") if records else ""
