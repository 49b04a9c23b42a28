"""Writes about people and their mandates."""

from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from chengxin.foundation.accounts.models import Mandate, User
from chengxin.foundation.accounts.queries import scope_of
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin_core.lifecycle.table import Actor


class MandateRefused(ValueError):
    """A mandate that cannot be granted as asked; the text says why and what would do."""


@transaction.atomic
def create_user(*, username: str, password: str, display_name: str) -> User:
    """Give somebody an account; a weak password is refused."""
    validate_password(password)
    return User.objects.create_user(username, password, display_name=display_name)


@transaction.atomic
def grant_mandate(
    *,
    user: User,
    role: Actor,
    body_id: str,
    scope: str,
    post: str,
    valid_from: date,
    valid_until: date | None = None,
) -> Mandate:
    """Let `user` act in a role for a body over a scope; the same grant twice is one.

    A liaison's and a measure owner's scope is their body; every other's is a region, the body's own or one within it.
    Raises `MandateRefused` for another scope, and for a grant that differs from one given for the same day.
    """
    _require_fitting(role, PublicBody.objects.select_related("region").get(pk=body_id), scope)
    mandate, is_new = Mandate.objects.get_or_create(
        user=user,
        role=role,
        body_id=body_id,
        scope=scope,
        valid_from=valid_from,
        defaults={"post": post, "valid_until": valid_until},
    )
    if not is_new and (mandate.post, mandate.valid_until) != (post, valid_until):
        raise MandateRefused(
            f"{user.username} 自 {valid_from} 起已有同一授权（{mandate.post}，至 {mandate.valid_until or '今后'}）"
        )
    return mandate


@transaction.atomic
def end_mandate(*, mandate: Mandate, on: date) -> None:
    """Let a mandate end with that day."""
    mandate.valid_until = on
    mandate.save(update_fields=["valid_until"])


def _require_fitting(role: Actor, body: PublicBody, scope: str) -> None:
    usual = scope_of(role, body)
    if scope == usual:
        return
    if usual == body.path:
        raise MandateRefused(f"{role.zh}的范围应当是本单位 {usual}，不是 {scope}")
    if not scope.startswith(usual) or not Region.objects.filter(path=scope).exists():
        raise MandateRefused(f"{role.zh}的范围应当是{body.region.name} {usual} 或者其下的区划，不是 {scope}")
