"""Reads of lists and holds, of the terms in words, and who may decide."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.retention.models import EVERY_CLASS, DestructionList, LegalHold, ListState
from chengxin.foundation.retention.plugs import RecordClass, record_classes
from chengxin.foundation.rules.queries import current_rulebook
from chengxin_core.lifecycle.table import Actor

HOLDERS = frozenset({Actor.AUDITOR, Actor.AUDIT_ADMIN, Actor.SECURITY_ADMIN})
OPEN = (ListState.DRAFTED, ListState.APPROVED)
SHOWN = 50


def may_look(mandate: Mandate) -> bool:
    """Say whether a post has to do with destruction at all: it then sees lists and holds, which hold no content."""
    return Actor(mandate.role) in HOLDERS


def may_decide(mandate: Mandate, found: RecordClass) -> bool:
    """Say whether a post approves lists of a class."""
    return Actor(mandate.role) in found.deciders


def open_lists() -> list[DestructionList]:
    """Return the lists that wait for an approval or for their destruction, oldest first."""
    return list(DestructionList.objects.filter(state__in=OPEN).order_by("pk"))


def every_list() -> QuerySet[DestructionList]:
    """Return every list with who decided it."""
    return DestructionList.objects.select_related("decided_by__user")


def every_hold() -> QuerySet[LegalHold]:
    """Return every hold with who set and lifted it."""
    return LegalHold.objects.select_related("set_by__user", "lifted_by__user")


def newest_lists() -> QuerySet[DestructionList]:
    """Return the lists that were decided, newest first."""
    decided = DestructionList.objects.exclude(state__in=OPEN).select_related("decided_by__user")
    return decided[:SHOWN]


def standing_holds(code: str | None = None) -> list[LegalHold]:
    """Return the holds that stand: all, or those that reach a class; oldest first."""
    standing = LegalHold.objects.filter(lifted_at=None).select_related("set_by__user").order_by("pk")
    return list(
        standing if code is None else standing.filter(Q(record_class=code) | Q(record_class=EVERY_CLASS))
    )


def lifted_holds() -> QuerySet[LegalHold]:
    """Return the holds that were lifted, newest first."""
    return LegalHold.objects.exclude(lifted_at=None).select_related("set_by__user", "lifted_by__user")[:SHOWN]


def terms_in_words(keys: Sequence[str], *, on: date) -> list[str]:
    """Return the terms that bind on a day, each with its citation, or as a default where no law says it."""
    rulebook = current_rulebook()
    told = []
    for key in keys:
        entry = rulebook.parameter(key).on(on)
        length, unit = entry.period
        told.append(f"{entry.gist}：{length} {unit.zh}（{entry.shown}）")
    return told


def classes() -> list[RecordClass]:
    """Return every class of records."""
    return list(record_classes())
