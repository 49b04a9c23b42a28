"""查询统计: how often was asked for which purpose and what was answered, quarter by quarter, public once reviewed.

Counts that are small are hidden before they are kept, and no sum tells them (policy Q-29). They name nobody.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Min

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.queries import holds_whole_province, mandates_in_force
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NewMatter, UnableToMove, let_take_part, move, open_affair
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.insight.inquiries.models import Answered, Figures
from chengxin_core.calendar import beginning_of, legal_day
from chengxin_core.determination.inquiries import Outcome, purposes
from chengxin_core.determination.small_numbers import hidden_below, sum_of_shown
from chengxin_core.lifecycle.inquiries import FIGURES, FiguresState
from chengxin_core.lifecycle.table import Actor


class NotReviewed(UnableToMove):
    """Figures that did not pass all three questions of the release review."""


def draw_up(*, at: datetime) -> int:
    """Draw up the figures of every quarter that is over and has none, for the release review; return how many."""
    reviewers = [
        each
        for each in mandates_in_force(on=legal_day(at))
        if each.role == Actor.RELEASE_REVIEWER and holds_whole_province(each)
    ]
    if not reviewers:
        return 0
    waiting = Matter.objects.filter(kind=FIGURES.kind).exclude(state__in=FIGURES.ends)
    for matter in waiting:
        let_take_part(matter=matter, mandates=[each for each in reviewers if each.body_id == matter.organ_id])
    return sum(_draw(first, last, reviewers, at) for first, last in quarters_without(at))


@transaction.atomic
def release(
    *,
    matter: Matter,
    by: Mandate,
    at: datetime,
    disclosure_passed: bool,
    secrecy_passed: bool,
    personal_passed: bool,
    ground: str,
) -> str:
    """Let the figures be public: all three questions of the release review answered yes (policy Q-27)."""
    if not (disclosure_passed and secrecy_passed and personal_passed):
        raise NotReviewed("三项审查有一项不通过的，请选择“不予公开”")
    move(matter=matter, code="release", by=by, at=at, note=ground)
    Figures.objects.filter(pk=matter.pk).update(ground=ground, reviewed_at=at)
    return "审查通过，一分钟内公开"


@transaction.atomic
def refuse(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Keep the figures inside."""
    move(matter=matter, code="refuse", by=by, at=at, note=reason)
    Figures.objects.filter(pk=matter.pk).update(ground=reason, reviewed_at=at)


@transaction.atomic
def withdraw(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> str:
    """Take figures back that were public."""
    move(matter=matter, code="withdraw", by=by, at=at, note=reason)
    return "已撤下，一分钟内不再公开"


def figures_of(matter: Matter) -> Figures:
    """Return the figures that `matter` is about."""
    return Figures.objects.select_related("matter").get(pk=matter.pk)


def released() -> list[dict[str, Any]]:
    """Return the figures that are public, newest first, as plain values: this is all that leaves."""
    public = Figures.objects.filter(matter__state=FiguresState.RELEASED)
    return [
        {
            "first_day": each.first_day.isoformat(),
            "last_day": each.last_day.isoformat(),
            "smallest": each.smallest,
            "rows": rows_of(each),
        }
        for each in public
    ]


def rows_of(figures: Figures) -> list[dict[str, Any]]:
    """Return the rows with the sum of what is shown."""
    return [
        {"purpose": purpose, "zh": zh, "counts": counts, "sum_of_shown": sum_of_shown(counts)}
        for purpose, zh, counts in figures.rows
    ]


@transaction.atomic
def _draw(first: date, last: date, reviewers: list[Mandate], at: datetime) -> bool:
    organ = reviewers[0].body
    matter = open_affair(
        new=NewMatter(FIGURES, f"诚信查询统计（{first} 至 {last}）", organ, organ),
        participants=[each for each in reviewers if each.body_id == organ.pk],
        by=None,
        at=at,
    )
    smallest = current_rulebook().parameter("inquiries.smallest_count").on(last).number
    Figures.objects.create(
        matter=matter,
        first_day=first,
        last_day=last,
        smallest=smallest,
        rows=list(_rows(first, last, smallest)),
    )
    return True


def _rows(first: date, last: date, smallest: int) -> Iterator[list[Any]]:
    """Give a row for each purpose of the list, asked for or not, and for one that was on it."""
    answered = Answered.objects.filter(
        inquiry__at__gte=beginning_of(first), inquiry__at__lt=beginning_of(last + timedelta(days=1))
    )
    counted = answered.order_by().values_list("inquiry__purpose", "outcome").annotate(count=Count("pk"))
    by_purpose: dict[str, dict[str, int]] = {}
    for purpose, outcome, count in counted:
        by_purpose.setdefault(purpose, dict.fromkeys(map(str, Outcome), 0))[outcome] = count
    names = {each.code: each.zh for each in purposes(current_rulebook(), on=last)}
    for code in (*names, *(code for code in by_purpose if code not in names)):
        counts = by_purpose.get(code, dict.fromkeys(map(str, Outcome), 0))
        yield [code, names.get(code, code), hidden_below(counts, smallest)]


def quarters_without(at: datetime) -> Iterator[tuple[date, date]]:
    """Yield the quarters since the first question that are over and have no figures, oldest first."""
    began = Answered.objects.aggregate(first=Min("valid_on"))["first"]
    if began is None:
        return
    known, today = set(Figures.objects.values_list("first_day", flat=True)), legal_day(at)
    first = date(began.year, began.month - (began.month - 1) % 3, 1)
    while (after := _next_quarter(first)) <= today:
        if first not in known:
            yield first, after - timedelta(days=1)
        first = after


def _next_quarter(first: date) -> date:
    return date(first.year + (first.month == 10), first.month % 12 + 3 if first.month < 10 else 1, 1)
