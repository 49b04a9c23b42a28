"""公务员登记: entering an official, posts over time, finding one by name or number without reading them."""

import re
import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from chengxin.foundation.subjects.identities import Identity, by_name, by_number, sealed_columns_of
from chengxin.foundation.subjects.models import Official, OfficialPost, PublicBody

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another
_TITLE = re.compile(r"[\u4e00-\u9fffA-Za-z（）、·]{2,40}")


class PostRefused(ValueError):
    """A post that cannot be entered so."""


@transaction.atomic
def enter_official(
    *,
    identity: Identity,
    body: PublicBody,
    title: str,
    valid_from: date,
    authority: PublicBody,
    at: datetime,
    is_demo: bool = False,
) -> tuple[Official, bool]:
    """Enter an official in a first post; one who is known by the id number is returned. Say whether it is new."""
    known = Official.objects.filter(number_index__in=by_number(identity.number)).first()
    if known is not None:
        return known, False
    official = Official.objects.create(
        code=_new_code(),
        employer=body,
        authority=authority,
        entered_at=at,
        is_demo=is_demo,
        **sealed_columns_of(identity),
    )
    _post(official, body, title, valid_from)
    return official, True


@transaction.atomic
def take_post(
    *, official: Official, body: PublicBody, title: str, valid_from: date, authority: PublicBody
) -> OfficialPost:
    """Let an official change to a post: the one before ends on the day before. Raises `PostRefused`."""
    held = official.posts.filter(valid_until=None).last()
    if held is not None:
        if valid_from <= held.valid_from:
            raise PostRefused(f"任职起始日期应当晚于现任职务的 {held.valid_from}")
        held.valid_until = valid_from - timedelta(days=1)
        held.save(update_fields=["valid_until"])
    official.employer, official.authority = body, authority
    official.save(update_fields=["employer", "authority"])
    return _post(official, body, title, valid_from)


@transaction.atomic
def leave_service(*, official: Official, on: date) -> None:
    """Note that an official left public service with that day; posts end with it."""
    official.posts.filter(valid_until=None, valid_from__lte=on).update(valid_until=on)
    official.left_on = on
    official.save(update_fields=["left_on"])


def officials_found_by(words: str) -> QuerySet[Official]:
    """Return who bears exactly this name, number or code; nothing is found by a part of it."""
    plain = words.strip()
    if not plain:
        return Official.objects.none()
    found = Q(code=plain.upper()) | Q(name_index__in=by_name(plain)) | Q(number_index__in=by_number(plain))
    return Official.objects.filter(found)


def posts_of(official: Official) -> Sequence[OfficialPost]:
    """Return the posts of an official, oldest first."""
    return list(official.posts.select_related("body"))


def post_on(official: Official, day: date) -> OfficialPost | None:
    """Return the post that an official held on the day."""
    held = official.posts.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)
    return held.select_related("body").last()


def _post(official: Official, body: PublicBody, title: str, valid_from: date) -> OfficialPost:
    if not _TITLE.fullmatch(title):
        raise PostRefused("2 至 40 字的职务名称，不写姓名、号码")
    return OfficialPost.objects.create(official=official, body=body, title=title, valid_from=valid_from)


def _new_code() -> str:
    while True:
        code = "G" + "".join(secrets.choice(_LETTERS) for _ in range(7))
        if not Official.objects.filter(pk=code).exists():
            return code
