"""共享单位回执: what a consumer says to have applied of the log, as JSON or as a signed note of its own key.

`applied` counts entries, as a sink counts them: it says that every end below this number was carried out. Single keys
may be answered for before that.
"""

from dataclasses import dataclass
from typing import Final

from chengxin_core.ledger.canonical import Json, NotCanonical, canonical_bytes, parse_canonical
from chengxin_core.ledger.entry import KEY
from chengxin_core.ledger.note import Note, NoteMalformed
from chengxin_core.ledger.signatures import SigningKey, VerifierKey, verified_keys
from chengxin_core.vocabulary import Term

FORMAT: Final = "chengxin/answer/v1"
MOST_KEYS: Final = 1000

_MEMBERS = {"applied", "consumer", "format", "keys", "origin"}


class AnswerMalformed(ValueError):
    """Bytes that are no answer of a consumer."""


class AnswerOutcome(Term):
    """处理结果: what a consumer did with what ended."""

    REMOVED = "removed", "已停止共享并删除"
    NOT_HELD = "not_held", "没有取用过"


@dataclass(frozen=True, slots=True)
class SharingAnswer:
    """共享单位回执: what a consumer has applied of the log of this origin."""

    consumer: str
    origin: str
    applied: int  # entries, from the first on
    keys: tuple[tuple[str, AnswerOutcome], ...] = ()

    def to_text(self) -> str:
        """Return the text that is signed: canonical JSON and a line feed."""
        value: dict[str, Json] = {
            "applied": self.applied,
            "consumer": self.consumer,
            "format": FORMAT,
            "keys": {key: str(outcome) for key, outcome in self.keys},
            "origin": self.origin,
        }
        return canonical_bytes(value).decode() + "\n"

    def signed(self, key: SigningKey) -> bytes:
        """Return the answer as a signed note."""
        text = self.to_text()
        return Note(text, (key.sign(text),)).to_bytes()

    @classmethod
    def from_text(cls, text: str) -> "SharingAnswer":
        """Read the text of an answer; raises `AnswerMalformed`."""
        try:
            value = parse_canonical(text.removesuffix("\n").encode())
        except (NotCanonical, UnicodeEncodeError) as fault:
            raise AnswerMalformed(f"回执{fault}") from fault
        if not isinstance(value, dict) or set(value) != _MEMBERS or value["format"] != FORMAT:
            raise AnswerMalformed(f"回执应当是 {FORMAT} 格式的对象, 恰有“{'、'.join(sorted(_MEMBERS))}”")
        applied, keys = value["applied"], value["keys"]
        if not isinstance(applied, int) or isinstance(applied, bool) or applied < 0:
            raise AnswerMalformed(f"回执的 applied 是“{applied}”, 应当是从 0 起的整数")
        if not isinstance(keys, dict) or len(keys) > MOST_KEYS:
            raise AnswerMalformed(f"回执的 keys 应当是至多 {MOST_KEYS} 项的对象")
        outcomes = tuple((key, _outcome(key, outcome)) for key, outcome in keys.items())
        return cls(str(value["consumer"]), str(value["origin"]), applied, outcomes)


def open_answer(data: bytes, key: VerifierKey | None) -> SharingAnswer:
    """Read an answer: a note that `key` has signed, or the bare text where the consumer registered no key.

    Raises `AnswerMalformed` or `NoteUnverified`.
    """
    try:
        if key is None:
            return SharingAnswer.from_text(data.decode("utf-8"))
        note = Note.from_bytes(data)
    except (NoteMalformed, UnicodeDecodeError) as fault:
        raise AnswerMalformed(f"回执不是{'签名文本' if key else ' UTF-8 文本'}: {fault}") from fault
    verified_keys(note, [key])
    return SharingAnswer.from_text(note.text)


def consumer_of(data: bytes) -> str:
    """Return who says to have made an answer, signed or not, without believing it; raises `AnswerMalformed`."""
    text = data.decode("utf-8", errors="replace").partition("\n")[0]
    return SharingAnswer.from_text(text).consumer


def _outcome(key: str, outcome: Json) -> AnswerOutcome:
    if not KEY.fullmatch(key):
        raise AnswerMalformed(f"回执的 keys 有“{key}”, 应当是 32 位小写十六进制")
    try:
        return AnswerOutcome(str(outcome))
    except ValueError as fault:
        raise AnswerMalformed(
            f"回执的 keys 有结果“{outcome}”, 应当是 {'、'.join(AnswerOutcome)} 之一"
        ) from fault
