"""同一事项: which earlier messages may tell of the same matter, and the words that they share.

Two messages are alike by the share of their runs of three characters that stand in both. Messages about one body only
are compared, so its name, which they all hold, is left out. The machine proposes; a person says that it is one matter.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from chengxin_core.voices.pieces import placed_pieces, words_at

RUN = 3
ALIKE_FROM = 0.25
"""Of the runs of both messages together: below it they share turns of speech only."""
SHOWN_WORDS = 6
FEWEST_RUNS = 8
"""A message with fewer says too little to be compared."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """An earlier message that may tell of the same: its key, how alike, and the longest words of both."""

    key: int
    share: float
    words: tuple[str, ...]


def likenesses(text: str, others: Iterable[tuple[int, str]], *, without: str = "") -> list[Likeness]:
    """Return which of `others` (key, text) may tell of the same matter as `text`, the most alike first.

    `without` is the name of the body that all of them are about.

    >>> paving = "镇政府拖欠村道硬化工程款八十万元三年未付，多次催要无果。"
    >>> again = "村道硬化工程款八十万元，镇政府拖欠三年未付！"
    >>> [(each.key, each.words) for each in likenesses(paving, [(1, again), (2, "办证窗口中午没有人值班，跑了三趟。")])]
    [(1, ('村道硬化工程款八十万元', '镇政府拖欠', '三年未付'))]
    """
    here = _runs(text, without)
    if len(here) < FEWEST_RUNS:
        return []
    found = []
    for key, other in others:
        there = _runs(other, without)
        shared = here & there
        if len(there) < FEWEST_RUNS or not shared:
            continue
        share = len(shared) / len(here | there)
        if share >= ALIKE_FROM:
            found.append(Likeness(key, round(share, 3), _words(text, shared)))
    return sorted(found, key=lambda each: (-each.share, each.key))


def _runs(text: str, without: str) -> frozenset[str]:
    told = text.replace(without, " ") if without else text
    return frozenset(piece for piece, _ in placed_pieces(told) if len(piece) >= RUN)


def _words(text: str, shared: frozenset[str]) -> tuple[str, ...]:
    """Return the longest stretches of `text` that its shared runs make up."""
    places = ((start, len(piece)) for piece, start in placed_pieces(text) if piece in shared)
    words = words_at(text, places)
    longest = sorted(words, key=len, reverse=True)[:SHOWN_WORDS]
    return tuple(longest)
