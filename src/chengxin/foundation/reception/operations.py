"""Every write of conversations: they begin, go both ways, a contact is opened, what was passed on is destroyed.

Nothing here knows who sends: no argument tells it, and no note in the trail could.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError, transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove
from chengxin.foundation.matters.queries import name_of
from chengxin.foundation.matters.unbiased import require_unbiased
from chengxin.foundation.reception.models import ContactLook, Voice, VoiceFile, VoiceMessage
from chengxin.foundation.reception.plugs import Said, voice_kind
from chengxin.foundation.reception.queries import CODE, CONTACT, DIGITS, MESSAGE, may_reach_sender
from chengxin.ground import files, home, trail
from chengxin.ground.attachments import Upload
from chengxin.ground.ciphers import blind_index, seal, unseal
from chengxin.ground.keepers import is_kept
from chengxin_core.calendar import legal_day


class NotReceivable(UnableToMove):
    """What was sent cannot be taken here; the text says where it belongs."""


class Emptied(UnableToMove):
    """What was sent was passed on and destroyed; nothing more is taken under its receipt code."""


class PurposeMissing(UnableToMove):
    """How a sender may be reached is opened for a stated purpose only."""


def receive(
    *, kind: str, said: Said, contact: str, uploads: Sequence[Upload], once: str, at: datetime
) -> tuple[Voice, str]:
    """Take what somebody sends; return the conversation and its receipt code, which nobody can look up afterwards.

    The same form sent twice (`once`) is one conversation, also where both arrive in the same instant: the second time
    the code is ''. Raises `NotReceivable`.
    """
    try:
        return _receive(kind=kind, said=said, contact=contact, uploads=uploads, once=once, at=at)
    except IntegrityError:
        spent = _sent_before(once)
        if spent is None:
            raise
        return spent.voice, ""


@transaction.atomic
def _receive(
    *, kind: str, said: Said, contact: str, uploads: Sequence[Upload], once: str, at: datetime
) -> tuple[Voice, str]:
    spent = _sent_before(once)
    if spent is not None:
        return spent.voice, ""
    voice, code = begin(kind=kind, text=said.text, contact=contact, uploads=uploads, at=at, once=once)
    voice.matter = voice_kind(kind).receive(voice=voice, said=said, at=at)
    voice.save(update_fields=["matter"])
    return voice, code


@transaction.atomic
def begin(
    *,
    kind: str,
    text: str,
    contact: str,
    uploads: Sequence[Upload],
    at: datetime,
    once: str = "",
    has_code: bool = True,
) -> tuple[Voice, str]:
    """Begin a conversation that a room above gives its matter; without a code, what came by another channel."""
    code = _new_code() if has_code else ""
    voice = Voice.objects.create(
        kind=kind,
        code_index=blind_index(code, purpose=CODE) if code else None,
        contact=seal(contact, purpose=CONTACT) if contact else None,
        received_at=at,
    )
    _add(voice, text, None, at, uploads=uploads, is_senders=True, once=once)
    return voice, code


def write_as_sender(
    *, voice: Voice, text: str, uploads: Sequence[Upload], once: str, at: datetime
) -> VoiceMessage | None:
    """Add what the holder of the receipt code writes; the same form sent twice is one message (None).

    Raises `Emptied` after what was sent was passed on.
    """
    try:
        return _written_by_sender(voice, text, uploads, once, at)
    except IntegrityError:
        if not once or _sent_before(once) is None:
            raise
        return None


@transaction.atomic
def _written_by_sender(
    voice: Voice, text: str, uploads: Sequence[Upload], once: str, at: datetime
) -> VoiceMessage | None:
    if Voice.objects.filter(pk=voice.pk).exclude(emptied_at=None).exists():
        raise Emptied("您反映的内容已经转送，这里不留副本，也不再接收留言")
    if once and _sent_before(once) is not None:
        return None
    return _add(voice, text, None, at, uploads=uploads, is_senders=True, once=once)


@transaction.atomic
def write_as_officer(*, voice: Voice, text: str, by: Mandate, at: datetime) -> VoiceMessage:
    """Add what the handling officer writes to the sender. Raises `NotCompetent` for whoever does not handle it."""
    if not may_reach_sender(by, voice):
        raise NotCompetent("只有办理该事项的经办人可以与来信人联系")
    return _add(voice, text, by, at)


@transaction.atomic
def write_as_platform(*, voices: Iterable[Voice], text: str, at: datetime) -> int:
    """Tell the senders what was decided, in the organ's words; return how many."""
    return len([_add(voice, text, None, at) for voice in voices])


@transaction.atomic
def open_contact(*, voice: Voice, by: Mandate, purpose: str, at: datetime) -> str:
    """Return how the sender wants to be reached, after the look was written down.

    Raises `NotCompetent`, `Recused`, `PurposeMissing`, or `UnableToMove` where nothing was left.
    """
    if voice.matter is None or not may_reach_sender(by, voice):
        raise NotCompetent("联系方式只对办理该事项的经办人开放")
    require_unbiased(by, voice.matter, on=legal_day(at))
    if not purpose.strip():
        raise PurposeMissing("请写明查看联系方式的目的")
    if voice.contact is None:
        raise UnableToMove("来信人没有留下联系方式，请在往来中留言")
    ContactLook.objects.create(voice=voice, mandate=by, purpose=purpose.strip()[:200], at=at)
    trail.note("reception.contact_opened", _about(voice), mandate=by.pk)
    return unseal(bytes(voice.contact), purpose=CONTACT)


@transaction.atomic
def empty(*, voice: Voice, told: str, at: datetime) -> None:
    """Destroy everything that was sent, having been passed on once, and leave the sender one line (policy Q-33)."""
    kept = list(VoiceFile.objects.filter(message__voice=voice).values_list("sha256", flat=True))
    voice.messages.all().delete()
    voice.contact, voice.emptied_at = None, at
    voice.save(update_fields=["contact", "emptied_at"])
    _add(voice, told, None, at)
    alone = [digest for digest in kept if not is_kept(digest)]
    transaction.on_commit(lambda: _remove(alone))
    trail.note("reception.emptied", _about(voice), files=len(kept))


def _add(
    voice: Voice,
    text: str,
    by: Mandate | None,
    at: datetime,
    *,
    uploads: Sequence[Upload] = (),
    is_senders: bool = False,
    once: str = "",
) -> VoiceMessage:
    message = VoiceMessage.objects.create(
        voice=voice,
        sealed=seal(text, purpose=MESSAGE),
        by=by,
        is_senders=is_senders,
        once=_digest(once) if once else None,
        at=at,
    )
    first = VoiceFile.objects.filter(message__voice=voice).count() + 1
    VoiceFile.objects.bulk_create(
        VoiceFile(
            message=message,
            name=f"材料{number}.{upload.name.rpartition('.')[2].lower()}"[:40],
            sha256=upload.sha256,
            size=upload.size,
            media_type=upload.media_type,
        )
        for number, upload in enumerate(uploads, start=first)
    )
    return message


def _new_code() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def _sent_before(once: str) -> VoiceMessage | None:
    """Return the message of this very form, if it arrived before."""
    return VoiceMessage.objects.filter(once=_digest(once)).select_related("voice").first()


def _digest(once: str) -> str:
    return sha256(once.encode()).hexdigest()


def _about(voice: Voice) -> str:
    matter: Matter | None = voice.matter
    return name_of(matter) if matter else f"voice/{voice.pk}"


def _remove(digests: Iterable[str]) -> None:
    for digest in digests:
        files.path_of(home.current(), digest).unlink(missing_ok=True)
