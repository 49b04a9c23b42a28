"""可见范围: what a mandate lets its holder see, as one condition on the columns that say whose a thing is.

Paths are compared as ranges, not as prefixes with LIKE: an index answers a range on every engine.
"""

from dataclasses import dataclass

from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate
from chengxin_core.lifecycle.table import Actor

_AFTER_SLASH = "0"  # the character that follows "/": paths are ASCII ids, each ended by a slash


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the columns that say whose a row is."""

    subject: str  # path of the body that the matter is about
    organ: str  # path of the organ that handles it
    shown: str  # null until the subject was first shown it
    archived: str  # null until it went to the archive zone


def within(column: str, scope: str) -> Q:
    """Return the condition that the path in `column` is `scope` or lies below it."""
    return Q(**{f"{column}__gte": scope, f"{column}__lt": scope[:-1] + _AFTER_SLASH})


def lies_within(path: str, scope: str) -> bool:
    """Say the same of one path at hand."""
    return path.startswith(scope)


def visible(mandate: Mandate, columns: Columns) -> Q:
    """Return what `mandate` may see: its region's matters, its own body's once shown, or what its organ handles.

    What was archived is seen by archive and audit roles only (policy Q-28).
    """
    role, archived = Actor(mandate.role), Q(**{f"{columns.archived}__isnull": False})
    if role in {Actor.CREDIT_OFFICER, Actor.CREDIT_HEAD, Actor.LEGAL_REVIEWER, Actor.RELEASE_REVIEWER}:
        return within(columns.subject, mandate.scope) & ~archived
    if role is Actor.LIAISON:
        return within(columns.subject, mandate.scope) & Q(**{f"{columns.shown}__isnull": False}) & ~archived
    if role is Actor.MEASURE_OWNER:
        return within(columns.organ, mandate.scope) & ~archived
    if role in {Actor.ARCHIVIST, Actor.AUDITOR}:
        return within(columns.subject, mandate.scope) & archived
    return Q(pk__in=[])
