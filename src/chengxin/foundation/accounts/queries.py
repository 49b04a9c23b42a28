"""Reads about people and their mandates."""

from datetime import date

from chengxin.foundation.accounts.models import Mandate, User


class NoMandate(PermissionError):
    """The person holds no post on that day."""


def mandates_of(user: User, *, on: date) -> list[Mandate]:
    """Return the mandates that `user` holds on that day, oldest first."""
    return list(
        Mandate.objects.of(user).in_force_on(on).select_related("body", "user").order_by("valid_from", "pk")
    )


def mandate_of(user: User, *, on: date, chosen: int | None = None) -> Mandate:
    """Return the mandate that `user` acts under: the chosen one if still held, else the oldest.

    Raises `NoMandate` where there is none.
    """
    held = mandates_of(user, on=on)
    for mandate in held:
        if mandate.pk == chosen:
            return mandate
    if not held:
        raise NoMandate("您在今天没有任何岗位授权，请联系本单位的系统管理员")
    return held[0]
