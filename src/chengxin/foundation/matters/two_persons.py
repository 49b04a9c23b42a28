"""两人办理: who took a step does not take the one that looks at it again, whatever post that person holds.

A room says in words why somebody may not (`why_not_…`): its button is then not offered (`Button.barred`), and the
operation refuses with the same words.
"""

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.queries import persons_in
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove


class SamePerson(UnableToMove):
    """Who took an earlier step would take one that is for another person."""


def is_same_person(first: Mandate | None, second: Mandate) -> bool:
    """Say whether two mandates are one person's; who acts for somebody counts as both."""
    return first is not None and bool(persons_in(first) & persons_in(second))


def took_step(matter: Matter, by: Mandate, *codes: str) -> bool:
    """Say whether the person of a mandate took one of these steps in the matter."""
    return matter.moves.filter(code__in=codes, by__user__in=persons_in(by)).exists()


def require_another_person(why: str) -> None:
    """Raise `SamePerson` with why somebody may not take a step; '' where that person may."""
    if why:
        raise SamePerson(why)
