"""谁负责: who answers for a promise at any instant, and how it goes to another when a post falls vacant (N-27).

Who answers is computed from the posts that are held, never stored alone: no gap can arise between two writes. What is
stored beside it is that the one who answers now has acknowledged the promise; who does not is escalated.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.queries import persons_in
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline
from chengxin.foundation.handovers.plugs import Line
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove, add_note
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.subjects.queries import successor_of
from chengxin.ground import trail
from chengxin.mechanisms.commitments.models import Commitment, Taking, Vacancy
from chengxin.mechanisms.commitments.queries import commitment_of, running, standing_version
from chengxin_core.calendar import legal_day
from chengxin_core.commitments import Answerable, Owner, owner_among
from chengxin_core.lifecycle.table import Actor

ANSWERING = (Actor.BODY_HEAD, Actor.LIAISON)
CLOCK = "commitment.acknowledge"


class NotInPost(UnableToMove):
    """Somebody would answer for a promise who holds no post in the body that owes it."""


def owner_of(commitment: Commitment, *, on: date) -> Owner:
    """Return who answers for a promise on a day: somebody in post in the body that bears it, else its keeper."""
    return owners_of([commitment], on=on)[commitment.pk]


def owners_of(commitments: Sequence[Commitment], *, on: date) -> dict[int, Owner]:
    """Return who answers for each of some promises, with one query for all of them."""
    bearing = {each.pk: bearer_of(each, on=on).pk for each in commitments}
    posts: dict[tuple[str, str], list[int]] = {}
    for pk, body, role in _held(set(bearing.values()), on):
        posts.setdefault((body, role), []).append(pk)
    return {
        each.pk: owner_among(
            each.owner_id,
            posts.get((bearing[each.pk], Actor.BODY_HEAD), []),
            posts.get((bearing[each.pk], Actor.LIAISON), []),
        )
        for each in commitments
    }


def bearer_of(commitment: Commitment, *, on: date) -> PublicBody:
    """Return the body that owes the promise on a day: the one that promised, or what it was merged into."""
    return successor_of(commitment.matter.body, on=on)


def said_of(owner: Owner) -> str:
    """Return in words who answers."""
    post = Mandate.objects.filter(pk=owner.post).select_related("body").first() if owner.post else None
    return f"{post.body.name} {post.post}（{owner.why.zh}）" if post else owner.why.zh


def require_post(owner: Mandate, body: PublicBody, *, on: date) -> None:
    """Raise `NotInPost` unless `owner` is held on that day, in the body, by somebody who can answer for it."""
    held = Mandate.objects.in_force_on(on).filter(pk=owner.pk, principal=None, user__is_active=True)
    if owner.body_id != body.pk or owner.role not in ANSWERING or not held.exists():
        raise NotInPost(f"承办岗位应当是{body.name}的负责人或者联络员，并且在任")


def holds_post_in(by: Mandate, body: PublicBody) -> bool:
    """Say whether who acts, or for whom is acted, ever held a post in a body."""
    return Mandate.objects.filter(user__in=persons_in(by), body=body).exists()


@transaction.atomic
def open_taking(*, commitment: Commitment, why: Vacancy, at: datetime) -> Taking:
    """Open the taking over of a promise whose post fell vacant; one that is open already goes on."""
    known = commitment.takings.filter(taken_at=None).first()
    if known is not None:
        return known
    matter, today = commitment.matter, legal_day(at)
    deadline = start_deadline(
        matter=matter, clock=CLOCK, title="签收承诺", owes=Owes.BODY, start=today, started_by=why.zh
    )
    now = owner_of(commitment, on=today)
    assert deadline is not None  # what a body owes is always timed
    told = f"{why.zh}；义务照常存续，现由{said_of(now)}负责，请在 {deadline.due_on} 前签收"
    add_note(matter=matter, part=Part.HANDOVER, text=told, by=None, at=at)
    return Taking.objects.create(
        commitment=commitment, was=commitment.owner, why=why, opened_at=at, due_on=deadline.due_on
    )


@transaction.atomic
def take_over(*, matter: Matter, by: Mandate, at: datetime) -> None:
    """Acknowledge a promise as the one who answers for it from now on.

    Raises `NotCompetent` for anybody who holds no answering post in the body.
    """
    commitment, today = commitment_of(matter), legal_day(at)
    bearer = bearer_of(commitment, on=today)
    if by.body_id != bearer.pk or by.role not in ANSWERING or by.principal_id is not None:
        raise NotCompetent(f"承诺由{bearer.name}的负责人或者联络员本人签收")
    waiting = Taking.objects.filter(commitment=commitment, taken_at=None)
    is_for_the_head = waiting.filter(why=Vacancy.HEAD_CHANGED).exists()
    if is_for_the_head and by.role != Actor.BODY_HEAD:
        raise NotCompetent("单位负责人变更后，由现任负责人本人签收")
    if not waiting.update(taken_by=by, taken_at=at):
        raise UnableToMove("该承诺没有等待签收，可能刚刚已由他人签收")
    owner = commitment.owner if is_for_the_head and commitment.owner is not None else by
    _name(commitment, owner, at, f"{by.post}签收承诺，对其履行负责")


@transaction.atomic
def name_owner(*, matter: Matter, by: Mandate, at: datetime, owner: Mandate) -> None:
    """Name, as the organ that keeps the ledger, who answers where nobody acknowledged in time."""
    commitment = commitment_of(matter)
    require_post(owner, matter.body, on=legal_day(at))
    Taking.objects.filter(commitment=commitment, taken_at=None).update(taken_by=owner, taken_at=at)
    _name(commitment, owner, at, f"由{by.post}指定{owner.post}负责")


def escalate(*, matter: Matter, at: datetime) -> None:
    """Nobody acknowledged in time: from now on the organ that keeps the ledger has it in its list."""
    late = Taking.objects.filter(commitment=matter.pk, taken_at=None, escalated_at=None)
    if late.update(escalated_at=at):
        told = "逾期没有签收，已上报台账管理机关；义务照常存续"
        add_note(matter=matter, part=Part.HANDOVER, text=told, by=None, at=at)


def follow_posts(*, at: datetime) -> int:
    """Open the taking over of every running promise whose named post is vacant, or whose body has another head.

    Returns how many were opened.
    """
    today, opened = legal_day(at), 0
    open_already = Taking.objects.filter(commitment=OuterRef("pk"), taken_at=None)
    waiting = running().exclude(Exists(open_already))
    for some in _chunks(list(waiting)):
        owners, heads = owners_of(some, on=today), heads_of(some, on=today)
        for each in some:
            why = _vacancy(each, owners[each.pk], heads[each.pk])
            if why is not None:
                open_taking(commitment=each, why=why, at=at)
                opened += 1
    return opened


def heads_of(commitments: Sequence[Commitment], *, on: date) -> dict[int, list[int]]:
    """Return the posts of heads in the body that bears each of some promises."""
    bearing = {each.pk: bearer_of(each, on=on).pk for each in commitments}
    found: dict[str, list[int]] = {}
    for pk, body, role in _held(set(bearing.values()), on):
        if role == Actor.BODY_HEAD:
            found.setdefault(body, []).append(pk)
    return {each.pk: found.get(bearing[each.pk], []) for each in commitments}


def pass_on(*, was: Mandate, now: Mandate, at: datetime) -> int:
    """Give what a post answers for to the one that takes its place: a handover whose successor accepted the list.

    A head hands over every running promise of the body.
    """
    held = list(_answered_by([was]))
    Taking.objects.filter(commitment__in=held, taken_at=None).update(taken_by=now, taken_at=at)
    Taking.objects.bulk_create(
        Taking(
            commitment=each,
            was=was,
            why=Vacancy.HANDED_OVER,
            opened_at=at,
            due_on=legal_day(at),
            taken_by=now,
            taken_at=at,
        )
        for each in held
    )
    for each in held:
        end_deadlines(matter=each.matter, clocks=(CLOCK,), on=legal_day(at), ended_by="岗位交接")
    Commitment.objects.filter(owner=was).update(owner=now)
    if was.role == Actor.BODY_HEAD:
        Commitment.objects.filter(pk__in=[each.pk for each in held]).update(head=now)
    trail.note("commitments.passed_on", f"mandate/{now.pk}", promises=len(held))
    return len(held)


def lines(posts: Sequence[Mandate]) -> Iterable[Line]:
    """Give the promises that these posts answer for, for the list of a handover; of a head, all of the body."""
    for each in _answered_by(posts):
        yield Line("承诺", each.matter.number, standing_version(each).text[:80], f"{each.due_on:%Y-%m-%d}")


def _answered_by(posts: Sequence[Mandate]) -> Iterable[Commitment]:
    led = [post.body_id for post in posts if post.role == Actor.BODY_HEAD]
    named = [post.pk for post in posts]
    return running().filter(Q(owner__in=named) | Q(matter__body__in=led))


def _vacancy(commitment: Commitment, owner: Owner, heads: Sequence[int]) -> Vacancy | None:
    if owner.why is not Answerable.NAMED:
        return Vacancy.POST_ENDED
    return Vacancy.HEAD_CHANGED if heads and commitment.head_id not in heads else None


def _held(bodies: Iterable[str], on: date) -> Iterable[tuple[int, str, str]]:
    held = Mandate.objects.in_force_on(on).filter(
        body__in=bodies, role__in=ANSWERING, principal=None, user__is_active=True
    )
    return held.values_list("pk", "body_id", "role")


def posts_in(body_id: str, *, on: date) -> Iterable[Mandate]:
    """Return the posts of a body that can answer for a promise."""
    held = Mandate.objects.in_force_on(on).filter(body=body_id, role__in=ANSWERING, principal=None)
    return held.filter(user__is_active=True).select_related("user", "body").order_by("role", "pk")


def _name(commitment: Commitment, owner: Mandate, at: datetime, told: str) -> None:
    heads = heads_of([commitment], on=legal_day(at))[commitment.pk]
    head = min(heads) if heads else None
    Commitment.objects.filter(pk=commitment.pk).update(owner=owner, head=head)
    end_deadlines(matter=commitment.matter, clocks=(CLOCK,), on=legal_day(at), ended_by="已签收")
    add_note(matter=commitment.matter, part=Part.HANDOVER, text=told, by=None, at=at)
    trail.note("commitments.taken_over", f"matter/{commitment.pk}", mandate=owner.pk)


def _chunks(rows: Sequence[Commitment], size: int = 500) -> Iterable[Sequence[Commitment]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))
