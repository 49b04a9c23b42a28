"""Writes about sign-ins: events, devices, counters, the age of passwords."""

from datetime import date, datetime, timedelta
from importlib import import_module
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models import F

from chengxin.foundation.accounts.models import Mandate, User
from chengxin.foundation.signins.browsers import NOWHERE, Place
from chengxin.foundation.signins.limits import FORGOTTEN_AFTER, Limit, wait_after
from chengxin.foundation.signins.models import AttemptCount, Device, PasswordAge, SignInEvent, SignInKind
from chengxin.foundation.signins.queries import kept_from, visible_devices
from chengxin_core.calendar import beginning_of

SEEN_EVERY = timedelta(minutes=1)  # a device is not written down oftener
DEVICES_KEPT = timedelta(days=31)  # after they ended: the log tells the rest


class TooManyAttempts(PermissionError):
    """An attempt that is not even tried; `until` is when the next one will be."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"失败次数过多，{until} 以后再试")
        self.until = until


class TooYoung(ValueError):
    """Events would be destroyed before the end of the term in which they are kept."""


class DeviceRefused(PermissionError):
    """A device that is not this person's to end; the text says so."""


def note_event(
    *,
    user: User | None,
    kind: SignInKind,
    at: datetime,
    method: str = "",
    place: Place = NOWHERE,
    by: Mandate | None = None,
    reason: str = "",
) -> SignInEvent:
    """Write down what happened at the door; `user` is None where no account answers to what was typed."""
    return SignInEvent.objects.create(
        user=user,
        kind=kind,
        at=at,
        method=method,
        address=place.address,
        browser=place.browser,
        by=by,
        reason=reason,
    )


@transaction.atomic
def claim_attempt(*, limits: list[Limit], at: datetime) -> bool:
    """Count an attempt before it is tried, so that many at once cannot slip through; raise `TooManyAttempts`.

    Return whether the next one will have to wait. Nothing is counted for an attempt that was refused.
    """
    AttemptCount.objects.filter(
        key__in=[limit.key for limit in limits], last_at__lt=at - FORGOTTEN_AFTER
    ).delete()
    for limit in sorted(limits, key=lambda each: each.key):
        AttemptCount.objects.get_or_create(key=limit.key, defaults={"last_at": at})
    counts = (
        AttemptCount.objects.select_for_update()
        .order_by("key")
        .in_bulk([limit.key for limit in limits], field_name="key")
    )
    waits = [
        count.locked_until for count in counts.values() if count.locked_until and count.locked_until > at
    ]
    if waits:
        raise TooManyAttempts(max(waits))
    locks = False
    for limit in limits:
        count = counts[limit.key]
        count.attempts, count.last_at = count.attempts + 1, at
        if wait := wait_after(count.attempts, limit.free):
            count.locked_until, locks = at + wait, True
        count.save(update_fields=["attempts", "last_at", "locked_until"])
    return locks


@transaction.atomic
def clear_attempts(*, limits: list[Limit]) -> None:
    """Forget the attempts of somebody who turned out to be who they said; an address takes back this one only."""
    cleared = [limit.key for limit in limits if limit.cleared]
    AttemptCount.objects.filter(key__in=cleared).delete()
    others = [limit.key for limit in limits if not limit.cleared]
    AttemptCount.objects.filter(key__in=others, attempts__gt=0).update(
        attempts=F("attempts") - 1, locked_until=None
    )


@transaction.atomic
def begin_device(
    *, user: User, session_key: str, at: datetime, method: str = "", place: Place = NOWHERE
) -> Device:
    """Write down that somebody is signed in; the password's age is counted from here where it is not known."""
    PasswordAge.objects.get_or_create(user=user, defaults={"changed_at": at})
    return Device.objects.create(
        user=user,
        session_key=session_key,
        method=method,
        address=place.address,
        browser=place.browser,
        began_at=at,
        seen_at=at,
    )


