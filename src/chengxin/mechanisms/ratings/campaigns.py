"""群众评议: an organ sets a review up, its head approves, the public takes part, an officer counts, a reviewer shows.

Nobody reads a ballot before the review is over, and nobody at all learns whose it was.
"""

import secrets
from collections import Counter
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.queries import mandates_in_force
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NewMatter, UnableToMove, move, open_affair
from chengxin.foundation.matters.two_persons import require_another_person, took_step
from chengxin.foundation.reception.polls import ballots_in, forget_who_took_part, normal_code
from chengxin.foundation.rules.queries import current_rulebook, rulebook_of
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground.ciphers import blind_index
from chengxin.mechanisms.ratings.models import Campaign, Invitation
from chengxin.mechanisms.ratings.polling import INVITATION, box_of
from chengxin.mechanisms.ratings.queries import campaign_of
from chengxin_core.calendar import legal_day
from chengxin_core.commitments import share_of
from chengxin_core.lifecycle.ratings import BAD_RATINGS, CAMPAIGN, CampaignState, Electorate

COUNT = "campaign.count"
MOST_BODIES, MOST_INVITATIONS = 60, 5000
_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is taken for another
_LENGTH = 12
ORGANISERS = CAMPAIGN.move("count").actors
_TAKE_PART = ORGANISERS | CAMPAIGN.move("approve").actors | CAMPAIGN.move("show").actors


class CannotBeHeld(UnableToMove):
    """A review that the rules do not allow: its days, its sample, its bodies, its questions."""


class NotOverYet(UnableToMove):
    """People may still take part."""


class NoInvitations(UnableToMove):
    """The review is not one for who is invited, or it is over."""


@transaction.atomic
def set_up(
    *,
    title: str,
    bodies: Collection[PublicBody],
    questions: Collection[str],
    opens_on: date,
    closes_on: date,
    minimum: int,
    electorate: Electorate,
    by: Mandate,
    at: datetime,
) -> Matter:
    """Set a review up for its head's approval. Raises `CannotBeHeld`."""
    on, book = legal_day(at), current_rulebook(by.body.path)
    least = book.parameter("campaign.sample_minimum").on(on).number
    longest = book.parameter("campaign.longest_days").on(on).number
    known = {item.code for item in book.items("campaign_questions", on=on)}
    if not 1 <= len(bodies) <= MOST_BODIES:
        raise CannotBeHeld(f"一次评议 1 至 {MOST_BODIES} 个单位")
    for body in bodies:
        _require_reviewable(body, by.body)
    if not questions or not set(questions) <= known:
        raise CannotBeHeld("请从清单中选择问题")
    if minimum < least:
        raise CannotBeHeld(f"最低样本数不得少于 {least}")
    if opens_on < on or closes_on < opens_on:
        raise CannotBeHeld("评议不得早于今天开始，截止不得早于开始")
    if closes_on > opens_on + timedelta(days=int(longest) - 1):
        raise CannotBeHeld(f"一次评议最长 {longest} 天")
    new = NewMatter(CAMPAIGN, title, by.body, by.body)
    taking_part = [
        each for each in mandates_in_force(on=on) if each.body_id == by.body_id and each.role in _TAKE_PART
    ]
    matter = open_affair(new=new, participants=taking_part, by=by, at=at)
    campaign = Campaign.objects.create(
        matter=matter,
        questions=list(questions),
        opens_on=opens_on,
        closes_on=closes_on,
        minimum=minimum,
        electorate=electorate,
    )
    campaign.bodies.set(bodies)
    return matter


def why_not_approved_by(matter: Matter, by: Mandate) -> str:
    """Return why `by` may not let a review be held: it set it up; '' where it may."""
    return "拟定评议和批准评议应当是两个人" if took_step(matter, by, "open") else ""


@transaction.atomic
def approve(*, matter: Matter, by: Mandate, at: datetime) -> None:
    """Let a review be held. Raises `CannotBeHeld` once its first day is past, `SamePerson` by whoever set it up."""
    require_another_person(why_not_approved_by(matter, by))
    if legal_day(at) > campaign_of(matter).closes_on:
        raise CannotBeHeld("评议的日期已经过去，请重新拟定")
    move(matter=matter, code="approve", by=by, at=at)
    start_deadline(
        matter=matter,
        clock=COUNT,
        title="计票",
        owes=Owes.ORGAN,
        start=campaign_of(matter).closes_on,
        started_by="评议截止",
    )


