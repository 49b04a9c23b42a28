"""公共机构: the governments of Shandong's regions and their departments, made from rules and from names seen.

Keeps      departments.toml (what a level usually has, and what that was before the reform of 2018–19),
           zones.tsv (development zones of the State's list), seen.tsv (names and codes met in public sources).
Promises   every body says whether it was seen by name, follows from the division, or is only usual.
Refuses    to invent: a body that is only usual is `assumed`; a place that ended gets no later department.
Start at   bodies; known_bodies gives the same to the matching of names.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from chengxin_core.names import KnownBody, KnownName, NameStanding, Succession
from chengxin_core.vocabulary import Term
from chengxin_reference.bodies.departments import Department, FormerOffice, departments
from chengxin_reference.divisions import LISTED_ON, Region, region_on, regions, seat_name, seats

OFFICES_KNOWN_FROM = 2000
"""Regions that ended before this year are given their government only, not its departments."""


COMMITTEE = "管理委员会"


class Source(Term):
    """来源: why we hold that a body exists."""

    SEEN = "seen", "公开来源所见名称"
    DIVISION = "division", "由行政区划推出的人民政府或者派出机关"
    STANDARD = "standard", "标准机构设置推定"


class Form(Term):
    """机构类别."""

    GOVERNMENT = "government", "人民政府"
    DEPARTMENT = "department", "政府部门"
    BRANCH = "branch", "派出机关"
    INSTITUTION = "institution", "其他机构"


@dataclass(frozen=True, slots=True)
class Body:
    """A public body. `kinds` follow its region's name, `names` stand alone; gone from `until` on."""

    id: str
    name: str
    region: str
    form: Form
    superior: str | None
    kinds: tuple[KnownName, ...]
    names: tuple[KnownName, ...] = ()
    until: date | None = None
    successions: tuple[Succession, ...] = ()
    source: Source = Source.STANDARD
    seen_in: str = ""
    credit_code: str | None = None

    @property
    def assumed(self) -> bool:
        """Whether nobody has seen it by name: it is usual at its level."""
        return self.source is Source.STANDARD


@cache
def bodies() -> Mapping[str, Body]:
    """Every body by its id, superiors before those under them."""
    made: dict[str, Body] = {}
    for region in sorted(regions().values(), key=lambda region: (region.rank, region.id)):
        made[government_of(region.id)] = _government(region)
    for region in regions().values():
        if region.rank < 4 and (region.until is None or region.until.year >= OFFICES_KNOWN_FROM):
            made |= {body.id: body for body in _offices(region)}
    made |= {body.id: body for body in _zones()}
    for body in _seen(made):
        made[body.id] = body
    return MappingProxyType({id_: _living_successors(body, made) for id_, body in made.items()})


def known_bodies() -> tuple[KnownBody, ...]:
    """The bodies as the matching of names wants them."""
    return tuple(
        KnownBody(body.id, body.name, body.region, body.kinds, body.names, None, body.until, body.successions)
        for body in bodies().values()
    )


def government_of(region_id: str) -> str:
    """Return the id of a region's government; of a street, its office."""
    return f"{region_id}-gov"


def name_in(region: Region, kind: str, day: date = LISTED_ON) -> str:
    """Return a body's whole name on a day: 济南市历城区教育局, 诸城市教育局, 诸城市相州镇人民政府."""
    seat = seat_name(region.id, day)
    return seat + (kind.removeprefix("街道") if seat.endswith("街道") else kind)


def whole_names(body: Body) -> tuple[tuple[KnownName, str], ...]:
    """Return every whole name of a body, with its part after the region's name ('': it stands alone).

    Official kinds are told with every name that the region had, other kinds with its last one only.
    """
    found = [(name, "") for name in body.names]
    *before, now = seats(body.region)
    for kind in body.kinds:
        written = kind.text.removeprefix("街道") if now.text.endswith("街道") else kind.text
        found.append(
            (
                replace(kind, text=now.text + written, since=kind.since or _official_since(kind, now)),
                kind.text,
            )
        )
        if kind.standing is NameStanding.OFFICIAL:
            found += [
                (KnownName(seat.text + written, NameStanding.FORMER, seat.since, seat.until), kind.text)
                for seat in before
                if kind.since is None or (seat.until and kind.since < seat.until)
            ]
    return tuple(found)


def _official_since(kind: KnownName, seat: KnownName) -> date | None:
    return seat.since if kind.standing is NameStanding.OFFICIAL else None


def _government(region: Region) -> Body:
    street = region.name.endswith("街道")
    kind = "街道办事处" if street else "人民政府" if not region.name.endswith("地区") else "行政公署"
    above = government_of(region.parent) if region.parent else None
    return Body(
        id=government_of(region.id),
        name=name_in(region, kind, _last_day(region)),
        region=region.id,
        form=Form.BRANCH if street else Form.GOVERNMENT,
        superior=above,
        kinds=(KnownName(kind),),
        until=region.until,
        successions=_after(region, "gov"),
        source=Source.DIVISION,
    )


def _after(region: Region, key: str) -> tuple[Succession, ...]:
    if region.until is None:
        return ()
    return tuple(Succession(f"{heir}-{key}", region.until) for heir in region.successors)


