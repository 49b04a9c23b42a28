"""个人信息检查: where words hold a natural person's name, identity number or telephone number; never what it is."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stdnum.cn import ric

from chengxin_core.ledger.canonical import Json

_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<![0-9])(?:\+?86[- ]?)?1[3-9][0-9](?:[- ]?[0-9]{4}){2}(?![0-9])")
_LANDLINE = re.compile(r"(?<![0-9])0[0-9]{2,3}[- ]?[0-9]{7,8}(?![0-9])")
_BLANKS = re.compile(r"\s+")
SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class Personal:
    """Where something personal stands, and of what kind it is."""

    place: str
    what: str


def personal_in(content: Json, *, names: Iterable[str] = ()) -> Personal | None:
    """Return the first string of `content` with one of `names`, an identity or a telephone number; None without any."""
    hidden = [plain for plain in (_without_blanks(name) for name in names) if len(plain) >= SHORTEST_NAME]
    for place, text in _strings(content, "$"):
        plain = unicodedata.normalize("NFKC", text)
        if any(name in _without_blanks(plain) for name in hidden):
            return Personal(place, "当事人姓名或者名称（不是公共机构）")
        if any(ric.is_valid(number) for number in _IDENTITY.findall(plain)):
            return Personal(place, "身份证件号码")
        if _MOBILE.search(plain) or _LANDLINE.search(plain):
            return Personal(place, "电话号码")
    return None


def _strings(value: Json, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from _strings(member, f"{place}.{name}")
    elif isinstance(value, list | tuple):
        for number, member in enumerate(value):
            yield from _strings(member, f"{place}[{number}]")


def _without_blanks(text: str) -> str:
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text))
