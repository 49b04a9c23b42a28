"""空白页: pages that differ in nothing but their texts are drawn once, with marks where the texts go, and filled in.

To draw a page costs many times what it costs to fill one in (decision 0051). What it is drawn from is JSON: the texts
are taken out, and the rest (names, how long lists are, numbers, yes and no, which texts are empty) says which blank it
fills. The template sees a mark for each text: it may print it, say it in its language and ask whether it is empty, and
nothing else. A blank holds no text of anything that is published.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
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
        return f"\x01{len(texts) - 1};"
    if isinstance(value, dict):
        return {name: taken_out(member, texts) for name, member in value.items()}
    if isinstance(value, list):
        return [taken_out(member, texts) for member in value]
    return value


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

    @classmethod
    def of(cls, drawn: Mapping[str, bytes]) -> "Blank":
        """Return the blank of what was drawn with marks, by language."""
        sheets = []
        for language, page in drawn.items():
            parts = _MARK.split(page)
            marks = zip(parts[1::3], map(int, parts[2::3]), strict=True)
            places = [number if sign == b"\x01" else ~number for sign, number in marks]
            sheets.append(_Sheet(language, parts[::3], places))
        return cls(sheets)

    def filled(self, texts: Sequence[str]) -> Iterator[bytes]:
        """Give the page of each language with these texts, each written as the template would have."""
        written = {number: escape(text).encode() for number, text in enumerate(texts)}
        phrases = [(number, text) for number, text in enumerate(texts) if isinstance(text, Phrase)]
        for sheet in self.sheets:
            written.update((number, phrase(sheet.language, text).encode()) for number, text in phrases)
            for place in sheet.places:
                if place not in written:
                    written[place] = json_text(texts[~place])[1:-1].encode()
            parts = [b""] * (len(sheet.around) + len(sheet.places))
            parts[::2] = sheet.around
            parts[1::2] = [written[place] for place in sheet.places]
            yield b"".join(parts)
