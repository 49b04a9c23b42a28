"""Which body is this, on that day? Answered with reasons, or left open with candidates; never guessed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from chengxin_core.names.index import KnownName, NameIndex, NameStanding, Succession, bigrams, name_key
from chengxin_core.names.normal_form import NameParts, kind_key, split_name
from chengxin_core.names.places import CENTRAL_BEGINNINGS, CENTRAL_STATE, MINISTRIES, ZONE_ENDINGS
from chengxin_core.vocabulary import Term

OUR_PROVINCE = "山东省"
CANDIDATES_SHOWN = 5
LIKENESS_SHOWN = 65  # of 100: below it a candidate helps nobody
LIKENESS_WITHOUT_PLACE = 85  # 教育局 alone is like that of every city
SLIP_NEEDS_LENGTH = 6  # a kind shorter than this carries too little to excuse a slip of the pen
LEAD_NEEDED = 8  # of 100: how far the best must stand before the next


class MatchGround(Term):
    """匹配依据: on what a resolved name rests."""

    EXACT = "exact", "与规范名称一致"
    ALIAS = "alias", "与简称或者别名一致"
    FORMER = "former", "与曾用名称一致"
    SLIP = "slip", "仅多写、漏写或者颠倒一字"


@dataclass(frozen=True, slots=True)
class Resolved:
    """One body, and why. `successions` tells who came after it, nearest first."""

    body_id: str
    name: str
    ground: MatchGround
    reasons: tuple[str, ...]
    successions: tuple[Succession, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A body that may be meant: `likeness` of 100, and what speaks for and against it."""

    body_id: str
    name: str
    likeness: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """One or more bodies may be meant; a person decides."""

    candidates: tuple[Candidate, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """No body we know comes near."""

    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outside:
    """The name says that the body belongs to `region`, which is not in our province."""

    region: str
    reasons: tuple[str, ...]


Resolution: TypeAlias = Resolved | Ambiguous | Unknown | Outside


@dataclass(frozen=True, slots=True)
class _Places:
    """Our regions that the words may mean, and where else the same word is a place."""

    ids: tuple[str, ...]
    reasons: tuple[str, ...]
    elsewhere: tuple[str, ...] = ()


def resolve(written: str, *, on: date, index: NameIndex, within: str | None = None) -> Resolution:
    """Say which body a written name means on a day.

    `within` is the id of the region in which the source stands, where that is known (a court in 济宁市 that
    writes 市教育局): it chooses between our own namesakes, and the reasons say so. A name that had ended by
    that day still means the body it was the name of; `successions` tells who bears what that body owed.
    """
    parts = split_name(written, index)
    whole = _by_whole_name(parts, on, index)
    if whole is not None:
        return whole
    outside = _outside(parts, index)
    if outside is not None:
        return outside
    places = _places(parts, on, index, within)
    if not places.ids:
        floor = LIKENESS_SHOWN if parts.regions else LIKENESS_WITHOUT_PLACE
        near = [found for found in _near_names(parts, index) if found.likeness >= floor]
        return _offer(near, places.reasons)
    return _in_places(parts, places, on, index)


def place_of(written: str, *, on: date, index: NameIndex) -> str | None:
    """Return the id of our region in whose name a body speaks (济宁市中级人民法院 → 济宁市), if it can mean one only.

    What it returns for the author of a source is what `resolve` takes as `within`.
    """
    parts = split_name(written, index)
    if _outside(parts, index) is not None:
        return None
    places = _places(parts, on, index, None)
    return places.ids[0] if len(places.ids) == 1 and not places.elsewhere else None


def _by_whole_name(parts: NameParts, on: date, index: NameIndex) -> Resolution | None:
    key = name_key(parts.normal)
    hits = index.by_name.get(key) or index.by_name.get(key.removeprefix(OUR_PROVINCE), ())
    return _choose(parts.normal, hits, on, index, ()) if hits else None


def _outside(parts: NameParts, index: NameIndex) -> Outside | None:
    if parts.province and parts.province != OUR_PROVINCE:
        return Outside(parts.province, (f"名称写明“{parts.province}”",))
    if parts.province:
        return None
    first = parts.regions[0] if parts.regions else ""
    if first and first not in index.region_words and (found := index.outside.get(first)):
        where = "、".join(found[:CANDIDATES_SHOWN])
        return Outside(found[0] if len(found) == 1 else where, (f"“{first}”在{where}，山东省没有这一地名",))
    if first.endswith(ZONE_ENDINGS) and first not in index.region_words:
        city = _city_of_zone(first, index)
        if city:
            return Outside(city, (f"“{first}”以{city}的地名开头",))
    if parts.normal in MINISTRIES or (
        parts.normal.startswith(CENTRAL_BEGINNINGS) and first not in index.region_words
    ):
        return Outside(CENTRAL_STATE, (f"“{parts.normal}”是中央国家机关或者全国性机构的名称",))
    return None


def _city_of_zone(zone: str, index: NameIndex) -> str:
    """The place of another province with whose name or short name the zone's begins."""
    for end in range(len(zone) - 2, 1, -1):
        if zone[:end] in index.region_words or zone[:end] + "市" in index.region_words:
            return ""
        for word in (zone[:end], zone[:end] + "市"):
            if word in index.outside:
                return index.outside[word][0] + word
    return ""


def _places(parts: NameParts, on: date, index: NameIndex, within: str | None) -> _Places:
    if not parts.regions:
        return _place_unsaid(parts, index, within)
    first, *further = parts.regions
    named = [(found, name.in_use(on)) for found, name in index.region_words.get(first, ())]
    if not named:
        return _Places((), (f"未见“{first}”这一地名",))
    above = first
    for word in further:
        below = [
            (found, still and name.in_use(on))
            for found, name in index.region_words.get(word, ())
            for place, still in named
            if place in index.regions[found].ancestors
        ]
        if not below:
            return _Places((), (f"“{above}”之下未见“{word}”",))
        named, above = below, word
    ids = tuple(dict.fromkeys(place for place, still in named if still)) or tuple(
        dict.fromkeys(place for place, _ in named)
    )
    reasons = () if any(still for _, still in named) else (f"“{above}”这一地名在{on.isoformat()}不在使用中",)
    return _narrowed(_Places(ids, reasons, _elsewhere(parts, index)), index, within)


def _place_unsaid(parts: NameParts, index: NameIndex, within: str | None) -> _Places:
    if parts.province:
        return _Places(tuple(place.id for place in index.regions.values() if place.rank == 1), ())
    ranks = {"省": 1, "市": 2, "县": 3, "区": 3}
    rank = ranks.get(parts.kind[:1])
    if within is None or rank is None:
        return _Places((), ("名称没有写明地区",))
    above = index.regions[within].ancestors | {within}
    ids = tuple(place for place in above if index.regions[place].rank == rank)
    return _Places(ids, (f"名称没有写明地区，按来源所在的{index.regions[within].names[0].text}理解",))


def _elsewhere(parts: NameParts, index: NameIndex) -> tuple[str, ...]:
    """Other provinces' places of the same name, where the name does not say that it is ours."""
    first = parts.regions[0]
    ranks = {index.regions[found].rank for found, _ in index.region_words[first]}
    if parts.province or 2 in ranks:
        return ()
    if ranks == {4}:
        return (*index.outside.get(first, ()), "其他地方")
    return index.outside.get(first, ())


def _narrowed(places: _Places, index: NameIndex, within: str | None) -> _Places:
    if within is None or (len(places.ids) == 1 and not places.elsewhere):
        return places
    inside = tuple(found for found in places.ids if within in index.regions[found].ancestors | {found})
    if not inside:
        return places
    said = f"同名的地方取来源所在的{index.regions[within].names[0].text}之内的一个"
    return _Places(inside, (*places.reasons, said))


def _in_places(parts: NameParts, places: _Places, on: date, index: NameIndex) -> Resolution:
    if not parts.kind:
        return _offer((), (*places.reasons, f"“{parts.normal}”只是地名，没有写明机构"))
    kind = parts.kind if parts.regions or parts.kind[:1] not in "省市县区" else parts.kind[1:]
    hits = [hit for place in places.ids for hit in index.by_kind.get((place, kind_key(kind)), ())]
    if not hits:
        return _near_kinds(kind, places, index)
    found = _choose(parts.normal, hits, on, index, places.reasons)
    if isinstance(found, Resolved) and places.elsewhere:
        reason = f"“{parts.regions[0]}”在{'、'.join(places.elsewhere)}也有，名称没有写明是山东省"
        return Ambiguous((Candidate(found.body_id, found.name, 100, found.reasons),), (reason,))
    return found


def _choose(
    said: str, hits: Sequence[tuple[str, KnownName]], on: date, index: NameIndex, reasons: tuple[str, ...]
) -> Resolution:
    """One body among the exact hits: names in use on the day go first; several bodies are left open."""
    current = [(body, name) for body, name in hits if name.in_use(on)] or list(hits)
    bodies = dict.fromkeys(body for body, _ in current)
    if len(bodies) > 1:
        shown = tuple(
            Candidate(body, index.bodies[body].name, 100, _about(said, body, name, on, index))
            for body, name in current
        )
        return Ambiguous(shown[:CANDIDATES_SHOWN], (*reasons, f"同一名称可以指{len(bodies)}个机构"))
    body, name = min(current, key=lambda hit: list(NameStanding).index(hit[1].standing))
    return Resolved(
        body,
        index.bodies[body].name,
        MatchGround.FORMER if not name.in_use(on) else _GROUNDS[name.standing],
        (*reasons, *_about(said, body, name, on, index)),
        index.successions_of(body),
    )


_GROUNDS = {
    NameStanding.OFFICIAL: MatchGround.EXACT,
    NameStanding.ALIAS: MatchGround.ALIAS,
    NameStanding.FORMER: MatchGround.FORMER,
}


def _about(said: str, body_id: str, name: KnownName, on: date, index: NameIndex) -> tuple[str, ...]:
    body = index.bodies[body_id]
    told = (
        [f"“{said}”是{body.name}的{name.standing.zh}"]
        if said != body.name
        else [f"与{body.name}的规范名称一致"]
    )
    if name.until is not None and name.until <= on:
        told.append(f"该名称用到{name.until.isoformat()}前一日为止")
    if name.since is not None and on < name.since:
        told.append(f"该名称{name.since.isoformat()}起才使用")
    told += [
        f"{step.on.isoformat()}起其职责由{index.bodies[step.to].name}承继"
        for step in body.successions
        if step.to in index.bodies
    ]
    return tuple(told)


def _near_kinds(kind: str, places: _Places, index: NameIndex) -> Resolution:
    """The region is known, the kind is not: bodies of that region whose kind is nearly so."""
    near = [
        _likeness_of_kind(kind, body, index)
        for place in places.ids
        for body in index.in_region.get(place, ())
    ]
    ranked = _ranked(near)
    slips = [found for found in ranked if _is_slip(kind, found.body_id, index)]
    clear = len(ranked) < 2 or ranked[0].likeness - ranked[1].likeness >= LEAD_NEEDED
    if len(slips) == 1 and slips[0] is ranked[0] and clear and not places.elsewhere:
        best = slips[0]
        return Resolved(
            best.body_id,
            best.name,
            MatchGround.SLIP,
            (*places.reasons, *best.reasons),
            index.successions_of(best.body_id),
        )
    return _offer(ranked, (*places.reasons, f"该地区未见“{kind}”"))


def _likeness_of_kind(kind: str, body_id: str, index: NameIndex) -> Candidate:
    body = index.bodies[body_id]
    inside = [known.text for known in body.kinds if len(known.text) > 2 and kind.startswith(known.text)]
    if inside:
        whole = max(inside, key=len)
        reason = f"名称指{body.name}的内设或者派出机构“{kind.removeprefix(whole)}”"
        return Candidate(body_id, body.name, 80 + min(len(whole), 15), (reason,))
    best = max((round(fuzz.ratio(kind_key(kind), kind_key(known.text))) for known in body.kinds), default=0)
    return Candidate(body_id, body.name, best, (f"与“{body.name}”的名称相似度 {best}%",))


def _is_slip(kind: str, body_id: str, index: NameIndex) -> bool:
    """One character too many or too few, or two that changed places; another character is another thing."""
    written = kind_key(kind)
    return any(_one_slip(written, kind_key(known.text)) for known in index.bodies[body_id].kinds)


def _one_slip(written: str, known: str) -> bool:
    if min(len(written), len(known)) < SLIP_NEEDS_LENGTH or len(known) < SLIP_NEEDS_LENGTH:
        return False
    if len(written) != len(known):
        return Levenshtein.distance(written, known, score_cutoff=1) == 1
    places = [place for place, pair in enumerate(zip(written, known, strict=True)) if pair[0] != pair[1]]
    return len(places) == 2 and places[1] == places[0] + 1 and Counter(written) == Counter(known)


def _near_names(parts: NameParts, index: NameIndex) -> tuple[Candidate, ...]:
    """No region is known: bodies whose whole name shares most pairs of characters."""
    shared: Counter[str] = Counter()
    for pair in bigrams(parts.normal):
        holders = index.by_pair.get(pair, ())
        if len(holders) <= max(200, len(index.bodies) // 20):
            shared.update(holders)
    near = []
    for body_id, _ in shared.most_common(50):
        name = index.bodies[body_id].name
        likeness = round(fuzz.ratio(parts.normal, name))
        near.append(Candidate(body_id, name, likeness, (f"与“{name}”的名称相似度 {likeness}%",)))
    return _ranked(near)


def _ranked(near: Sequence[Candidate]) -> tuple[Candidate, ...]:
    worth = [found for found in near if found.likeness >= LIKENESS_SHOWN]
    return tuple(sorted(worth, key=lambda found: (-found.likeness, found.body_id)))[:CANDIDATES_SHOWN]


def _offer(near: Sequence[Candidate], reasons: tuple[str, ...]) -> Resolution:
    return Ambiguous(tuple(near), reasons) if near else Unknown(reasons)
