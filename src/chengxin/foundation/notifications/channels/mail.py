"""邮件: SMTP as the setting CHENGXIN_MAIL says: `smtp://`, `smtp+starttls://` or `smtps://`, a user before the host."""

import smtplib
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email

from chengxin.foundation.notifications.channels.settings import MAIL, secret
from chengxin.foundation.notifications.plugs import AddressRefused, Channel, NotSent

PATIENCE = 30  # seconds
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def _normal(address: str) -> str:
    try:
        validate_email(address)
    except ValidationError:
        raise AddressRefused("应当是一个邮箱地址，例如 name@example.gov.cn") from None
    name, _, host = address.rpartition("@")
    return f"{name}@{host.lower()}"


def _server() -> SplitResult:
    parts = urlsplit(settings.MAIL)
    if parts.scheme not in _PORTS or not parts.hostname or not settings.MAIL_FROM:
        raise NotSent("CHENGXIN_MAIL 或者 CHENGXIN_MAIL_FROM 写得不对")
    return parts


def _send(address: str, subject: str, text: str) -> None:
    server = _server()
    connection = get_connection(
        "django.core.mail.backends.smtp.EmailBackend",
        host=server.hostname,
        port=server.port or _PORTS[server.scheme],
        username=unquote(server.username or ""),
        password=secret(MAIL) if server.username else "",
        use_tls=server.scheme == "smtp+starttls",
        use_ssl=server.scheme == "smtps",
        timeout=PATIENCE,
    )
    try:
        EmailMessage(subject, text, settings.MAIL_FROM, [address], connection=connection).send()
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _ in refused.recipients.values()]
        raise NotSent(
            f"邮件服务器不收这个地址（{codes[0]}）", for_good=all(code >= 500 for code in codes)
        ) from None
    except smtplib.SMTPAuthenticationError:
        raise NotSent("邮件服务器不接受我们的账号和口令") from None
    except (OSError, smtplib.SMTPException) as fault:
        raise NotSent(f"邮件服务器没有收下（{type(fault).__name__}）") from None


CHANNEL = Channel("mail", "电子邮件", "邮箱地址", _normal, lambda: bool(settings.MAIL), _send)
