"""接口推送: a JSON object, signed, posted to an address of the office's own, from where it goes on.

`{"to", "subject", "text"}` in UTF-8; the header `X-Chengxin-Signature` is `sha256=` and the HMAC-SHA-256 of the body
under the secret. 2xx is taken for sent; 404 and 410 mean that the receiver does not know the address.
"""

import hmac
import json
import re
from collections.abc import Callable
from hashlib import sha256

from django.conf import settings

from chengxin.foundation.notifications.channels.settings import SMS, WEBHOOK, secret
from chengxin.foundation.notifications.plugs import AddressRefused, Channel, NotSent
from chengxin.ground.posting import AddressUnfit, Unanswered, checked, send

SIGNATURE = "X-Chengxin-Signature"
_MOBILE = re.compile(r"(?:\+?86)?(1[3-9][0-9]{9})")
_ACCOUNT = re.compile(r"[\w.@+-]{1,64}")


def _mobile(address: str) -> str:
    found = _MOBILE.fullmatch(re.sub(r"[\s-]", "", address))
    if found is None:
        raise AddressRefused("应当是 11 位手机号码")
    return found[1]


def _account(address: str) -> str:
    if not _ACCOUNT.fullmatch(address):
        raise AddressRefused("应当是一个账号：字母、数字、汉字和 . @ + - _，至多 64 个字")
    return address


def _sender(setting: str, secret_name: str, zh: str) -> Callable[[str, str, str], None]:
    def post(address: str, subject: str, text: str) -> None:
        told = {"to": address, "subject": subject, "text": text}
        body = json.dumps(told, ensure_ascii=False).encode()
        signed = hmac.new(secret(secret_name).encode(), body, sha256).hexdigest()
        headers = {"Content-Type": "application/json; charset=utf-8", SIGNATURE: f"sha256={signed}"}
        try:
            answer = send(
                checked(getattr(settings, setting), f"CHENGXIN_{setting}"), "POST", "", body, headers
            )
        except AddressUnfit as fault:
            raise NotSent(str(fault)) from None
        except Unanswered as fault:
            raise NotSent(f"{zh}没有应答（{fault}）") from None
        if not 200 <= answer.status < 300:
            raise NotSent(f"{zh}答复 HTTP {answer.status}", for_good=answer.status in (404, 410))

    return post


SHORT_MESSAGES = Channel(
    "sms", "短信", "手机号码", _mobile, lambda: bool(settings.SMS), _sender("SMS", SMS, "短信网关")
)
OWN_ADDRESS = Channel(
    "webhook",
    "本单位消息接口",
    "账号",
    _account,
    lambda: bool(settings.WEBHOOK),
    _sender("WEBHOOK", WEBHOOK, "消息接口"),
)
