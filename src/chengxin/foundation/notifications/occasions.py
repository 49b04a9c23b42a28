"""何时告知: whom rooms above tell that a matter waits, and what the night tells everybody."""

from collections.abc import Collection
from datetime import datetime

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.queries import mandates_at
from chengxin.foundation.deadlines.models import Digest
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.notifications.models import Occasion
from chengxin.foundation.notifications.operations import tell
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.table import Actor


def tell_digests(*, at: datetime) -> int:
    """Tell everybody who has a digest of today how many matters are due or late; only on days that are worked."""
    day = legal_day(at)
    counts = {each.user_id: each.due + each.late for each in Digest.objects.filter(day=day)}
    return tell(
        users=list(counts),
        occasion=Occasion.DIGEST,
        path="/desk/",
        once=f"digest:{day}",
        at=at,
        counts=counts,
    )


def tell_subject(*, matter: Matter, occasion: Occasion, once: str, at: datetime) -> int:
    """Tell those whom a matter is about: the liaisons of its body, or the official in person."""
    role = Actor.OFFICIAL if matter.official_id else Actor.LIAISON
    theirs = {
        post.user_id
        for post in mandates_at(matter.body, on=legal_day(at))
        if (post.role, post.official_id) == (role, matter.official_id)
    }
    return _tell_of(matter, theirs, occasion, once, at)


def tell_posts(
    *, matter: Matter, posts: Collection[Mandate], occasion: Occasion, once: str, at: datetime
) -> int:
    """Tell the holders of these posts that a matter waits for them."""
    return _tell_of(matter, {post.user_id for post in posts}, occasion, once, at)


def _tell_of(matter: Matter, users: Collection[int], occasion: Occasion, once: str, at: datetime) -> int:
    return tell(users=users, occasion=occasion, path=f"/desk/matters/{matter.pk}/", once=once, at=at)
