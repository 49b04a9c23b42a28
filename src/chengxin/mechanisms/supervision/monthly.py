"""投诉办理月度统计: drawn up each month, checked by an officer, published after the release review (S-27, Q-27)."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Min

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.queries import holds_whole_province, mandates_in_force
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NewMatter, UnableToMove, move, open_affair
from chengxin.foundation.subjects.queries import regions_around
from chengxin.foundation.transparency.models import ReviewOutcome
from chengxin.foundation.transparency.operations import publish, review_release, withdraw
from chengxin.foundation.transparency.queries import publication_in_force
from chengxin.mechanisms.supervision.counting import Month, everything, public_figures
from chengxin.mechanisms.supervision.models import MonthlyCounts
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.ratings import COUNTS
from chengxin_core.lifecycle.table import Actor
from chengxin_core.vocabulary import Ground

KIND = "complaint_counts"
_ROLES = frozenset({Actor.CREDIT_OFFICER, Actor.CREDIT_HEAD, Actor.BODY_HEAD, Actor.RELEASE_REVIEWER})
_SAID = (
    "各渠道收到的违约失信投诉，按被投诉单位和地区统计。按期、逾期按第一次作出核实结果的日期与核实期限比较；"
    "评价是来信人当月对办理情况的评价。较小的数不显示，为防止从合计倒推而一并隐去的数也不显示。"
)


class NothingToTakeDown(UnableToMove):
    """The figures are not public."""


def draw_up(*, at: datetime) -> int:
    """Draw up the figures of every month that is over and has none; return how many."""
    reviewers = [
        each
        for each in mandates_in_force(on=legal_day(at))
        if each.role == Actor.RELEASE_REVIEWER and holds_whole_province(each)
    ]
    if not reviewers:
        return 0
    return sum(_draw(month, reviewers[0], at) for month in _months_without(at))


@transaction.atomic
def check(*, matter: Matter, by: Mandate, at: datetime) -> None:
    """Confirm the figures after comparing them with the list of complaints."""
    move(matter=matter, code="check", by=by, at=at)


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
    """Keep the release review of the figures and, if it passes, publish them in the same act."""
    checked = matter.moves.filter(code="check").select_related("by").last()
    assert checked is not None  # the move asks for it
    assert checked.by is not None
    review = review_release(
        matter=matter,
        kind=KIND,
        by=by,
        author=checked.by,
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
    publish(kind=KIND, matter=matter, body=content_of(matter, on=legal_day(at)), review=review, at=at)
    return "审查通过，统计已经公开"


@transaction.atomic
def take_down(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """End the publication of figures that should not have been public."""
    shown = publication_in_force(matter, KIND)
    if shown is None:
        raise NothingToTakeDown("统计没有在公开")
    move(matter=matter, code="take_down", by=by, at=at, note=reason)
    withdraw(publication=shown, ground=Ground.ERROR, clauses=("C-55",), decided_by_role=Actor(by.role), at=at)


def counts_of(matter: Matter) -> MonthlyCounts:
    """Return the figures that `matter` is about."""
    return MonthlyCounts.objects.get(pk=matter.pk)


def content_of(matter: Matter, *, on: date) -> dict[str, Any]:
    """Return the public content of a month, as `counts_content.py` describes it."""
    counts = counts_of(matter)
    return {
        "body": {
            "id": matter.organ_id,
            "name": matter.organ.name,
            "region": [{"id": each.pk, "name": each.name} for each in regions_around(matter.organ.region)],
        },
        "title": matter.title,
        "text": _SAID,
        "month": counts.month,
        **counts.figures,
        "organ": matter.organ.name,
        "published_on": on,
        "is_demo": matter.is_demo,
    }


@transaction.atomic
def _draw(month: Month, reviewer: Mandate, at: datetime) -> bool:
    organ = reviewer.body
    participants = [
        each
        for each in mandates_in_force(on=legal_day(at))
        if each.body_id == organ.pk and each.role in _ROLES
    ]
    title = f"{month.year}年{month.number}月违约失信投诉办理情况"
    matter = open_affair(
        new=NewMatter(COUNTS, title, organ, organ), participants=participants, by=None, at=at
    )
    figures = public_figures(month, is_demo=matter.is_demo)
    MonthlyCounts.objects.create(matter=matter, month=str(month), figures=figures)
    return True


def _months_without(at: datetime) -> Iterator[Month]:
    """Yield the months since the first complaint that are over and have no figures, oldest first."""
    began = everything().aggregate(first=Min("opened_at"))["first"]
    if began is None:
        return
    known = set(MonthlyCounts.objects.values_list("month", flat=True))
    month, now = Month.of(legal_day(began)), Month.of(legal_day(at))
    while month != now:
        if str(month) not in known:
            yield month
        month = month.following
