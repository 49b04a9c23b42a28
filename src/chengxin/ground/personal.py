"""个人信息检查: where words hold a natural person's name, identity number or telephone number; never what it is."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from stdnum.cn import ric

from chengxin_core.ledger.canonical import Json

_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<![0-9])(?:\+?86[- ]?)?1[3-9][0-9](?:[- ]?[0-9]{4}){2}(?![0-9])")
_LANDLINE = re.compile(r"(?<![0-9])0[0-9]{2,3}[- ]?[0-9]{7,8}(?![0-9])")
_DIGITS = re.compile(r"[0-9]{3}[- ]?[0-9]{4}")  # without which there is none of these
SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class Personal:
    """Where something personal stands, and of what kind it is."""

    place: str
    what: str


def personal_in(content: Json, *, names: Iterable[str] = ()) -> Personal | None:
    """Return the first string of `content` with one of `names`, an identity or a telephone number; None without any."""
    hidden = [plain for plain in (_without_blanks(name) for name in names) if len(plain) >= SHORTEST_NAME]
    # Nearly always nothing is there, and one look at all of it says so: whatever stands in a string stands in them all
    # behind each other; what only seems to, across the seam of two, the look at each then does not find.
    if _personal_in("\n".join(_texts(content)), hidden) is None:
        return None
    found = ((place, _personal_in(text, hidden)) for place, text in _strings(content, "$"))
    return next((Personal(place, what) for place, what in found if what is not None), None)


def _personal_in(text: str, hidden: Sequence[str]) -> str | None:
    """Return in words what personal thing stands in `text`, or None."""
    plain = unicodedata.normalize("NFKC", text)
    bare = "".join(plain.split()) if hidden else ""
    if any(name in bare for name in hidden):
        return "当事人姓名或者名称（不是公共机构）"
    if _DIGITS.search(plain) is None:
        return None
    if any(ric.is_valid(number) for number in _IDENTITY.findall(plain)):
        return "身份证件号码"
    if _MOBILE.search(plain) or _LANDLINE.search(plain):
        return "电话号码"
    return None


def _texts(value: Json) -> list[str]:
    found, waiting = [], [value]
    for each in waiting:  # which grows meanwhile
        if isinstance(each, str):
            found.append(each)
        elif isinstance(each, dict):
            waiting += each.values()
        elif isinstance(each, list | tuple):
            waiting += each
    return found


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
    return "".join(unicodedata.normalize("NFKC", text).split())
