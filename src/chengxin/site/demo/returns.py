"""Returns of the demo: one waits, one is late, one was handed in, one came back, one was taken in late. 演示数据。

A township of two people has some of its own: this year's training begins with the head count of last year's, one return
waits for its head's signature, and those of a year ago are counted beside them. The credit office adds up its region's,
one body missing, and asks three bodies for something once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.rules.queries import current_rulebook, rulebook_of, versions
from chengxin.foundation.subjects.models import PublicBody
from chengxin.insight.returns import operations
from chengxin.insight.returns.asks import WhatIsAsked, ask
from chengxin.insight.returns.columns import RETURNS, period_at, template_named
from chengxin.insight.returns.due import due_day
from chengxin.insight.returns.filling import Stated
from chengxin.insight.returns.models import Return
from chengxin.insight.returns.opening import Owed, open_returns
from chengxin.insight.returns.owners import Receivers
from chengxin.insight.returns.periods import Period, period_of
from chengxin.site.demo.cast import Cast
from chengxin.site.demo.steps import A_DAY
from chengxin_core.calendar import beginning_of, legal_day

_BODY, _NEIGHBOUR, _TOWNSHIP, _STREET, _OFFICE = "demo-05", "demo-06", "demo-07", "demo-09", "demo-fgw"
_HEADS = {_TOWNSHIP: "township"}
_TWO_HOURS, A_YEAR = timedelta(hours=2), timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Makers:
    """Who takes the steps: the body's liaison and head, the officer who receives."""

    liaison: Mandate
    head: Mandate
    officer: Mandate


Path = Callable[[Matter, Makers, datetime], None]


def _nothing(matter: Matter, makers: Makers, at: datetime) -> None:
    """It waits, or it is late."""


def _figures(matter: Matter) -> dict[str, Stated]:
    """Return something for each column that is filled in by hand."""
    stated = Return.objects.get(pk=matter.pk)
    book = rulebook_of(matter.rulebook)
    manual = template_named(book, stated.code, on=legal_day(matter.opened_at)).manual
    return {each.code: Stated(10 - number, "演示数据：本单位业务系统") for number, each in enumerate(manual)}


def _handed_in(matter: Matter, makers: Makers, at: datetime) -> None:
    said = "演示数据：已核对。"
    operations.fill(matter=matter, by=makers.liaison, at=at, figures=_figures(matter), note=said)
    operations.check(matter=matter, by=makers.head, at=at + _TWO_HOURS, opinion="演示数据：同意上报。")
    operations.submit(matter=matter, by=makers.liaison, at=at + 2 * _TWO_HOURS)


def _waits_for_its_head(matter: Matter, makers: Makers, at: datetime) -> None:
    operations.fill(matter=matter, by=makers.liaison, at=at, figures={}, note="演示数据：请镇长签字。")


def _signed(matter: Matter, makers: Makers, at: datetime) -> None:
    operations.fill(matter=matter, by=makers.liaison, at=at, figures=_figures(matter))
    operations.sign(matter=matter, by=makers.head, at=at + _TWO_HOURS, opinion="演示数据：同意上报。")
    operations.accept(matter=matter, by=makers.officer, at=at + A_DAY)


def _sent_back(matter: Matter, makers: Makers, at: datetime) -> None:
    _handed_in(matter, makers, at)
    reason = "演示数据：请核对上月新提出的件数并写明情况。"
    operations.send_back(matter=matter, by=makers.officer, at=at + A_DAY, reason=reason)


def _accepted(matter: Matter, makers: Makers, at: datetime) -> None:
    _handed_in(matter, makers, at)
    operations.accept(matter=matter, by=makers.officer, at=at + A_DAY)


