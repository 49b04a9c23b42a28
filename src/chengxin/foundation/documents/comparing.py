"""比较两稿: the elements of two versions side by side, and which characters of each are not the other's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

Part = tuple[bool, str]  # whether the other version lacks it, and the characters


@dataclass(frozen=True, slots=True)
class Pair:
    """One element as it was and as it is; an empty side has no such element."""

    before: list[Part]
    after: list[Part]

    @property
    def differs(self) -> bool:
        return any(changed for changed, _ in (*self.before, *self.after))


def compare(before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]) -> list[Pair]:
    """Return the elements of two versions in order, those that correspond beside each other.

    The characters of each side are all there, in their order. Chinese is compared by characters: it has no blanks.
    """
    old, new = [words_of(each) for each in before], [words_of(each) for each in after]
    return list(_pairs(old, new))


def words_of(element: dict[str, Any]) -> str:
    """Return what a reader reads of an element; cells of a table have bars between them."""
    rows = "\n".join("｜".join(row) for row in element["rows"])
    return f"{element['lead']}{element['text']}{rows}"


def _pairs(old: list[str], new: list[str]) -> Iterator[Pair]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Pair([(False, text)], [(False, text)]) for text in old[a:b])
            continue
        both = min(b - a, d - c)
        for was, now in zip(old[a : a + both], new[c : c + both], strict=True):
            yield _by_characters(was, now)
        yield from (Pair([(True, text)], []) for text in old[a + both : b])
        yield from (Pair([], [(True, text)]) for text in new[c + both : d])


def _by_characters(was: str, now: str) -> Pair:
    before: list[Part] = []
    after: list[Part] = []
    for tag, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if a < b:
            before.append((tag != "equal", was[a:b]))
        if c < d:
            after.append((tag != "equal", now[c:d]))
    return Pair(before, after)
