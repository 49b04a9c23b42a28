"""Reads about people and their mandates."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce

from chengxin.foundation.accounts.models import (
    Mandate,
    MandateChange,
    MandateQuerySet,
    Outcome,
    Program,
    Reach,
    User,
)
from chengxin.foundation.accounts.tokens import is_secret_of, read_header
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin.foundation.subjects.queries import bodies_in
from chengxin.ground.prepared import Prepared, Whole
from chengxin_core.lifecycle.table import ADMINISTRATIONS, PERSONNEL, Actor

BODY_ROLES = frozenset(
    {Actor.LIAISON, Actor.MEASURE_OWNER, Actor.BODY_HEAD, Actor.SUPPLIER, Actor.OFFICIAL, *PERSONNEL}
)

# How far each role may reach; the first is what it has unless said otherwise.
_REGION = (Reach.REGION, Reach.CUSTOM)
_BODY = (Reach.BODY, Reach.BODY_AND_BELOW)
REACHES: dict[Actor, tuple[Reach, ...]] = {
    **dict.fromkeys(Actor, (Reach.REGION, Reach.CUSTOM, Reach.BODY_AND_BELOW, Reach.OWN)),
    **dict.fromkeys(
        (Actor.CONGRESS_SUPERVISOR, Actor.CPPCC_SUPERVISOR, Actor.INSPECTOR, Actor.OPERATOR), _REGION
    ),
    **dict.fromkeys((Actor.ARCHIVIST, Actor.AUDITOR), (*_REGION, Reach.BODY_AND_BELOW)),
    **dict.fromkeys((Actor.LIAISON, Actor.BODY_HEAD), _BODY),
    **dict.fromkeys((Actor.MEASURE_OWNER, Actor.SUPPLIER), (*_BODY, Reach.OWN)),
    **dict.fromkeys(PERSONNEL, _BODY),
    Actor.OFFICIAL: (Reach.BODY,),
    **dict.fromkeys(ADMINISTRATIONS, (Reach.REGION,)),
}


def user_named(username: str) -> User | None:
    """Return who signs in under that name."""
    return User.objects.filter(username=username).first()


def mandates_of(user: User, *, on: date) -> list[Mandate]:
    """Return the mandates that `user` holds on that day, oldest first; those of a custom reach with its parts."""
    held = [_mandate(row, user) for row in _rows_held(user.get_username(), on)]
    _with_principals([each for each in held if each.principal_id is not None])
    prefetch_related_objects(
        [each for each in held if each.reach == Reach.CUSTOM], "parts", "principal__parts"
    )
    return held


_WHOLE = Whole(Mandate, body=PublicBody)
# Every request of the staff asks this first, so its statement is made once and only run.
_rows_held = Prepared(
    lambda username, on: (
        Mandate.objects.in_force_on(on)
        .filter(user__username=username)
        .order_by("valid_from", "pk")
        .values_list(*_WHOLE.columns)
    )
)


def _mandate(row: tuple[Any, ...], user: User) -> Mandate:
    """Return a mandate with its body and holder from a row of `_rows_held`."""
    mandate = _WHOLE.of(row)
    mandate.user = user
    return mandate


def _with_principals(acting: list[Mandate]) -> None:
    """Give mandates that are held for others those of the others, in one query if there are any."""
    if acting:
        keys = [each.principal_id for each in acting]
        others = Mandate.objects.select_related("user").in_bulk(keys)
        for each in acting:
            each.principal = others[each.principal_id]


def mandates_in_force(*, on: date) -> list[Mandate]:
    """Return every mandate that an active user holds on that day, by user."""
    held = _held(on).prefetch_related("parts", "principal__parts")
    return list(held.filter(user__is_active=True).order_by("user_id", "pk"))


def mandates_at(body: PublicBody, *, on: date) -> list[Mandate]:
    """Return the mandates that are held on that day for a body, by post."""
    return list(_held(on).filter(body=body, user__is_active=True).order_by("post", "pk"))


def colleagues_of(mandate: Mandate, *, on: date) -> QuerySet[User]:
    """Return who else holds a post of its own in the same body on that day: they may stand in for the holder."""
    theirs = Mandate.objects.in_force_on(on).filter(body=mandate.body_id, principal=None)
    return User.objects.filter(pk__in=theirs.values("user"), is_active=True).exclude(pk=mandate.user_id)


def delegations_of(mandate: Mandate) -> QuerySet[Mandate]:
    """Return the mandates under which others act, acted or will act for the holder and that were not recalled."""
    return (
        mandate.delegations.filter(ended_at=None).select_related("user", "body").order_by("valid_from", "pk")
    )


def delegated_to(user: User, *, on: date) -> QuerySet[Mandate]:
    """Return the mandates under which `user` acts for others on that day or later."""
    held = Mandate.objects.filter(user=user, ended_at=None, valid_until__gte=on).exclude(principal=None)
    return held.select_related("principal__user", "body").order_by("valid_from", "pk")


def own_posts(mandate: Mandate, *, on: date) -> QuerySet[Mandate]:
    """Return the posts of its own that the holder has in the same body."""
    own = Mandate.objects.in_force_on(on).filter(user=mandate.user_id, body=mandate.body_id, principal=None)
    return own.select_related("user", "body").order_by("pk")


def posts_of_roles(body_id: str, roles: Iterable[Actor], *, on: date) -> QuerySet[Mandate]:
    """Return who holds one of these roles in a body, in a post of its own."""
    held = Mandate.objects.in_force_on(on).filter(body=body_id, role__in=list(roles), principal=None)
    return held.filter(user__is_active=True).select_related("user", "body").order_by("post", "pk")


def posts_held(persons: frozenset[int], *, on: date) -> QuerySet[Mandate]:
    """Return the posts of their own that these persons hold on a day."""
    return Mandate.objects.in_force_on(on).filter(user__in=persons, principal=None)


def posts_across(user: User, role: Actor, *, first: date, last: date | None) -> QuerySet[Mandate]:
    """Return what `user` holds between two days on the other side of the line between administering and handling.

    Of a role of who administers: every post that handles matters; of any other: every administration. One's own
    dossier is neither. `last` None: from `first` on.
    """
    return _across(role, first=first, last=last).filter(user=user).order_by("pk")


def stand_ins_for(mandate: Mandate, *, on: date) -> QuerySet[User]:
    """Return the colleagues who may stand in for the holder: none from across that line."""
    across = _across(Actor(mandate.role), first=on, last=None)
    return colleagues_of(mandate, on=on).exclude(pk__in=across.values("user"))


def _across(role: Actor, *, first: date, last: date | None) -> QuerySet[Mandate]:
    held = Mandate.objects.filter(Q(valid_until=None) | Q(valid_until__gte=first), ended_at=None)
    held = held if last is None else held.filter(valid_from__lte=last)
    if role == Actor.OFFICIAL:
        return held.none()
    if role in ADMINISTRATIONS:
        return held.exclude(role__in=[*ADMINISTRATIONS, Actor.OFFICIAL])
    return held.filter(role__in=ADMINISTRATIONS)


def delegations_between(user: User) -> QuerySet[Mandate]:
    """Return what `user` gave others to act in, or acts in for others."""
    either = Q(user=user) | Q(principal__user=user)
    return (
        Mandate.objects.filter(either, ended_at=None)
        .exclude(principal=None)
        .select_related("principal", "body")
    )


def deputy_of(mandate: Mandate) -> QuerySet[User]:
    """Return the deputy whom the holder named, if any."""
    return User.objects.filter(pk__in=[mandate.deputy_id], is_active=True)


def posts_in(body: PublicBody) -> QuerySet[Mandate]:
    """Return every mandate ever held for a body."""
    return Mandate.objects.filter(body=body).select_related("user", "body__region", "principal", "deputy")


def bodies_guarded_by(mandate: Mandate) -> QuerySet[PublicBody]:
    """Return the bodies whose mandates `mandate` may see: an administrator's region, a head's own body."""
    if mandate.role == Actor.BODY_HEAD:
        return PublicBody.objects.filter(pk=mandate.body_id).select_related("region")
    return bodies_in(mandate.scope).select_related("region")


def bodies_with_posts(mandate: Mandate, words: str, *, on: date) -> QuerySet[PublicBody]:
    """Return the bodies of those in which posts are held, or whose name holds `words`, with how many."""
    held = Mandate.objects.in_force_on(on).filter(body=OuterRef("pk")).order_by().values("body")
    count = Subquery(held.annotate(number=Count("pk")).values("number"))
    bodies = bodies_guarded_by(mandate).annotate(posts=Coalesce(count, 0))
    return bodies.filter(name__contains=words) if words else bodies.filter(posts__gt=0)


def changes_seen_by(mandate: Mandate) -> QuerySet[MandateChange]:
    """Return the changes in the bodies that `mandate` guards, the newest first."""
    return changes().filter(body__in=bodies_guarded_by(mandate).order_by().values("pk"))


def waiting_changes_for(mandate: Mandate) -> QuerySet[MandateChange]:
    """Return the grants that wait for a second person in the bodies that `mandate` guards, the oldest first."""
    return changes_seen_by(mandate).filter(outcome=Outcome.WAITING).order_by("pk")


def roles_in_words(said: Callable[[str], str]) -> list[tuple[str, str]]:
    """Return the roles that a person may have, by code, in the reader's language."""
    return [(actor, said(actor.zh)) for actor in Actor if actor is not Actor.SYSTEM]


