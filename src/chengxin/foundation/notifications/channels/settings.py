"""渠道的设置: addresses come from the environment, what must stay secret from the keys of the home."""

from chengxin.foundation.notifications.plugs import NotSent
from chengxin.ground import home, keys

MAIL, WORK_CHAT, SMS, WEBHOOK = "mail.password", "work-chat.secret", "sms.secret", "webhook.secret"
SECRETS = (MAIL, WORK_CHAT, SMS, WEBHOOK)


def secret(name: str) -> str:
    """Return a secret of the home; raise `NotSent` where it is missing."""
    try:
        return keys.read_key(home.current(), name).decode().strip()
    except keys.KeyMissing:
        raise NotSent(f"缺少 keys/{name}") from None
