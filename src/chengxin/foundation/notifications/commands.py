"""Commands of messages: the secrets of channels, one message to try a channel, and how it stands."""

from pathlib import Path

import click
from django.db.models import Count

from chengxin.foundation.notifications.channels.settings import SECRETS
from chengxin.foundation.notifications.models import Dispatch, DispatchState
from chengxin.foundation.notifications.plugs import AddressRefused, NotSent, channel_of, open_channels
from chengxin.ground import home, keys

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("messages")
def messages_() -> None:
    """消息渠道：凭据、试发和发送情况。"""


@messages_.command("secret")
@click.argument("name", type=click.Choice(SECRETS))
@click.argument("file", type=_FILE)
def secret(name: str, file: Path) -> None:
    """把渠道的口令存入家目录的 keys（只有本账号可读）；再次运行即更换。

    例: chengxin messages secret mail.password 口令.txt
    """
    value = file.read_bytes().strip()
    if not value or len(value) > 4096 or b"\n" in value:
        raise click.ClickException("口令文件应当只有一行")
    here = home.current()
    here.prepare()
    if not keys.keep_key(here, name, value):
        keys.replace_key(here, name, value)
    click.echo(f"已存入 keys/{name}，请删除原文件")


@messages_.command("try")
@click.argument("channel")
@click.argument("address")
def try_(channel: str, address: str) -> None:
    """向一个地址试发一条消息，不记录地址。

    例: chengxin messages try mail name@example.gov.cn
    """
    found = channel_of(channel)
    if found is None or not found.is_open():
        open_ = "、".join(each.code for each in open_channels()) or "无"
        raise click.ClickException(f"渠道“{channel}”没有接通；已接通的渠道：{open_}")
    try:
        found.send(found.normal(address), "诚信：试发", "这是一条试发的消息，不必回复。")
    except (AddressRefused, NotSent) as fault:
        raise click.ClickException(str(fault)) from None
    click.echo("对方已收下")


@messages_.command("status")
def status() -> None:
    """列出各渠道的发送情况。"""
    counted = Dispatch.objects.values_list("contact__channel", "state").annotate(Count("pk")).order_by()
    by_channel: dict[str, dict[str, int]] = {}
    for channel, state, count in counted:
        by_channel.setdefault(channel, {})[state] = count
    codes = sorted({*by_channel, *(each.code for each in open_channels())})
    for code in codes:
        channel = channel_of(code)
        told = "，".join(
            f"{state.zh} {by_channel[code][state]}"
            for state in DispatchState
            if state in by_channel.get(code, {})
        )
        is_open = channel is not None and channel.is_open()
        click.echo(
            f"{channel.zh if channel else code}（{'已接通' if is_open else '没有接通'}）：{told or '还没有发送'}"
        )
    if not codes:
        click.echo("没有接通任何渠道，消息只在工作台显示。见 docs/how-to/be-told-of-what-waits.md")


commands = [messages_]
