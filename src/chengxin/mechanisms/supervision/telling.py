"""What the body complained of is told may not name who complained: the words are compared with what senders left."""

import re

from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.reception.models import Voice
from chengxin.foundation.reception.queries import CONTACT
from chengxin.ground.ciphers import unseal
from chengxin.ground.personal import personal_in
from chengxin.mechanisms.supervision.queries import complaint_of, voices_in

_SEPARATORS = re.compile(r"[\s,，;；:：、/|]+")
_SHORTEST = 2
_LABELS = frozenset(
    {"电话", "手机", "微信", "邮箱", "邮件", "联系", "联系人", "姓名", "地址", "先生", "女士", "QQ"}
)


class TellsTheSender(UnableToMove):
    """What the body would be told holds how its accuser may be reached (policy Q-10, S-26)."""


def refuse_telling(matter: Matter, words: str) -> None:
    """Raise `TellsTheSender` where words for the body hold how a sender, or any person, may be reached."""
    if personal_in(words):
        raise TellsTheSender("拟发给被投诉单位的内容里有电话号码或者证件号码，请删去（Q-10、S-26）")
    for voice in voices_in(complaint_of(matter)):
        for piece in _pieces_of_contact(voice):
            if piece in words:
                raise TellsTheSender("拟发给被投诉单位的内容里有投诉人的联系信息，请删去（Q-10、S-26）")


def _pieces_of_contact(voice: Voice) -> list[str]:
    if voice.contact is None:
        return []
    plain = unseal(bytes(voice.contact), purpose=CONTACT)
    return [piece for piece in _SEPARATORS.split(plain) if len(piece) >= _SHORTEST and piece not in _LABELS]
