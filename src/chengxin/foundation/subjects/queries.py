"""Reads of the register: which body a name means on a day, which region held a code, who came after whom."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from chengxin.foundation.subjects.models import (
    BodyName,
    Edition,
    Level,
    NameKind,
    PublicBody,
    Region,
    RegionFact,
)
from chengxin.ground.prepared import Prepared
from chengxin_core.names import (
    KnownBody,
    KnownName,
    KnownRegion,
    NameIndex,
    NameStanding,
    Resolution,
    Succession,
    normal_form,
    resolve,
)
from chengxin_reference.divisions import known_regions, outside_places

_STANDINGS = {
    NameKind.OFFICIAL: NameStanding.OFFICIAL,
    NameKind.SHORT: NameStanding.ALIAS,
    NameKind.ALIAS: NameStanding.ALIAS,
    NameKind.FORMER: NameStanding.FORMER,
}

_BODY_AND_BELOW = """
    WITH RECURSIVE under(id) AS (
        SELECT id FROM subjects_publicbody WHERE id = %s
        UNION SELECT below.id FROM subjects_publicbody below JOIN under ON below.superior_id = under.id
    ) SELECT id FROM under
"""

_RANKS = {Level.PROVINCE: 1, Level.CITY: 2, Level.COUNTY: 3, Level.TOWNSHIP: 4}


@dataclass(slots=True)
class _Read:
    """The index as this process read it last, and the edition it was read from."""

    edition: int = -1
    index: NameIndex | None = None


_read = _Read()


def name_index() -> NameIndex:
    """Return every name of the register for `chengxin_core.names.resolve`.

    Read once in a process (about a second) and again only after the register was written. Who resolves many
    names calls this once and keeps the answer.
    """
    edition = Edition.objects.filter(pk=1).values_list("number", flat=True).first() or 0
    if _read.index is None or _read.edition != edition:
        _read.index = NameIndex.build(
            (*known_regions(), *_regions_added()), _known_bodies(), outside_places()
        )
        _read.edition = edition
    return _read.index


def body_on(name: str, *, on: date, within: str | None = None) -> Resolution:
    """Say which body a written name means on a day; `within`: id of the region where the source stands."""
    return resolve(name, on=on, index=name_index(), within=within)


def region_on(code: str, *, on: date) -> Region | None:
    """Return the region that held this division code on the day."""
    fact = (
        RegionFact.objects.filter(code=code)
        .filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_until=None) | Q(valid_until__gte=on))
        .select_related("region")
        .first()
    )
    return fact.region if fact else None


def regions_around(region: Region) -> list[Region]:
    """Return the regions that `region` lies in and itself, the highest first."""
    around = [region]
    while around[0].parent is not None:
        around.insert(0, around[0].parent)
    return around


def region_by_key(key: str) -> Region | None:
    """Return the region of that id."""
    return Region.objects.filter(pk=key[:16]).first()


def regions_below(region: Region) -> list[Region]:
    """Return the regions right below one that are there still, by code."""
    return list(region.children.filter(ended_on=None).order_by("code"))


def name_of_region(region: Region, *, on: date) -> str:
    """Return what the region was called on the day, or its last name."""
    fact = region.facts.filter(
        Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_until=None) | Q(valid_until__gte=on)
    ).first()
    return fact.name if fact else region.name


def successor_of(body: PublicBody, *, on: date) -> PublicBody:
    """Return the body that bears on the day what this one owed: itself while it has no successor."""
    while body.successor is not None and body.ended_on is not None and body.ended_on <= on:
        body = body.successor
    return body


def predecessors_of(body: PublicBody) -> list[PublicBody]:
    """Return every body whose debts this one bears, directly or through others, nearest first."""
    found: list[PublicBody] = []
    nearest = [body.pk]
    while nearest:
        layer = list(PublicBody.objects.filter(successor__in=nearest).order_by("path"))
        found += layer
        nearest = [before.pk for before in layer]
    return found


_followed_by = Prepared(
    lambda heirs: PublicBody.objects.filter(successor__in=heirs).values_list("pk", "successor")
)


def bearing_for(bodies: Collection[str]) -> dict[str, str]:
    """Return, by the id of each of these bodies and of every predecessor, whose debts it bears: which of these bodies.

    As many queries as the longest succession has steps.
    """
    bearers = {each: each for each in bodies}
    nearest = dict(bearers)
    while nearest:
        before = _followed_by(nearest)
        nearest = {pk: nearest[heir] for pk, heir in before if heir and pk not in bearers}
        bearers |= nearest
    return bearers


def bodies_in(scope: str) -> QuerySet[PublicBody]:
    """Return the bodies whose path lies at or below `scope`, by path."""
    return PublicBody.objects.filter(path__gte=scope, path__lt=f"{scope[:-1]}0").order_by("path")


def ids_from(body_id: str) -> RawSQL:
    """Return the ids of a body and of every body under it, however deep, as a part of another query."""
    return RawSQL(_BODY_AND_BELOW, (body_id,))  # noqa: S611 - a constant; the id is a parameter


def bodies_page(scope: str, *, after: str = "", size: int = 50) -> list[PublicBody]:
    """Return the next bodies of a listing by path; `after` is the path of the last one shown, '' at first."""
    return list(bodies_in(scope).filter(path__gt=after).select_related("region")[:size])


def bodies_named_like(words: str, *, limit: int = 20, fictional_only: bool = False) -> list[PublicBody]:
    """Return bodies that stand today with a name containing every one of `words`, shorter names first."""
    found = _named_like(words, fictional_only=fictional_only).filter(ended_on=None)
    found = found.order_by("path")[: limit * 5]
    return sorted(found, key=lambda body: (len(body.name), body.path))[:limit]


def bearers_named_like(
    words: str, *, on: date, limit: int = 20, fictional_only: bool = False
) -> list[tuple[PublicBody, str]]:
    """Return the bodies that answer today under a name containing `words`, each with the ended body it succeeds ('').

    Who was merged away is found by its old name: its obligations run on with the successor.
    """
    standing = bodies_named_like(words, limit=limit, fictional_only=fictional_only)
    found = {body.pk: (body, "") for body in standing}
    ended = _named_like(words, fictional_only=fictional_only).filter(ended_on__lte=on).exclude(successor=None)
    for gone in ended.order_by("path")[:limit]:
        bearer = successor_of(gone, on=on)
        if bearer.ended_on is None:
            found.setdefault(bearer.pk, (bearer, gone.name))
    return list(found.values())


def _named_like(words: str, *, fictional_only: bool) -> QuerySet[PublicBody]:
    """Return the bodies of which one name holds every one of the words, which blanks hold apart."""
    parts = [part for part in map(normal_form, words.split()) if part]
    names = BodyName.objects.all() if parts else BodyName.objects.none()
    for part in parts:
        names = names.filter(normal__contains=part)
    found = PublicBody.objects.filter(pk__in=names.values("body_id"))
    return found.filter(is_fictional=True) if fictional_only else found


def government_of(region: Region) -> PublicBody:
    """Return the region's government, or a street's office."""
    return PublicBody.objects.get(pk=f"{region.pk}-gov")


def _regions_added() -> Iterable[KnownRegion]:
    """Regions that are in the register but not in the reference data."""
    known = {region.id for region in known_regions()}
    for region in Region.objects.exclude(level=Level.PROVINCE).iterator():
        if region.pk not in known:
            above = frozenset(region.path.split("/")) - {region.pk, ""}
            yield KnownRegion(region.pk, above, (KnownName(region.name),), _RANKS[Level(region.level)])


def _known_bodies() -> Iterable[KnownBody]:
    names: defaultdict[str, list[KnownName]] = defaultdict(list)
    kinds: defaultdict[str, dict[str, KnownName]] = defaultdict(dict)
    columns = ("body_id", "name", "after_region", "kind", "valid_from", "valid_until")
    for body, name, kind, said, since, last in BodyName.objects.values_list(*columns):
        standing, until = _STANDINGS[NameKind(said)], last and last + timedelta(days=1)
        if kind:
            _widen(kinds[body], KnownName(kind, standing, since, until))
        else:
            names[body].append(KnownName(name, standing, since, until))
    rows = PublicBody.objects.values_list("pk", "name", "region_id", "founded_on", "ended_on", "successor_id")
    for pk, name, region, founded, ended, heir in rows:
        after = (Succession(heir, ended),) if heir and ended else ()
        alone = names[pk] if pk in names or pk in kinds else [KnownName(name)]
        yield KnownBody(pk, name, region, tuple(kinds[pk].values()), tuple(alone), founded, ended, after)


def _widen(kinds: dict[str, KnownName], said: KnownName) -> None:
    """One kind under several names of its region is in use from the first to the last of them."""
    known = kinds.get(said.text)
    if known is None:
        kinds[said.text] = said
        return
    since = None if known.since is None or said.since is None else min(known.since, said.since)
    until = None if known.until is None or said.until is None else max(known.until, said.until)
    standing = known.standing if said.standing is NameStanding.FORMER else said.standing
    kinds[said.text] = KnownName(said.text, standing, since, until)