def region_named(words: str, *, within: str) -> Region | None:
    """Return the region of that name or path, at or below `within`."""
    inside = Region.objects.filter(path__startswith=within, ended_on=None)
    return inside.filter(Q(path=words) | Q(name=words)).order_by("path").first()


def scope_of(role: Actor, body: PublicBody) -> str:
    """Return the scope that a role for a body has unless said otherwise: the body itself, or its whole region."""
    return body.path if role in BODY_ROLES else body.region.path


def holds_whole_province(mandate: Mandate) -> bool:
    """Say whether the reach is no part of a region: what holds for all is for its holder to change."""
    return mandate.reach == Reach.REGION and mandate.scope.count("/") == 1


def parts_of(mandate: Mandate) -> list[str]:
    """Return the paths of a custom reach; of one held for another, the other's."""
    whose = mandate.principal if mandate.principal is not None else mandate
    return [part.path for part in whose.parts.all()]


def stands_for(mandate: Mandate) -> int:
    """Return the id of the person whose post is acted in: the holder, or for whom the holder acts."""
    return mandate.principal.user_id if mandate.principal is not None else mandate.user_id


def persons_in(mandate: Mandate) -> frozenset[int]:
    """Return the ids of who acts and for whom: two where somebody acts for another."""
    return frozenset({mandate.user_id, stands_for(mandate)})


