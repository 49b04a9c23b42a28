"""不知其事项的公示: in force as the log says, but its matter or content was made after the backup that was restored."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.foundation.transparency.models import OfficersEnd, Publication, PublicationState
from chengxin.foundation.transparency.operations import withdraw
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.table import Actor
from chengxin_core.rulebook import UnknownRule
from chengxin_core.vocabulary import Ground


class NotUnknown(UnableToMove):
    """A publication whose matter is here: it ends as the matter does."""


class DeciderRefused(UnableToMove):
    """Somebody would end a publication who must not, or on no clause of the rulebook."""


def without_matter() -> list[Publication]:
    """Return what is in force and belongs to no matter that is known here, oldest first."""
    in_force = Publication.objects.filter(matter=None, state=PublicationState.IN_FORCE)
    return list(in_force.order_by("published_at", "pk"))


def without_content() -> list[Publication]:
    """Return what is in force of a known matter, and whose content is not here: nothing shows it, oldest first."""
    in_force = Publication.objects.filter(matter__isnull=False, state=PublicationState.IN_FORCE)
    shown = in_force.filter(versions__content__isnull=False)
    return list(in_force.exclude(pk__in=shown).order_by("published_at", "pk"))


@transaction.atomic
def end_unknown(
    *,
    publication: Publication,
    by: Mandate,
    ground: Ground,
    clauses: Sequence[str],
    reason: str,
    at: datetime,
) -> Publication:
    """End a publication whose matter nobody knows any more, as a named credit head decided, with a reason.

    Ground, clauses and role go into the log as for every end; person and reason stay inside. Raises `NotUnknown`,
    `DeciderRefused` or `PublicationEnded`.
    """
    if publication.matter is not None:
        raise NotUnknown("该公示信息的事项在本机，请在工作台办理终止")
    if by.role != Actor.CREDIT_HEAD:
        raise DeciderRefused(f"由{Actor.CREDIT_HEAD.zh}决定，不由{Actor(by.role).zh}决定")
    try:
        for clause in clauses:
            current_rulebook().rule(clause, on=legal_day(at))
    except UnknownRule as fault:
        raise DeciderRefused(str(fault)) from None
    ended = withdraw(publication=publication, ground=ground, clauses=clauses, decided_by_role=by.role, at=at)
    OfficersEnd.objects.create(publication=ended, decided_by=by, reason=reason, at=at)
    return ended
