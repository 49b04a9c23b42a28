"""检索事项: finds matters by number, title and body, newest first, at any number of matters.

An index says with which matters a pair of characters stands, and whose they are (`ground.postings`, `ground.terms`): it
gives candidates. What is answered passed the one filter of sight, and its words were compared. A matter is put into the
index a moment after it was opened or passed on (`index_waiting`); until then it is compared with the words itself, so
nothing is missed meanwhile. Matters about a natural person stand in the index without words.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.db.models import Q
from pyroaring import BitMap

from chengxin.foundation.accounts.models import Mandate, Reach
from chengxin.foundation.accounts.queries import parts_of
from chengxin.foundation.accounts.sight import ARCHIVE_ROLES, CREDIT_ROLES, HANDLERS, SUPERVISORS
from chengxin.foundation.matters.models import Matter, MatterQuerySet, ToIndex
from chengxin.foundation.matters.queries import visible_matters
from chengxin.ground import postings
from chengxin.ground.terms import runs, term_of, terms_of_text, terms_of_word
from chengxin_core.lifecycle.table import Actor

SHELF = postings.Shelf("default", "matters_matterterm")
LONGEST_QUERY = 60
AT_ONCE = 1000  # matters put into the index in one transaction
_CANDIDATES = 400  # looked at for one page: a page may be short where few of them are seen
_NEARLY_ALL = 0.9
_MORE = 4  # times as many blocks as the newest, where these promise a page
_AFTER_ALL = 2**32  # no matter bears this number or a greater one
_NUMBER = re.compile(r"(2[0-9]{3})-([0-9]{1,18})")
# Before a purpose is stated, no list and no search tells what an archived matter is about (policy Q-28).
_TOLD = Q(archived_at__isnull=True)
_BY_SUBJECT, _BY_ORGAN = "s", "o"
_INDEXED = ("official_id", "subject_path", "organ_path", "title", "body__name")
_REMEMBERED = 4096  # bodies whose terms are not made anew for each of their matters
# The sides by which a role's reach narrows what it sees (`accounts.sight`); who is not named sees so few matters that
# they are compared one by one.
_SIDES: dict[Actor, tuple[str, ...]] = {
    **dict.fromkeys((*CREDIT_ROLES, *SUPERVISORS, *ARCHIVE_ROLES, Actor.LIAISON), (_BY_SUBJECT,)),
    **dict.fromkeys(HANDLERS, (_BY_ORGAN,)),
    Actor.BODY_HEAD: (_BY_SUBJECT, _BY_ORGAN),
}
_REGIONS = (Reach.REGION, Reach.BODY)


@dataclass(frozen=True, slots=True)
class Found:
    """Some matters, newest first, and the key before which the next page begins (None on the last)."""

    matters: list[Matter]
    next_key: int | None


def find(mandate: Mandate, words: str, narrowed: Q, *, before: int | None = None, size: int = 20) -> Found:
    """Return the newest visible matters that meet `narrowed` and bear every word, below the key `before`.

    Words are compared with title and body; a whole number such as 2026-000012 finds that matter. No words find all.
    """
    seen = visible_matters(mandate).filter(narrowed, saying(words)).order_by("-pk")
    whose = None if numbered(words) else _whose_terms(mandate)
    if whose is None:
        return _page(seen if before is None else seen.filter(pk__lt=before), size)
    found = Found([], None)
    end = _AFTER_ALL if before is None else min(before, _AFTER_ALL)
    for candidates, is_all in _candidates(whose, words, before=end, size=size):
        if len(candidates) > size or is_all:
            asked = candidates[-_CANDIDATES:]
            found = _page(seen.filter(pk__in=list(asked)), size)
            if found.next_key is None and len(candidates) > len(asked):
                return Found(found.matters, asked[0])
        if found.next_key is not None:
            break
    return found


def index_first(opened: Iterable[Matter]) -> None:
    """Remember that the index does not know these matters yet, which were just opened."""
    ToIndex.objects.bulk_create(ToIndex(matter_id=each.pk) for each in opened)


def index_later(matters: Iterable[Matter]) -> None:
    """Remember that the index does not know these matters as they now stand."""
    keys = [each.pk for each in matters]
    # A row that the index is just reading is waited for, so that a change is never taken for read.
    ToIndex.objects.filter(pk__in=keys).delete()
    ToIndex.objects.bulk_create(ToIndex(matter_id=key) for key in keys)


def index_waiting(*, at: datetime) -> int:
    """Put what waits into the index, a bounded number in each transaction; return how many."""
    done = 0
    while found := _index_some():
        done += found
    return done


@transaction.atomic
def _index_some() -> int:
    waiting = ToIndex.objects.select_for_update().order_by("pk")
    keys = list(waiting.values_list("pk", flat=True)[:AT_ONCE])
    changes = postings.Changes(SHELF)
    # Ordered, so that no engine begins with the bodies however many keys there are.
    read = Matter.objects.filter(pk__in=keys).order_by("pk").values_list("pk", *_INDEXED)
    for pk, official, subject_path, organ_path, title, body in read:
        changes.add(pk, _whose(subject_path, organ_path))
        if official is None:
            changes.add(pk, _words_of_body(body).union(_words_of(title)))
    changes.write()
    ToIndex.objects.filter(pk__in=keys).delete()
    return len(keys)


@lru_cache(maxsize=_REMEMBERED)
def _whose(subject_path: str, organ_path: str) -> frozenset[str]:
    """Return the terms of every region and body in whose reach a matter lies."""
    by_subject = {term_of(_BY_SUBJECT, each) for each in subject_path.split("/") if each}
    return frozenset(by_subject | {term_of(_BY_ORGAN, each) for each in organ_path.split("/") if each})


def _words_of(text: str) -> frozenset[str]:
    return frozenset(term for run in runs(text) for term in terms_of_text(run))


_words_of_body = lru_cache(maxsize=_REMEMBERED)(_words_of)


def _candidates(whose: Sequence[str], words: str, *, before: int, size: int) -> Iterator[tuple[BitMap, bool]]:
    """Give the matters below `before` among which the visible ones with these words are: newest, then more, then all.

    Says of each whether it is all. The newest blocks of the index nearly always fill a page, and to read the others
    takes most of the time; so they are read in a second and a third statement, by who asks for them.
    """
    waiting = BitMap(ToIndex.objects.filter(matter__lt=before).values_list("matter", flat=True))
    by_word = [terms_of_word(run) for run in _runs(words)]
    wanted = list(dict.fromkeys(term for terms in by_word for term in terms))
    rows, begin = postings.newest_documents_of(SHELF, [*whose, *wanted], among=whose, before=before)
    found = _meeting(rows, whose, wanted)
    found.remove_range(before, _AFTER_ALL)
    found |= waiting
    newest = found[found.rank(begin - 1) :] if begin else found
    yield newest, begin == 0
    wanted = list(dict.fromkeys(term for terms in by_word for term in _telling(terms, rows)))
    more = max(begin - (_MORE * postings.NEWEST << postings.BLOCK), 0)
    for start in (more, 0) if len(newest) * _MORE > size else (0,):
        if start < begin:
            older = postings.documents_between(SHELF, [*whose, *wanted], start, begin)
            found |= _meeting(older, whose, wanted)
            begin = start
            yield found[found.rank(begin - 1) :] if begin else found, begin == 0


def _telling(terms: Sequence[str], rows: Mapping[str, BitMap]) -> Iterator[str]:
    """Give the rarest term of a word, and each that leaves much fewer candidates with it than it alone.

    In "工程款" the pairs stand together nearly always; what one lets pass beyond the other is compared with the word.
    """
    held = {term: rows.get(term, BitMap()) for term in terms}
    rarest = min(terms, key=lambda term: len(held[term]))
    yield rarest
    for term in terms:
        if held[rarest].intersection_cardinality(held[term]) < len(held[rarest]) * _NEARLY_ALL:
            yield term


def _meeting(rows: Mapping[str, BitMap], whose: Sequence[str], wanted: Sequence[str]) -> BitMap:
    """Return what stands with any of `whose` and with all that is wanted."""
    found = BitMap.union(*(rows[term] for term in whose if term in rows), BitMap())
    for term in wanted:
        found &= rows.get(term, BitMap())
    return found


def _whose_terms(mandate: Mandate) -> list[str] | None:
    """Return the terms of which one stands with whatever a mandate sees; None where the index cannot tell."""
    sides, scopes = _SIDES.get(Actor(mandate.role)), _scopes(mandate)
    if sides is None or not scopes:
        return None
    return [term_of(side, each) for side in sides for each in scopes]


def _scopes(mandate: Mandate) -> list[str] | None:
    """Return the ids at the ends of the paths that a mandate reaches; None where its reach is no subtree."""
    if mandate.reach == Reach.CUSTOM:
        return [path.rstrip("/").rpartition("/")[2] for path in parts_of(mandate)]
    if mandate.reach in _REGIONS:
        return [mandate.scope.rstrip("/").rpartition("/")[2]]
    return None


def _runs(words: str) -> list[str]:
    return [run for word in words[:LONGEST_QUERY].split() for run in runs(word)]


def saying(words: str) -> Q:
    """Return the condition that a matter bears every word in title or body, or is the one of that number."""
    said = Q()
    for word in words[:LONGEST_QUERY].split():
        said &= Q(title__icontains=word) | Q(body__name__icontains=word)
    if not said:
        return Q()
    number = numbered(words)
    return (_TOLD & said) | number if number else _TOLD & said


def numbered(words: str) -> Q | None:
    """Return the condition that a matter bears the number in `words`, such as 2026-000012; nothing else does."""
    number = _NUMBER.fullmatch(words.strip())
    return Q(opened_at__year=int(number[1]), pk=int(number[2])) if number else None


def _page(seen: MatterQuerySet, size: int) -> Found:
    found: Sequence[Any] = list(seen[: size + 1])
    more = len(found) > size
    return Found(list(found[:size]), found[size - 1].pk if more else None)
