"""Reads about sign-ins: the log, the devices, the state of a password, whether a second factor is owed."""

from datetime import date, datetime, timedelta

from allauth.mfa.adapter import get_adapter as mfa_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings

from chengxin.foundation.accounts.models import Mandate, User
from chengxin.foundation.accounts.queries import mandates_of
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.foundation.signins.models import (
    SECURITY_ROLES,
    WATCHING_ROLES,
    Device,
    DeviceQuerySet,
    PasswordAge,
    SignInEvent,
    SignInEventQuerySet,
)
from chengxin_core.calendar import beginning_of, legal_day

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def visible_events(mandate: Mandate) -> SignInEventQuerySet:
    """Return the events that `mandate` may see: lists, counts and files all begin here."""
    return SignInEvent.objects.visible_to(mandate).select_related("user", "by")


def visible_devices(mandate: Mandate) -> DeviceQuerySet:
    """Return the devices that `mandate` may see, and end."""
    return Device.objects.visible_to(mandate).signed_in().select_related("user")


def may_watch(mandate: Mandate) -> bool:
    """Say whether the log of others is open to this role."""
    return mandate.role in WATCHING_ROLES


def may_force_out(mandate: Mandate) -> bool:
    """Say whether this role may end the sign-ins of others."""
    return mandate.role in SECURITY_ROLES


def has_second_factor(user: User) -> bool:
    """Say whether the account has an authenticator app or a passkey."""
    return bool(mfa_adapter().is_mfa_enabled(user, SECOND_FACTORS))


def must_have_second_factor(user: User, *, on: date) -> bool:
    """Say whether one of the posts held on that day may be acted in only with a second factor (policy T-41)."""
    demanding = settings.SECOND_FACTOR_ROLES
    return any(mandate.role in demanding for mandate in mandates_of(user, on=on)) if demanding else False


def password_due(user: User) -> datetime | None:
    """Return when the password must be another one (policy T-41); None where it never must, or is not known."""
    if not settings.PASSWORD_DAYS or not user.has_usable_password():
        return None
    known = PasswordAge.objects.filter(user=user).first()
    return known.changed_at + timedelta(days=settings.PASSWORD_DAYS) if known else None


def kept_from(moment: datetime) -> date:
    """Return the first day whose events are still kept: the months of the law, or more by setting (T-46)."""
    lawful = current_rulebook().parameter("log.network").on(legal_day(moment)).number
    months = max(lawful, settings.SIGN_IN_LOG_MONTHS)
    return legal_day(moment) - timedelta(days=31 * months)


def devices_in_use(user: User) -> DeviceQuerySet:
    """Return where somebody is signed in."""
    return Device.objects.filter(user=user).signed_in()


def second_factors_of(user: User) -> list[str]:
    """Return the kinds of second factor that somebody registered, in words."""
    words = {Authenticator.Type.TOTP: "动态口令", Authenticator.Type.WEBAUTHN: "通行密钥"}
    found = Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).order_by("pk")
    return [words[Authenticator.Type(each)] for each in found.values_list("type", flat=True)]


def events_before(day: date) -> tuple[int, date | None, int]:
    """Return how many events lie before a day, the day of the first and the number of the last (0: none)."""
    ended = SignInEvent.objects.filter(at__lt=beginning_of(day)).order_by("at", "pk")
    first, last = ended.first(), ended.last()
    if first is None or last is None:
        return 0, None, 0
    return ended.count(), legal_day(first.at), last.pk
