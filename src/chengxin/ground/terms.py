"""检索词: the normal form of texts and words, and what of them the index keeps.

The index keeps every character and every pair of neighbours, so no dictionary decides what a word is. What a
document is chosen by beside words stands in the same index, as `name:value`; no text holds a colon in normal form.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import pairwise
from operator import add

EVERYTHING = ":"  # stands with every document
_RUNS = re.compile(r"[^\W_]+")


def runs(text: str) -> list[str]:
    """Return the unbroken runs of letters, digits and characters of `text`, in normal form.

    >>> runs("（２０２５）鲁99行终1号，不服。")
    ['2025', '鲁99行终1号', '不服']
    """
    return _RUNS.findall(unicodedata.normalize("NFKC", text).casefold())


def normal_text(texts: Iterable[str]) -> str:
    """Return the runs of all texts with blanks between: a word stands in a text if it stands in this.

    >>> normal_text(["（2025）鲁99行终1号", "不服。"])
    '2025 鲁99行终1号 不服'
    """
    return " ".join(run for text in texts for run in runs(text))


def terms_of_text(normal: str) -> set[str]:
    """Return every character and every pair of neighbours of a text in normal form.

    >>> sorted(terms_of_text("1号 济南"))
    ['1', '1号', '南', '号', '济', '济南']
    """
    return {term for term in set(map(add, normal, normal[1:])).union(normal) if " " not in term}


def terms_of_word(word: str) -> list[str]:
    """Return the terms that stand with every document which holds this word.

    >>> terms_of_word("济"), terms_of_word("济南市")
    (['济'], ['济南', '南市'])
    """
    return list(dict.fromkeys(one + other for one, other in pairwise(word))) or [word]


def term_of(name: str, value: str) -> str:
    """Return the term of a value that documents are chosen by.

    >>> term_of("region", "sd-99")
    'region:sd-99'
    """
    return f"{name}:{value}"


def terms_of_facets(facets: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the terms of all values of a document, by facet."""
    return [EVERYTHING, *(term_of(name, value) for name, values in facets.items() for value in values)]
