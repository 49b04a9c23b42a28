"""空白页: pages that differ in nothing but their texts are drawn once, with marks where the texts go, and filled in.

To draw a page costs many times what it costs to fill one in (decision 0051). What it is drawn from is JSON: the texts
are taken out, and the rest (names, how long lists are, numbers, yes and no, which texts are empty) says which blank it
fills. The template sees a mark for each text: it may print it, say it in its language and ask whether it is empty, and
nothing else. A blank holds no text of anything that is published.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from chengxin.doors.disclosure.spoken import phrase
from chengxin.doors.disclosure.tags import json_text
from chengxin_core.ledger.canonical import Json

_MARK = re.compile(r"(\x01|\\u0001)([0-9]+);")  # the second is how JSON writes the first


class Phrase(str):
    """A text of ours, which a page says in its language."""

    __slots__ = ()


def taken_out(value: Json, texts: list[str]) -> Json:
    """Return `value` with a mark in the place of each text that is not empty; the texts are added to `texts`."""
    if isinstance(value, str):
        if not value:
            return value
        texts.append(value)
        return f"\x01{len(texts) - 1};"
    if isinstance(value, dict):
        return {name: taken_out(member, texts) for name, member in value.items()}
    if isinstance(value, list):
        return [taken_out(member, texts) for member in value]
    return value


@dataclass(frozen=True, slots=True)
class Blank:
    """A page in one language (as Django names it): what stands around its texts, and which text goes where."""

    language: str
    around: Sequence[str]
    places: Sequence[tuple[bool, int]]  # whether it stands within JSON, and the number of the text

    @classmethod
    def of(cls, page: str, language: str) -> "Blank":
        """Return the blank that a page is which was drawn with marks."""
        parts = _MARK.split(page)
        within_json = [sign != "\x01" for sign in parts[1::3]]
        return cls(language, parts[::3], list(zip(within_json, map(int, parts[2::3]), strict=True)))

    def filled(self, texts: Sequence[str]) -> str:
        """Return the page with these texts, each written as the template would have."""
        written = [
            phrase(self.language, text) if isinstance(text, Phrase) else escape(text) for text in texts
        ]
        parts = [""] * (len(self.around) + len(self.places))
        parts[::2] = self.around
        parts[1::2] = [
            json_text(texts[number])[1:-1] if is_json else written[number] for is_json, number in self.places
        ]
        return "".join(parts)
