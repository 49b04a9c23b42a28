"""检索结果: the page of a search and its JSON, made from what stands in its address and nothing else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext

from chengxin.doors.disclosure import queries, rendering, search
from chengxin.doors.disclosure.facets import FACETS, Facet, facets_of, name_of
from chengxin.doors.disclosure.items import FIGURES, PROMISE, PROPOSAL, RECORD
from chengxin.doors.disclosure.models import Body, Document
from chengxin_core.commitments import Standing
from chengxin_core.ledger.canonical import Json
from chengxin_core.lifecycle.proposals import ProposalStanding

_CODE = re.compile(r"[0-9A-Za-z_-]{1,24}")
_NUMBER = re.compile(r"[0-9]{1,17}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in the address of a search."""

    text: str
    chosen: Mapping[str, str] = field(default_factory=dict)
    before: int | None = None

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Asked":
        """Read an address; what cannot be the code of a value or a number is passed over."""
        before = given.get("before", "")
        return cls(
            given.get("q", "").strip(),
            {name: given[name] for name in FACETS if _CODE.fullmatch(given.get(name, ""))},
            int(before) if _NUMBER.fullmatch(before) else None,
        )

    @property
    def query(self) -> search.Query:
        """What is to be looked for: records, unless another kind is chosen."""
        return search.Query.of(self.text, {"kind": self.kind, **self.chosen})

    @property
    def kind(self) -> str:
        """Of which kind of publication it is."""
        return self.chosen.get("kind", RECORD)

    @property
    def address(self) -> str:
        """What asks for this again: the query of an address, empty where nothing is asked."""
        given = {"q": self.text[: search.LONGEST_QUERY], **self.chosen, "before": str(self.before or "")}
        words = urlencode({name: value for name, value in given.items() if value})
        return f"?{words}" if words else ""

    def from_the_start(self, **chosen: str) -> "Asked":
        """Return the same search with these values chosen, from its first page; an empty value unchooses."""
        merged = {**self.chosen, **chosen}
        return replace(self, before=None, chosen={name: value for name, value in merged.items() if value})


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found: one page of it, how much there is in all, and what would narrow it."""

    asked: Asked
    query: search.Query
    total: int
    is_exact: bool
    documents: list[Document]
    next_before: int | None
    facets: list[Facet]


def results_of(asked: Asked) -> Results:
    """Search."""
    query = asked.query
    hits = search.find(query)
    numbers, next_before = hits.page(before=asked.before, limit=queries.PAGE_SIZE)
    return Results(
        asked,
        query,
        len(hits.numbers),
        hits.is_exact,
        queries.in_order(numbers),
        next_before,
        facets_of(hits, asked.chosen),
    )


def twin(results: Results) -> dict[str, Json]:
    """Return the JSON of a page of results."""
    return {
        "q": results.asked.text[: search.LONGEST_QUERY],
        "words": list(results.query.words),
        "is_cut": results.query.is_cut,
        "chosen": dict(results.asked.chosen),
        "total": results.total,
        "total_is_exact": results.is_exact,
        "records": rendering.documents_json(results.documents),
        "next_before": results.next_before,
        "facets": {
            facet.name: [
                {"value": each.code, "name": each.name, "records": each.records} for each in facet.values
            ]
            for facet in results.facets
        },
    }


def page(results: Results, language: str) -> bytes:
    """Return the page in one language ("zh" or "en")."""
    asked = results.asked
    start = f"{'/en' if language == 'en' else ''}/search/"
    first = asked.from_the_start()
    values = {
        "search_text": asked.text[: search.LONGEST_QUERY],
        "results": results,
        "is_first": asked.before is None,
        "documents": results.documents,
        "bodies": _bodies_named(asked),
        "standings": {each.value: gettext(each.zh) for each in (*Standing, *ProposalStanding)},
        "kind": asked.kind,
        "is_figures": asked.kind in FIGURES,
        "promises_address": start + asked.from_the_start(kind=PROMISE, severity="", standing="").address,
        "proposals_address": start + asked.from_the_start(kind=PROPOSAL, severity="", standing="").address,
        "chosen": [
            (name, name_of(name, code), start + asked.from_the_start(**{name: ""}).address)
            for name, code in asked.chosen.items()
        ],
        "narrowed": lambda name, code: start + asked.from_the_start(**{name: code}).address,
        "each_word": _each_word(results, start),
        "all_words": start + Asked(asked.text).address if asked.chosen else "",
        "next_address": start + replace(asked, before=results.next_before).address
        if results.next_before
        else "",
        "first_address": start + first.address if asked.before is not None else "",
        "longest": search.LONGEST_QUERY,
        "most_words": search.MOST_WORDS,
    }
    return rendering.in_language("search", "/search/", values, language, query=asked.address)


def _bodies_named(asked: Asked) -> list[Body]:
    return [] if asked.before or asked.chosen else queries.bodies_named(asked.text[: search.LONGEST_QUERY])


def _each_word(results: Results, start: str) -> list[dict[str, Any]]:
    """Return, where several words are nowhere together, how much each of them finds alone."""
    words = results.query.words
    if results.total or len(words) < 2:
        return []
    alone = [(word, search.find(search.Query.of(word))) for word in dict.fromkeys(words)]
    return [
        {
            "word": word,
            "records": len(hits.numbers),
            "is_exact": hits.is_exact,
            "address": start + Asked(word).address,
        }
        for word, hits in alone
    ]
