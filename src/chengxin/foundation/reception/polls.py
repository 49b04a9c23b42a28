"""评议: where the public answers a closed list of questions about a body; a room above says which polls are open.

A ballot is sealed as it is cast, and read only when its poll is over. What entitles to it is spent as a keyed digest
that leads to no ballot: who took part is known to nobody, and nobody takes part twice.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from unicodedata import normalize

import msgspec
from django.db import IntegrityError, transaction

from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.reception.models import Ballot, SpentVote
from chengxin.ground.ciphers import blind_index, blind_indexes, seal, unseal
from chengxin.ground.plugboard import Board
from chengxin_core.calendar import legal_day

BALLOT, VOTE = "reception.ballot", "reception.vote"
_READ_AT_ONCE = 500


class Entitlement(StrEnum):
    """What somebody must bring to take part."""

    NOTHING = "nothing"
    INVITATION = "invitation"
    RECEIPT_CODE = "receipt_code"


class MayNotVote(UnableToMove):
    """The poll is not open, the code entitles to no ballot about this body, or it was used before."""


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll as the public is shown it: pairs of code and wording for bodies, questions and the grades of an answer."""

    number: int
    title: str
    organ: str
    opens_on: date
    closes_on: date  # the last day
    bodies: tuple[tuple[str, str], ...]
    questions: tuple[tuple[str, str], ...]
    grades: tuple[tuple[str, str], ...]
    needs: Entitlement
    minimum: int
    is_demo: bool
    admits: Callable[[str, str], bool]  # says whether a code entitles to a ballot about the body with this id

    @property
    def box(self) -> str:
        """The name of the box into which its ballots are cast."""
        return f"poll/{self.number}"


class Cast(msgspec.Struct, frozen=True):
    """What a ballot says: about which body, and the grade given to each question."""

    body: str
    answers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Polls:
    """Polls of a room above: which are open on a day."""

    code: str
    zh: str
    open_on: Callable[[date], list[Poll]]


_sources: Board[str, Polls] = Board()


def plug_polls(polls: Polls) -> None:
    """Make a room's polls known."""
    _sources.claim(polls.code, polls)


def poll_sources() -> list[Polls]:
    """Return whatever room has polls."""
    return list(_sources.values())


def open_polls(on: date) -> list[Poll]:
    """Return the polls that are open on a day."""
    return [poll for source in _sources.values() for poll in source.open_on(on)]


def cast(*, poll: Poll, said: Cast, code: str, once: str, at: datetime) -> bool:
    """Put a ballot into its box; answer False where this very form was taken before.

    Raises `MayNotVote`: the poll is over, the code is none, or it was used for this body.
    """
    on, code = legal_day(at), normal_code(code)
    if not poll.opens_on <= on <= poll.closes_on:
        raise MayNotVote("这次评议现在不能参加")
    if said.body not in dict(poll.bodies) or set(said.answers) != set(dict(poll.questions)):
        raise MayNotVote("请评议列出的单位，并回答每个问题")
    if poll.needs is not Entitlement.NOTHING and not poll.admits(code, said.body):
        raise MayNotVote("这个码不能参加对该单位的评议，请核对")
    by = f"{code}/{said.body}" if poll.needs is not Entitlement.NOTHING else f"form/{once}"
    entitles = f"{poll.box}/{by}"
    spent = SpentVote.objects.filter(digest__in=blind_indexes(entitles, purpose=VOTE))
    try:
        with transaction.atomic():
            if spent.exists():
                raise IntegrityError
            SpentVote.objects.create(box=poll.box, digest=blind_index(entitles, purpose=VOTE))
            Ballot.objects.create(
                box=poll.box, sealed=seal(msgspec.json.encode(said).decode(), purpose=BALLOT), on=on
            )
    except IntegrityError:
        if poll.needs is Entitlement.NOTHING:
            return False
        raise MayNotVote("这个码已经用来评议过该单位，一个码对一个单位只能评议一次") from None
    return True


def ballots_in(box: str) -> Iterator[tuple[date, Cast]]:
    """Yield what the ballots of a box say, with the day of each; the poll must be over, which the caller has asked."""
    cast_ones = Ballot.objects.filter(box=box).order_by("pk")
    for ballot in cast_ones.iterator(chunk_size=_READ_AT_ONCE):
        yield ballot.on, msgspec.json.decode(unseal(bytes(ballot.sealed), purpose=BALLOT), type=Cast)


def forget_who_took_part(box: str) -> int:
    """Delete the digests of what was spent for a poll that is over; return how many."""
    return SpentVote.objects.filter(box=box).delete()[0]


def normal_code(said: str) -> str:
    """Return a code without what printing and typing add to it: blanks, dashes, small letters, full width.

    >>> normal_code(" abcd-2345 ｅｆ ")
    'ABCD2345EF'
    """
    plain = normalize("NFKC", said).upper()
    return "".join(sign for sign in plain if sign.isascii() and sign.isalnum())
