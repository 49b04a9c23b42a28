"""What the public sees of a review, the release review before it, and its end (Q-27, X-35)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove, move
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.subjects.queries import regions_around
from chengxin.foundation.transparency.models import ReviewOutcome
from chengxin.foundation.transparency.operations import publish, review_release, withdraw
from chengxin.foundation.transparency.queries import publication_in_force
from chengxin.mechanisms.ratings.models import Campaign
from chengxin.mechanisms.ratings.queries import campaign_of, questions_in
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.ratings import Electorate
from chengxin_core.lifecycle.table import Actor
from chengxin_core.vocabulary import Ground

KIND = "campaign"
_SAID = (
    "对每个问题，回答“非常满意”“满意”“基本满意”的票占全部有效票的比例，连同 95% 的置信区间。"
    "参加者自愿参加，比例不代表全体居民；有效票少于最低样本数的单位不公布结果。"
)


class NothingToTakeDown(UnableToMove):
    """The result is not public."""


@transaction.atomic
def show(
    *,
    matter: Matter,
    by: Mandate,
    at: datetime,
    disclosure_passed: bool,
    secrecy_passed: bool,
    personal_passed: bool,
    ground: str,
) -> str:
    """Keep the release review of a result and, if it passes, publish it in the same act; else it stays inside."""
    counted = matter.moves.filter(code="count").select_related("by").last()
    assert counted is not None  # the move asks for it
    assert counted.by is not None
    review = review_release(
        matter=matter,
        kind=KIND,
        by=by,
        author=counted.by,
        disclosure_passed=disclosure_passed,
        secrecy_passed=secrecy_passed,
        personal_passed=personal_passed,
        ground=ground,
        at=at,
    )
    if review.outcome != ReviewOutcome.PASSED:
        move(matter=matter, code="withhold", by=by, at=at, note=ground)
        return "审查意见已记录：不予公开"
    move(matter=matter, code="show", by=by, at=at, note=ground)
    body = content_of(campaign_of(matter), on=legal_day(at))
    publish(kind=KIND, matter=matter, body=body, review=review, at=at)
    return "审查通过，结果已经公开"


@transaction.atomic
def take_down(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """End the publication of a result that should not have been public."""
    shown = publication_in_force(matter, KIND)
    if shown is None:
        raise NothingToTakeDown("评议结果没有在公开")
    move(matter=matter, code="take_down", by=by, at=at, note=reason)
    withdraw(publication=shown, ground=Ground.ERROR, clauses=("C-55",), decided_by_role=Actor(by.role), at=at)


def content_of(campaign: Campaign, *, on: date) -> dict[str, Any]:
    """Return the public content of a counted review, as `campaign_content.py` describes it."""
    matter = campaign.matter
    asked = {item.code: item.zh for item in questions_in(matter)}
    bodies = {body.pk: body for body in campaign.bodies.select_related("region")}
    return {
        "body": subject_of(matter.organ),
        "title": matter.title,
        "text": _SAID,
        "opens_on": campaign.opens_on,
        "closes_on": campaign.closes_on,
        "electorate": Electorate(campaign.electorate).zh,
        "minimum": campaign.minimum,
        "results": [
            {
                "body": subject_of(bodies[told["body"]]),
                "ballots": told["ballots"],
                "answers": [{**each, "question": asked[each["question"]]} for each in told["answers"]],
            }
            for told in campaign.result or []
        ],
        "alike": campaign.alike,
        "organ": matter.organ.name,
        "published_on": on,
        "is_demo": matter.is_demo,
    }


def subject_of(body: PublicBody) -> dict[str, Any]:
    """Return a body as contents name it: with the regions that it lies in, the highest first."""
    regions = regions_around(body.region)
    return {
        "id": body.pk,
        "name": body.name,
        "region": [{"id": each.pk, "name": each.name} for each in regions],
    }
