"""Rows of the register, made from the reference data: pure translation, no writing."""

from collections.abc import Iterator
from datetime import date, timedelta

from chengxin.foundation.subjects.models import (
    BodyKind,
    BodyName,
    Level,
    NameKind,
    PublicBody,
    Region,
    RegionFact,
)
from chengxin_core.names import KnownName, NameStanding, normal_form
from chengxin_reference import bodies as reference_bodies
from chengxin_reference import divisions

LEVELS = {1: Level.PROVINCE, 2: Level.CITY, 3: Level.COUNTY, 4: Level.TOWNSHIP}
NAME_KINDS = {
    NameStanding.OFFICIAL: NameKind.OFFICIAL,
    NameStanding.ALIAS: NameKind.ALIAS,
    NameStanding.FORMER: NameKind.FORMER,
}


def region_rows() -> Iterator[Region]:
    """Every region, those above before those below."""
    for region in sorted(divisions.regions().values(), key=lambda region: (region.rank, region.id)):
        last = region.facts[-1]
        yield Region(
            id=region.id,
            path=region_path(region),
            level=LEVELS[region.rank],
            name=last.name,
            code=last.code,
            parent_id=last.parent,
            ended_on=region.until,
            ending=region.reason,
            successor_id=region.successors[0] if len(region.successors) == 1 else None,
        )


def region_path(region: divisions.Region) -> str:
    """Return the ids from the province down, each ended by a slash, as the region lies now or lay at last."""
    return "".join(
        f"{id_}/" for id_ in divisions.path_on(region.id, region.facts[-1].since or divisions.LISTED_ON)
    )


def fact_rows() -> Iterator[RegionFact]:
    for region in divisions.regions().values():
        for fact in region.facts:
            source = divisions.SOURCES[fact.source]
            yield RegionFact(
                region_id=region.id,
                name=fact.name,
                code=fact.code,
                parent_id=fact.parent,
                valid_from=fact.since,
                valid_until=_day_before(fact.until),
                source=f"{fact.approval}，{source}" if fact.approval else source,
            )


def body_rows() -> Iterator[PublicBody]:
    """Every body, superiors before those under them."""
    paths = {region.id: region_path(region) for region in divisions.regions().values()}
    for body in reference_bodies.bodies().values():
        yield PublicBody(
            id=body.id,
            path=f"{paths[body.region]}{body.id}/",
            name=body.name,
            kind=BodyKind(body.form.value),
            region_id=body.region,
            superior_id=body.superior,
            credit_code=body.credit_code,
            source=f"{body.source.zh}：{body.seen_in}" if body.seen_in else body.source.zh,
            is_assumed=body.assumed,
            ended_on=body.until,
            successor_id=body.successions[0].to if len(body.successions) == 1 else None,
        )


def name_rows() -> Iterator[BodyName]:
    for body in reference_bodies.bodies().values():
        for name, after_region in reference_bodies.whole_names(body):
            yield name_row(body.id, name, after_region, body.source.zh)


def name_row(body_id: str, name: KnownName, after_region: str, source: str) -> BodyName:
    return BodyName(
        body_id=body_id,
        name=name.text,
        normal=normal_form(name.text),
        after_region=after_region,
        kind=NAME_KINDS[name.standing],
        valid_from=name.since,
        valid_until=_day_before(name.until),
        source=source,
    )


def _day_before(day: date | None) -> date | None:
    """Turn the first day without it into the last day with it."""
    return day - timedelta(days=1) if day else None