def note_seen(*, device: Device, session_key: str, at: datetime) -> None:
    """Write down that a device was seen, not oftener than each minute; its session may have another key by now."""
    if at - device.seen_at >= SEEN_EVERY or device.session_key != session_key:
        Device.objects.filter(pk=device.pk, ended_at=None).update(seen_at=at, session_key=session_key)


@transaction.atomic
def end_device(*, device: Device, kind: SignInKind, at: datetime) -> bool:
    """End one sign-in; its session is gone at once. Return whether it still ran."""
    ended = Device.objects.filter(pk=device.pk, ended_at=None).update(ended_at=at, ended_by=kind)
    _session(device.session_key).delete()
    return bool(ended)


def end_one(*, pk: int | None, user: User, kind: SignInKind, at: datetime) -> None:
    """End the device of that number if it is this person's; its session is the caller's to end."""
    Device.objects.filter(pk=pk or 0, user=user, ended_at=None).update(ended_at=at, ended_by=kind)


@transaction.atomic
def end_own_device(*, mandate: Mandate, device: Device, at: datetime, place: Place) -> None:
    """Let somebody end one of the own sign-ins. Raises `DeviceRefused` for anybody else's."""
    if device.user_id != mandate.user_id:
        raise DeviceRefused("这不是您的登录设备")
    if end_device(device=device, kind=SignInKind.ENDED, at=at):
        note_event(user=device.user, kind=SignInKind.ENDED, at=at, place=place)


@transaction.atomic
def end_devices_of(*, user: User, kind: SignInKind, at: datetime, but: int | None = None) -> int:
    """End every sign-in of a person but one; return how many there were."""
    running = Device.objects.filter(user=user, ended_at=None).exclude(pk=but or 0)
    return sum(end_device(device=device, kind=kind, at=at) for device in running)


@transaction.atomic
def force_out(*, user: User, by: Mandate, reason: str, at: datetime) -> int:
    """Let the security administrator end every sign-in of a person, for a reason; return how many there were.

    Raises `DeviceRefused` where none of them is this administrator's to end.
    """
    if not visible_devices(by).filter(user=user).exclude(user_id=by.user_id).exists():
        raise DeviceRefused("此人没有登录，或者不在您的管理范围")
    ended = end_devices_of(user=user, kind=SignInKind.FORCED_OUT, at=at)
    note_event(user=user, kind=SignInKind.FORCED_OUT, at=at, by=by, reason=reason)
    return ended


@transaction.atomic
def note_password(*, user: User, at: datetime, but: int | None = None) -> None:
    """Write down that a password was changed; whoever was signed in elsewhere is out."""
    PasswordAge.objects.update_or_create(user=user, defaults={"changed_at": at})
    end_devices_of(user=user, kind=SignInKind.PASSWORD_CHANGED, at=at, but=but)


@transaction.atomic
def reset_factors(*, user: User, reason: str, at: datetime) -> int:
    """Take every second factor away from somebody who lost it, and sign out everywhere; return how many there were."""
    removed, _each = Authenticator.objects.filter(user=user).delete()
    end_devices_of(user=user, kind=SignInKind.FACTORS_RESET, at=at)
    note_event(user=user, kind=SignInKind.FACTORS_RESET, at=at, reason=reason)
    return int(removed)


def forget_idle(*, at: datetime) -> int:
    """Forget what is no log and serves nothing any more: devices long ended, idle counters; return how many."""
    devices, _each = Device.objects.filter(ended_at__lt=at - DEVICES_KEPT).delete()
    counters, _each = AttemptCount.objects.filter(last_at__lt=at - FORGOTTEN_AFTER).delete()
    return int(devices) + int(counters)


@transaction.atomic
def destroy_events_before(*, day: date, by: Mandate, why: str, at: datetime) -> int:
    """Destroy the events of the days before `day`, as a named person let it be; raise `TooYoung` within the term."""
    if day > kept_from(at):
        raise TooYoung(f"{day} 以前的登录日志尚未满保存期限，只能销毁 {kept_from(at)} 以前的")
    destroyed, _each = SignInEvent.objects.filter(at__lt=beginning_of(day)).delete()
    return int(destroyed)


def _session(key: str) -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore(key)
