"""经办范围: who has a matter in hands; what was said inside is for them alone (policy Q-24).

An opinion before the decision is no decision. A superior that only oversees sees the matter, what was served and what
came of it, as the body does; it reads what was said inside once it handles the matter itself.
"""

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Attachment, Matter
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.matters.queries import attachments_of
from chengxin_core.lifecycle.table import Actor

ARCHIVE_ROLES = frozenset({Actor.ARCHIVIST, Actor.AUDITOR})


def handles(by: Mandate, matter: Matter) -> bool:
    """Say whether `by` is of an organ that has the case in hands.

    It has: the organ of the matter, that of a matter above it, and one that took the matter up in one of its own, in
    which the role of `by` has a part, such as a review. A body's liaison never handles what is about it, nor a person
    what is about himself.
    """
    if by.role in {Actor.LIAISON, Actor.OFFICIAL}:
        return False
    here: Matter | None = matter
    while here is not None:
        if here.organ_id == by.body_id:
            return True
        here = here.parent
    return _took_it_up(by, matter)


def reads_inside(by: Mandate, matter: Matter) -> bool:
    """Say whether `by` reads what was said inside: who handles it, and whoever may open the archived case file."""
    return Actor(by.role) in ARCHIVE_ROLES or handles(by, matter)


def files_seen(by: Mandate, matter: Matter) -> list[Attachment]:
    """Return the files of a visible matter that `by` sees, oldest first: its kind may hold some back yet."""
    hidden = kind_of(matter.kind).hidden_files
    held_back = frozenset(hidden(matter, by)) if hidden is not None else frozenset()
    return [each for each in attachments_of(matter) if each.sha256 not in held_back]


def _took_it_up(by: Mandate, matter: Matter) -> bool:
    own = Matter.objects.filter(parent=matter, organ_id=by.body_id).values_list("kind", flat=True)
    moves = (move for kind in own.distinct() for move in kind_of(kind).lifecycle.moves)
    return any(by.role in move.actors for move in moves)
