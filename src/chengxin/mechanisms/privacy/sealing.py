"""请求人密封: who asked at the counter, where the answer goes and what was said, sealed; found by keyed index.

Nothing here shows a whole identity but `whole_of`, and its one caller logs the look first.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.subjects.identities import (
    IdentityRefused,
    mask_name,
    mask_number,
    normal_number,
    read_identity,
)
from chengxin.foundation.transparency.personal import NamesAPerson, refuse_personal_information
from chengxin.ground.ciphers import blind_index, blind_indexes, seal, unseal
from chengxin.ground.resealing import Sealed
from chengxin.mechanisms.privacy.models import DESTROYED, PersonRequest
from chengxin_core.lifecycle.privacy import PersonPapers
from chengxin_core.lifecycle.table import Actor

COUNTER = frozenset({Actor.CREDIT_OFFICER, Actor.INTAKE_OFFICER})
DECIDING = frozenset({Actor.CREDIT_HEAD, Actor.BODY_HEAD})
NAME, NUMBER = "privacy.person_name", "privacy.person_number"
CONTACT, WORDS = "privacy.person_contact", "privacy.person_words"
_LONGEST_NAME = 60
_NUMBER = re.compile(r"[0-9A-Z-]{4,40}")


class PapersRefused(UnableToMove):
    """A name or a number that cannot be one; says which and what was expected, never what was given."""


@dataclass(frozen=True, slots=True)
class Whole:
    """Who asked and where the answer goes, in the clear: never stored or logged so; its own repr is masked."""

    papers: PersonPapers
    name: str
    number: str
    contact: str

    def __repr__(self) -> str:
        return f"Whole({mask_name(self.name)}, {mask_number(self.number)})"

    __str__ = __repr__


def read_papers(papers: PersonPapers, name: str, number: str, contact: str) -> Whole:
    """Return what stands on the papers in normal form. Raises `PapersRefused`."""
    if papers is PersonPapers.ID_CARD:
        try:
            identity = read_identity(name, number)
        except IdentityRefused as refusal:
            raise PapersRefused(str(refusal)) from None
        return Whole(papers, identity.name, identity.number, contact.strip())
    plain, digits = " ".join(unicodedata.normalize("NFKC", name).split()), normal_number(number)
    if not 2 <= len(plain) <= _LONGEST_NAME:
        raise PapersRefused(f"姓名应当是 2 至 {_LONGEST_NAME} 个字，照证件填写")
    if not _NUMBER.fullmatch(digits):
        raise PapersRefused("证件号码应当是 4 至 40 位数字、字母")
    return Whole(papers, plain, digits, contact.strip())


def sealed_columns(whole: Whole, stated: str) -> dict[str, object]:
    """Return what is stored of a person and of the own words."""
    return {
        "papers": whole.papers,
        "name_sealed": seal(whole.name, purpose=NAME),
        "number_sealed": seal(whole.number, purpose=NUMBER),
        "number_index": blind_index(whole.number, purpose=NUMBER),
        "contact_sealed": seal(whole.contact, purpose=CONTACT),
        "words_sealed": seal(stated, purpose=WORDS),
    }


def indexes_of(number: str) -> list[str]:
    """Return the indexes under which a number of papers may stand."""
    return blind_indexes(normal_number(number), purpose=NUMBER)


def whole_of(request: PersonRequest) -> Whole:
    """Return who asked. Only the logged look of `persons.show`, and the comparison below, may ask.

    Raises `PapersRefused` once that was destroyed at the end of its term.
    """
    if not request.name_sealed:
        raise PapersRefused(DESTROYED)
    return Whole(
        PersonPapers(request.papers),
        unseal(bytes(request.name_sealed), purpose=NAME),
        unseal(bytes(request.number_sealed), purpose=NUMBER),
        unseal(bytes(request.contact_sealed), purpose=CONTACT),
    )


def stated_in(request: PersonRequest) -> str:
    """Return what the person asked for, in own words, for who handles it; or that it was destroyed in the end."""
    if not request.words_sealed:
        return DESTROYED
    return unseal(bytes(request.words_sealed), purpose=WORDS)


def require_nameless(text: str, name: str, number: str) -> None:
    """Raise `PapersRefused` where a text holds this person's name or number, or any identity or telephone number."""
    try:
        refuse_personal_information(text, names=(name, number))
    except NamesAPerson:
        raise PapersRefused("文字里有姓名、证件号码或者电话号码，请改写为“本人”") from None


def require_nameless_of(request: PersonRequest, text: str) -> None:
    """Raise `PapersRefused` where a text names who asked; it is compared here and shown nowhere."""
    whole = whole_of(request)
    require_nameless(text, whole.name, whole.number)


def columns() -> tuple[Sealed, ...]:
    """Return the sealed columns, so that they are sealed anew when keys are rotated."""
    found_by: dict[str, tuple[str, Callable[[str], str]]] = {"number_index": (NUMBER, normal_number)}
    return (
        Sealed("privacy.person_name", "窗口请求人姓名", PersonRequest, "name_sealed", NAME),
        Sealed(
            "privacy.person_number", "窗口请求人证件号码", PersonRequest, "number_sealed", NUMBER, found_by
        ),
        Sealed("privacy.person_contact", "窗口请求的送达方式", PersonRequest, "contact_sealed", CONTACT),
        Sealed("privacy.person_words", "窗口请求的内容", PersonRequest, "words_sealed", WORDS),
    )
