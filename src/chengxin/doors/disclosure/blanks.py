"""空白页: pages that differ in nothing but their texts are drawn once, with marks where the texts go, and filled in.

To draw a page costs many times what it costs to fill one in (decision 0051). What it is drawn from is JSON: the texts
are taken out, and the rest (names, how long lists are, numbers, yes and no, which texts are empty) says which blank it
fills. The template sees a mark for each text: it may print it, say it in its language and ask whether it is empty, and
nothing else. A blank holds no text of anything that is published.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from chengxin.doors.disclosure.spoken import phrase
from chengxin.doors.disclosure.tags import json_text
from chengxin_core.ledger.canonical import Json

_MARK = re.compile(rb"(\x01|\\u0001)([0-9]+);")  # the second is how JSON writes the first


class Phrase(str):
    """A text of ours, which a page says in its language."""

    __slots__ = ()


def taken_out(value: Json, texts: list[str]) -> Json:
    """Return `value` with a mark in the place of each text that is not empty; the texts are added to `texts`."""
    if isinstance(value, str):
        if not value:
            return ""
        texts.append(value)
        return mark(len(texts) - 1)
    if isinstance(value, dict):
        return {name: taken_out(member, texts) for name, member in value.items()}
    if isinstance(value, list):
        return [taken_out(member, texts) for member in value]
    return value


def mark(number: int) -> str:
    """Return what stands in a blank where the text of this number goes."""
    return f"\x01{number};"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The blank in one language (as Django names it): what stands around its texts, and which goes where."""

    language: str
    around: Sequence[bytes]
    places: Sequence[int]  # numbers of texts; ~ of the number where the text stands within JSON


@dataclass(frozen=True, slots=True)
class Blank:
    """A page in every language, to be filled in."""

    sheets: Sequence[_Sheet]
    has_json: bool  # some text stands within JSON

    @classmethod
    def of(cls, drawn: Mapping[str, bytes]) -> "Blank":
        """Return the blank of what was drawn with marks, by language."""
        sheets = []
        for language, page in drawn.items():
            parts = _MARK.split(page)
            marks = zip(parts[1::3], map(int, parts[2::3]), strict=True)
            places = [number if sign == b"\x01" else ~number for sign, number in marks]
            sheets.append(_Sheet(language, parts[::3], places))
        return cls(sheets, has_json=any(place < 0 for sheet in sheets for place in sheet.places))

    def filled(self, texts: Sequence[str]) -> Iterator[bytes]:
        """Give the page of each language with these texts, each written as the template would have."""
        written = _written(texts, escape)
        if self.has_json:  # from the end, which is where ~ of a number leads
            written += reversed(_written(texts, _within_json))
        phrases = [(number, text) for number, text in enumerate(texts) if isinstance(text, Phrase)]
        for sheet in self.sheets:
            for number, text in phrases:
                written[number] = phrase(sheet.language, text).encode()
            parts = [b""] * (len(sheet.around) + len(sheet.places))
            parts[::2] = sheet.around
            parts[1::2] = [written[place] for place in sheet.places]
            yield b"".join(parts)


def _written(texts: Sequence[str], write: Callable[[str], str]) -> list[bytes]:
    """Return each text as `write` writes it: all in one go, unless one of them holds what is put between them."""
    together = write("\0".join(texts)).encode().split(write("\0").encode())
    return together if len(together) == len(texts) else [write(text).encode() for text in texts]


def _within_json(text: str) -> str:
    return json_text(text)[1:-1]