def _last_day(region: Region) -> date:
    return region.facts[-1].since or LISTED_ON if region.until else LISTED_ON


def _offices(region: Region) -> list[Body]:
    offices = departments()
    city = regions()[region.parent].name if region.rank == 3 and region.parent else region.name
    made = []
    for department in offices.departments:
        kind = department.at(region.rank)
        if not kind or (department.coastal_only and region.rank == 2 and city not in offices.coastal):
            continue
        made += [_former_office(region, department, former) for former in department.formerly]
        if region.until is None or not department.formerly or department.name_is_older:
            made.append(_office(region, department, kind))
    return made


def _office(region: Region, department: Department, kind: str) -> Body:
    reform = departments()
    since = reform.reform_begins if department.formerly and not department.name_is_older else None
    names = [KnownName(kind, NameStanding.OFFICIAL, since)]
    names += [
        KnownName(short, NameStanding.ALIAS, since)
        for short in _of_level(department.short, region.rank)
        if short != kind
    ]
    body = Body(
        id=f"{region.id}-{department.key}",
        name=name_in(region, kind, _last_day(region)),
        region=region.id,
        form=Form.DEPARTMENT,
        superior=government_of(region.id),
        kinds=tuple(names),
        until=region.until,
        successions=_after(region, department.key),
    )
    return replace(body, names=_special_names(region, department.key, since))


def _former_office(region: Region, department: Department, former: FormerOffice) -> Body:
    reform, key = departments(), former.key
    official, *kinds = _of_level(former.kinds, region.rank)
    ends = reform.reform_ends_after
    names = [KnownName(official, NameStanding.OFFICIAL, None, ends)]
    names += [KnownName(kind, NameStanding.ALIAS, None, ends) for kind in kinds]
    gone = region.until is not None and region.until < reform.reform
    return Body(
        id=f"{region.id}-{key}",
        name=name_in(region, official, _last_day(region) if gone else reform.reform),
        region=region.id,
        form=Form.DEPARTMENT,
        superior=government_of(region.id),
        kinds=tuple(names),
        until=region.until if gone else reform.reform,
        successions=_after(region, key)
        if gone
        else (Succession(f"{region.id}-{department.key}", reform.reform),),
    )


def _of_level(kinds: tuple[str, ...], rank: int) -> tuple[str, ...]:
    """Below the province nothing is called 厅; in it, what may be called so is."""
    halls = tuple(kind for kind in kinds if kind.endswith("厅"))
    others = tuple(kind for kind in kinds if not kind.endswith("厅"))
    return halls + others if rank == 1 else others


def _special_names(region: Region, key: str, since: date | None) -> tuple[KnownName, ...]:
    """Branches carry their city's name (济南市公安局历城区分局), tax offices the State's."""
    if key == "tax":
        return (KnownName(f"国家税务总局{seat_name(region.id, LISTED_ON)}税务局", since=since),)
    if region.rank != 3 or not region.parent or key not in ("police", "environment"):
        return ()
    city, office = regions()[region.parent].name, "公安局" if key == "police" else "生态环境局"
    if key == "police" and not region.name.endswith("区"):
        return ()
    short = region.name.rstrip("市县区")
    return tuple(
        KnownName(f"{city}{office}{place}分局", NameStanding.ALIAS, since)
        for place in dict.fromkeys((region.name, short))
        if len(place) > 1
    )


def _zones() -> Iterator[Body]:
    """Management committees of the areas approved by the State Council, which are no divisions."""
    for line in files(__package__).joinpath("zones.tsv").read_text("utf-8").splitlines():
        id_, code, zone, short = line.split("\t")
        home = region_on(code, LISTED_ON)
        assert home is not None
        city = regions()[home.parent or home.id] if home.rank == 3 else home
        stem = city.name.removesuffix("市")
        others = [
            *short.split(" "),
            *(city.name + area.removeprefix(stem) for area in (zone, *short.split(" "))),
        ]
        aliases = (area for area in dict.fromkeys(others) if area != zone)
        yield Body(
            id=id_,
            name=zone + COMMITTEE,
            region=home.id,
            form=Form.BRANCH,
            superior=government_of(home.id),
            kinds=(),
            names=(
                KnownName(zone + COMMITTEE),
                *(KnownName(area + COMMITTEE, NameStanding.ALIAS) for area in aliases),
            ),
            seen_in="中国开发区审核公告目录（2018年版）",
        )


def _seen(made: Mapping[str, Body]) -> list[Body]:
    """Bodies met by name: those we have are marked seen, the others are added as institutions."""
    found = []
    for line in files(__package__).joinpath("seen.tsv").read_text("utf-8").splitlines():
        id_, region, name, code, where = line.split("\t")
        body = made.get(id_) or Body(id_, name, region, Form.INSTITUTION, government_of(region), ())
        own = KnownName(name, NameStanding.OFFICIAL if id_ not in made else NameStanding.ALIAS)
        names = body.names if id_ in made else (own,)
        source = body.source if body.source is Source.DIVISION else Source.SEEN
        found.append(replace(body, names=names, source=source, seen_in=where, credit_code=code or None))
    return found


def _living_successors(body: Body, made: Mapping[str, Body]) -> Body:
    kept = tuple(step for step in body.successions if step.to in made)
    return body if kept == body.successions else replace(body, successions=kept)
