"""Reads about people and their mandates."""

from datetime import date

from chengxin.foundation.accounts.models import Mandate, User
from chengxin.foundation.subjects.models import PublicBody
from chengxin_core.lifecycle.table import Actor


def mandates_of(user: User, *, on: date) -> list[Mandate]:
    """Return the mandates that `user` holds on that day, oldest first."""
    return list(
        Mandate.objects.of(user).in_force_on(on).select_related("body", "user").order_by("valid_from", "pk")
    )


def mandates_in_force(*, on: date) -> list[Mandate]:
    """Return every mandate that an active user holds on that day, by user."""
    held = Mandate.objects.in_force_on(on).filter(user__is_active=True)
    return list(held.select_related("body", "user").order_by("user_id", "pk"))


def scope_of(role: Actor, body: PublicBody) -> str:
    """Return the scope that a role for a body has unless said otherwise: the body itself, or its whole region."""
    return body.path if role in {Actor.LIAISON, Actor.MEASURE_OWNER} else body.region.path


def holds_whole_province(mandate: Mandate) -> bool:
    """Say whether the scope is no part of a region: what holds for all is for its holder to change."""
    return mandate.scope.count("/") == 1
