"""消息渠道: a channel that is set up by half, and messages that did not arrive."""

from collections.abc import Iterator
from datetime import timedelta

from chengxin.foundation.notifications.channels import settings as channels
from chengxin.foundation.notifications.queries import undelivered
from chengxin.site.doctor.findings import Deployment, Finding, Weight

LATELY = timedelta(days=7)
_NEEDS = (
    ("MAIL", "MAIL_FROM", None),
    ("WORK_CHAT", "WORK_CHAT_APP", channels.WORK_CHAT),
    ("SMS", None, channels.SMS),
    ("WEBHOOK", None, channels.WEBHOOK),
)


def half_set_up(here: Deployment) -> Iterator[Finding]:
    """A channel that lacks a setting or its secret: people give addresses, and nothing ever comes."""
    for name, beside, secret in _NEEDS:
        address = getattr(here.settings, name)
        if not address:
            continue
        if beside and not getattr(here.settings, beside):
            yield _lacking(name, f"CHENGXIN_{beside}", f"设置 CHENGXIN_{beside}")
        wanted = channels.MAIL if name == "MAIL" and "@" in address else secret
        if wanted and not (here.home.keys / wanted).exists():
            yield _lacking(name, f"keys/{wanted}", f"运行 chengxin messages secret {wanted} 口令文件")


def not_delivered(here: Deployment) -> Iterator[Finding]:
    """Messages of the last days that are tried no more."""
    count = undelivered().filter(ended_at__gte=here.at - LATELY).count()
    if count:
        yield Finding(
            "channels.undelivered",
            Weight.WARNING,
            f"最近七天有 {count} 条消息没有送达",
            "收不到消息的人可能误了期限",
            "由系统管理员在工作台“消息 → 未能送达”查看原因，排除以后重新发送",
        )


def _lacking(name: str, what: str, todo: str) -> Finding:
    return Finding(
        f"channels.{name.lower()}",
        Weight.FAULT,
        f"设了 CHENGXIN_{name}，缺少 {what}",
        "这个渠道的消息都发不出去",
        todo,
    )


CHECKS = (half_set_up, not_delivered)
