"""The pages of the law are drawn once for each rulebook and look: there are two thousand, made of nothing else."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

import pytest

from chengxin.doors.disclosure import operations
from chengxin.doors.disclosure.rendering import Rendered
from chengxin.doors.disclosure.rules import rule_pages
from chengxin.site.look import look
from chengxin_core.rulebook import Rulebook

_books: dict[str, Rulebook] = {}


@pytest.fixture(scope="session", autouse=True)
def rules_are_drawn_once() -> Iterator[None]:
    """Drawing them takes most of a second; what they must look like is told of the first."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(operations, "rule_pages", _pages)
        yield


def _pages(rulebook: Rulebook, others: Mapping[str, Rulebook]) -> tuple[Rendered, ...]:
    _books.update((book.hash, book) for book in (rulebook, *others.values()))
    return _drawn(look(), rulebook.hash, tuple((name, book.hash) for name, book in others.items()))


@lru_cache(maxsize=4)
def _drawn(_: str, rulebook: str, others: tuple[tuple[str, str], ...]) -> tuple[Rendered, ...]:
    return tuple(rule_pages(_books[rulebook], {name: _books[book] for name, book in others}))
