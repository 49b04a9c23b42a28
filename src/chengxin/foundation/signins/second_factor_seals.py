"""Secrets of second factors: sealed inside the JSON in which the library keeps a factor; they follow their key."""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import models

from chengxin.ground.resealing import Sealed

PURPOSE = "signins.second_factor"
_MEMBERS = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}


@dataclass(frozen=True, slots=True)
class SealedFactors(Sealed):
    """The factors of one type: one member of their JSON is sealed, in Base64."""

    type: str = ""

    def rows(self) -> models.QuerySet[Any]:
        factors: models.QuerySet[Any] = Authenticator.objects.filter(type=self.type).order_by("pk")
        return factors

    def sealed_in(self, row: Any) -> bytes:
        return b64decode(row.data.get(_MEMBERS[self.type], ""))

    def as_kept(self, row: Any, sealed: bytes) -> Any:
        return row.data | {_MEMBERS[self.type]: b64encode(sealed).decode()}


def columns() -> list[SealedFactors]:
    """Return what `keys reseal` goes through: secrets of apps, seeds of recovery codes."""
    told = ((Authenticator.Type.TOTP, "动态口令密钥"), (Authenticator.Type.RECOVERY_CODES, "恢复码种子"))
    return [
        SealedFactors(f"signins.{kind}", zh, Authenticator, "data", PURPOSE, type=kind) for kind, zh in told
    ]
