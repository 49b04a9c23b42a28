"""Where rooms above plug in what the public may write to them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chengxin.foundation.matters.models import Matter
from chengxin.foundation.reception.models import Voice
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground.plugboard import Board


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody sent: about which body, as they named it, the field, what it concerns, in their words."""

    body: PublicBody
    named: str
    area: str
    text: str


class Receive(Protocol):
    """Opens the matter of a voice in the transaction of its arrival; raises `NotReceivable` in words."""

    def __call__(self, *, voice: Voice, said: Said, at: datetime) -> Matter: ...


class SenderOperation(Protocol):
    """What an act of the sender does; answers a new receipt code where it opened another conversation, else ''."""

    def __call__(self, *, voice: Voice, text: str, choice: str, at: datetime) -> str: ...


@dataclass(frozen=True, slots=True)
class SenderAct:
    """Something that the holder of the receipt code may do now; `choices` are (code, wording), empty for none."""

    code: str
    zh: str
    help_zh: str
    operation: SenderOperation
    choices: tuple[tuple[str, str], ...] = ()
    needs_text: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """What the sender is shown of the handling: its state in words, who handles it, until when (or None)."""

    state: str
    organ: str
    steps: tuple[tuple[datetime, str], ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class VoiceKind:
    """A kind of message: how it is received, what its sender is shown and may do, what they are told beforehand.

    `advice` answers, before anything was sent, that a text belongs elsewhere and where; '' where it does not.
    """

    code: str
    zh: str
    receive: Receive
    standing: Callable[[Voice], Standing]
    acts: Callable[[Voice], tuple[SenderAct, ...]]
    advice: Callable[[str], str]


_kinds: Board[str, VoiceKind] = Board()


def plug_voice(kind: VoiceKind) -> None:
    """Make a kind of message known."""
    _kinds.claim(kind.code, kind)


def voice_kind(code: str) -> VoiceKind:
    """Return the kind of message called `code`."""
    return _kinds[code]


def voice_kinds() -> list[VoiceKind]:
    """Return every kind of message plugged in."""
    return list(_kinds.values())
