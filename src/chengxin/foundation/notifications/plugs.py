"""Where channels plug in: each sends one short text to one address, or says why it could not."""

from collections.abc import Callable
from dataclasses import dataclass

from chengxin.ground.plugboard import Board


class NotSent(RuntimeError):
    """A text that did not reach its channel; says why in words for people, without the address.

    `for_good`: trying again cannot help, as where the address is not known to the other side.
    """

    def __init__(self, why: str, *, for_good: bool = False) -> None:
        super().__init__(why)
        self.for_good = for_good


class AddressRefused(ValueError):
    """What was given is no address of this channel; says what is expected."""


@dataclass(frozen=True, slots=True)
class Channel:
    """渠道: a way to reach a person beside the desk.

    `normal` brings an address into its one form or raises `AddressRefused`; `is_open` says whether the installation
    has set the channel up; `send(address, subject, text)` sends or raises `NotSent`.
    """

    code: str
    zh: str
    address_zh: str
    normal: Callable[[str], str]
    is_open: Callable[[], bool]
    send: Callable[[str, str, str], None]


_channels: Board[str, Channel] = Board()


def plug_channel(channel: Channel) -> None:
    """Make a channel known; a room calls it from its `kinds.py`."""
    _channels.claim(channel.code, channel)


def channels() -> list[Channel]:
    """Return every channel plugged in."""
    return list(_channels.values())


def open_channels() -> list[Channel]:
    """Return the channels that this installation has set up."""
    return [channel for channel in channels() if channel.is_open()]


def channel_of(code: str) -> Channel | None:
    """Return a channel by its code; None where it is no longer there."""
    return _channels.get(code)
