"""对应机构: which body of the register a written name means."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Any

from chengxin.chain.evidence.models import Naming
from chengxin.chain.evidence.reading import Judged
from chengxin.foundation.subjects.queries import name_index
from chengxin_core.determination.judgments import Party, Proposal
from chengxin_core.determination.judgments.parties import clean_name, looks_public
from chengxin_core.names import Ambiguous, Candidate, NameIndex, Outside, Resolved, resolve

_NAMES_REMEMBERED = 20_000
_LONGEST_OF_A_PERSON = 4


@dataclass(frozen=True, slots=True)
class Named:
    """What became of a name."""

    naming: Naming
    body_id: str | None = None
    outside_region: str = ""
    candidates: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Mention:
    """A public body that a judgment names, and whether the judgment went against it."""

    name: str
    is_adverse: bool
    named: Named


class Namer:
    """Resolves names against the register as it stood when the import began."""

    def __init__(self) -> None:
        self._index = name_index()
        self._turns = turning_days(self._index)
        self._between = lru_cache(maxsize=_NAMES_REMEMBERED)(self._resolve)

    def name(self, written: str, *, on: date) -> Named:
        """Return the body that `written` meant on a day, or the candidates among which a person must choose."""
        place = bisect_right(self._turns, on)
        return self._between(written, self._turns[place - 1] if place else date.min)

    def mentions_of(self, judged: Judged) -> list[Mention]:
        """Return the public bodies of a judgment: those it is about, then all other parties that are such."""
        text, reading = judged.row.text, judged.reading
        adverse = set(reading.bodies) if reading.proposal == Proposal.ADVERSE else set()
        on = text.decided_on
        assert on is not None  # a row without its day was refused
        mentions = (Mention(name, name in adverse, self.name(name, on=on)) for name in names_in(judged))
        return [mention for mention in mentions if not _may_be_a_person(mention)]

    def _resolve(self, written: str, on: date) -> Named:
        found = resolve(written, on=on, index=self._index)
        if isinstance(found, Resolved):
            return Named(Naming.RESOLVED, body_id=found.body_id)
        if isinstance(found, Outside):
            return Named(Naming.OUTSIDE, outside_region=found.region)
        candidates = [_plain(each) for each in found.candidates] if isinstance(found, Ambiguous) else []
        return Named(Naming.AMBIGUOUS if candidates else Naming.UNKNOWN, candidates=candidates)


def turning_days(index: NameIndex) -> list[date]:
    """Return every day on which a name comes into use or goes out of it: between two of them names mean the same."""
    groups = chain(index.region_words.values(), index.by_kind.values(), index.by_name.values())
    days = {day for group in groups for _, name in group for day in (name.since, name.until)}
    return sorted(day for day in days if day is not None)


def names_in(judged: Judged) -> list[str]:
    """Return the names of the public bodies in a judgment, each once."""
    return list(dict.fromkeys((*judged.reading.bodies, *_public_parties(judged.row.text.parties))))


def _public_parties(parties: tuple[Party, ...]) -> Iterator[str]:
    for party in parties:
        name = clean_name(party.name)
        if looks_public(name) if party.is_public_body is None else party.is_public_body:
            yield name


def _may_be_a_person(mention: Mention) -> bool:
    """Whether the name may be a person's, wherever the source has put it: then it is kept sealed only."""
    unknown = mention.named.naming in {Naming.UNKNOWN, Naming.AMBIGUOUS}
    return unknown and len(mention.name) <= _LONGEST_OF_A_PERSON and not looks_public(mention.name)


def _plain(candidate: Candidate) -> dict[str, Any]:
    return {
        "body": candidate.body_id,
        "name": candidate.name,
        "likeness": candidate.likeness,
        "reasons": list(candidate.reasons),
    }
