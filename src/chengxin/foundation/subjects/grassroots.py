"""基层单位: the government or office of a township or street, where a few people do everything (policy Q-38)."""

from django.db.models import Q

from chengxin.foundation.subjects.models import BodyKind, Level, PublicBody

_KINDS = (BodyKind.GOVERNMENT, BodyKind.BRANCH)
_ENDINGS = ("镇人民政府", "乡人民政府", "街道办事处")


def is_grassroots(body: PublicBody) -> bool:
    """Say whether a body is of a township or street: by where it stands, or by what it is called."""
    return body.region.level == Level.TOWNSHIP or (body.kind in _KINDS and body.name.endswith(_ENDINGS))


def grassroots(prefix: str = "") -> Q:
    """Return the condition that a body is so; `prefix` leads to it, such as `body__`."""
    named = Q()
    for ending in _ENDINGS:
        named |= Q(**{f"{prefix}name__endswith": ending})
    stands = Q(**{f"{prefix}region__level": Level.TOWNSHIP})
    return stands | (Q(**{f"{prefix}kind__in": _KINDS}) & named)
