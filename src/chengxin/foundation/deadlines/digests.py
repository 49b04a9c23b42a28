"""期限提要: what is due and late, one row a person, on working days, once a day; shown on the desk's front page."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Count, Q

from chengxin.foundation.accounts.models import Mandate, Reach, User
from chengxin.foundation.accounts.queries import mandates_in_force
from chengxin.foundation.deadlines.models import Deadline, Digest, Owes
from chengxin.foundation.matters.queries import visible_matters
from chengxin.foundation.rules.queries import calendar
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.table import Actor

Key = tuple[str, str, str] | int  # role, body and scope: who has the same sees the same, unless it is its own


def write_digests(*, at: datetime) -> int:
    """Sum up for each person what is due and late in the matters of its posts; return for how many.

    Nothing on days that are not worked, nothing for whom nothing is due, nothing twice a day.
    """
    day = legal_day(at)
    if not calendar().is_working_day(day):
        return 0
    counted: dict[frozenset[Key], tuple[int, int]] = {}
    rows = []
    for user, mandates in _by_user(day):
        keys = frozenset(_key(each) for each in mandates)
        if keys not in counted:
            counted[keys] = _count(mandates, day)
        due, late = counted[keys]
        if due or late:
            rows.append(Digest(user=user, day=day, due=due, late=late, at=at))
    has_one = set(Digest.objects.filter(day=day).values_list("user_id", flat=True))
    new = [row for row in rows if row.user_id not in has_one]
    Digest.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _key(mandate: Mandate) -> Key:
    if mandate.reach in {Reach.OWN, Reach.CUSTOM, Reach.BODY_AND_BELOW}:
        return mandate.pk
    return mandate.role, mandate.body_id, mandate.scope


def _by_user(day: date) -> Iterator[tuple[User, list[Mandate]]]:
    by_user: dict[int, list[Mandate]] = {}
    for mandate in mandates_in_force(on=day):
        by_user.setdefault(mandate.user_id, []).append(mandate)
    return ((mandates[0].user, mandates) for mandates in by_user.values())


def _count(mandates: list[Mandate], day: date) -> tuple[int, int]:
    """Return how many running deadlines of these posts are due soon, and how many are late."""
    theirs = Q(pk__in=[])
    for mandate in mandates:
        theirs |= _owed_by(mandate)
    late = Q(due_on__lt=day)
    soon = Q(amber_on__lte=day, due_on__gte=day)
    found = (
        Deadline.objects.running()
        .filter(theirs, late | soon)
        .aggregate(due=Count("pk", filter=soon), late=Count("pk", filter=late))
    )
    return found["due"], found["late"]


def _owed_by(mandate: Mandate) -> Q:
    """Return which deadlines are a post's: a liaison's what its body owes, a handler's all that its organ handles."""
    seen = Q(matter__in=visible_matters(mandate).values("pk"))
    if Actor(mandate.role) is Actor.LIAISON:
        return seen & Q(owes=Owes.BODY, matter__body=mandate.body_id)
    if Actor(mandate.role) is Actor.OFFICIAL:
        return seen & Q(owes=Owes.BODY, matter__official=mandate.official_id)
    return seen & Q(matter__organ=mandate.body_id)
