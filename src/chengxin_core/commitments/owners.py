"""承办人: who answers for a promise at an instant. The organ owes it, so there is always somebody (N-27, K5-06).

People come and go, bodies merge: the answer falls from the person named, to the head, to whoever speaks for the body
that bears it today, to the organ that keeps the ledger. It never falls to nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from chengxin_core.vocabulary import Term


class Answerable(Term):
    """谁在负责: why it is this one."""

    NAMED = "named", "指定的承办岗位"
    HEAD = "head", "单位负责人（指定的岗位已经空缺）"
    SPEAKER = "speaker", "单位联络员（指定的岗位已经空缺）"
    KEEPER = "keeper", "台账管理机关（单位没有在任岗位，督促其指定）"


@dataclass(frozen=True, slots=True)
class Owner:
    """Who answers: the key of a post that is held at the instant; of the organ alone where the body has none."""

    why: Answerable
    post: int | None


def owner_among(named: int | None, heads: Sequence[int], speakers: Sequence[int]) -> Owner:
    """Return who answers, given the keys of the posts held at that instant in the body that bears the promise.

    `named` is the post named for it, if it is held still.

    >>> owner_among(7, [3], [7, 9])
    Owner(why=<Answerable.NAMED: 'named'>, post=7)
    >>> owner_among(None, [], [9, 4])
    Owner(why=<Answerable.SPEAKER: 'speaker'>, post=4)
    >>> owner_among(None, [], []).why.zh
    '台账管理机关（单位没有在任岗位，督促其指定）'
    """
    if named is not None and named in {*heads, *speakers}:
        return Owner(Answerable.NAMED, named)
    if heads:
        return Owner(Answerable.HEAD, min(heads))
    if speakers:
        return Owner(Answerable.SPEAKER, min(speakers))
    return Owner(Answerable.KEEPER, None)
