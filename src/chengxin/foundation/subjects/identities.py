"""身份密封: name and id number of an official, sealed, found by keyed index, shown masked.

Nothing here shows a whole identity but `identity_of`, and its one caller logs the look first (policy T-53…T-57).
"""

import re
import unicodedata
from dataclasses import dataclass

from chengxin.foundation.subjects.models import Official
from chengxin.ground.ciphers import blind_index, blind_indexes, seal, unseal

NAME, IDENTITY = "officials.name", "officials.identity"
_BLANKS = re.compile(r"\s+")
_IDENTITY = re.compile(r"[0-9]{17}[0-9X]")
_NAME = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]+(?:·[\u4e00-\u9fff]+)*")


class IdentityRefused(ValueError):
    """A name or an id number that cannot be one; says which and what was expected, never what was given."""

    def __init__(self, column: str, expected: str) -> None:
        super().__init__(f"{column}应当是{expected}")
        self.column, self.expected = column, expected


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is, in the clear. Never stored, logged or put into an address; its own repr is masked."""

    name: str
    number: str

    def __repr__(self) -> str:
        return f"Identity({mask_name(self.name)}, {mask_number(self.number)})"

    __str__ = __repr__


def read_identity(name: str, number: str) -> Identity:
    """Return name and number in normal form. Raises `IdentityRefused`."""
    plain, digits = normal_name(name), normal_number(number)
    if not _NAME.fullmatch(plain) or not 2 <= len(plain) <= 20:
        raise IdentityRefused("姓名", " 2 至 20 个汉字，少数民族姓名中间用“·”")
    if not _IDENTITY.fullmatch(digits):
        raise IdentityRefused("公民身份号码", " 18 位：17 位数字和 1 位数字或者 X")
    return Identity(plain, digits)


def normal_name(name: str) -> str:
    """Return a name as it is indexed: without blanks, full width as half width."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", name)).replace("•", "·").replace("・", "·")


def normal_number(number: str) -> str:
    """Return an id number as it is indexed."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", number)).upper()


def sealed_columns_of(identity: Identity) -> dict[str, object]:
    """Return what is stored of an identity."""
    return {
        "name_sealed": seal(identity.name, purpose=NAME),
        "number_sealed": seal(identity.number, purpose=IDENTITY),
        "name_index": blind_index(identity.name, purpose=NAME),
        "number_index": blind_index(identity.number, purpose=IDENTITY),
    }


def by_number(number: str) -> list[str]:
    """Return the indexes under which an id number may stand."""
    return blind_indexes(normal_number(number), purpose=IDENTITY)


def by_name(name: str) -> list[str]:
    """Return the indexes under which a name may stand."""
    return blind_indexes(normal_name(name), purpose=NAME)


def identity_of(official: Official) -> Identity:
    """Return the whole identity. Only the logged look of `mechanisms.dossiers` may ask (a test holds it)."""
    return Identity(
        unseal(bytes(official.name_sealed), purpose=NAME),
        unseal(bytes(official.number_sealed), purpose=IDENTITY),
    )


def masked_name_of(official: Official) -> str:
    """Return the family name and a star."""
    return mask_name(unseal(bytes(official.name_sealed), purpose=NAME))


def masked_number_of(official: Official) -> str:
    """Return the division and the last two digits of the id number."""
    return mask_number(unseal(bytes(official.number_sealed), purpose=IDENTITY))


def mask_name(name: str) -> str:
    """Return a name as it is shown: how long it is stays unsaid.

    >>> mask_name("张甲乙")
    '张*'
    """
    return f"{name[:1]}*"


def mask_number(number: str) -> str:
    """Return an id number as it is shown.

    >>> mask_number("370102190013450012")
    '3701************12'
    """
    return f"{number[:4]}{'*' * (len(number) - 6)}{number[-2:]}"


def is_named_in(official: Official, text: str) -> bool:
    """Say whether a text holds the name or the number of an official; it is compared here and shown nowhere."""
    plain = normal_number(text)
    whole = identity_of(official)
    return whole.name.upper() in plain or whole.number in plain
