"""Writes about people and their mandates."""

from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from chengxin.foundation.accounts.models import Mandate, User
from chengxin_core.lifecycle.table import Actor


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
    """Let `user` act in a role for a body over a scope; the same grant twice is one."""
    mandate, _ = Mandate.objects.get_or_create(
        user=user,
        role=role,
        scope=scope,
        valid_from=valid_from,
        defaults={"body_id": body_id, "post": post, "valid_until": valid_until},
    )
    return mandate


@transaction.atomic
def end_mandate(*, mandate: Mandate, on: date) -> None:
    """Let a mandate end with that day."""
    mandate.valid_until = on
    mandate.save(update_fields=["valid_until"])
