"""Reads of the amendments: what may be changed, what was asked for, who may move which matter."""

from datetime import date

from django.db.models import QuerySet

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.sight import in_reach
from chengxin.foundation.amendments.models import Amendment, AmendmentState
from chengxin.foundation.matters.models import Matter, MatterQuerySet
from chengxin.foundation.matters.queries import visible_matters
from chengxin.foundation.rules.queries import current_rulebook, versions_ever
from chengxin_core.lifecycle.table import Actor
from chengxin_core.rulebook import Adjustable, adjustable, adjustables


def adjustable_default(key: str, *, on: date) -> Adjustable:
    """Return a default that may be changed, as it stands. Raises `NotAdjustable`, `UnknownRule`, `NothingInForce`."""
    return adjustable(current_rulebook(), key, on=on)


def default_on(key: str, day: date) -> int:
    """Return the default that holds on a day, below what any city promised."""
    return current_rulebook().parameter(key).on(day).number


def adjustable_defaults(words: str = "", *, on: date) -> list[Adjustable]:
    """Return the defaults that may be changed; only those in whose name, gist or rule id the words occur."""
    wanted = words.strip().lower()
    return [
        default
        for default in adjustables(current_rulebook(), on=on)
        if wanted in f"{default.key} {default.entry.gist} {default.entry.rule_id}".lower()
    ]


def waiting_amendments() -> list[Amendment]:
    """Return what waits for a second person, the oldest first."""
    return list(_amendments().filter(state=AmendmentState.PROPOSED).order_by("pk"))


def history_of(key: str) -> list[Amendment]:
    """Return everything that was ever asked for a default, the newest first."""
    return list(_amendments().filter(key=key))


def _amendments() -> QuerySet[Amendment]:
    return Amendment.objects.select_related("proposed_by__user", "decided_by", "edit")


def versions_open_to(matter: Matter) -> set[str]:
    """Return every version that was ever current where the matter lies."""
    return versions_ever(matter.organ_path, matter.subject_path)


def may_move(by: Mandate, matter: Matter) -> bool:
    """Say whether `by` may take the matter to another version."""
    return movable_matters(by).filter(pk=matter.pk).exists()


def movable_matters(by: Mandate) -> MatterQuerySet:
    """Return the matters that `by` may take to another version.

    An administrator's are those that an organ of its region handles, of which it is shown numbers and days only; a
    head's are those that it sees and its organ handles.
    """
    role = Actor(by.role)
    if role is Actor.ADMINISTRATOR:
        return Matter.objects.filter(in_reach(by, path="organ_path", key="organ_id"), archived_at=None)
    if role is Actor.CREDIT_HEAD:
        return visible_matters(by).filter(organ_id=by.body_id)
    return Matter.objects.none()
