"""可见范围: what a mandate lets its holder see, as one condition on the columns that say whose a thing is.

Paths are compared as ranges, not as prefixes with LIKE: an index answers a range on every engine.
"""

from dataclasses import dataclass

from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate
from chengxin_core.lifecycle.table import Actor

CREDIT_ROLES = frozenset(
    {Actor.CREDIT_OFFICER, Actor.CREDIT_HEAD, Actor.LEGAL_REVIEWER, Actor.RELEASE_REVIEWER}
)
_AFTER_SLASH = "0"  # the character that follows "/": paths are ASCII ids, each ended by a slash


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the columns that say whose a row is."""

    body: str  # id of the body that the matter is about
    subject: str  # path of that body
    organ: str  # path of the organ that handles it
    shown: str  # null until the subject was first shown it
    archived: str  # null until it went to the archive zone


def within(column: str, scope: str) -> Q:
    """Return the condition that the path in `column` is `scope` or lies below it."""
    return Q(**{f"{column}__gte": scope, f"{column}__lt": scope[:-1] + _AFTER_SLASH})


def visible(mandate: Mandate, columns: Columns) -> Q:
    """Return what `mandate` may see.

    The credit roles see their region's matters that an organ of their region handles, and the others once shown to
    whom they are about; never what is about their own body: that is its liaison's. A liaison sees its own body's
    once shown, a measure owner what its organ handles. What was archived is seen by archive and audit roles only
    (policy Q-28).
    """
    role, scope = Actor(mandate.role), mandate.scope
    shown, archived = (Q(**{f"{column}__isnull": False}) for column in (columns.shown, columns.archived))
    if role in CREDIT_ROLES:
        is_own = Q(**{columns.body: mandate.body_id})
        return within(columns.subject, scope) & (within(columns.organ, scope) | shown) & ~is_own & ~archived
    if role is Actor.LIAISON:
        return within(columns.subject, scope) & shown & ~archived
    if role is Actor.MEASURE_OWNER:
        return within(columns.organ, scope) & ~archived
    if role in {Actor.ARCHIVIST, Actor.AUDITOR}:
        return within(columns.subject, scope) & archived
    return Q(pk__in=[])
