"""政务微信: its interface for applications, as 山东通 and other installations offer it at an address of their own.

CHENGXIN_WORK_CHAT is the address, CHENGXIN_WORK_CHAT_APP the corporation and the application, `corpid:agentid`; the
application's secret is a key file. A token is asked for when there is none, or when ours is no longer taken.
"""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache

from chengxin.foundation.notifications.channels.settings import WORK_CHAT, secret
from chengxin.foundation.notifications.plugs import AddressRefused, Channel, NotSent
from chengxin.ground.posting import AddressUnfit, Unanswered, checked, send

TOKEN_SECONDS = 3600  # that a token is kept here; theirs lives twice as long
_TOKEN = "messages.work_chat"  # noqa: S105 - where it is cached
_STALE = {40014, 42001}  # the token is wrong, or has ended
_UNKNOWN = {40003, 60111, 81013}  # nobody of that name
_ACCOUNT = re.compile(r"[A-Za-z0-9._@-]{1,64}")


def _normal(address: str) -> str:
    if not _ACCOUNT.fullmatch(address):
        raise AddressRefused("应当是政务微信（山东通）账号：字母、数字和 . _ @ -，至多 64 个字")
    return address


def _send(address: str, subject: str, text: str) -> None:
    said = _told(address, text, _token(anew=False))
    if said.get("errcode") in _STALE:
        said = _told(address, text, _token(anew=True))
    code = said.get("errcode")
    if code in _UNKNOWN or said.get("invaliduser"):
        raise NotSent("政务微信没有这个账号", for_good=True)
    if code != 0:
        raise NotSent(f"政务微信没有收下（errcode {code}）")


def _told(address: str, text: str, token: str) -> Mapping[str, Any]:
    agent = _app()[1]
    message = {"touser": address, "msgtype": "text", "agentid": agent, "text": {"content": text}}
    return _ask("POST", "/cgi-bin/message/send", {"access_token": token}, message)


def _token(*, anew: bool) -> str:
    kept = None if anew else cache.get(_TOKEN)
    if kept is None:
        words = {"corpid": _app()[0], "corpsecret": secret(WORK_CHAT)}
        said = _ask("GET", "/cgi-bin/gettoken", words)
        kept = said.get("access_token")
        if said.get("errcode") != 0 or not isinstance(kept, str):
            raise NotSent(f"政务微信不给令牌（errcode {said.get('errcode')}）")
        cache.set(_TOKEN, kept, TOKEN_SECONDS)
    return str(kept)


def _app() -> tuple[str, int]:
    corporation, _, agent = settings.WORK_CHAT_APP.partition(":")
    if not corporation or not agent.isdecimal():
        raise NotSent("CHENGXIN_WORK_CHAT_APP 应当写作 corpid:agentid")
    return corporation, int(agent)


def _ask(method: str, path: str, words: Mapping[str, str], body: object = None) -> Mapping[str, Any]:
    data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8"} if data else {}
    try:
        place = checked(settings.WORK_CHAT, "CHENGXIN_WORK_CHAT")
        answer = send(place, method, f"{path}?{urlencode(words)}", data, headers)
        said = json.loads(answer.content) if answer.status == 200 else None
    except AddressUnfit as fault:
        raise NotSent(str(fault)) from None
    except Unanswered as fault:
        raise NotSent(f"政务微信没有应答（{fault}）") from None
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise NotSent(f"政务微信答复 HTTP {answer.status}，不是约定的内容")
    return said


CHANNEL = Channel("work_chat", "政务微信（山东通）", "账号", _normal, lambda: bool(settings.WORK_CHAT), _send)
