"""A small world: bodies in a tree, matters between them, and everybody who could look at them. 演示数据。

Every matter bears a mark that stands nowhere else: in its title, what was stated in it, and its files. Where a mark is
read, the matter was shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import product

from tests.access.oracle import Body, Fact, Holder, Row
from tests.cast import SINCE, make_body, make_official, make_region
from tests.rooms.desk.trial import MONDAY, TRIAL, make_deadline

from chengxin.foundation.accounts.models import Mandate, Reach, ScopePart, User
from chengxin.foundation.accounts.queries import REACHES
from chengxin.foundation.matters.models import Attachment, Matter, Note
from chengxin.foundation.matters.operations import NewMatter, open_matters
from chengxin.foundation.rules.operations import load_shipped_rules
from chengxin.foundation.subjects.models import Level, Official, PublicBody, Region
from chengxin.ground import files, home
from chengxin_core.lifecycle.table import ADMINISTRATIONS, Actor

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
PERSONS = {"A": "测试申", "B": "测试酉"}  # officials of xb under the authority of xf


@dataclass
class World:
    """The matters with their marks, and the holders; `facts` and `holders` say the same in plain words."""

    bodies: dict[str, PublicBody]
    rules: str
    facts: dict[int, Fact] = field(default_factory=dict)
    affairs: dict[int, Fact] = field(default_factory=dict)  # an organ's own: in no list of matters
    holders: dict[Mandate, Holder] = field(default_factory=dict)
    persons: dict[str, Official] = field(default_factory=dict)
    planted: dict[str, int] = field(default_factory=dict)  # one matter of each real kind
    rows: list[Row] = field(default_factory=list)

    def named(self, username: str) -> Mandate:
        """Return the mandate of a holder."""
        return next(mandate for mandate, who in self.holders.items() if who.username == username)


def build() -> World:
    """Build the world."""
    regions: dict[str, Region] = {}
    for name, above in PLACES.items():
        level = Level.PROVINCE if above is None else Level.COUNTY if name.startswith("x") else Level.CITY
        regions[name] = make_region(name, f"演示地{name}", level, regions.get(above or ""))
    bodies = {name: make_body(name, f"演示机关{name}", regions[place]) for name, (place, _) in BODIES.items()}
    for name, (_, above) in BODIES.items():
        PublicBody.objects.filter(pk=name).update(superior=above)
    world = World(bodies, load_shipped_rules(at=MONDAY, demo=True).hash)
    for serial, (person, name) in enumerate(PERSONS.items(), start=7):
        world.persons[person] = make_official(bodies["xb"], bodies["xf"], serial, name, at=MONDAY)
    _people(world, regions)
    _matters(world)
    return world


@dataclass
class _Post:
    """A post as it is going to be held; `acts_for` is held by another."""

    holder: Holder
    role: Actor
    body: str
    scope: str
    reach: Reach
    until: date | None = None
    ended_at: datetime | None = None
    acts_for: "_Post | None" = None
    official: str = ""


def _people(world: World, regions: dict[str, Region]) -> None:
    posts = [*_posts_of_roles(world), *_posts_of_persons(world)]
    User.objects.bulk_create(
        User(
            username=each.holder.username,
            display_name=each.holder.username,
            password="!",
            administers=each.role if each.role in ADMINISTRATIONS else "",
        )
        for each in posts
    )
    users = User.objects.in_bulk(field_name="username")
    made: dict[int, Mandate] = {}
    for wave in ([each for each in posts if not each.acts_for], [each for each in posts if each.acts_for]):
        rows = Mandate.objects.bulk_create(_row(world, each, users, made) for each in wave)
        made |= dict(zip(map(id, wave), rows, strict=True))
    world.holders |= {made[id(each)]: each.holder for each in posts}
    paths = {name: each.path for name, each in regions.items()}
    paths |= {name: each.path for name, each in world.bodies.items()}
    ScopePart.objects.bulk_create(
        ScopePart(mandate=made[id(each)], path=paths[part])
        for each in posts
        if each.acts_for is None
        for part in each.holder.parts
    )
    # Somebody who is in charge of officials and one of them.
    Mandate.objects.create(
        user=users["personnel_officer-xf-oneself"], role=Actor.OFFICIAL, body=world.bodies["xb"],
        scope=world.bodies["xb"].path, reach=Reach.BODY, post="演示科员", valid_from=TODAY,
        official=world.persons["A"],
    )  # fmt: skip


def _row(world: World, post: _Post, users: dict[str, User], made: dict[int, Mandate]) -> Mandate:
    return Mandate(
        user=users[post.holder.username], role=post.role, body=world.bodies[post.body], scope=post.scope,
        reach=post.reach, post=post.role.zh, valid_from=SINCE, valid_until=post.until, ended_at=post.ended_at,
        principal=made[id(post.acts_for)] if post.acts_for else None,
        official=world.persons.get(post.official),
    )  # fmt: skip


def _posts_of_roles(world: World) -> Iterable[_Post]:
    for role, where in product((role for role in Actor if role not in {Actor.SYSTEM, Actor.OFFICIAL}), AT):
        body = world.bodies[where]
        for reach in REACHES[role]:
            scope = body.region.path if reach is Reach.REGION else body.path
            name = f"{role}-{where}-{reach}"
            parts = CUSTOM[where] if reach is Reach.CUSTOM else ()
            post = _Post(Holder(name, str(role), where, str(reach), parts, name), role, where, scope, reach)
            yield post
        yield _acting_for(post, TODAY, holds=True)
        yield _acting_for(post, YESTERDAY, holds=False)
        for name, until, ended_at in (("ended", YESTERDAY, None), ("gone", None, MONDAY)):
            nobody = Holder(f"{role}-{where}-{name}", None, where, str(reach), (), "")
            yield _Post(nobody, role, where, scope, Reach.REGION, until, ended_at)


def _posts_of_persons(world: World) -> Iterable[_Post]:
    """Each official, who sees the own dossier; one who may no more; and who is in charge of oneself."""
    at = world.bodies["xb"].path
    for person in PERSONS:
        who = Holder(f"official-xb-{person}", "official", "xb", "body", (), "", person, (person,))
        yield _Post(who, Actor.OFFICIAL, "xb", at, Reach.BODY, official=person)
    left = Holder("official-xb-ended", None, "xb", "body", (), "")
    yield _Post(left, Actor.OFFICIAL, "xb", at, Reach.BODY, YESTERDAY, official="A")
    name = "personnel_officer-xf-oneself"
    clerk = Holder(name, "personnel_officer", "xf", "body", (), name, "", ("A",))
    yield _Post(clerk, Actor.PERSONNEL_OFFICER, "xf", world.bodies["xf"].path, Reach.BODY)


def _acting_for(principal: _Post, until: date, *, holds: bool) -> _Post:
    """Let somebody act for another: today, or only until yesterday."""
    of = principal.holder
    acting = Holder(
        f"{of.username}-for-{until:%d}", of.role if holds else None, of.body, of.reach, of.parts, of.hands
    )
    return _Post(acting, principal.role, of.body, principal.scope, principal.reach, until, acts_for=principal)


def _matters(world: World) -> None:
    bodies = world.bodies
    cases = [
        (about, organ, shown, archived)
        for about, organ, shown, archived in product(
            BODIES, ("pf", "cf", "xf", "xb"), (False, True), (False, True)
        )
        if about != organ
    ]
    new = [
        NewMatter(TRIAL, f"密标{number:04d}止", bodies[about], bodies[organ], world.rules)
        for number, (about, organ, _, _) in enumerate(cases)
    ]
    made = open_matters(new=new, by=None, at=MONDAY)
    hands = {mandate.body_id: mandate for mandate, who in world.holders.items() if who.reach == "own"}
    for number, (matter, (about, organ, shown, archived)) in enumerate(zip(made, cases, strict=True)):
        matter.shown_at = MONDAY if shown else None
        matter.archived_at = MONDAY if archived else None
        matter.holder = hands.get(organ) if number % 2 else None
        who = world.holders[matter.holder].hands if matter.holder else ""
        world.facts[matter.pk] = Fact(matter.title, about, organ, shown, archived, who, number % 3 == 0)
        make_deadline(matter, date(2026, 11, 20) if number % 3 == 0 else date(2027, 11, 20))
    Matter.objects.bulk_update(made, ["shown_at", "archived_at", "holder"])
    mark_within(made)


def mark_within(matters: list[Matter]) -> None:
    """Put the mark that is a matter's title into what was stated in it, and give it a file of that name."""
    content = files.keep(home.current(), ["密标文件".encode()])[0]
    Note.objects.bulk_create(
        Note(matter=matter, part="defence", text=f"{matter.title}陈述", by=None, at=MONDAY)
        for matter in matters
    )
    Attachment.objects.bulk_create(
        Attachment(
            matter=matter, name=f"{matter.title}.pdf", sha256=content, size=12, media_type="application/pdf",
            part="defence", added_at=MONDAY,
        )
        for matter in matters
    )  # fmt: skip


def tree() -> dict[str, Body]:
    """Return the bodies as the oracle knows them."""
    return {name: Body(place, above) for name, (place, above) in BODIES.items()}