def changes() -> QuerySet[MandateChange]:
    """Return every change of a mandate, the newest first."""
    return MandateChange.objects.select_related("user", "body", "asked_by", "decided_by", "asked_under")


def programs() -> list[Program]:
    """Return every program, those still registered first."""
    return sorted(
        Program.objects.select_related("body"), key=lambda each: (each.until is not None, each.code)
    )


def programs_by_key() -> dict[int, Program]:
    """Return every program with its body, by its key."""
    return Program.objects.select_related("body").in_bulk()


def program_named(code: str) -> Program | None:
    """Return the program with this code."""
    return Program.objects.select_related("body").filter(code=code).first()


def program_of_header(header: str, *, on: date) -> Program | None:
    """Return whose token an Authorization header holds, if it is registered on that day.

    The register is asked each time: a token that was renewed, or a registration that ended, is refused at once.
    """
    told = read_header(header)
    if told is None:
        return None
    code, secret = told
    for key, token_hash, permissions, *rest in _registered(code):
        if is_secret_of(token_hash, secret):
            program = _program(key, token_hash, tuple(permissions), tuple(rest))
            return program if program.is_in_force_on(on) else None
    return None


_registered = Prepared(
    lambda code: Program.objects.filter(code=code).values_list(
        "pk", "token_hash", "permissions", "since", "until", "subjects_a_minute", "body", "body__path"
    )
)


@lru_cache(maxsize=256)
def _program(key: int, token_hash: str, permissions: tuple[str, ...], rest: tuple[object, ...]) -> Program:
    """Return the program as it is registered; read again as soon as anything of its registration has changed."""
    return Program.objects.select_related("body__region").get(pk=key)


def _held(on: date) -> MandateQuerySet:
    return Mandate.objects.in_force_on(on).select_related("body", "user", "principal__user")