def tell_returns(*, cast: Cast, at: datetime) -> int:
    """Open a few returns and take each some way; return how many there are.

    Last month's were handed in and one of them came back; those of the month before passed their day; the training of
    this year waits.
    """
    today = legal_day(at)
    last = period_of(today, 1).before()
    month, year = last.before(), _this_year(today)
    in_time = min(beginning_of(last.next().first) + 4 * A_DAY + 4 * _TWO_HOURS, at - 2 * A_DAY)
    late = beginning_of(_due(month)) + 2 * A_DAY + 4 * _TWO_HOURS
    told = (
        (_BODY, "governance", last, in_time, _handed_in),
        (_BODY, "rectification", last, in_time, _sent_back),
        (_BODY, "double_publicity", month, late, _accepted),
        (_NEIGHBOUR, "rectification", month, late, _nothing),
        (_NEIGHBOUR, "double_publicity", month, late, _nothing),
        (_BODY, "training", year, at, _nothing),
        (_TOWNSHIP, "governance", month.a_year_before(), late - A_YEAR, _signed),
        (_TOWNSHIP, "double_publicity", month, late - 4 * A_DAY, _signed),
        (_TOWNSHIP, "double_publicity", last, in_time, _signed),
        (_TOWNSHIP, "training", year.before(), beginning_of(year.first) - 12 * A_DAY, _signed),
        (_TOWNSHIP, "training", year, at, _nothing),
        (_TOWNSHIP, "rectification", last, in_time, _waits_for_its_head),
    )
    for pk, code, period, when, path in told:
        body = PublicBody.objects.select_related("region").get(pk=pk)
        makers = Makers(cast.liaison_of(body), cast[_HEADS.get(pk, "principal")], cast["officer"])
        path(_open(body, code, period, min(when, at)), makers, when)
    _add_up(cast, month, late + 2 * A_DAY)
    return len(told) + 1 + _ask(cast, today, at)


def _add_up(cast: Cast, month: Period, at: datetime) -> None:
    """The credit office hands in the sum of what its region's bodies reported for a month."""
    office = PublicBody.objects.select_related("region").get(pk=_OFFICE)
    makers = Makers(cast["fgwliaison"], cast["chief"], cast["review"])
    _handed_in(_open(office, "double_publicity_region", month, at), makers, at)


def _ask(cast: Cast, today: date, at: datetime) -> int:
    """The officer asks three bodies for something once; one has answered."""
    what = WhatIsAsked(
        title="演示数据：拖欠账款专项整治摸底",
        why="演示数据：省里制定整治方案，要知道各地还有多少账款没有付；合同以外的欠款平台上没有",
        basis="演示数据：《清理拖欠账款专项行动方案》鲁演发改〔2026〕12号",
        period=_this_year(today),
        due_on=today + 10 * A_DAY,
        columns=(("没有付清的账款", "笔"), ("没有付清的金额", "元")),
        question="演示数据：付不出来的主要原因是什么？",
    )
    bodies = list(PublicBody.objects.select_related("region").filter(pk__in=(_BODY, _TOWNSHIP, _STREET)))
    asked_at = at - 2 * A_DAY
    made = ask(what=what, bodies=bodies, by=cast["officer"], at=asked_at)
    answered = made.returns.select_related("matter").get(owner=_BODY).matter
    counts, reason = (3, 18_500_000), "演示数据：本单位财务账"
    figures = {each["code"]: Stated(count, reason) for each, count in zip(made.columns, counts, strict=True)}
    liaison = cast.liaison_of(answered.body)
    operations.fill(
        matter=answered, by=liaison, at=at - A_DAY, figures=figures, note="演示数据：上级资金没有到位。"
    )
    operations.check(matter=answered, by=cast["principal"], at=at - A_DAY + _TWO_HOURS)
    operations.submit(matter=answered, by=liaison, at=at - A_DAY + 2 * _TWO_HOURS)
    return len(bodies)


def _open(body: PublicBody, code: str, period: Period, when: datetime) -> Matter:
    book = current_rulebook(body.path)
    item = book.item(RETURNS, code, on=legal_day(when))
    organ = Receivers().of(body, item.text("receiver"))
    assert organ is not None  # the demo's credit office leads the province
    owed = [Owed(body, organ, versions().of(organ.path, body.path))]
    opened = min(when, beginning_of(period.next().first))
    open_returns(book=book, item=item, period=period, owed=owed, at=opened)
    return Return.objects.select_related("matter").get(code=code, period=period.code, owner=body).matter


def _due(period: Period) -> date:
    book = current_rulebook()
    on = period.next().first
    return due_day(book, book.item(RETURNS, "double_publicity", on=on), period, on=on)


def _this_year(today: date) -> Period:
    return period_at(current_rulebook().item(RETURNS, "training", on=today), today)
