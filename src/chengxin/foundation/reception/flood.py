"""限流: against floods, knowing nobody: a proof of work opens the fast way, a common measure holds the slow one.

The proof is that of ALTCHA (version 1, SHA-256): the browser finds a number in a second or two and nothing about it
is told to anyone. Who has no script, or a slow device, goes without: then all such visitors together have so many
messages a minute, and whoever comes too many is asked to send again, with everything kept that was filled in.
"""

import json
from base64 import b64decode
from binascii import Error as NotBase64
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs

from altcha.v1 import (
    DEFAULT_SALT_LENGTH,
    Challenge,
    ChallengeOptions,
    Payload,
    create_challenge,
    verify_solution,
)
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from chengxin.foundation.reception.models import SlowMinute, SpentProof

LASTS = timedelta(minutes=30)
SEND, OPEN, WRITE, VOTE = "send", "open", "write", "vote"
_KEPT = timedelta(hours=1)
_LONGEST = 2000  # characters of a proof; a browser's has some 400


def challenge(*, at: datetime) -> dict[str, Any]:
    """Return a challenge as ALTCHA words it."""
    made: Challenge = create_challenge(
        ChallengeOptions(
            algorithm="SHA-256",
            max_number=settings.PROOF_OF_WORK,
            salt_length=DEFAULT_SALT_LENGTH,
            hmac_key=_key(),
            expires=at + LASTS,
        )
    )
    return {
        "algorithm": made.algorithm,
        "challenge": made.challenge,
        "maxnumber": made.max_number,
        "salt": made.salt,
        "signature": made.signature,
    }


def may_pass(*, proof: str, way: str, at: datetime) -> bool:
    """Say whether one more message may come: with a proof always, without one while the minute has room."""
    return (bool(proof) and _spend(proof, at)) or _has_room(way, at)


def may_open(*, proof: str, at: datetime) -> bool:
    """Say whether a code may be tried: freely, until too many wrong ones came in this minute; then by a proof."""
    wrong = SlowMinute.objects.filter(minute=_minute(at), way=OPEN, count__gte=settings.SLOW_PER_MINUTE)
    return not wrong.exists() or (bool(proof) and _spend(proof, at))


def note_wrong_code(*, at: datetime) -> None:
    """Count a receipt code that opened nothing."""
    _has_room(OPEN, at)


def forget(*, at: datetime) -> int:
    """Delete the counts and proofs that are past; return how many."""
    old, _ = SlowMinute.objects.filter(minute__lt=at - _KEPT).delete()
    spent, _ = SpentProof.objects.filter(expires_at__lt=at).delete()
    return old + spent


def _spend(proof: str, at: datetime) -> bool:
    """Say whether a proof holds, is in time and was not used before; from now on it was."""
    if len(proof) > _LONGEST:
        return False
    try:
        said = json.loads(b64decode(proof, validate=True))
        payload = Payload(
            algorithm=str(said["algorithm"]),  # type: ignore[arg-type]
            challenge=str(said["challenge"]),
            number=int(said["number"]),
            salt=str(said["salt"]),
            signature=str(said["signature"]),
        )
        expires = parse_qs(payload.salt.partition("?")[2]).get("expires", ["0"])[0]
        holds = payload.algorithm == "SHA-256" and verify_solution(payload, _key(), check_expires=False)[0]
    except (NotBase64, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return False
    if not holds or not expires.isdecimal() or int(expires) < at.timestamp():
        return False
    try:
        with transaction.atomic():
            SpentProof.objects.create(
                digest=sha256(payload.signature.encode()).hexdigest(), expires_at=at + LASTS
            )
    except IntegrityError:
        return False
    return True


def _has_room(way: str, at: datetime) -> bool:
    minute, most = _minute(at), settings.SLOW_PER_MINUTE
    SlowMinute.objects.get_or_create(minute=minute, way=way)
    taken = SlowMinute.objects.filter(minute=minute, way=way, count__lt=most)
    return bool(taken.update(count=F("count") + 1))


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _key() -> str:
    return f"reception.challenge:{settings.SECRET_KEY}"
