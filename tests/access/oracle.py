"""Who may see what, in plain words and plain Python: no path, no query, nothing of the program."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

WITHIN = {"p": None, "c": "p", "c1": "p", "x": "c", "x0": "c"}  # which region lies in which


@dataclass(frozen=True)
class Body:
    """Where a body stands and which it is under."""

    region: str
    above: str | None


@dataclass(frozen=True)
class Fact:
    """What is so about a matter."""

    mark: str
    about: str
    organ: str
    shown: bool
    archived: bool
    hands: str  # whose work it is; empty: nobody's yet
    late: bool
    kind: str = "trial"
    person: str = ""  # the natural person that it is about
    parts: tuple[str, ...] = ()  # who takes part, of an organ's own affair
    draft: bool = False  # a document that has not gone out


@dataclass(frozen=True)
class Holder:
    """Who looks: without a role nobody may see anything any more."""

    username: str
    role: str | None
    body: str
    reach: str
    parts: tuple[str, ...]
    hands: str  # for whom it is work in hands: for another, the other
    person: str = ""  # who looks at the own dossier
    selves: tuple[str, ...] = ()  # which natural persons the holder is, or whoever is acted for


@dataclass(frozen=True)
class Row:
    """Something that is no matter by itself: its mark, who may read it, and where who may does."""

    mark: str
    may: Callable[[Holder], bool]
    addresses: tuple[str, ...]
    first: tuple[str, dict[str, str]] | None = None  # what must be sent before, as a purpose


CREDIT = {"credit_officer", "credit_head", "legal_reviewer", "release_reviewer"}
TOLD = {"liaison", "congress_supervisor", "cppcc_supervisor", "inspector", "operator"}
HANDLING = {"measure_owner", "intake_officer", "supplier"}
ARCHIVE = {"archivist", "auditor"}
PERSONNEL = {"personnel_officer", "personnel_head", "discipline_officer"}


def may_see(who: Holder, matter: Fact, tree: Mapping[str, Body]) -> bool:
    """Say whether `who` may see that the matter exists and what it is about."""

    def reached(body: str) -> bool:
        return reaches(who, body, matter, tree)

    if matter.parts:
        return who.role is not None and who.username in matter.parts
    if matter.draft and not (matter.shown or matter.archived) and matter.organ != who.body:
        return False
    if matter.person:
        return may_see_of_a_person(who, matter, tree)
    if who.role in ARCHIVE:
        return matter.archived and reached(matter.about)
    if who.role is None or matter.archived:
        return False
    if who.role in CREDIT:
        told = matter.shown or reached(matter.organ)
        return told and reached(matter.about) and matter.about != who.body
    if who.role in TOLD:
        return matter.shown and reached(matter.about)
    if who.role in HANDLING:
        return reached(matter.organ)
    if who.role == "body_head":
        return reached(matter.organ) or (matter.shown and reached(matter.about))
    return False


def may_see_of_a_person(who: Holder, matter: Fact, tree: Mapping[str, Body]) -> bool:
    """Say whether `who` may see what is about a natural person: that person once told, and who handles it."""
    if matter.archived:
        return False
    if who.role == "official":
        return matter.shown and who.person == matter.person
    return (
        who.role in PERSONNEL and matter.person not in who.selves and reaches(who, matter.organ, matter, tree)
    )


def may_open_dossier(who: Holder, person: str, authority: str, suppliers: set[str]) -> bool:
    """Say whether `who` may ask for the dossier of a person, stating a purpose: never for the own one."""
    if person in who.selves:
        return False
    if who.role == "discipline_officer":
        return who.body in suppliers
    return who.role in {"personnel_officer", "personnel_head"} and who.body == authority


def reaches(who: Holder, body: str, matter: Fact, tree: Mapping[str, Body]) -> bool:
    if who.reach == "own":
        return matter.hands == who.hands
    if who.reach == "body":
        return body == who.body
    if who.reach == "body_and_below":
        return who.body in _line(body, tree)
    if who.reach == "region":
        return tree[who.body].region in _regions(body, tree)
    return any(part in {body, *_regions(body, tree)} for part in who.parts)


def _line(body: str, tree: Mapping[str, Body]) -> set[str]:
    above = tree[body].above
    return {body} | (_line(above, tree) if above else set())


def _regions(body: str, tree: Mapping[str, Body]) -> set[str]:
    found, here = set(), tree[body].region
    while here:
        found.add(here)
        here = WITHIN[here] or ""
    return found
