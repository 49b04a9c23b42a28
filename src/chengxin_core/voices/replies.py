"""答复是否言之有物: finds answers to a complaint that say nothing, so that a person looks at them again.

An answer says nothing when, besides greeting, thanks, date and signature, it only tells that the message arrived, was
passed on, is being handled or will be considered, points to an answer given elsewhere, or repeats the complaint. It
says something as soon as one clause tells what was found, why, what was done, or where to turn. The machine holds an
answer back for a second look; whether it will do is for a person to say.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from chengxin_core.voices.turns_of_speech import (
    CONTACT,
    DAY,
    FORESEEN,
    FOUND,
    HANDLE,
    SIGNATURE,
    TOLD_FIRST,
    TURNS,
    WAY_OUT,
    Emptiness,
)

CHARACTERS_READ = 20_000
COPIED_FROM = 0.85
"""The share of an answer's own characters that stand in the complaint, from which on it is a copy."""
RUN = 12
"""Characters in a row that must be equal: shorter ones are names and turns of speech that both need."""
LONGEST_TURN = 60
"""Characters: a longer clause is taken to say something."""

CLAUSE = re.compile(r"[^，。！？；：,!?;:\s]+")
LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class SecondLook:
    """Why an answer is held back: the kind, and the clauses of the answer by which it was seen."""

    kind: Emptiness
    clauses: tuple[str, ...]

    def explain(self) -> str:
        """Return the reason in one Chinese sentence."""
        said = f"（“{'”“'.join(self.clauses)}”）" if self.clauses else ""
        return f"{self.kind.zh}{said}，没有写明查清的情况、理由、处理结果或者办理去处"


def second_look(reply: str, complaint: str = "") -> SecondLook | None:
    """Return why this answer says nothing, or None where it says something.

    `complaint` is the whole text that is answered, title included; without it a copy cannot be found.

    >>> print(second_look("网友：您好！您反映的问题已转市教育局调查、核处。").explain())
    只说已经转办（“您反映的问题已转市教育局调查、核处”），没有写明查清的情况、理由、处理结果或者办理去处
    >>> second_look("您好！经查，该路灯已于昨日修复。") is None
    True
    """
    said: dict[Emptiness, list[str]] = {}
    content: list[str] = []
    for clause in _clauses(reply):
        known, kind = _turn_of_speech(clause)
        if not known:
            content.append(clause)
        elif kind is not None:
            said.setdefault(kind, []).append(clause)
    if Emptiness.PASSED_ON in said:
        content = [clause for clause in content if FOUND.search(clause) or not CONTACT.search(clause)]
    if content and SIGNATURE.match(content[-1]) and not _says_something(content[-1]):
        content.pop()
    if not content:
        kind = next((kind for kind in TOLD_FIRST if kind in said), Emptiness.BARE)
        return SecondLook(kind, tuple(said.get(kind, ())))
    if complaint and _share_copied("".join(content), complaint) >= COPIED_FROM:
        return SecondLook(Emptiness.COPIED, ())
    return None


def _clauses(reply: str) -> Iterator[str]:
    """Yield the clauses that hold letters, without names of accounts and days."""
    text = unicodedata.normalize("NFKC", reply[:CHARACTERS_READ])
    text = DAY.sub(" ", HANDLE.sub(" ", text))
    for clause in CLAUSE.findall(text):
        if len(LETTER.findall(clause)) > 1:
            yield clause


def _turn_of_speech(clause: str) -> tuple[bool, Emptiness | None]:
    """Say whether a clause is a turn of speech that tells nothing, and of which kind."""
    if FORESEEN.search(clause):
        return True, None
    if len(clause) > LONGEST_TURN or _says_something(clause):
        return False, None
    for kind, pattern in TURNS:
        if pattern.search(clause):
            return True, kind
    return False, None


def _says_something(clause: str) -> bool:
    return bool(FOUND.search(clause) or WAY_OUT.search(clause))


def _share_copied(text: str, complaint: str) -> float:
    """Return the share of a text's letters and digits that stand in the complaint, in runs of `RUN` and more."""
    own, other = _letters(text), _letters(complaint)
    if len(own) < RUN:
        return 0.0
    runs = {other[at : at + RUN] for at in range(len(other) - RUN + 1)}
    copied = bytearray(len(own))
    for at in range(len(own) - RUN + 1):
        if own[at : at + RUN] in runs:
            copied[at : at + RUN] = b"\x01" * RUN
    return sum(copied) / len(own)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text[:CHARACTERS_READ]))
