"""门卫: what every request of somebody signed in meets: has the sign-in ended, is the password due, is a factor owed.

It stands before everything under /desk/ and /accounts/, and nowhere else: public pages know no session.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from chengxin.foundation.accounts.models import User
from chengxin.foundation.signins import operations
from chengxin.foundation.signins.adapters import DEVICE, place_of
from chengxin.foundation.signins.models import Device, SignInKind
from chengxin.foundation.signins.queries import has_second_factor, must_have_second_factor, password_due
from chengxin.ground import clock

GUARDED = re.compile(r"^/(?:en/)?(?:desk|accounts)/")
_ENTRANCE = re.compile(r"^/(?:en/)?accounts/")


class Guard:
    """Lets a request through, sends it to what must be done first, or signs its sender out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not GUARDED.match(request.path_info):
            return self.get_response(request)
        response = self._stopped(request) or self.get_response(request)
        patch_cache_control(response, private=True, no_store=True)  # a shared computer must not keep it
        return response

    def _stopped(self, request: HttpRequest) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return None
        user, at = request.user, clock.now()
        device = _device_of(request, user, at)
        ended = SignInKind.FORCED_OUT if device is None else _overdue(device, at)
        if ended or device is None:
            return _sign_out(request, device, ended, at)
        operations.note_seen(device=device, session_key=str(request.session.session_key), at=at)
        return None if _ENTRANCE.match(request.path_info) else _first(request, user, at)


def _device_of(request: HttpRequest, user: User, at: datetime) -> Device | None:
    """Return the device of this session; None where it was ended. A session from before there were any gets one."""
    known = request.session.get(DEVICE)
    if known is not None:
        return Device.objects.filter(pk=known, user=user, ended_at=None).first()
    device = operations.begin_device(
        user=user, session_key=str(request.session.session_key), at=at, place=place_of(request)
    )
    request.session[DEVICE] = device.pk
    return device


def _overdue(device: Device, at: datetime) -> SignInKind | None:
    if at - device.seen_at > timedelta(minutes=settings.IDLE_MINUTES):
        return SignInKind.IDLE
    if at - device.began_at > timedelta(hours=settings.SIGN_IN_HOURS):
        return SignInKind.TOO_LONG
    return None


def _sign_out(
    request: HttpRequest, device: Device | None, kind: SignInKind | None, at: datetime
) -> HttpResponse:
    if device is not None and kind is not None:
        operations.end_device(device=device, kind=kind, at=at)
        operations.note_event(user=device.user, kind=kind, at=at, place=place_of(request))
    auth.logout(request)
    told = {
        SignInKind.IDLE: _("您有一段时间没有操作，为安全起见已退出，请重新登录"),
        SignInKind.TOO_LONG: _("本次登录已满最长时间，请重新登录"),
    }
    messages.info(request, told.get(kind, _("这一次登录已被结束，请重新登录")) if kind else "")
    return redirect(f"{reverse('account_login')}?next={request.path}")


def _first(request: HttpRequest, user: User, at: datetime) -> HttpResponse | None:
    """Return where somebody must go before anything else; None where nothing is owed."""
    due = password_due(user)
    if due is not None and due <= at:
        messages.warning(request, _("密码已满更换期限，请先更换"))
        return redirect("account_change_password")
    if must_have_second_factor(user, on=clock.today()) and not has_second_factor(user):
        messages.warning(request, _("您的岗位必须使用第二重验证，请先启用动态口令或者通行密钥"))
        return redirect("mfa_index")
    return None
