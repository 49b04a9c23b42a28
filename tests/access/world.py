"""A small world: bodies in a tree, matters between them, and everybody who could look at them. 演示数据。

Every matter bears a mark that stands nowhere else: in its title, what was stated in it, and its files. Where a mark is
read, the matter was shown.
"""

from dataclasses import dataclass, field
from datetime import date
from itertools import product

from tests.access.oracle import Body, Fact, Holder
from tests.cast import make_body, make_mandate, make_region
from tests.rooms.desk.trial import MONDAY, TRIAL, make_deadline

from chengxin.foundation.accounts.models import Mandate, Reach, ScopePart
from chengxin.foundation.accounts.queries import REACHES
from chengxin.foundation.matters.models import Attachment, Matter, Note
from chengxin.foundation.matters.operations import NewMatter, open_matters
from chengxin.foundation.rules.operations import load_shipped_rules
from chengxin.foundation.subjects.models import Level, PublicBody, Region
from chengxin.ground import files, home
from chengxin_core.lifecycle.table import Actor

TODAY = date(2026, 11, 23)
YESTERDAY = date(2026, 11, 22)
# Which region each body stands in, and which body it is under. Ids share prefixes on purpose.
PLACES = {"p": None, "c": "p", "c1": "p", "x": "c", "x0": "c"}
BODIES = {
    "pf": ("p", None), "cf": ("c", None), "c1f": ("c1", None), "xf": ("x", None), "xb": ("x", None),
    "xb0": ("x", "xb"), "xb00": ("x", "xb0"), "x0b": ("x0", None),
}  # fmt: skip
AT = ("cf", "xf", "xb", "c1f")  # where people hold posts
CUSTOM = {"cf": ("x0", "xb0"), "xf": ("xb",), "xb": ("xb00",), "c1f": ("c1f",)}


@dataclass
class World:
    """The matters with their marks, and the holders; `facts` and `holders` say the same in plain words."""

    facts: dict[int, Fact] = field(default_factory=dict)
    holders: dict[Mandate, Holder] = field(default_factory=dict)

    @property
    def marks(self) -> dict[str, int]:
        return {fact.mark: pk for pk, fact in self.facts.items()}


def build() -> World:
    """Build the world."""
    regions: dict[str, Region] = {}
    for name, above in PLACES.items():
        level = Level.PROVINCE if above is None else Level.COUNTY if name.startswith("x") else Level.CITY
        regions[name] = make_region(name, f"演示地{name}", level, regions.get(above or ""))
    bodies = {name: make_body(name, f"演示机关{name}", regions[place]) for name, (place, _) in BODIES.items()}
    for name, (_, above) in BODIES.items():
        PublicBody.objects.filter(pk=name).update(superior=above)
    world = World()
    _people(world, bodies, regions)
    _matters(world, bodies)
    return world


def _people(world: World, bodies: dict[str, PublicBody], regions: dict[str, Region]) -> None:
    paths = {name: each.path for name, each in regions.items()}
    paths |= {name: each.path for name, each in bodies.items()}
    for role, where in product((role for role in Actor if role not in {Actor.SYSTEM, Actor.OFFICIAL}), AT):
        body = bodies[where]
        for reach in REACHES[role]:
            scope = body.region.path if reach is Reach.REGION else body.path
            name = f"{role}-{where}-{reach}"
            mandate = make_mandate(name, role, body, scope, reach=reach)
            parts = CUSTOM[where] if reach is Reach.CUSTOM else ()
            ScopePart.objects.bulk_create(ScopePart(mandate=mandate, path=paths[part]) for part in parts)
            world.holders[mandate] = Holder(name, str(role), where, str(reach), parts, name)
        _stand_in(world, mandate, bodies[where], TODAY, holds=True)
        _stand_in(world, mandate, bodies[where], YESTERDAY, holds=False)
        ended = make_mandate(f"{role}-{where}-ended", role, body, scope, valid_until=YESTERDAY)
        world.holders[ended] = Holder(ended.user.username, None, where, str(reach), (), "")
        now = make_mandate(f"{role}-{where}-gone", role, body, scope, ended_at=MONDAY)
        world.holders[now] = Holder(now.user.username, None, where, str(reach), (), "")


def _stand_in(world: World, principal: Mandate, body: PublicBody, until: date, *, holds: bool) -> None:
    """Let somebody act for another: today, or only until yesterday."""
    acting = make_mandate(
        f"{principal.user.username}-for-{until:%d}", Actor(principal.role), body, principal.scope,
        reach=principal.reach, principal=principal, valid_until=until,
    )  # fmt: skip
    for_whom = world.holders[principal]
    world.holders[acting] = Holder(
        acting.user.username,
        for_whom.role if holds else None,
        for_whom.body,
        for_whom.reach,
        for_whom.parts,
        for_whom.hands,
    )


def _matters(world: World, bodies: dict[str, PublicBody]) -> None:
    cases = [
        (about, organ, shown, archived)
        for about, organ, shown, archived in product(
            BODIES, ("pf", "cf", "xf", "xb"), (False, True), (False, True)
        )
        if about != organ
    ]
    rules = load_shipped_rules(at=MONDAY, demo=True).hash
    new = [
        NewMatter(TRIAL, f"密标{number:04d}止", bodies[about], bodies[organ], rules)
        for number, (about, organ, _, _) in enumerate(cases)
    ]
    made = open_matters(new=new, by=None, at=MONDAY)
    hands = {mandate.body_id: mandate for mandate, who in world.holders.items() if who.reach == "own"}
    content = files.keep(home.current(), ["密标文件".encode()])[0]
    for number, (matter, (about, organ, shown, archived)) in enumerate(zip(made, cases, strict=True)):
        matter.shown_at = MONDAY if shown else None
        matter.archived_at = MONDAY if archived else None
        matter.holder = hands.get(organ) if number % 2 else None
        who = world.holders[matter.holder].hands if matter.holder else ""
        world.facts[matter.pk] = Fact(matter.title, about, organ, shown, archived, who, number % 3 == 0)
        Note.objects.create(matter=matter, part="defence", text=f"{matter.title}陈述", by=None, at=MONDAY)
        Attachment.objects.create(
            matter=matter, name=f"{matter.title}.pdf", sha256=content, size=12, media_type="application/pdf",
            part="defence", added_at=MONDAY,
        )  # fmt: skip
        make_deadline(matter, date(2026, 11, 20) if number % 3 == 0 else date(2027, 11, 20))
    Matter.objects.bulk_update(made, ["shown_at", "archived_at", "holder"])


def tree() -> dict[str, Body]:
    """Return the bodies as the oracle knows them."""
    return {name: Body(place, above) for name, (place, above) in BODIES.items()}
