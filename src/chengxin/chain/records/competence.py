"""有权机关: which organ may handle a record about a body (policy Q-24: never a peer, never oneself)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from chengxin.foundation.subjects.models import BodyKind, Level, PublicBody, Region
from chengxin_core.determination.gate import Standing

LEAD = "发展和改革委员会"  # the name under which credit work is led in every government (policy A-05)


@dataclass(frozen=True, slots=True)
class Competence:
    """How an organ stands to a body, and why; only from above may it determine anything."""

    standing: Standing
    reason: str


class NoCompetentOrgan(LookupError):
    """The register knows no organ above this body that leads credit work."""


def competence(organ: PublicBody, body: PublicBody) -> Competence:
    """Say how `organ` stands to `body`."""
    if organ.pk == body.pk:
        return Competence(Standing.ITSELF, "本单位不得认定本单位")
    if body.region.path != organ.region.path and body.region.path.startswith(organ.region.path):
        return Competence(Standing.SUPERIOR, f"{organ.name}是{body.region.name}的上级机关")
    if (
        organ.region_id == body.region_id
        and organ.kind == BodyKind.GOVERNMENT
        and body.kind != BodyKind.GOVERNMENT
    ):
        return Competence(Standing.SUPERIOR, f"{organ.name}是{body.name}的本级人民政府")
    return Competence(Standing.PEER, f"{organ.name}与{body.name}没有上下级关系，应当移送上级机关")


def competent_organ(body: PublicBody) -> PublicBody:
    """Return the organ that leads credit work nearest above `body`: its city's, or the province's; else its government.

    Invented bodies are handled by invented organs only, so that no invented fact is told of a real one.
    Raises `NoCompetentOrgan`.
    """
    region: Region | None = body.region
    while region is not None:
        region = region.parent
        if region is not None and region.level in {Level.CITY, Level.PROVINCE}:
            lead = PublicBody.objects.filter(
                region=region,
                kind=BodyKind.DEPARTMENT,
                name__endswith=LEAD,
                ended_on=None,
                is_fictional=body.is_fictional,
            ).first()
            if lead is not None:
                return lead
    own_government = PublicBody.objects.filter(
        region=body.region, kind=BodyKind.GOVERNMENT, ended_on=None, is_fictional=body.is_fictional
    ).first()
    if body.kind != BodyKind.GOVERNMENT and own_government is not None:
        return own_government
    raise NoCompetentOrgan(f"登记册中没有{body.name}上级的信用主管部门，须由上级机关指定")


def organs_above(body: PublicBody) -> Iterator[PublicBody]:
    """Yield the organs above a body that can take its complaints: who leads credit work, then governments, nearest.

    Invented bodies have invented organs only, so that no invented fact is told of a real one.
    """
    regions = list(regions_above(body))
    for region in regions:
        if region.level in {Level.CITY, Level.PROVINCE}:
            yield from standing_in(body, region).filter(kind=BodyKind.DEPARTMENT, name__endswith=LEAD)
    own = [] if body.kind == BodyKind.GOVERNMENT else [body.region]
    for region in (*own, *regions):
        yield from standing_in(body, region).filter(kind=BodyKind.GOVERNMENT)


def another_organ(body: PublicBody, *, but: set[str], above: PublicBody | None = None) -> PublicBody | None:
    """Return the nearest organ above `body` that is none of `but` (ids); with `above`, superior to that one too."""
    for organ in organs_above(body):
        if organ.pk in but or organ.pk == body.pk:
            continue
        if above is not None and competence(organ, above).standing is not Standing.SUPERIOR:
            continue
        return organ
    return None


def regions_above(body: PublicBody) -> Iterator[Region]:
    """Yield the regions that a body's region lies in, the nearest first."""
    region = body.region.parent
    while region is not None:
        yield region
        region = region.parent


def standing_in(body: PublicBody, region: Region) -> QuerySet[PublicBody]:
    """Return the bodies of a region that stand today, as invented or real as `body`, without itself."""
    found = PublicBody.objects.filter(region=region, ended_on=None, is_fictional=body.is_fictional)
    return found.exclude(pk=body.pk).order_by("path")
