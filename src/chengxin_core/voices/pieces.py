"""From a message to its pieces: runs of Chinese characters, two and three at a time, and Latin words.

No dictionary of words: what a message writes is what is counted, so each piece can be shown in it. A text that was
cut into words beforehand is taken as it is, for no piece reaches over a blank.
"""

import re
import unicodedata
from collections.abc import Iterator

RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+|[a-z]{2,}")
LENGTHS = (2, 3)
CHARACTERS_READ = 20_000
"""Of one message; no voice needs more to say what it is about."""


class _Folded(dict[int, str]):
    """Each character in one width and case, and never longer than it was: places in the text stay what they are."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = unicodedata.normalize("NFKC", character).casefold()
        self[code] = folded if len(folded) == 1 else character
        return self[code]


_FOLDED = _Folded()


def pieces(text: str) -> Iterator[str]:
    """Yield each piece of a text as often as it occurs.

    >>> list(pieces("噪音扰民， A3区"))
    ['噪音', '音扰', '扰民', '噪音扰', '音扰民', '区']
    """
    for piece, _ in placed_pieces(text):
        yield piece


def placed_pieces(text: str) -> Iterator[tuple[str, int]]:
    """Yield each piece of a text with the place in it where the piece begins."""
    for run in RUN.finditer(text[:CHARACTERS_READ].translate(_FOLDED)):
        word, start = run[0], run.start()
        if len(word) == 1 or word.isascii():
            yield word, start
            continue
        for length in LENGTHS:
            for at in range(len(word) - length + 1):
                yield word[at : at + length], start + at


def words_at(text: str, places: Iterator[tuple[int, int]]) -> list[str]:
    """Return the words of a text that these stretches (begin, length) make up, those that overlap as one.

    >>> words_at("夜间施工噪音扰民", iter([(2, 2), (4, 2), (5, 2)]))
    ['施工', '噪音扰']
    """
    words: dict[str, None] = {}
    begun = ended = -1
    for start, length in sorted(places):
        if start >= ended:
            if ended > 0:
                words[text[begun:ended]] = None
            begun = start
        ended = max(ended, start + length)
    if ended > 0:
        words[text[begun:ended]] = None
    return list(words)