@transaction.atomic
def call_off(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Call a review off; what was cast is not counted."""
    move(matter=matter, code="call_off", by=by, at=at, note=reason)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="取消评议")
    forget_who_took_part(box_of(matter))


@transaction.atomic
def invite(*, matter: Matter, by: Mandate, number: int, at: datetime) -> list[str]:
    """Make invitations and return their codes, this once; kept are digests alone. Raises `NoInvitations`."""
    campaign = campaign_of(matter)
    is_open = matter.state in {CampaignState.DRAFTED, CampaignState.APPROVED}
    if campaign.electorate != Electorate.INVITED or not is_open or legal_day(at) > campaign.closes_on:
        raise NoInvitations("这次评议不用邀请码，或者已经结束")
    made = campaign.invitations.count()
    if not 1 <= number <= MOST_INVITATIONS - made:
        raise NoInvitations(f"一次评议至多 {MOST_INVITATIONS} 个邀请码，已经生成 {made} 个")
    codes = ["".join(secrets.choice(_SIGNS) for _ in range(_LENGTH)) for _ in range(number)]
    Invitation.objects.bulk_create(
        Invitation(campaign=campaign, digest=blind_index(normal_code(code), purpose=INVITATION))
        for code in codes
    )
    return ["-".join(code[start : start + 4] for start in range(0, _LENGTH, 4)) for code in codes]


@transaction.atomic
def count(*, matter: Matter, by: Mandate, at: datetime) -> str:
    """Count a review that is over; return what the officer is to look at. Raises `NotOverYet`."""
    campaign = campaign_of(matter)
    if legal_day(at) <= campaign.closes_on:
        raise NotOverYet(f"评议到 {campaign.closes_on} 截止，截止以后才能计票")
    move(matter=matter, code="count", by=by, at=at)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="已计票")
    grades: Counter[tuple[str, str, str]] = Counter()
    ballots: Counter[str] = Counter()
    same: Counter[tuple[date, str, tuple[tuple[str, str], ...]]] = Counter()
    for on, said in ballots_in(box_of(matter)):
        ballots[said.body] += 1
        grades.update((said.body, question, grade) for question, grade in said.answers.items())
        same[on, said.body, tuple(sorted(said.answers.items()))] += 1
    many = int(rulebook_of(matter.rulebook).parameter("campaign.alike_a_day").on(legal_day(at)).number)
    alike = sum(number for number in same.values() if number >= many)
    result = [_told_of(campaign, body, ballots[body.pk], grades) for body in campaign.bodies.order_by("path")]
    Campaign.objects.filter(pk=matter.pk).update(result=result, alike=alike, counted_at=at)
    forget_who_took_part(box_of(matter))
    told = f"共 {sum(ballots.values())} 票"
    return f"{told}，其中 {alike} 票在同一天对同一单位完全相同，请核对是否刷票" if alike else told


def _require_reviewable(body: PublicBody, organ: PublicBody) -> None:
    """Raise `CannotBeHeld` unless a body is another one than the organ, and lies in the organ's region."""
    if body.pk == organ.pk:
        raise CannotBeHeld("本单位不得组织对本单位的评议")
    if not body.region.path.startswith(organ.region.path):
        raise CannotBeHeld(f"{body.name}不在{organ.region.name}，不能由{organ.name}组织评议")
    if body.is_fictional != organ.is_fictional:
        raise CannotBeHeld("演示单位只能评议演示单位")


def _told_of(
    campaign: Campaign, body: PublicBody, ballots: int, grades: Counter[tuple[str, str, str]]
) -> dict[str, Any]:
    """Return what is told of one body: of fewer ballots than the minimum nothing but that."""
    answers = []
    for question in campaign.questions:
        bad = sum(grades[body.pk, question, grade] for grade in BAD_RATINGS)
        share = share_of(ballots - bad, ballots, at_least=campaign.minimum)
        if share is not None:
            answers.append(
                {
                    "question": question,
                    "content": share.kept,
                    "of": share.of,
                    "point": share.point,
                    "low": share.low,
                    "high": share.high,
                }
            )
    return {"body": body.pk, "ballots": ballots if answers else None, "answers": answers}
