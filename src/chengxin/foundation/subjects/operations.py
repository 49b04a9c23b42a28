"""Writes of the register: loading the reference data, adding a body, noting a body of another province."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models import F

from chengxin.foundation.subjects import loading
from chengxin.foundation.subjects.models import (
    BodyKind,
    BodyName,
    Edition,
    Level,
    NameKind,
    OutsideBody,
    PublicBody,
    Region,
    RegionFact,
)
from chengxin.ground.samples import sample
from chengxin_core.names import normal_form

BATCH = 2000


class UnableToAddBody(ValueError):
    """The register cannot take this body, told so that it can be mended."""


@dataclass(frozen=True, slots=True)
class DivisionsLoaded:
    """How many regions of each level are in force, and how many are told of the past."""

    cities: int
    counties: int
    townships: int
    ended: int
    changed: int

    def __str__(self) -> str:
        return (
            f"行政区划: {self.cities} 个市、{self.counties} 个县（市、区）、{self.townships} 个乡镇（街道），"
            f"另有已撤销 {self.ended} 个；变动 {self.changed} 条"
        )


@dataclass(frozen=True, slots=True)
class BodiesLoaded:
    """How many bodies and names the register now holds from the reference data."""

    bodies: int
    assumed: int
    names: int
    changed: int

    def __str__(self) -> str:
        return (
            f"公共机构: {self.bodies} 个（其中推定 {self.assumed} 个），名称 {self.names} 个；"
            f"变动 {self.changed} 条"
        )


@transaction.atomic
def load_divisions() -> DivisionsLoaded:
    """Store the divisions and their history; the same again changes nothing."""
    rows = list(loading.region_rows())
    changed = _store(rows)
    changed += _replace(RegionFact, "region_id", list(loading.fact_rows()))
    _count_up(changed)
    sample(Region, RegionFact)
    here = [row for row in rows if row.ended_on is None]
    return DivisionsLoaded(
        cities=sum(row.level == Level.CITY for row in here),
        counties=sum(row.level == Level.COUNTY for row in here),
        townships=sum(row.level == Level.TOWNSHIP for row in here),
        ended=len(rows) - len(here),
        changed=changed,
    )


@transaction.atomic
def load_bodies() -> BodiesLoaded:
    """Store the governments and departments with their names; the same again changes nothing.

    Bodies that were added by other ways keep what they have.
    """
    rows, names = list(loading.body_rows()), list(loading.name_rows())
    changed = _store(rows)
    changed += _replace(BodyName, "body_id", names)
    _count_up(changed)
    sample(PublicBody, BodyName)
    return BodiesLoaded(len(rows), sum(row.is_assumed for row in rows), len(names), changed)


@transaction.atomic
def add_body(
    *,
    id: str,  # noqa: A002 - the word of the register
    name: str,
    kind: BodyKind,
    region: Region,
    source: str,
    superior: PublicBody | None = None,
    aliases: Sequence[str] = (),
    credit_code: str | None = None,
    is_fictional: bool = False,
) -> PublicBody:
    """Add a body under its whole name; one that is there under this id is returned unchanged."""
    if found := PublicBody.objects.filter(pk=id).first():
        return found
    if BodyName.objects.filter(normal=normal_form(name), kind=NameKind.OFFICIAL, valid_until=None).exists():
        raise UnableToAddBody(f"名称“{name}”已经是另一机构的规范名称")
    body = PublicBody.objects.create(
        id=id,
        path=f"{region.path}{id}/",
        name=name,
        kind=kind,
        region=region,
        superior=superior,
        credit_code=credit_code,
        source=source,
        is_fictional=is_fictional,
    )
    kinds = [(name, NameKind.OFFICIAL), *((alias, NameKind.ALIAS) for alias in aliases)]
    BodyName.objects.bulk_create(
        BodyName(
            body=body,
            name=text,
            normal=normal_form(text),
            after_region=text.partition(region.name)[2],
            kind=said,
            source=source,
        )
        for text, said in kinds
    )
    _count_up(1)
    return body


def note_outside_body(*, name: str, region: str, on: date) -> OutsideBody:
    """Keep a body of another province under the normal form of its name, once."""
    body, _ = OutsideBody.objects.get_or_create(
        name=normal_form(name)[:120], defaults={"region_word": region[:60], "first_seen_on": on}
    )
    return body


def _store(rows: Sequence[models.Model]) -> int:
    """Insert or update rows by their id; return how many differ from what was there."""
    model = type(rows[0])
    fields = [field.attname for field in model._meta.concrete_fields]
    before = {values[0]: values for values in model._default_manager.values_list(*fields)}
    differing = [row for row in rows if before.get(row.pk) != tuple(getattr(row, name) for name in fields)]
    model._default_manager.bulk_create(
        differing,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[field.name for field in model._meta.concrete_fields if not field.primary_key],
    )
    return len(differing)


def _replace(model: type[models.Model], owner: str, rows: Sequence[models.Model]) -> int:
    """Make the rows of these owners exactly those given; return how many were added or removed."""
    fields = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    owners = {getattr(row, owner) for row in rows}
    wanted = {_values(row, fields): row for row in rows}
    gone = []
    for pk, *values in model._default_manager.values_list("pk", *fields):
        if tuple(values) in wanted:
            del wanted[tuple(values)]
        elif values[fields.index(owner)] in owners:
            gone.append(pk)
    for batch in _batches(gone):
        model._default_manager.filter(pk__in=batch).delete()
    model._default_manager.bulk_create(wanted.values(), batch_size=BATCH)
    return len(wanted) + len(gone)


def _values(row: models.Model, fields: Iterable[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in fields)


def _batches(keys: Sequence[Any], size: int = 500) -> Iterable[Sequence[Any]]:
    return (keys[start : start + size] for start in range(0, len(keys), size))


def _count_up(changed: int) -> None:
    """Let every process know that what it read of the register is of yesterday."""
    if changed:
        Edition.objects.get_or_create(pk=1)
        Edition.objects.filter(pk=1).update(number=F("number") + 1)
