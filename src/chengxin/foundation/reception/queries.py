"""Reads of conversations that other rooms may make."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.handling import handles
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.reception.models import ContactLook, Voice, VoiceFile, VoiceMessage
from chengxin.ground.ciphers import blind_indexes, unseal
from chengxin_core.lifecycle.table import Actor

CODE, CONTACT, MESSAGE = "reception.code", "reception.contact", "reception.message"
DIGITS = 16
HANDLING = frozenset(
    {Actor.CREDIT_OFFICER, Actor.CREDIT_HEAD, Actor.INTAKE_OFFICER, Actor.BODY_HEAD, Actor.LEGAL_REVIEWER}
)
REACHING = frozenset({Actor.CREDIT_OFFICER, Actor.INTAKE_OFFICER})
_NO_DIGIT = re.compile(r"\D")


@dataclass(frozen=True, slots=True)
class Line:
    """One message as it is read: whose, when, what, with which files; `post` of the officer, '' of all others."""

    pk: int
    is_senders: bool
    post: str
    at: datetime
    text: str
    files: tuple[VoiceFile, ...]


def voice_by_code(said: str) -> Voice | None:
    """Return the conversation that a receipt code opens; blanks and dashes in it do not matter."""
    code = _NO_DIGIT.sub("", said)
    if len(code) != DIGITS:
        return None
    found = Voice.objects.filter(code_index__in=blind_indexes(code, purpose=CODE))
    return found.select_related("matter__organ", "matter__body").first()


def voice_of(matter: Matter) -> Voice | None:
    """Return the conversation because of which a matter is handled, if one began it."""
    return Voice.objects.filter(matter=matter).first()


def lines_of(voice: Voice) -> list[Line]:
    """Return the messages of a conversation, oldest first, unsealed."""
    messages = voice.messages.select_related("by").prefetch_related("files")
    return [
        Line(
            message.pk,
            message.is_senders,
            message.by.post if message.by else "",
            message.at,
            _text_of(message),
            tuple(message.files.all()),
        )
        for message in messages
    ]


def text_of(voice: Voice) -> str:
    """Return what the sender wrote first, unsealed; '' after it was destroyed."""
    first = voice.messages.filter(is_senders=True).first()
    return _text_of(first) if first else ""


def texts_of(matters: Iterable[Matter]) -> dict[int, str]:
    """Return, by the key of the matter, what each sender wrote first: two reads, however many there are."""
    of_voice = dict(Voice.objects.filter(matter__in=list(matters)).values_list("pk", "matter_id"))
    messages = VoiceMessage.objects.filter(voice__in=of_voice, is_senders=True).order_by("-at", "-pk")
    return {of_voice[each.voice_id] or 0: _text_of(each) for each in messages}


def reads_voice(by: Mandate, matter: Matter) -> bool:
    """Say whether `by` may read what was sent: a person of the organ that has the matter in hands, in a role for it.

    Never the body complained of, whoever asks for it (policy Q-10, S-26).
    """
    return Actor(by.role) in HANDLING and by.body_id != matter.body_id and handles(by, matter)


def may_reach_sender(by: Mandate, voice: Voice) -> bool:
    """Say whether `by` may write to the sender and open the contact: the officers of the organ that handles it now."""
    matter = voice.matter
    return (
        matter is not None
        and Actor(by.role) in REACHING
        and by.body_id == matter.organ_id
        and reads_voice(by, matter)
    )


def looks_at(voice: Voice) -> list[ContactLook]:
    """Return who opened the contact and what for, the newest first."""
    return list(voice.looks.select_related("mandate__body"))


def file_of(matter: Matter, pk: int) -> VoiceFile | None:
    """Return a file of the conversation of a matter."""
    return VoiceFile.objects.filter(message__voice__matter=matter, pk=pk).first()


def _text_of(message: VoiceMessage) -> str:
    return unseal(bytes(message.sealed), purpose=MESSAGE)
