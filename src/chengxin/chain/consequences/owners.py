"""实施机关: who may own a measure; the list names kinds of organ, the register names organs."""

from collections.abc import Sequence

from chengxin.foundation.subjects.models import BodyKind, PublicBody, Region

# By the owner's code in the list of measures: how such an organ is named. A code that is not here, like those of the
# organ that determines and of the unit that supplied, is first looked for in the organ that handles the record.
NAMED = {
    "finance": ("财政厅", "财政局"),
    "development": ("发展和改革委员会", "发展和改革局"),
    "awards": ("人力资源和社会保障厅", "人力资源和社会保障局"),
    "offices": ("机关事务管理局", "机关事务服务中心"),
    "discipline": ("监察委员会", "人民政府"),
    "government": ("人民政府",),
}


def owners_for(owner: str, *, organ: PublicBody, body: PublicBody) -> list[PublicBody]:
    """Return the bodies that may own such a measure, the likeliest first.

    Fitting names of the organ's own region come first, then those of the regions above, then the other bodies of its
    region; never the body itself. Invented bodies have invented owners only.
    """
    regions = _upwards(organ.region)
    standing = PublicBody.objects.filter(
        region__in=regions, ended_on=None, is_fictional=body.is_fictional
    ).exclude(pk=body.pk)
    bodies = standing.exclude(pk=body.pk).exclude(kind=BodyKind.INSTITUTION).select_related("region")
    order = {region.pk: place for place, region in enumerate(regions)}
    ranked = sorted(bodies, key=lambda each: (_misfit(owner, each, organ), order[each.region_id], each.path))
    return [
        each for each in ranked if each.region_id == organ.region_id or _misfit(owner, each, organ) < _NO_FIT
    ]


def likeliest_owner(owner: str, *, organ: PublicBody, body: PublicBody) -> PublicBody | None:
    """Return the body whose name fits best, or None where the register knows none."""
    found = owners_for(owner, organ=organ, body=body)
    return found[0] if found and _misfit(owner, found[0], organ) < _NO_FIT else None


def is_possible_owner(owner: PublicBody, body: PublicBody) -> bool:
    """Say whether `owner` may decide against `body`: another body, standing, of a region at or above its own (Q-24)."""
    stands = owner.ended_on is None and owner.is_fictional == body.is_fictional
    above = body.region.path.startswith(owner.region.path)
    own_department = body.kind == BodyKind.GOVERNMENT and owner.region_id == body.region_id
    return stands and above and owner.pk != body.pk and not own_department


_NO_FIT = 9


def _misfit(owner: str, candidate: PublicBody, organ: PublicBody) -> int:
    names = NAMED.get(owner)
    if names is None:
        return 0 if candidate.pk == organ.pk else _NO_FIT
    fits = (place for place, name in enumerate(names) if candidate.name.endswith(name))
    return next(fits, _NO_FIT)


def _upwards(region: Region) -> Sequence[Region]:
    found: list[Region] = []
    here: Region | None = region
    while here is not None:
        found.append(here)
        here = here.parent
    return found
