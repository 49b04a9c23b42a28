"""分面: by what else the hits of a search can be narrowed, with how many of them there are in each value."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyroaring import BitMap

from chengxin.doors.disclosure import queries
from chengxin.doors.disclosure.models import Body, Region, Searched
from chengxin.doors.disclosure.search import MOST_READ, SHELF, Hits
from chengxin.ground import postings
from chengxin.ground.terms import term_of
from chengxin_core.commitments import Standing
from chengxin_core.lifecycle.proposals import ProposalStanding
from chengxin_core.vocabulary import Severity

FACETS = ("region", "body", "severity", "exposed", "standing", "year", "kind")
MOST_VALUES = 60
_KEPT_WHOLE = ("severity", "exposed", "standing", "year", "kind")  # so few values that all are counted
_KINDS = {
    "record": "政务失信记录",
    "promise": "政务承诺",
    "proposal": "建议提案",
    "campaign": "群众评议结果",
    "complaint_counts": "投诉办理月度统计",
}
_SEVERITIES = {severity.value: severity.zh for severity in Severity}
_EXPOSED = {"yes": "典型案例"}
_STANDINGS = {standing.value: standing.zh for standing in (*Standing, *ProposalStanding)}


@dataclass(frozen=True, slots=True)
class Value:
    """A value that the hits can be narrowed to, and how many of them have it."""

    code: str
    name: str
    records: int


@dataclass(frozen=True, slots=True)
class Facet:
    """What the hits can be narrowed by, and its values."""

    name: str
    values: list[Value]


def facets_of(hits: Hits, chosen: Mapping[str, str]) -> list[Facet]:
    """Return what would narrow these hits further; a region that is chosen is narrowed to those within it.

    Bodies are told where there are no more than `MOST_READ` hits.
    """
    if not hits.numbers:
        return []
    found = [Facet("region", list(_regions(hits, chosen.get("region", ""))))]
    if "body" not in chosen and len(hits.numbers) <= MOST_READ:
        found.append(Facet("body", _bodies(hits)))
    found += [Facet(name, list(_values(hits, name))) for name in _KEPT_WHOLE if name not in chosen]
    return [facet for facet in found if _narrows(facet, hits)]


def name_of(facet: str, code: str) -> str:
    """Return how a value is called; a value that nobody knows is called by its code."""
    if facet == "region":
        region = Region.objects.filter(id=code).first()
        return region.name if region else code
    if facet == "body":
        body = Body.objects.filter(id=code).first()
        return body.name if body else code
    return _name(facet, code)


def _regions(hits: Hits, chosen: str) -> Iterator[Value]:
    above = Region.objects.filter(id=chosen).first() if chosen else queries.province()
    if above is None:
        return
    regions = queries.regions_in(above)
    documents = postings.documents_of(SHELF, [term_of("region", region.id) for region in regions])
    for region in regions:
        records = hits.among(documents.get(term_of("region", region.id), BitMap()))
        if records:
            yield Value(region.id, region.name, records)


def _bodies(hits: Hits) -> list[Value]:
    """Count bodies by reading what each hit is chosen by."""
    rows = Searched.objects.filter(number__in=list(hits.numbers)).values_list("facets", flat=True)
    start = term_of("body", "")
    counted = Counter(
        term.removeprefix(start) for row in rows for term in row.split("\n") if term.startswith(start)
    )
    most = counted.most_common(MOST_VALUES)
    names = dict(Body.objects.filter(id__in=[code for code, _ in most]).values_list("id", "name"))
    return [Value(code, names.get(code, code), records) for code, records in most]


def _values(hits: Hits, name: str) -> Iterator[Value]:
    start = term_of(name, "")
    counted = {
        term.removeprefix(start): hits.among(documents)
        for term, documents in postings.terms_beginning(SHELF, start).items()
    }
    order = (
        sorted(counted, reverse=True) if name == "year" else sorted(counted, key=lambda code: -counted[code])
    )
    for code in order[:MOST_VALUES]:
        if counted[code]:
            yield Value(code, _name(name, code), counted[code])


def _name(facet: str, code: str) -> str:
    names: dict[str, dict[str, str]] = {
        "severity": _SEVERITIES,
        "exposed": _EXPOSED,
        "standing": _STANDINGS,
        "kind": _KINDS,
    }
    return names.get(facet, {}).get(code, code)


def _narrows(facet: Facet, hits: Hits) -> bool:
    """Say whether choosing one of the values would leave anything out, or lead to a smaller region."""
    everywhere = len(facet.values) == 1 and facet.values[0].records == len(hits.numbers)
    return bool(facet.values) and (facet.name == "region" or not everywhere)
